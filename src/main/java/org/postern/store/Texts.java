package org.postern.store;

/** Keeps texts within what both databases can hold. */
final class Texts {
  private Texts() {}

  /** PostgreSQL refuses NUL in texts, and a column has a width; what is cut off is marked. */
  static String storable(String text, int max) {
    String clean = text.replace('\u0000', '\uFFFD');
    if (clean.length() <= max) {
      return clean;
    }
    int end = max - 1;
    if (Character.isHighSurrogate(clean.charAt(end - 1))) {
      end--;
    }
    return clean.substring(0, end) + "…";
  }
}
