package org.postern.policy.slip;

import java.util.Set;

/**
 * Fixed rules on top of the learned score. A near miss of a site that everybody knows, or of a name
 * that is long enough, is rarely somebody else's own. And what people do on purpose is not learned:
 * letters that only look the same, a government name under a stranger's ending. Rules raise a
 * score, never lower it, and keep the order that the learned score gives. Stateless.
 */
final class Raise {

  private static final int MIN_HEAD = 4;

  /** Heads from this length on hardly meet another by chance, one letter or two letters off. */
  private static final int LONG_FOR_ONE = 5;

  private static final int LONG_FOR_TWO = 9;

  private static final Set<String> STRANGERS =
      Set.of("com", "net", "org", "co", "us", "info", "biz", "int", "eu", "cm", "om", "uk.com");

  /** Lists up to this length can afford to hold every namesake of a government name. */
  private static final int SHORT_LIST = 2000;

  private Raise() {}

  /** The match with at least the log odds that a near miss of such a name has. */
  static Match nearMiss(Typed typed, NameIndex index, Match match, Weights weights) {
    return raised(match, nearMissRule(typed, index, match), weights);
  }

  /** The match with at least the log odds that deceit gives, whatever is known of the name. */
  static Match deceit(Typed typed, NameIndex index, Match match, Weights weights) {
    return raised(match, deceitRule(typed, index, match, weights), weights);
  }

  private static Match raised(Match match, String rule, Weights weights) {
    double learned = match.logOdds();
    return rule.isEmpty()
        ? match
        : new Match(
            match.id(),
            match.tailFrom(),
            match.reading(),
            Math.max(learned, weights.rule(rule) + 0.02 * Math.clamp(learned, -15, 15)));
  }

  private static int edits(Typed typed, Names names, Match match) {
    int typedHeadTo = match.reading().typedHeadTo(typed.headTo());
    int headTo = names.headTo(match.id());
    int edits = 0;
    for (Reading.Step step : match.reading().steps()) {
      edits += step.inHead(typedHeadTo, headTo) ? 1 : 0;
    }
    return edits;
  }

  private static String nearMissRule(Typed typed, NameIndex index, Match match) {
    Names names = index.names();
    int id = match.id();
    int length = names.headTo(id) - names.from(id);
    String meant = names.suffix(id);
    int edits = edits(typed, names, match);
    boolean sameSuffix = typed.suffix().equals(meant);
    if (edits == 1 && length >= MIN_HEAD && sameSuffix && index.isSite(id)) {
      return "site, one edit";
    }
    // Nobody can have registered it, so no legitimate name is flagged.
    if (!typed.topLevelExists() && edits <= 1 && length >= (edits == 0 ? 3 : LONG_FOR_ONE)) {
      return edits == 0 ? "no such ending" : "no such ending, one edit";
    }
    boolean generic = Features.generic(typed.suffix()) && Features.generic(meant);
    if (edits <= 1 && length >= LONG_FOR_ONE && generic && !sameSuffix && index.isProvider(id)) {
      return "provider, generic endings";
    }
    if (edits == 1 && length >= 8 && generic) {
      return "generic endings, one edit";
    }
    if (sameSuffix && edits == 1 && length >= LONG_FOR_ONE) {
      return "same ending, one edit";
    }
    return sameSuffix && edits == 2 && length >= LONG_FOR_TWO ? "same ending, two edits" : "";
  }

  private static String deceitRule(Typed typed, NameIndex index, Match match, Weights weights) {
    Names names = index.names();
    int id = match.id();
    int from = names.from(id);
    int headTo = names.headTo(id);
    int length = headTo - from;
    String meant = names.suffix(id);
    int edits = edits(typed, names, match);
    if (length >= 3 && typed.isDisguised(match.tailFrom(), typed.headTo())) {
      return edits == 0 ? "disguised" : edits == 1 && length >= 5 ? "disguised, one edit" : "";
    }
    boolean sameSuffix = typed.suffix().equals(meant);
    if (edits > 0 && length >= MIN_HEAD && sameSuffix && onlyDigitsForLetters(typed, match)) {
      return "digits for letters";
    }
    boolean elsewhere = edits == 0 && !sameSuffix && Features.government(meant);
    if (names.size() <= SHORT_LIST) {
      return elsewhere && length >= 3 ? "closed suffix left" : "";
    }
    // army.ml, army.il: whoever has the whole name under an ending one letter off had this one in
    // mind, or is waiting for those who did.
    if (elsewhere
        && length >= 3
        && Letters.oneEditApart(typed.suffix(), meant)
        && !isNamesakeRegistry(typed.suffix(), meant)) {
      return "closed suffix left";
    }
    // An ordinary word or place is somebody's own name elsewhere, but hardly beside the government
    // of the same country.
    boolean word = weights.affixes().contains(names.letters(), from, headTo);
    boolean left = elsewhere && length >= MIN_HEAD && isStrangers(typed.suffix(), meant);
    return left && (!word || isSibling(typed.suffix(), meant)) ? "closed suffix left" : "";
  }

  /**
   * 0 for o, 1 for l: a slip of the eye at best, a disguise at worst, hardly another's own name.
   */
  private static boolean onlyDigitsForLetters(Typed typed, Match match) {
    return match.reading().steps().stream()
        .allMatch(s -> s.op() == Op.SEEN && Letters.isDigit(typed.key()[s.typedFrom()]));
  }

  /** uk or co.uk beside gov.uk. */
  private static boolean isSibling(String typed, String meant) {
    int dot = meant.lastIndexOf('.');
    return dot > 0 && typed.substring(typed.lastIndexOf('.') + 1).equals(meant.substring(dot + 1));
  }

  /**
   * An ending that people type for any name, or that of the same country, but not a registry of
   * namesakes.
   */
  private static boolean isStrangers(String typed, String meant) {
    boolean plausible =
        STRANGERS.contains(typed) || Features.government(typed) || isSibling(typed, meant);
    return plausible && !isNamesakeRegistry(typed, meant);
  }

  /**
   * Registries where a public body of the same place or task may have its own name: ac.uk beside
   * gov.uk, gov.in beside gov.bd, ca.us beside gov. Not gov beside gov.uk, which is the same ending
   * cut short.
   */
  private static boolean isNamesakeRegistry(String typed, String meant) {
    boolean cutShort = meant.startsWith(typed + ".");
    boolean bothGovernments = Features.government(typed) && meant.indexOf('.') >= 0 && !cutShort;
    boolean otherClosed = Features.closed(typed) && !Features.government(typed);
    boolean stateOrTown = typed.endsWith(".us") && !Features.government(typed);
    return bothGovernments || otherClosed || stateOrTown;
  }
}
