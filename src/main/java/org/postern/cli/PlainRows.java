package org.postern.cli;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A plain list (a name a line, {@code #} begins a comment) or a hosts file (a numeric address, then
 * names). What a hosts file says of this machine itself is passed over.
 */
final class PlainRows implements Iterator<ListRow> {
  private static final int MAX_LINE = 1_000;
  private static final Pattern NUMERIC =
      Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|[0-9a-f]*:[0-9a-f:.%]*");
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

  private final Reader in;
  private final Deque<ListRow> ahead = new ArrayDeque<>();
  private long line;
  private boolean tooLong;

  PlainRows(Reader in) {
    this.in = in;
  }

  @Override
  public boolean hasNext() {
    try {
      while (ahead.isEmpty()) {
        String text = readLine();
        if (text == null) {
          return false;
        }
        line++;
        if (tooLong) {
          ahead.add(ListRow.unreadable(line, "It is longer than " + MAX_LINE + " characters."));
        } else {
          split(text);
        }
      }
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public ListRow next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return ahead.removeFirst();
  }

  private void split(String text) {
    String content = withoutComment(text).strip();
    if (content.isEmpty()) {
      return;
    }
    String[] words = content.split("[ \t]+");
    if (words.length > 1 && NUMERIC.matcher(words[0].toLowerCase(Locale.ROOT)).matches()) {
      for (int i = 1; i < words.length; i++) {
        if (!THIS_MACHINE.contains(words[i].toLowerCase(Locale.ROOT))) {
          ahead.add(ListRow.plain(line, words[i]));
        }
      }
    } else {
      ahead.add(ListRow.plain(line, content));
    }
  }

  private static String withoutComment(String text) {
    for (int i = text.indexOf('#'); i >= 0; i = text.indexOf('#', i + 1)) {
      if (i == 0 || text.charAt(i - 1) == ' ' || text.charAt(i - 1) == '\t') {
        return text.substring(0, i);
      }
    }
    return text;
  }

  /** A line of bounded length; what goes beyond it is passed over, not kept. */
  private @Nullable String readLine() throws IOException {
    StringBuilder text = new StringBuilder(64);
    tooLong = false;
    int c = in.read();
    if (c < 0) {
      return null;
    }
    for (; c >= 0 && c != '\n'; c = in.read()) {
      if (text.length() < MAX_LINE) {
        text.append((char) c);
      } else {
        tooLong = true;
      }
    }
    return text.toString();
  }
}
