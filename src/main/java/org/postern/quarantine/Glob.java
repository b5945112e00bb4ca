package org.postern.quarantine;

import java.util.function.Predicate;

/** Patterns in which {@code *} stands for anything. Linear, so that no pattern can take long. */
final class Glob {
  private Glob() {}

  /** The whole text fits; a pattern without a star may stand anywhere in it. */
  static Predicate<String> of(String pattern) {
    if (pattern.indexOf('*') < 0) {
      return text -> text.contains(pattern);
    }
    String[] parts = pattern.split("\\*", -1);
    return text -> fits(text, parts);
  }

  /** This domain or one under it; with a star, the whole name fits. */
  static Predicate<String> domain(String pattern) {
    if (pattern.indexOf('*') >= 0) {
      return of(pattern);
    }
    String under = "." + pattern;
    return name -> name.equals(pattern) || name.endsWith(under);
  }

  private static boolean fits(String text, String[] parts) {
    String first = parts[0];
    String last = parts[parts.length - 1];
    if (text.length() < first.length() + last.length()
        || !text.startsWith(first)
        || !text.endsWith(last)) {
      return false;
    }
    int at = first.length();
    int end = text.length() - last.length();
    for (int i = 1; i < parts.length - 1; i++) {
      int found = text.indexOf(parts[i], at);
      if (found < 0 || found + parts[i].length() > end) {
        return false;
      }
      at = found + parts[i].length();
    }
    return true;
  }
}
