package org.postern.bundle;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.postern.files.Sha256;

/**
 * The small words that the formats are made of, defined narrowly enough that a shell script can
 * hold every one of them (docs/bundle-format.md, "Words"). What does not match here must not match
 * in {@code postern-apply} either.
 */
final class Grammar {
  private static final int LONGEST_NAME = 253;
  private static final int LONGEST_LABEL = 63;
  private static final int LONGEST_LOCAL_PART = 64;
  private static final String LOCAL_PUNCTUATION = "._+=~&/$*?^{|}'`-";

  private Grammar() {}

  /**
   * Lower-case letters, digits, hyphens, underscores in 1 to 127 labels: what a transport map key
   * may hold.
   */
  static boolean isName(String s) {
    if (s.isEmpty() || s.length() > LONGEST_NAME) {
      return false;
    }
    int label = 0;
    for (int i = 0; i < s.length(); i++) {
      char c = s.charAt(i);
      if (c == '.') {
        if (label == 0) {
          return false;
        }
        label = 0;
      } else if (letterOrDigit(c) || c == '-' || c == '_') {
        label++;
        if (label > LONGEST_LABEL) {
          return false;
        }
      } else {
        return false;
      }
    }
    return label > 0;
  }

  /** An address whose local part needs no quoting in a map file. */
  static boolean isAddress(String s) {
    int at = s.indexOf('@');
    if (at < 1 || at > LONGEST_LOCAL_PART || !isName(s.substring(at + 1))) {
      return false;
    }
    for (int i = 0; i < at; i++) {
      char c = s.charAt(i);
      boolean good = letterOrDigit(c) || c == '_' || (i > 0 && LOCAL_PUNCTUATION.indexOf(c) >= 0);
      if (!good) {
        return false;
      }
    }
    return true;
  }

  /** Letters, digits and hyphens, 1 to 64: the name of a line of policies. */
  static boolean isPolicyId(String s) {
    return s.length() <= 64 && s.matches("[a-z0-9][a-z0-9-]*");
  }

  static boolean isFileName(String s) {
    return s.length() <= 64 && s.matches("[a-z0-9][a-z0-9._-]*");
  }

  static boolean isHash(String s) {
    return s.length() == 64 && s.matches("[0-9a-f]*");
  }

  static boolean isDigest(String s) {
    return s.startsWith("sha256:") && isHash(s.substring("sha256:".length()));
  }

  /** What is no Base64 is no bytes. */
  static byte[] base64(String s) {
    try {
      return Base64.getDecoder().decode(s);
    } catch (IllegalArgumentException notBase64) {
      return new byte[0];
    }
  }

  static boolean isKeyId(String s) {
    return s.length() == 16 && s.matches("[0-9a-f]*");
  }

  /** 1 to 12 digits without a leading zero; a size may be 0. */
  static Optional<Long> number(String s) {
    return s.length() <= 12 && s.matches("0|[1-9][0-9]*")
        ? Optional.of(Long.valueOf(s))
        : Optional.empty();
  }

  /**
   * {@code 2026-11-22T09:40:00Z}, nothing shorter, longer or in another zone: such texts sort as
   * the times do.
   */
  static Optional<Instant> time(String s) {
    if (!s.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")) {
      return Optional.empty();
    }
    try {
      Instant instant = Instant.parse(s);
      return text(instant).equals(s) ? Optional.of(instant) : Optional.empty();
    } catch (DateTimeException noSuchDay) {
      return Optional.empty();
    }
  }

  static String text(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** Printable ASCII, not empty. */
  static boolean isPrintable(String s) {
    return !s.isEmpty() && s.chars().allMatch(c -> c >= ' ' && c <= '~');
  }

  /**
   * The lines of a text, each of which must end with a line feed.
   *
   * @param alsoTab whether tabs may stand in it beside printable ASCII
   */
  static Optional<List<String>> lines(byte[] bytes, boolean alsoTab) {
    if (bytes.length == 0 || bytes[bytes.length - 1] != '\n') {
      return Optional.empty();
    }
    List<String> lines = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < bytes.length; i++) {
      byte b = bytes[i];
      if (b == '\n') {
        lines.add(new String(bytes, from, i - from, StandardCharsets.US_ASCII));
        from = i + 1;
      } else if ((b < ' ' || b > '~') && !(alsoTab && b == '\t')) {
        return Optional.empty();
      }
    }
    return Optional.of(lines);
  }

  static String sha256(byte[] bytes, int from, int size) {
    MessageDigest digest = Sha256.digest();
    digest.update(bytes, from, size);
    return HexFormat.of().formatHex(digest.digest());
  }

  static String sha256(byte[] bytes) {
    return sha256(bytes, 0, bytes.length);
  }

  private static boolean letterOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  }
}
