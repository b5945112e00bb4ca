package org.postern.mail;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads an address list (RFC 5322 clause 3.4) the way a careful officer would: every element,
 * groups unfolded, comments as names where there is none, nothing dropped and nothing thrown. One
 * pass, linear in the length. Confined to one call.
 */
final class Addresses {
  private static final Pattern BLANKS = Pattern.compile("[ \\t]+");
  private static final Pattern COMMENT = Pattern.compile("\\([^()]*\\)");

  private final String s;
  private final List<Mailbox> found = new ArrayList<>();
  private final StringBuilder phrase = new StringBuilder();
  private final StringBuilder comment = new StringBuilder();
  private String angle = "";
  private boolean hasAngle;
  private boolean quoted;
  private boolean grouped;
  private boolean inGroup;
  private int at;

  /**
   * Unterminated once is unterminated for ever: without these a run of opening marks would cost n².
   */
  private boolean noMoreParens;

  private boolean noMoreQuotes;

  private Addresses(String s) {
    this.s = s;
  }

  /** The mailboxes and whether a group ({@code undisclosed-recipients:;}) was among them. */
  record Result(List<Mailbox> mailboxes, boolean grouped) {}

  static Result parse(String value) {
    Addresses addresses = new Addresses(value);
    addresses.run();
    return new Result(List.copyOf(addresses.found), addresses.grouped);
  }

  private void run() {
    while (at < s.length() && found.size() < Limits.ADDRESSES) {
      char c = s.charAt(at);
      switch (c) {
        case '"' -> quotedString();
        case '(' -> comment();
        case '<' -> angle();
        case ',' -> {
          flush();
          at++;
        }
        case ';' -> {
          flush();
          inGroup = false;
          at++;
        }
        case ':' -> colon();
        case '=' -> encodedWordOrChar();
        case '\\' -> {
          if (at + 1 < s.length()) {
            phrase.append(s.charAt(at + 1));
          }
          at += 2;
        }
        default -> {
          phrase.append(c);
          at++;
        }
      }
    }
    flush();
  }

  private void quotedString() {
    StringBuilder text = new StringBuilder();
    int i = at + 1;
    if (!noMoreQuotes) {
      while (i < s.length() && s.charAt(i) != '"') {
        if (s.charAt(i) == '\\' && i + 1 < s.length()) {
          i++;
        }
        text.append(s.charAt(i++));
      }
    }
    if (noMoreQuotes || i >= s.length()) {
      noMoreQuotes = true;
      at++;
      return;
    }
    if (i + 1 < s.length() && s.charAt(i + 1) == '@') {
      // A quoted local part: keep what it says readable and unambiguous.
      boolean plain = text.chars().allMatch(c -> c > ' ' && "\"(),:;<>@[\\]".indexOf(c) < 0);
      phrase.append(plain ? text : "\"" + text + "\"");
    } else {
      phrase.append(text);
    }
    quoted = true;
    at = i + 1;
  }

  private void comment() {
    int depth = 0;
    int i = at;
    if (!noMoreParens) {
      for (; i < s.length(); i++) {
        char c = s.charAt(i);
        if (c == '\\') {
          i++;
        } else if (c == '(') {
          depth++;
        } else if (c == ')' && --depth == 0) {
          break;
        }
      }
    }
    if (noMoreParens || i >= s.length()) {
      noMoreParens = true;
      phrase.append('(');
      at++;
      return;
    }
    if (!comment.isEmpty()) {
      comment.append(' ');
    }
    comment.append(s, at + 1, i);
    at = i + 1;
  }

  private void angle() {
    int i = at + 1;
    boolean quote = false;
    for (; i < s.length(); i++) {
      char c = s.charAt(i);
      if (c == '"') {
        quote = !quote;
      } else if (c == '\\' && quote) {
        i++;
      } else if (c == '>' && !quote) {
        break;
      } else if (c == '<' && !quote) {
        break;
      } else if (c == ',' && !quote && s.charAt(at + 1) != '@') {
        break;
      }
    }
    i = Math.min(i, s.length());
    String inside = s.substring(at + 1, i);
    if (hasAngle) {
      if (!inside.isBlank()) {
        flush();
        hasAngle = true;
        angle = inside;
      }
    } else {
      hasAngle = true;
      angle = inside;
    }
    at = i < s.length() && s.charAt(i) == '>' ? i + 1 : i;
  }

  private void colon() {
    boolean name = !hasAngle && !inGroup && phrase.indexOf("@") < 0 && !phrase.toString().isBlank();
    if (name) {
      grouped = true;
      inGroup = true;
      clear();
    } else {
      phrase.append(':');
    }
    at++;
  }

  private void encodedWordOrChar() {
    int length = s.startsWith("=?", at) ? EncodedWords.lengthAt(s, at) : 0;
    if (length > 0) {
      phrase.append(s, at, at + length);
      at += length;
    } else {
      phrase.append('=');
      at++;
    }
  }

  private void flush() {
    String words = squeeze(phrase.toString());
    String name;
    String address;
    if (hasAngle) {
      name = words;
      // RFC 5322 clause 3.4 allows comments even inside the brackets.
      address = route(uncommented(angle).strip());
    } else if (quoted && words.indexOf('@') < 0) {
      name = words;
      address = "";
    } else {
      int sign = words.startsWith("\"") ? -1 : words.indexOf('@');
      int from = sign < 0 ? -1 : words.lastIndexOf(' ', sign);
      int to = sign < 0 ? -1 : words.indexOf(' ', sign);
      if (sign >= 0 && (from >= 0 || to >= 0)) {
        address = words.substring(from + 1, to < 0 ? words.length() : to);
        name =
            squeeze(
                words.substring(0, Math.max(0, from)) + " " + (to < 0 ? "" : words.substring(to)));
      } else if (sign < 0 && words.indexOf(' ') >= 0 && words.indexOf('@') < 0) {
        address = "";
        name = words;
      } else {
        address = words;
        name = "";
      }
    }
    if (name.isEmpty() && !comment.isEmpty()) {
      name = squeeze(comment.toString());
    }
    name = EncodedWords.decode(name).strip();
    if (!name.isEmpty() || !address.isEmpty()) {
      found.add(new Mailbox(name, EncodedWords.decode(address)));
    }
    clear();
  }

  private static String uncommented(String text) {
    return text.indexOf('(') < 0 ? text : COMMENT.matcher(text).replaceAll("");
  }

  private void clear() {
    phrase.setLength(0);
    comment.setLength(0);
    angle = "";
    hasAngle = false;
    quoted = false;
  }

  /** {@code @a,@b:user@c} is a source route (RFC 5322 clause 4.4): only the last counts. */
  private static String route(String text) {
    int colon = text.startsWith("@") ? text.indexOf(':') : -1;
    return colon < 0 ? text : text.substring(colon + 1).strip();
  }

  private static String squeeze(String text) {
    String stripped = text.strip();
    boolean single = stripped.indexOf("  ") < 0 && stripped.indexOf('\t') < 0;
    return single ? stripped : BLANKS.matcher(stripped).replaceAll(" ");
  }
}
