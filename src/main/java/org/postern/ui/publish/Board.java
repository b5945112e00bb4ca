package org.postern.ui.publish;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.postern.bundle.Manifest;
import org.postern.policy.Listing;

/**
 * Everything that the screen shows, read at one moment. Immutable.
 *
 * @param serial of the lists now; 0 if they were never changed
 * @param since serial of the bundle that was handed over last; 0 if there was none
 * @param changes what is different since then, at most {@link Press#MOST_CHANGES}
 * @param rules what is different beside the lists; a sentence each
 * @param moreChanges how many more there are, about
 * @param sheet the bundle that is next to go out, or that went out last
 * @param cannot why no bundle can be made: a sentence; empty if one can
 * @param threshold how many officers must sign
 * @param signed whose signatures count, each verified
 * @param signers whose keys are here and could sign now
 * @param elsewhere officers whose signature would count, whose key is not here
 * @param gateways in the order of the settings
 * @param undelivered gateways that the bundle is handed over to and has not reached, and why
 */
record Board(
    Instant at,
    long serial,
    long since,
    List<Changed> changes,
    List<String> rules,
    long moreChanges,
    Optional<Sheet> sheet,
    String cannot,
    int threshold,
    List<String> signed,
    List<Signer> signers,
    List<String> elsewhere,
    List<Line> gateways,
    Map<String, String> undelivered) {

  static final Board EMPTY =
      new Board(
          Instant.EPOCH,
          0,
          0,
          List.of(),
          List.of(),
          0,
          Optional.empty(),
          "",
          1,
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          Map.of());

  /** Whether the lists are not those of the bundle that was handed over last. */
  boolean changed() {
    return serial > since;
  }

  /** About how many changes wait. */
  long waiting() {
    return changes.size() + rules.size() + moreChanges;
  }

  boolean enoughSigned() {
    return signed.size() >= threshold;
  }

  /** What became of one entry. */
  enum Kind {
    ADDED,
    EDITED,
    REMOVED
  }

  /**
   * @param pattern as shown
   * @param words what the entry covers, or what is different about it
   * @param effect what mail for it meets before and after, if that is told
   */
  record Changed(
      Kind kind,
      Listing listing,
      String pattern,
      String words,
      Optional<Effect> effect,
      String officer,
      Instant at,
      String why) {}

  /** What happens to mail for the pattern's own name; words of the verdicts. */
  record Effect(String before, String after) {
    boolean none() {
      return before.equals(after);
    }
  }

  /**
   * A bundle as it would be, or was, signed.
   *
   * @param digest {@code sha256:…} of the signed bytes
   * @param text the signed bytes, all of them; ASCII
   * @param lookalikes how many are written down in it
   * @param size of the file, in bytes
   */
  record Sheet(
      Manifest manifest,
      String digest,
      String text,
      long trusted,
      long blocked,
      long lookalikes,
      long size) {}

  /** An officer who could sign now, with a key of this data directory. */
  record Signer(String officer, String keyId, boolean passphrase) {}

  /** How a gateway stands to the bundle that was handed over last. */
  enum Standing {
    /** It runs it. */
    CURRENT,
    /** It said no to it, or could not switch. */
    REFUSED,
    /** It has been put where the gateway fetches it. */
    NO_RECEIPT_YET,
    /** It runs an older one, and the new one was not handed over to it. */
    BEHIND,
    /** It has never said a word. */
    SILENT
  }

  /**
   * One gateway.
   *
   * @param running serial that it said last that it runs
   * @param why for REFUSED: its reason, as received
   * @param forIt whether the sheet names it in its audience
   * @param missing numbers of receipts that never came
   * @param receipts the newest first
   */
  record Line(
      String name,
      String place,
      OptionalLong running,
      Optional<Instant> lastWord,
      Optional<Instant> handedOver,
      Standing standing,
      String why,
      boolean forIt,
      List<Long> missing,
      List<Word> receipts) {}

  /** One receipt. */
  record Word(long sequence, Instant at, long serial, String result, String reason, String text) {}
}
