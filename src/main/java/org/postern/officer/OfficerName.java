package org.postern.officer;

import java.text.Normalizer;

/**
 * What an officer may be called: 1 to 64 visible characters (64 is X.520's bound for a common
 * name).
 */
final class OfficerName {
  private static final int LONGEST = 64;

  private OfficerName() {}

  static String checked(String name) throws OfficerException {
    String normal = Normalizer.normalize(name, Normalizer.Form.NFC).strip();
    if (normal.isEmpty()) {
      throw new OfficerException(
          OfficerException.Reason.BAD_NAME, "An officer needs a name; it was empty.");
    }
    if (normal.codePointCount(0, normal.length()) > LONGEST) {
      throw new OfficerException(
          OfficerException.Reason.BAD_NAME,
          "An officer's name has at most " + LONGEST + " characters; this one is longer.");
    }
    if (!normal.codePoints().allMatch(OfficerName::visible) || normal.contains("  ")) {
      throw new OfficerException(
          OfficerException.Reason.BAD_NAME,
          "An officer's name holds letters, digits, punctuation and single spaces only; this one has characters that cannot be"
              + " seen or that change the direction of the text.");
    }
    return normal;
  }

  /** Two names that look the same must be the same: the gateway counts officers by name. */
  private static boolean visible(int c) {
    if (c == ' ') {
      return true;
    }
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SPACE_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
