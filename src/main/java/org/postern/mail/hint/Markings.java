package org.postern.mail.hint;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The classification markings that are looked for. One written in capitals is found in capitals
 * only, because the same words in small letters are ordinary ones; others are found in any case.
 * Blanks, hyphens, colons and underscores between words are the same. Immutable.
 */
public final class Markings {
  /** A list has at most so many. */
  public static final int MOST = 200;

  /** A marking has at most so many characters. */
  public static final int LONGEST = 60;

  private static final String STANDARD =
      """
      OFFICIAL-SENSITIVE
      OFFICIAL
      SECRET
      TOP SECRET
      UK EYES ONLY
      EYES ONLY
      LOCSEN
      RESTRICTED
      CONFIDENTIAL
      UNCLASSIFIED
      CUI
      CONTROLLED UNCLASSIFIED INFORMATION
      FOUO
      FOR OFFICIAL USE ONLY
      NOFORN
      ORCON
      PROPIN
      LIMDIS
      REL TO
      LAW ENFORCEMENT SENSITIVE
      EXPORT CONTROLLED
      NATO UNCLASSIFIED
      NATO RESTRICTED
      NATO CONFIDENTIAL
      NATO SECRET
      COSMIC TOP SECRET
      RESTREINT UE
      EU RESTRICTED
      CONFIDENTIEL UE
      SECRET UE
      VS-NfD
      VS-Vertraulich
      Nur für den Dienstgebrauch
      STRENG GEHEIM
      DIFFUSION RESTREINTE
      CONFIDENTIEL DÉFENSE
      SECRET DÉFENSE
      TRÈS SECRET
      SPÉCIAL FRANCE
      """;

  private final List<String> terms;
  private final WordFinder finder;

  private Markings(List<String> terms) {
    this.terms = List.copyOf(terms);
    this.finder = new WordFinder(terms.stream().map(Folded::term).toList());
  }

  /** What is looked for unless somebody says otherwise. */
  public static Markings standard() {
    return new Markings(STANDARD.lines().toList());
  }

  /**
   * A list of an organisation's own.
   *
   * @param lines one marking each; empty ones do not count
   * @throws IllegalArgumentException with a sentence that says what is wrong
   */
  public static Markings of(List<String> lines) {
    Set<String> terms = new LinkedHashSet<>();
    for (String line : lines) {
      String term = line.strip();
      if (!term.isEmpty()) {
        problem(term)
            .ifPresent(
                why -> {
                  throw new IllegalArgumentException(why);
                });
        terms.add(term);
      }
    }
    if (terms.size() > MOST) {
      throw new IllegalArgumentException(
          "There are " + terms.size() + " markings; at most " + MOST + " are looked for.");
    }
    return new Markings(new ArrayList<>(terms));
  }

  private static Optional<String> problem(String term) {
    if (term.length() > LONGEST) {
      return Optional.of("A marking has at most " + LONGEST + " characters.");
    }
    if (term.chars().filter(Character::isLetter).count() < 2 || Folded.term(term).length() < 2) {
      return Optional.of("A marking has at least two letters.");
    }
    if (term.chars().anyMatch(Character::isISOControl)) {
      return Optional.of("A marking has no control characters.");
    }
    return Optional.empty();
  }

  /** As they were given. */
  public List<String> terms() {
    return terms;
  }

  WordFinder finder() {
    return finder;
  }

  /** Whether it counts in capitals only. */
  static boolean capitals(String term) {
    return term.equals(term.toUpperCase(java.util.Locale.ROOT));
  }

  /** Whether it is one ordinary word, which counts only where it stands like a marking. */
  static boolean word(String term) {
    return Folded.term(term).indexOf(' ') < 0;
  }
}
