package org.postern.ui.publish;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.bundle.Bundle;
import org.postern.bundle.Manifest;
import org.postern.policy.Listing;
import org.postern.store.Fleet;
import org.postern.store.Fleet.State;

/**
 * Everything that the screen shows, read at one moment. Immutable.
 *
 * @param serial of the lists now; 0 if they were never changed
 * @param since serial of the bundle that was handed over last; 0 if there was none
 * @param changes what is different since then, at most {@link Press#MOST_CHANGES}
 * @param rules what is different beside the lists; a sentence each
 * @param moreChanges how many more there are, about
 * @param past what the changes would have done to past mail, if that was tried
 * @param sheet the bundle that is next to go out, or that went out last
 * @param cannot why no bundle can be made: a sentence; empty if one can
 * @param threshold how many officers must sign
 * @param signed whose signatures count, each verified
 * @param signers whose keys are here and could sign now
 * @param elsewhere officers whose signature would count, whose key is not here
 * @param undelivered gateways that a bundle is handed over to and has not reached, and why
 * @param proposed how many changes of the lists wait for approval: they are not in the bundle
 * @param newcomers gateways that no bundle of the published serial was made for: what is shown is
 *     for them alone if the lists did not change
 * @param fleet how the gateways stand
 * @param strays mails that claim to be receipts and are not believed
 */
record Board(
    Instant at,
    long serial,
    long since,
    List<Changed> changes,
    List<String> rules,
    long moreChanges,
    Optional<PastMail.Effect> past,
    Optional<Sheet> sheet,
    String cannot,
    int threshold,
    List<String> signed,
    List<Signer> signers,
    List<String> elsewhere,
    Map<String, String> undelivered,
    long proposed,
    List<String> newcomers,
    Fleet fleet,
    List<Stray> strays) {

  static final Board EMPTY =
      new Board(
          Instant.EPOCH,
          0,
          0,
          List.of(),
          List.of(),
          0,
          Optional.empty(),
          Optional.empty(),
          "",
          1,
          List.of(),
          List.of(),
          List.of(),
          Map.of(),
          0,
          List.of(),
          Fleet.NONE,
          List.of());

  /** Whether the lists are not those of the bundle that was handed over last. */
  boolean changed() {
    return serial > since;
  }

  /** Whether a bundle waits for signatures, or for being handed over the first time. */
  boolean pending() {
    return changed() || !newcomers.isEmpty();
  }

  /** Whether handing over would bring that gateway something, or bring it once more. */
  boolean wants(String gateway) {
    return fleet.lines().stream()
        .filter(l -> l.gateway().equals(gateway))
        .anyMatch(
            l ->
                switch (l.state()) {
                  case State.Enforcing _, State.Stale _ -> false;
                  case State.Silent _ -> l.runs().orElse(0) != fleet.serial();
                  case State.Alarmed _ -> l.runs().orElse(0) != fleet.serial();
                  case State.Broken _,
                      State.RolledBack _,
                      State.Refused _,
                      State.Foreign _,
                      State.NotDelivered _,
                      State.Published _,
                      State.Sending _,
                      State.Delivered _,
                      State.Verified _,
                      State.Unheard _ ->
                      true;
                });
  }

  /** Whether the bundle that is shown was made for that gateway. */
  boolean isFor(String gateway) {
    return sheet.filter(s -> s.manifest().audience().contains(gateway)).isPresent();
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
   * @param bundle with the signatures that it has
   * @param digest {@code sha256:…} of the signed bytes
   * @param text the signed bytes, all of them; ASCII
   * @param lookalikes how many are written down in it
   * @param size of the file, in bytes
   */
  record Sheet(
      Bundle bundle,
      String digest,
      String text,
      long trusted,
      long blocked,
      long lookalikes,
      long size) {
    Manifest manifest() {
      return bundle.manifest();
    }
  }

  /** An officer who could sign now, with a key of this data directory. */
  record Signer(String officer, String keyId, boolean passphrase) {}
}
