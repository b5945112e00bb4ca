package org.postern.listfile;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postern.listfile.Form.Format;
import org.postern.policy.Listing;

/**
 * Formats whose lines stand for themselves: plain lists, hosts files (what one says of this machine
 * itself is passed over) and Postfix tables.
 */
final class LineRows extends Ahead<Row> {
  static final int LONGEST = 1_000;

  static final Pattern NUMERIC = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|[0-9a-f]*:[0-9a-f:.%]*");
  private static final Pattern TRANSPORT = Pattern.compile("[a-z0-9_-]*:.*");
  private static final Pattern REPLY = Pattern.compile("[45]\\d\\d|[45]\\.\\d+\\.\\d+");
  private static final Set<String> REFUSING =
      Set.of("REJECT", "DISCARD", "HOLD", "DEFER", "DEFER_IF_PERMIT", "DEFER_IF_REJECT", "ERROR:");
  private static final Set<String> PERMITTING = Set.of("OK", "PERMIT", "RELAY");
  private static final Set<String> OTHER =
      Set.of("DUNNO", "FILTER", "PREPEND", "REDIRECT", "WARN", "BCC", "INFO");

  private static final Set<String> THIS_MACHINE =
      Set.of(
          "localhost",
          "localhost.localdomain",
          "local",
          "broadcasthost",
          "0.0.0.0",
          "ip6-localhost",
          "ip6-loopback",
          "ip6-localnet",
          "ip6-mcastprefix",
          "ip6-allnodes",
          "ip6-allrouters",
          "ip6-allhosts");

  private final Lines lines;
  private final Format format;
  private final Deque<Row> ready = new ArrayDeque<>();

  LineRows(Lines lines, Format format) {
    this.lines = lines;
    this.format = format;
  }

  @Override
  @Nullable Row read() {
    while (ready.isEmpty()) {
      Lines.Line line = lines.next();
      if (line == null) {
        return null;
      }
      if (line.trouble() != null) {
        ready.add(Row.unreadable(line.number(), line.trouble()));
      } else {
        split(line);
      }
    }
    return ready.removeFirst();
  }

  private void split(Lines.Line line) {
    String content = withoutComment(line.text()).strip();
    if (content.isEmpty()) {
      return;
    }
    if (format == Format.HOSTS) {
      hosts(line.number(), content);
    } else if (format == Format.POSTFIX) {
      // A line that begins with space goes on with what the line before it said.
      if (!Character.isWhitespace(line.text().charAt(0))) {
        ready.add(postfix(line.number(), content));
      }
    } else {
      ready.add(Row.plain(line.number(), content));
    }
  }

  private void hosts(long number, String content) {
    String[] words = words(content);
    if (words.length == 1 || !isNumeric(words[0])) {
      ready.add(Row.plain(number, content));
      return;
    }
    for (int i = 1; i < words.length; i++) {
      if (!THIS_MACHINE.contains(words[i].toLowerCase(Locale.ROOT))) {
        ready.add(Row.plain(number, words[i]));
      }
    }
  }

  private static Row postfix(long number, String content) {
    String[] words = words(content);
    String key = words[0];
    if (words.length == 1) {
      return Row.unreadable(number, "It says nothing about what happens to its mail.");
    }
    String action = words[1].toUpperCase(Locale.ROOT);
    boolean transport = isTransport(words[1]);
    if (!transport && !isAction(words[1])) {
      return Row.unreadable(number, "What it does is no action of Postfix that Postern knows.");
    }
    if (!transport && OTHER.contains(action)) {
      return Row.unreadable(number, "It neither lets mail pass nor refuses it.");
    }
    if (key.endsWith("@")) {
      return Row.unreadable(number, "It is about a local part at every domain.");
    }
    // access(5): a domain covers what is under it; transport(5): it does not.
    String pattern =
        key.startsWith(".")
            ? "*" + key
            : transport && key.indexOf('@') < 0 && !key.startsWith("*") ? "=" + key : key;
    String note = content.substring(key.length()).strip();
    return Row.of(number, pattern, transport ? routed(words[1]) : meant(action), note);
  }

  private static @Nullable Listing routed(String transport) {
    return transport.startsWith("error:") || transport.startsWith("discard:")
        ? Listing.BLOCKED
        : null;
  }

  private static Listing meant(String action) {
    return PERMITTING.contains(action) ? Listing.TRUSTED : Listing.BLOCKED;
  }

  /** Whether the second word of a line is an action of access(5). */
  static boolean isAction(String word) {
    String action = word.toUpperCase(Locale.ROOT);
    return REFUSING.contains(action)
        || PERMITTING.contains(action)
        || OTHER.contains(action)
        || REPLY.matcher(word).matches();
  }

  static boolean isTransport(String word) {
    return TRANSPORT.matcher(word).matches();
  }

  static boolean isNumeric(String word) {
    return !word.isEmpty()
        && (Character.digit(word.charAt(0), 16) >= 0 || word.charAt(0) == ':')
        && NUMERIC.matcher(word.toLowerCase(Locale.ROOT)).matches();
  }

  static String[] words(String content) {
    return content.split("[ \t]+");
  }

  static String withoutComment(String text) {
    for (int i = text.indexOf('#'); i >= 0; i = text.indexOf('#', i + 1)) {
      if (i == 0 || text.charAt(i - 1) == ' ' || text.charAt(i - 1) == '\t') {
        return text.substring(0, i);
      }
    }
    return text;
  }
}
