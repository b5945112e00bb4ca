package org.postern.bundle;

import java.util.Locale;

/**
 * Why a gateway does not take a bundle, in the order in which it looks. The words are part of the
 * format: {@code postern-apply} prints the same ones, and receipts carry them.
 */
public enum Refusal {
  /** The file, the manifest or a signature is larger than any real one. */
  TOO_LARGE,
  /**
   * Not the one form of archive that is allowed: cut short, links, devices, other fields, bytes
   * after the end.
   */
  ARCHIVE,
  /** A member that does not belong there, comes twice, or stands in the wrong place. */
  MEMBER,
  /** A signature under a trusted officer's key is not one over this manifest. */
  SIGNATURE,
  /** Too few distinct trusted officers signed. */
  THRESHOLD,
  /** The manifest is not exactly in the form of this version. */
  MANIFEST,
  /** Neither a policy nor a trust file. */
  KIND,
  /** A policy of another lineage. */
  POLICY_ID,
  /** Not made for this gateway. */
  AUDIENCE,
  /** Its time has not come. */
  NOT_YET,
  /** Its time is over. */
  EXPIRED,
  /** Older than what the gateway runs. */
  ROLLBACK,
  /** Another content under the serial that the gateway runs. */
  FORK,
  /** A trust file that does not follow the one in force: one in between never arrived. */
  SKIPPED,
  /** The payload is not the one that was signed, or not the one form of archive that is allowed. */
  PAYLOAD,
  /** The payload holds other files than the manifest lists. */
  PAYLOAD_MEMBER,
  /** A file of the payload is not the one that was signed. */
  FILE,
  /** A line of {@code domains.tsv} is not in the form of this version. */
  DOMAINS,
  /** The trust file that it carries is none. */
  NEW_TRUST,
  /** The rules do not do what the officers said that they do. */
  PROBE;

  /** The word in receipts and in the script's output. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What an officer does about it. */
  public String advice() {
    return switch (this) {
      case NOT_YET, EXPIRED ->
          "Compare the gateway's clock with the days for which the bundle is valid, then hand over"
              + " again.";
      case THRESHOLD, SIGNATURE ->
          "Its trust file names other officers, or asks for more of them. Have its administrator"
              + " compare it with the keys here, then hand over again.";
      case AUDIENCE ->
          "It goes by another name than here. Compare the names; the next bundle is made for the"
              + " names in Settings.";
      case POLICY_ID ->
          "It follows another line of policies. Compare the policy id there and here.";
      case ROLLBACK, FORK ->
          "It runs something newer, or something else with the same serial: another console may have"
              + " published to it. Find out before you hand over again.";
      case SKIPPED ->
          "It did not get an earlier trust file. Hand that one over first, then this one again.";
      case TOO_LARGE,
          ARCHIVE,
          MEMBER,
          MANIFEST,
          KIND,
          PAYLOAD,
          PAYLOAD_MEMBER,
          FILE,
          DOMAINS,
          NEW_TRUST ->
          "The file was altered or cut short on its way. Hand over again; if it happens twice, look"
              + " at the way.";
      case PROBE ->
          "Its mail server answers other than the lists say. It still enforces what it ran before;"
              + " show its administrator the receipt.";
    };
  }
}
