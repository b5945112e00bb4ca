package org.postern.ui;

import org.postern.policy.Disposition;
import org.postern.policy.Verdict;

/** The words, colours and shapes of verdicts, the same on every screen. Pure; any thread. */
public final class Verdicts {
  private Verdicts() {}

  /** What the gateway does with it, as a state: "Delivered", "Held", "Refused". */
  public static String done(Verdict verdict) {
    return switch (verdict.disposition()) {
      case DELIVER -> reported(verdict) ? "Delivered, reported" : "Delivered";
      case HOLD -> "Held";
      case REJECT -> "Refused";
    };
  }

  /** The same with the reason, in a few words: "held · looks like army.mil". */
  public static String brief(Verdict verdict) {
    String reason =
        switch (verdict) {
          case Verdict.Trusted _ -> "trusted";
          case Verdict.Blocked _ -> "blocked";
          case Verdict.Lookalike l -> "looks like " + l.best().trusted();
          case Verdict.Unlisted _ -> "unlisted";
          case Verdict.Malformed m ->
              m.suggestion().map(s -> "meant " + s + "?").orElse("not an address");
        };
    return done(verdict).toLowerCase(java.util.Locale.ROOT) + " · " + reason;
  }

  /**
   * Green for trusted, amber for held lookalikes, red for blocked and malformed, grey for the rest.
   */
  public static Tone tone(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Trusted _ -> Tone.OK;
      case Verdict.Blocked _, Verdict.Malformed _ -> Tone.BAD;
      case Verdict.Lookalike _ -> Tone.HOLD;
      case Verdict.Unlisted u -> u.disposition() == Disposition.DELIVER ? Tone.NEUTRAL : Tone.HOLD;
    };
  }

  /** A tag with {@link #brief}. */
  public static Tag tag(Verdict verdict) {
    return Tag.of(tone(verdict), brief(verdict));
  }

  /** The tag of a headline, with {@link #done}. */
  public static Tag headline(Verdict verdict) {
    return Tag.large(tone(verdict), done(verdict));
  }

  /** Delivered although it is suspicious, because the entry is only monitored. */
  private static boolean reported(Verdict verdict) {
    return (verdict instanceof Verdict.Blocked || verdict instanceof Verdict.Lookalike)
        && verdict.disposition() == Disposition.DELIVER;
  }
}
