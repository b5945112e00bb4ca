package org.postern.listfile;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postern.policy.Listing;

/**
 * A DNS response policy zone: each record but SOA and NS says what becomes of one name. Only names
 * that are asked for are read; triggers on addresses and name servers are none of mail's.
 */
final class ZoneRows extends Ahead<Row> {
  private static final Set<String> CLASSES = Set.of("IN", "CH", "HS");
  private static final String[] OTHER_TRIGGERS = {
    ".rpz-ip", ".rpz-client-ip", ".rpz-nsip", ".rpz-nsdname"
  };

  private final Lines lines;
  private String zone = "";
  private String owner = "";
  private boolean inParentheses;

  ZoneRows(Lines lines) {
    this.lines = lines;
  }

  @Override
  @Nullable Row read() {
    for (Lines.Line line = lines.next(); line != null; line = lines.next()) {
      Row row =
          line.trouble() != null
              ? Row.unreadable(line.number(), line.trouble())
              : row(line.number(), line.text());
      if (row != null) {
        return row;
      }
    }
    return null;
  }

  private @Nullable Row row(long number, String text) {
    int comment = text.indexOf(';');
    String content = comment < 0 ? text : text.substring(0, comment);
    if (inParentheses || content.isBlank()) {
      inParentheses = inParentheses && content.indexOf(')') < 0;
      return null;
    }
    String[] words = LineRows.words(content.strip());
    if (words[0].startsWith("$")) {
      return directive(number, words);
    }
    inParentheses = content.indexOf('(') >= 0 && content.indexOf(')') < 0;
    int next = 0;
    if (!Character.isWhitespace(content.charAt(0))) {
      owner = words[next++].toLowerCase(Locale.ROOT);
    }
    while (next < words.length && (isTime(words[next]) || isClass(words[next]))) {
      next++;
    }
    if (next + 1 >= words.length) {
      return Row.unreadable(number, "It is no record of a zone.");
    }
    String type = words[next].toUpperCase(Locale.ROOT);
    if (type.equals("SOA") && owner.endsWith(".")) {
      zone = owner.substring(0, owner.length() - 1);
    }
    return type.equals("SOA") || type.equals("NS") || (type.equals("TXT") && owner.equals("@"))
        ? null
        : trigger(number, type, words[next + 1].toLowerCase(Locale.ROOT));
  }

  private @Nullable Row directive(long number, String[] words) {
    boolean origin = words[0].equalsIgnoreCase("$ORIGIN") && words.length > 1;
    if (origin) {
      String name = words[1].toLowerCase(Locale.ROOT);
      zone = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }
    return origin || words[0].equalsIgnoreCase("$TTL")
        ? null
        : Row.unreadable(number, "Postern does not follow this directive of a zone.");
  }

  private Row trigger(long number, String type, String target) {
    String name = owner;
    if (name.endsWith(".")) {
      name = name.substring(0, name.length() - 1);
      if (!zone.isEmpty() && name.endsWith("." + zone)) {
        name = name.substring(0, name.length() - zone.length() - 1);
      }
    }
    for (String other : OTHER_TRIGGERS) {
      if (name.endsWith(other)) {
        return Row.unreadable(number, "It is about addresses or name servers, not about a name.");
      }
    }
    boolean passes = type.equals("CNAME") && target.startsWith("rpz-passthru");
    String pattern = name.startsWith("*.") ? name : "=" + name;
    return Row.of(number, pattern, passes ? Listing.TRUSTED : Listing.BLOCKED, "");
  }

  private static boolean isTime(String word) {
    return word.matches("\\d+[smhdwSMHDW]?");
  }

  private static boolean isClass(String word) {
    return CLASSES.contains(word.toUpperCase(Locale.ROOT));
  }
}
