package org.postern.policy;

import com.ibm.icu.text.IDNA;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.postern.policy.Parsed.Malformed;
import org.postern.policy.Parsed.Ok;
import org.postern.policy.Parsed.Reason;

/**
 * A DNS name in A-label form: lower case, no trailing dot, at most 253 octets, labels of 1 to 63
 * (RFC 1035 §2.3.4, RFC 5891). International names are mapped by UTS #46, non-transitional.
 * Underscores pass, because names with them exist in blocklists and gateways deliver to them.
 * Immutable; equal when the A-labels are equal.
 */
public final class DomainName implements Comparable<DomainName> {

  private static final int MAX_OCTETS = 253;
  private static final int MAX_LABEL = 63;
  private static final IDNA UTS46 =
      IDNA.getUTS46Instance(
          IDNA.NONTRANSITIONAL_TO_ASCII
              | IDNA.NONTRANSITIONAL_TO_UNICODE
              | IDNA.CHECK_BIDI
              | IDNA.CHECK_CONTEXTJ);

  private final String ascii;

  private DomainName(String ascii) {
    this.ascii = ascii;
  }

  /** Reads a name as typed: any case, U-labels or A-labels, one trailing dot allowed. */
  public static Parsed<DomainName> parse(String text) {
    int end = text.endsWith(".") ? text.length() - 1 : text.length();
    if (end == 0) {
      return bad(text.isEmpty() ? Reason.EMPTY : Reason.EMPTY_LABEL, 0, text);
    }
    if (end > 4 * MAX_OCTETS) {
      return bad(Reason.TOO_LONG, MAX_OCTETS, "");
    }
    boolean ascii = true;
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        ascii = false;
      } else if (!(isLetterOrDigit(c) || c == '-' || c == '.' || c == '_')) {
        return bad(reasonFor(text, i), i, String.valueOf(c));
      }
    }
    String name = text.substring(0, end);
    // Invalid punycode ("xn--…") is refused here too: what no program can show, nobody can review.
    boolean plain = ascii && !containsPunycode(name);
    return plain ? ofAscii(name.toLowerCase(Locale.ROOT)) : ofInternational(name);
  }

  private static Parsed<DomainName> ofInternational(String name) {
    for (int i = 0; i < name.length(); i++) {
      int c = name.codePointAt(i);
      int type = Character.getType(c);
      if (type == Character.CONTROL || type == Character.FORMAT || type == Character.SURROGATE) {
        return bad(Reason.CONTROL_CHARACTER, i, Character.toString(c));
      }
      if (Character.isSpaceChar(c)) {
        return bad(Reason.SPACE, i, Character.toString(c));
      }
      i += Character.charCount(c) - 1;
    }
    var info = new IDNA.Info();
    String ascii = UTS46.nameToASCII(name, new StringBuilder(), info).toString();
    Set<IDNA.Error> errors = info.getErrors();
    if (errors.contains(IDNA.Error.EMPTY_LABEL)) {
      return bad(Reason.EMPTY_LABEL, 0, "");
    }
    if (errors.contains(IDNA.Error.LABEL_TOO_LONG)) {
      return bad(Reason.LABEL_TOO_LONG, 0, "");
    }
    if (errors.contains(IDNA.Error.DOMAIN_NAME_TOO_LONG)) {
      return bad(Reason.TOO_LONG, 0, "");
    }
    if (errors.contains(IDNA.Error.LEADING_HYPHEN) || errors.contains(IDNA.Error.TRAILING_HYPHEN)) {
      return bad(Reason.HYPHEN, 0, "");
    }
    if (info.hasErrors()) {
      return bad(Reason.BAD_IDN, 0, "");
    }
    return ofAscii(ascii.endsWith(".") ? ascii.substring(0, ascii.length() - 1) : ascii);
  }

  private static Parsed<DomainName> ofAscii(String name) {
    if (name.length() > MAX_OCTETS) {
      return bad(Reason.TOO_LONG, MAX_OCTETS, "");
    }
    int start = 0;
    for (int i = 0; i <= name.length(); i++) {
      char c = i == name.length() ? '.' : name.charAt(i);
      if (c == '.') {
        if (i == start) {
          return bad(Reason.EMPTY_LABEL, i, "");
        }
        if (i - start > MAX_LABEL) {
          return bad(Reason.LABEL_TOO_LONG, start, "");
        }
        if (name.charAt(start) == '-' || name.charAt(i - 1) == '-') {
          return bad(Reason.HYPHEN, name.charAt(start) == '-' ? start : i - 1, "-");
        }
        start = i + 1;
      } else if (!(isLetterOrDigit(c) || c == '-' || c == '_')) {
        // UTS #46 without STD3 maps some characters to ASCII ones that no host name has, such as
        // U+2100 to "a/c".
        return bad(Reason.DOMAIN_CHARACTER, i, String.valueOf(c));
      }
    }
    int tld = name.lastIndexOf('.') + 1;
    int digits = tld;
    while (digits < name.length() && name.charAt(digits) >= '0' && name.charAt(digits) <= '9') {
      digits++;
    }
    if (digits == name.length()) {
      return bad(Reason.NUMERIC_TLD, tld, name.substring(tld));
    }
    return new Ok<>(new DomainName(name));
  }

  /** A name that was parsed before: {@code ascii} is what {@link #ascii()} gave. */
  static DomainName ofCanonical(String ascii) {
    return new DomainName(ascii);
  }

  private static Reason reasonFor(String text, int at) {
    char c = text.charAt(at);
    if (c == ' ') {
      return Reason.SPACE;
    }
    if (c == ',' || c == ';') {
      return Reason.COMMA;
    }
    if (c < 0x20 || c == 0x7f) {
      return Reason.CONTROL_CHARACTER;
    }
    if (c == '[' || c == ']' || c == ':') {
      return Reason.IP_LITERAL;
    }
    return c == '@' ? Reason.TWO_AT : Reason.DOMAIN_CHARACTER;
  }

  private static boolean containsPunycode(String name) {
    for (int i = name.indexOf("--"); i >= 0; i = name.indexOf("--", i + 1)) {
      if (i >= 2 && name.regionMatches(true, i - 2, "xn", 0, 2)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isLetterOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
  }

  private static Malformed<DomainName> bad(Reason reason, int at, String detail) {
    return new Malformed<>(reason, at, detail);
  }

  /** The A-label form, lower case, without trailing dot: the identity of the name. */
  public String ascii() {
    return ascii;
  }

  /**
   * The U-label form; the same as {@link #ascii()} for plain names. Attacker-chosen letters: mark
   * and isolate when showing.
   */
  public String unicode() {
    return containsPunycode(ascii)
        ? UTS46.nameToUnicode(ascii, new StringBuilder(), new IDNA.Info()).toString()
        : ascii;
  }

  /** Both forms where they differ: {@code armу.mil (xn--arm-ffd.mil)}. */
  public String display() {
    String unicode = unicode();
    return unicode.equals(ascii) ? ascii : unicode + " (" + ascii + ")";
  }

  /** The labels, leftmost first. */
  public List<String> labels() {
    return List.of(ascii.split("\\."));
  }

  /**
   * True if this name lies strictly below {@code other}: {@code us.army.mil} under {@code
   * army.mil}.
   */
  public boolean isUnder(DomainName other) {
    int n = other.ascii.length();
    return ascii.length() > n + 1
        && ascii.charAt(ascii.length() - n - 1) == '.'
        && ascii.endsWith(other.ascii);
  }

  /** True if the name is a single label: a top-level domain. */
  public boolean isTopLevel() {
    return ascii.indexOf('.') < 0;
  }

  @Override
  public int compareTo(DomainName other) {
    return ascii.compareTo(other.ascii);
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof DomainName d && d.ascii.equals(ascii);
  }

  @Override
  public int hashCode() {
    return ascii.hashCode();
  }

  @Override
  public String toString() {
    return ascii;
  }
}
