package org.postern.policy.slip;

import java.util.ArrayList;
import java.util.List;

/**
 * Turns a reading into slips: from key letters back to the letters shown, finer kinds, runs of
 * letters as one slip.
 */
final class Explainer {

  private final Folded typed;
  private final Folded meant;

  /** Key offset in the typed name at which the trusted name is compared. */
  private final int tailFrom;

  private final List<Slip> slips = new ArrayList<>(4);

  private Explainer(Folded typed, Folded meant, int tailFrom) {
    this.typed = typed;
    this.meant = meant;
    this.tailFrom = tailFrom;
  }

  /**
   * The slips, in reading order.
   *
   * @param meantFrom where the trusted name begins in the array that the steps index
   */
  static List<Slip> explain(
      Folded typed, Folded meant, int tailFrom, int meantFrom, Reading reading) {
    Explainer explainer = new Explainer(typed, meant, tailFrom);
    explainer.walk(reading.steps(), meantFrom);
    return explainer.slips;
  }

  private void walk(List<Reading.Step> steps, int meantFrom) {
    int t = tailFrom;
    int m = 0;
    int next = 0;
    int typedEnd = typed.key().length;
    int meantEnd = meant.key().length;
    while (t < typedEnd || m < meantEnd || next < steps.size()) {
      int tFrom = t;
      int mFrom = m;
      SlipKind kind = SlipKind.LOOKALIKE_LETTER;
      boolean stepped = false;
      int price = 0;
      boolean dot = false;
      // One shown letter may stand for several key letters: go on until both sides are between
      // letters.
      do {
        Reading.Step step = next < steps.size() ? steps.get(next) : null;
        if (step != null && step.typedFrom() <= t && step.meantFrom() - meantFrom <= m) {
          kind = stepped ? SlipKind.SUBSTITUTION : kind(step, meantFrom);
          stepped = true;
          price += step.price();
          dot = step.op() == Op.DOT_LOST || step.op() == Op.HYPHEN_DOT;
          t = step.typedTo();
          m = step.meantTo() - meantFrom;
          next++;
        } else {
          t++;
          m++;
        }
      } while ((t < typedEnd && !typed.isBoundary(t)) || (m < meantEnd && !meant.isBoundary(m)));
      t = Math.min(t, typedEnd);
      m = Math.min(m, meantEnd);
      String was = typed.shown(tFrom, t);
      // A dot lost before the trusted name is not a letter of that name.
      boolean lostDot = dot && m == 0;
      String should = lostDot ? "." : meant.shown(mFrom, m);
      if (stepped || !was.equals(should)) {
        add(new Slip(kind, was, should, typed.shownAt(tFrom), price / 100.0));
      }
    }
  }

  private SlipKind kind(Reading.Step step, int meantFrom) {
    if (step.op() == Op.OTHER) {
      char was = typed.key()[step.typedFrom()];
      char should = meant.key()[step.meantFrom() - meantFrom];
      return Letters.oneBitApart(was, should) ? SlipKind.BIT_FLIP : SlipKind.SUBSTITUTION;
    }
    return step.op().kind();
  }

  private void add(Slip slip) {
    switch (slip.kind()) {
      case WRONG_SUFFIX -> slips.add(suffix(slip));
      case OMISSION, INSERTION, DIGIT, SUBSTITUTION -> {
        Slip last = slips.isEmpty() ? null : slips.getLast();
        if (last != null
            && last.kind() == slip.kind()
            && last.at() + last.typed().length() == slip.at()) {
          slips.set(slips.size() - 1, joined(last, slip));
        } else {
          slips.add(slip);
        }
      }
      case DOUBLED, TRANSPOSITION, NEIGHBOUR_KEY, VOWEL, SOUND_ALIKE, LOOKALIKE_LETTER, BIT_FLIP ->
          slips.add(slip);
      case MISSING_SUFFIX, EXTRA_SUFFIX, LOST_DOT, EXTRA_DOT, MOVED_DOT, HYPHEN -> slips.add(slip);
      case EMBEDDED, COMBOSQUAT -> slips.add(slip);
    }
  }

  private static Slip joined(Slip a, Slip b) {
    return new Slip(
        a.kind(), a.typed() + b.typed(), a.meant() + b.meant(), a.at(), a.weight() + b.weight());
  }

  /**
   * Says the least that explains the ending: a part too many, a part missing, or another ending
   * altogether.
   */
  private static Slip suffix(Slip slip) {
    String was = slip.typed();
    String should = slip.meant();
    int at = slip.at();
    double weight = slip.weight();
    if (was.isEmpty()) {
      return new Slip(SlipKind.MISSING_SUFFIX, "", should, at, weight);
    }
    if (was.startsWith(should + ".")) {
      String extra = was.substring(should.length());
      return new Slip(SlipKind.EXTRA_SUFFIX, extra, "", at + should.length(), weight);
    }
    if (should.startsWith(was + ".")) {
      String missing = should.substring(was.length());
      return new Slip(SlipKind.MISSING_SUFFIX, "", missing, at + was.length(), weight);
    }
    if (should.endsWith("." + was)) {
      String missing = should.substring(0, should.length() - was.length());
      return new Slip(SlipKind.MISSING_SUFFIX, "", missing, at, weight);
    }
    return slip;
  }
}
