package org.postern.policy;

import java.text.Normalizer;
import java.util.Optional;
import org.postern.policy.Parsed.Reason;

/**
 * Mends the slips of the hand that leave no address at all: comma for dot, a space, a doubled @ or
 * dot, full-width letters.
 */
final class SyntaxRepair {

  private static final int MAX = 320;

  private SyntaxRepair() {}

  /**
   * The mended text, if the reason is one that mending answers and something changed. Never mends
   * the same text twice.
   */
  static Optional<String> repair(String input, Reason reason) {
    return switch (reason) {
      case COMMA, SPACE, TWO_AT, EMPTY_LABEL, DOMAIN_CHARACTER, CONTROL_CHARACTER, LOCAL_DOTS ->
          changed(input);
      case EMPTY,
          TOO_LONG,
          NO_AT,
          NO_LOCAL_PART,
          NO_DOMAIN,
          QUOTED,
          SOURCE_ROUTE,
          IP_LITERAL,
          LOCAL_CHARACTER,
          LABEL_TOO_LONG,
          HYPHEN,
          BAD_IDN,
          MIXED_SCRIPT,
          NUMERIC_TLD,
          NOT_FULL,
          BAD_WILDCARD ->
          Optional.empty();
    };
  }

  private static Optional<String> changed(String input) {
    if (input.length() > MAX) {
      return Optional.empty();
    }
    String mended =
        Normalizer.normalize(input, Normalizer.Form.NFKC)
            .replaceAll("[\\s\\p{Cf}\\p{Cc}]+", "")
            .replaceAll("[,;]", ".")
            .replaceAll("@[.@]+", "@")
            .replaceAll("\\.{2,}", ".")
            .replaceAll("^\\.+|\\.+$", "");
    return mended.equals(input) || mended.isEmpty() ? Optional.empty() : Optional.of(mended);
  }
}
