package org.postern.quarantine;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An IMAP server with folders that really keep, mark, copy, move and remove messages, and that
 * knows no command beyond RFC 3501 but those it announces.
 */
final class WholeImap extends ScriptedServer {
  private static final Pattern NAMED = Pattern.compile("\"?([^\" ]+)\"?");

  /** One message in one folder. */
  static final class Kept {
    final long uid;
    final String text;
    final Set<String> flags = new TreeSet<>();

    private Kept(long uid, String text) {
      this.uid = uid;
      this.text = text;
    }
  }

  private final String capabilities;
  private final boolean keywords;
  private final Map<String, List<Kept>> folders = new LinkedHashMap<>();
  private final List<String> refused = new CopyOnWriteArrayList<>();
  private long last;

  /**
   * @param capabilities beyond IMAP4rev1
   * @param keywords whether it keeps marks that are not its own
   */
  WholeImap(String capabilities, boolean keywords) {
    this.capabilities = capabilities;
    this.keywords = keywords;
    folders.put("INBOX", new ArrayList<>());
    begin();
  }

  Mailbox box() {
    return new Mailbox(
        "127.0.0.1",
        port(),
        Security.LOOPBACK_PLAIN,
        "officer",
        "secret",
        "INBOX",
        "",
        Duration.ofSeconds(5),
        Duration.ofSeconds(10));
  }

  synchronized Kept arrives(String text) {
    Kept kept = new Kept(++last, text);
    inbox().add(kept);
    notifyAll();
    return kept;
  }

  synchronized void create(String folder) {
    folders.putIfAbsent(folder, new ArrayList<>());
  }

  synchronized void arrives(String folder, String text) {
    folders.getOrDefault(folder, new ArrayList<>()).add(new Kept(++last, text));
  }

  private List<Kept> inbox() {
    return folders.getOrDefault("INBOX", List.of());
  }

  /** What lies in a folder and is not marked as deleted. */
  synchronized List<String> texts(String folder) {
    return folders.getOrDefault(folder, List.of()).stream()
        .filter(k -> !k.flags.contains("\\Deleted"))
        .map(k -> k.text)
        .toList();
  }

  synchronized List<Kept> all(String folder) {
    return List.copyOf(folders.getOrDefault(folder, List.of()));
  }

  /** Commands that it does not know. */
  List<String> refused() {
    return refused;
  }

  private boolean can(String capability) {
    return (" " + capabilities + " ").contains(" " + capability + " ");
  }

  @Override
  void play(InputStream in, OutputStream out) throws IOException {
    String open = "";
    say(out, "* OK ready\r\n");
    while (true) {
      String line = line(in);
      int space = line.indexOf(' ');
      String tag = line.substring(0, space);
      String command = line.substring(space + 1);
      String[] words = command.split(" ");
      String name = words[0].equals("UID") ? "UID " + words[1] : words[0];
      switch (name) {
        case "EXAMINE", "SELECT" -> {
          open = named(words[1]);
          say(out, opened(open));
          say(out, tag + (folders.containsKey(open) ? " OK done\r\n" : " NO there is none\r\n"));
        }
        case "IDLE" -> {
          if (can("IDLE")) {
            idle(in, out);
            say(out, tag + " OK done\r\n");
          } else {
            say(out, unknown(tag, command));
          }
        }
        case "LOGOUT" -> {
          say(out, "* BYE\r\n" + tag + " OK done\r\n");
          return;
        }
        default -> say(out, answer(open, tag, name, command, words));
      }
    }
  }

  private static String named(String word) {
    Matcher m = NAMED.matcher(word);
    return m.find() ? m.group(1) : word;
  }

  private synchronized String opened(String folder) {
    List<Kept> all = folders.getOrDefault(folder, List.of());
    return "* "
        + all.size()
        + " EXISTS\r\n* OK [UIDVALIDITY 9] ok\r\n* OK [UIDNEXT "
        + (last + 1)
        + "] ok\r\n* OK [PERMANENTFLAGS (\\Seen \\Deleted"
        + (keywords ? " \\*" : "")
        + ")] ok\r\n";
  }

  /** Tells once about what comes, then waits for DONE. */
  private void idle(InputStream in, OutputStream out) throws IOException {
    int before;
    synchronized (this) {
      before = inbox().size();
    }
    say(out, "+ idling\r\n");
    Thread teller =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    synchronized (this) {
                      while (inbox().size() <= before) {
                        wait(20_000);
                      }
                    }
                    say(out, "* " + all("INBOX").size() + " EXISTS\r\n");
                  } catch (IOException | InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    line(in);
    teller.interrupt();
  }

  private synchronized String answer(
      String open, String tag, String name, String command, String[] words) {
    List<Kept> here = folders.getOrDefault(open, new ArrayList<>());
    String ok = tag + " OK done\r\n";
    return switch (name) {
      case "CAPABILITY" -> "* CAPABILITY IMAP4rev1 " + capabilities + "\r\n" + ok;
      case "LOGIN", "NOOP" -> ok;
      case "LIST" -> ok;
      case "CREATE" -> {
        create(named(words[1]));
        yield ok;
      }
      case "UID FETCH" -> fetched(here, words[2], command) + ok;
      case "UID STORE" -> stored(here, words[2], command) ? ok : tag + " NO no such mark\r\n";
      case "UID COPY" -> {
        copy(here, words[2], named(words[3]));
        yield ok;
      }
      case "UID SEARCH" ->
          "* SEARCH"
              + here.stream()
                  .filter(k -> k.flags.contains("\\Deleted"))
                  .map(k -> " " + k.uid)
                  .collect(Collectors.joining())
              + "\r\n"
              + ok;
      case "EXPUNGE" -> {
        here.removeIf(k -> k.flags.contains("\\Deleted"));
        yield ok;
      }
      case "UID MOVE" -> {
        if (!can("MOVE")) {
          yield unknown(tag, command);
        }
        copy(here, words[2], named(words[3]));
        here.removeIf(k -> asked(words[2], k.uid));
        yield ok;
      }
      case "UID EXPUNGE" -> {
        if (!can("UIDPLUS")) {
          yield unknown(tag, command);
        }
        here.removeIf(k -> k.flags.contains("\\Deleted") && asked(words[2], k.uid));
        yield ok;
      }
      case String _ -> unknown(tag, command);
    };
  }

  private String unknown(String tag, String command) {
    refused.add(command);
    return tag + " BAD unknown command\r\n";
  }

  private static String fetched(List<Kept> here, String uids, String command) {
    StringBuilder told = new StringBuilder();
    for (int i = 0; i < here.size(); i++) {
      if (asked(uids, here.get(i).uid)) {
        told.append(fetched(i + 1, here.get(i), command));
      }
    }
    return told.toString();
  }

  private boolean stored(List<Kept> here, String uids, String command) {
    String flag = command.substring(command.indexOf('(') + 1, command.indexOf(')'));
    if (!keywords && flag.startsWith("$")) {
      return false;
    }
    here.stream().filter(k -> asked(uids, k.uid)).forEach(k -> k.flags.add(flag));
    return true;
  }

  private void copy(List<Kept> from, String uids, String to) {
    for (Kept k : List.copyOf(from)) {
      if (asked(uids, k.uid)) {
        folders.getOrDefault(to, new ArrayList<>()).add(new Kept(++last, k.text));
      }
    }
  }

  private static boolean asked(String set, long uid) {
    for (String range : set.split(",")) {
      String[] ends = range.split(":");
      String end = ends[ends.length - 1];
      if (uid >= Long.parseLong(ends[0]) && (end.equals("*") || uid <= Long.parseLong(end))) {
        return true;
      }
    }
    return false;
  }

  private static String fetched(int number, Kept kept, String command) {
    String about =
        "* %d FETCH (UID %d FLAGS (%s) INTERNALDATE \"22-Nov-2026 10:00:05 +0000\" RFC822.SIZE %d"
            .formatted(number, kept.uid, String.join(" ", kept.flags), kept.text.length());
    String header = kept.text.substring(0, kept.text.indexOf("\r\n\r\n") + 4);
    if (command.contains("BODY.PEEK[HEADER]")) {
      return about + " BODY[HEADER]<0> {" + header.length() + "}\r\n" + header + ")\r\n";
    }
    if (command.contains("BODY.PEEK[]")) {
      int bytes = kept.text.getBytes(StandardCharsets.ISO_8859_1).length;
      return about + " BODY[] {" + bytes + "}\r\n" + kept.text + ")\r\n";
    }
    return about + ")\r\n";
  }
}
