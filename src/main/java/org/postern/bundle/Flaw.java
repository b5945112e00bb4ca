package org.postern.bundle;

/**
 * Carries a refusal from where it is found to the edge of the package, where it becomes a value or
 * a {@link BundleException}.
 */
final class Flaw extends Exception {
  private static final long serialVersionUID = 1L;

  private final Refusal refusal;
  private final String sentence;

  Flaw(Refusal refusal, String sentence) {
    super(sentence);
    this.refusal = refusal;
    this.sentence = sentence;
  }

  Refusal refusal() {
    return refusal;
  }

  String sentence() {
    return sentence;
  }
}
