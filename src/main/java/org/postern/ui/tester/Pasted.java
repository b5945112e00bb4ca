package org.postern.ui.tester;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an officer pasted, taken apart into addresses: a To: line, a whole header, a column, a CSV
 * row, one address per line. It only finds where addresses begin and end; whether they are any is
 * for the policy to say, so broken ones are kept. Pure.
 *
 * @param addresses in order, each once, at most {@link #LIMIT}
 * @param skipped how many pieces looked like no address at all
 */
record Pasted(List<String> addresses, int skipped) {
  static final int LIMIT = 10_000;
  private static final int LONGEST = 2_000;
  private static final int MOST_TEXT = 4_000_000;
  private static final Pattern ADDRESS_FIELD =
      Pattern.compile(
          "(?i)(resent-)?(to|cc|bcc|from|sender|reply-to|delivered-to|x-original-to|envelope-to):(.*)");
  private static final Pattern FIELD = Pattern.compile("[!-9;-~]+:( .*)?");

  Pasted {
    addresses = List.copyOf(addresses);
  }

  static Pasted of(String text) {
    Set<String> found = new LinkedHashSet<>();
    int skipped = 0;
    for (String piece : pieces(text.substring(0, Math.min(text.length(), MOST_TEXT)))) {
      String address = address(piece);
      if (address == null) {
        skipped += piece.isBlank() ? 0 : 1;
      } else if (found.size() < LIMIT) {
        found.add(address);
      }
    }
    return new Pasted(new ArrayList<>(found), skipped);
  }

  /** Whether this is one thing to judge rather than several: a comma typed for a dot is one. */
  static boolean single(String text) {
    String stripped = text.strip();
    boolean lines = stripped.indexOf('\n') >= 0 || stripped.indexOf('\r') >= 0;
    return !lines && (count(stripped, '@') < 2 || of(stripped).addresses().size() < 2);
  }

  private static long count(String text, char wanted) {
    return text.chars().filter(c -> c == wanted).count();
  }

  private static List<String> pieces(String text) {
    List<String> pieces = new ArrayList<>();
    boolean header = text.lines().limit(200).filter(l -> FIELD.matcher(l).matches()).count() >= 2;
    boolean taken = true;
    StringBuilder line = new StringBuilder();
    for (String next : text.split("\\R")) {
      boolean continued = !next.isEmpty() && (next.charAt(0) == ' ' || next.charAt(0) == '\t');
      var field = ADDRESS_FIELD.matcher(next);
      if (field.matches()) {
        split(line, pieces);
        taken = true;
        line.append(field.group(3));
      } else if (header && continued) {
        line.append(taken ? next : "");
      } else {
        split(line, pieces);
        taken = !header || !FIELD.matcher(next).matches();
        line.append(taken ? next : "");
      }
    }
    split(line, pieces);
    return pieces;
  }

  /** Cuts at commas, semicolons and tabs that stand neither in quotes nor in angle brackets. */
  private static void split(StringBuilder line, List<String> pieces) {
    boolean quoted = false;
    boolean angled = false;
    int from = 0;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && (c == '<' || c == '>')) {
        angled = c == '<';
      } else if (!quoted && !angled && (c == ',' || c == ';' || c == '\t')) {
        pieces.add(line.substring(from, i));
        from = i + 1;
      }
    }
    pieces.add(line.substring(from));
    line.setLength(0);
  }

  private static @Nullable String address(String piece) {
    String text = piece.strip();
    int open = text.lastIndexOf('<');
    int close = text.indexOf('>', open + 1);
    if (open >= 0 && close > open) {
      text = text.substring(open + 1, close).strip();
    }
    if (text.length() > 1 && text.startsWith("\"") && text.endsWith("\"")) {
      text = text.substring(1, text.length() - 1).strip();
    }
    if (text.regionMatches(true, 0, "mailto:", 0, 7)) {
      text = text.substring(7);
    }
    boolean maybe = text.indexOf('@') >= 0 || (text.indexOf('.') > 0 && text.indexOf(' ') < 0);
    return maybe && text.length() <= LONGEST ? text : null;
  }
}
