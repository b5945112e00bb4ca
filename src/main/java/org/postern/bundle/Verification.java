package org.postern.bundle;

import java.util.List;

/** What a gateway says to a bundle. */
public sealed interface Verification {

  /**
   * It may be enforced.
   *
   * @param officers whose signatures counted, each once, in order
   * @param gap true if it does not follow the bundle that the gateway runs: one in between never
   *     arrived
   */
  record Accepted(Manifest manifest, String digest, List<String> officers, boolean gap)
      implements Verification {
    public Accepted {
      officers = List.copyOf(officers);
    }
  }

  /**
   * From now on the gateway believes these officers.
   *
   * @param next the trust file that it carries
   * @param officers of the trust file in force who signed it
   * @param nextOfficers of the next one who signed it
   */
  record Trusting(
      Manifest manifest,
      String digest,
      TrustFile next,
      List<String> officers,
      List<String> nextOfficers)
      implements Verification {
    public Trusting {
      officers = List.copyOf(officers);
      nextOfficers = List.copyOf(nextOfficers);
    }
  }

  /** The gateway runs it already. */
  record Current(Manifest manifest, String digest) implements Verification {}

  /**
   * It must not be enforced; what ran before still does.
   *
   * @param sentence for the officer, in plain ASCII
   */
  record Refused(Refusal refusal, String sentence) implements Verification {}
}
