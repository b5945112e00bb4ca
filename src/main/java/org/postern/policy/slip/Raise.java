package org.postern.policy.slip;

import java.util.Set;

/**
 * Fixed rules on top of the learned score, for what people do on purpose: letters that only look
 * the same, a government name under a stranger's ending, a near miss of a site that everybody
 * knows. They raise a score, never lower it, and keep the order that the learned score gives.
 * Stateless.
 */
final class Raise {

  private static final int MIN_HEAD = 4;

  private static final Set<String> STRANGERS =
      Set.of("com", "net", "org", "co", "us", "info", "biz", "int", "eu", "cm", "om", "uk.com");

  /** Lists up to this length can afford to hold every namesake of a government name. */
  private static final int SHORT_LIST = 2000;

  private Raise() {}

  /** Log odds of the match, at least what the rules give. */
  static double logOdds(Typed typed, NameIndex index, Match match, Weights weights) {
    String rule = rule(typed, index, match, weights);
    double learned = match.logOdds();
    return rule.isEmpty()
        ? learned
        : Math.max(learned, weights.rule(rule) + 0.02 * Math.clamp(learned, -15, 15));
  }

  private static String rule(Typed typed, NameIndex index, Match match, Weights weights) {
    Names names = index.names();
    int id = match.id();
    int from = names.from(id);
    int headTo = names.headTo(id);
    int length = headTo - from;
    String meant = names.suffix(id);
    int typedHeadTo = match.reading().typedHeadTo(typed.headTo());
    int edits = 0;
    for (Reading.Step step : match.reading().steps()) {
      edits += step.inHead(typedHeadTo, headTo) ? 1 : 0;
    }
    if (length >= 3 && typed.isDisguised(match.tailFrom(), typed.headTo())) {
      return edits == 0 ? "disguised" : edits == 1 && length >= 5 ? "disguised, one edit" : "";
    }
    boolean sameSuffix = typed.suffix().equals(meant);
    if (edits == 1 && length >= MIN_HEAD && sameSuffix && index.isSite(id)) {
      return "site, one edit";
    }
    boolean generic = Features.generic(typed.suffix()) && Features.generic(meant);
    if (edits == 1 && length >= 8 && generic) {
      return "generic endings, one edit";
    }
    boolean elsewhere = edits == 0 && !sameSuffix && Features.government(meant);
    if (names.size() <= SHORT_LIST) {
      return elsewhere && length >= 3 ? "closed suffix left" : "";
    }
    // An ordinary word or place is somebody's own name elsewhere, but hardly beside the government
    // of the same country.
    boolean word = weights.affixes().contains(names.letters(), from, headTo);
    boolean left = elsewhere && length >= MIN_HEAD && isStrangers(typed.suffix(), meant);
    return left && (!word || isSibling(typed.suffix(), meant)) ? "closed suffix left" : "";
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
   * gov.uk, gov.in beside gov.bd, ca.us beside gov.
   */
  private static boolean isNamesakeRegistry(String typed, String meant) {
    boolean bothGovernments = Features.government(typed) && meant.indexOf('.') >= 0;
    boolean otherClosed = Features.closed(typed) && !Features.government(typed);
    boolean stateOrTown = typed.endsWith(".us") && !Features.government(typed);
    return bothGovernments || otherClosed || stateOrTown;
  }
}
