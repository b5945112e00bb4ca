package org.postern.target;

import java.util.Locale;
import org.postern.bundle.Rule;

/** A rule that a target cannot hold. Whatever is left out is said, never dropped in silence. */
public record LeftOut(Rule rule, Reason reason) {

  /** Why. */
  public enum Reason {
    /** The target looks at domains only. */
    ADDRESS("it looks at domains only, not at addresses"),
    /** Delivering is what it does without a rule, and a rule against a broader one has no form. */
    EXCEPTION("it has no exceptions: what lies under a held name is held"),
    /** Those of the highest risk come first; the list of the target was full. */
    FULL("the target is full; names of higher risk took the places"),
    /** All patterns together have their own limit. */
    PATTERNS_FULL("the target takes no more patterns"),
    /** A name that means something else there, or nothing. */
    NAME("such a name cannot be written there");

    private final String sentence;

    Reason(String sentence) {
      this.sentence = sentence;
    }

    /** For JSON. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** For an officer. */
    public String sentence() {
      return sentence;
    }
  }
}
