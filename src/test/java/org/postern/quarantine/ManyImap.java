package org.postern.quarantine;

import java.io.IOException;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A scripted server with many messages that knows, as far as its capabilities say, what changed
 * since when.
 */
final class ManyImap implements AutoCloseable {
  private record Held(String flags, long modSeq) {}

  final ScriptedImap server = new ScriptedImap();
  private final NavigableMap<Long, Held> messages = new TreeMap<>();
  private final NavigableMap<Long, Long> gone = new TreeMap<>();
  private final Set<Long> silent = new TreeSet<>();
  private final boolean counting;
  private long modSeq = 1;
  private volatile long validity = 9;
  private volatile boolean flooding;

  ManyImap(String capabilities, int messages) {
    counting = capabilities.contains("CONDSTORE");
    for (long uid = 1; uid <= messages; uid++) {
      arrives(uid);
    }
    server.capabilities("IMAP4rev1 " + capabilities);
    server.when(
        "EXAMINE", (out, tag, c) -> ScriptedServer.say(out, examined(c) + tag + " OK done\r\n"));
    server.when(
        "UID FETCH", (out, tag, c) -> ScriptedServer.say(out, fetched(c) + tag + " OK done\r\n"));
    server.start();
  }

  synchronized void arrives(long uid) {
    messages.put(uid, new Held("", ++modSeq));
  }

  synchronized void flagged(long uid, String flags) {
    messages.put(uid, new Held(flags, ++modSeq));
  }

  synchronized void leaves(long uid) {
    messages.remove(uid);
    gone.put(uid, ++modSeq);
  }

  /** Is counted and not handed out. */
  synchronized void hides(long uid) {
    silent.add(uid);
  }

  /** Names what is gone in one endless line. */
  void floods() {
    flooding = true;
  }

  void validity(long now) {
    validity = now;
  }

  /** How many headers were asked for and given. */
  synchronized long given() {
    return given;
  }

  private long given;

  private synchronized String examined(String command) {
    StringBuilder out = new StringBuilder();
    out.append("* ").append(messages.size()).append(" EXISTS\r\n");
    out.append("* OK [UIDVALIDITY ").append(validity).append("] ok\r\n");
    if (!messages.isEmpty()) {
      out.append("* OK [UIDNEXT ").append(messages.lastKey() + 1).append("] ok\r\n");
    }
    if (counting) {
      out.append("* OK [HIGHESTMODSEQ ").append(modSeq).append("] ok\r\n");
    }
    int resync = command.indexOf("QRESYNC (");
    if (resync >= 0 && flooding) {
      out.append("* VANISHED (EARLIER) ").append("9,".repeat(50_000)).append("9\r\n");
    } else if (resync >= 0) {
      String[] known = command.substring(resync + 9).replace(")", "").split(" ");
      long since = Long.parseLong(known[1]);
      gone.forEach(
          (uid, at) -> {
            if (at > since) {
              out.append("* VANISHED (EARLIER) ").append(uid).append("\r\n");
            }
          });
      out.append(flags(since));
    }
    return out.toString();
  }

  private String flags(long since) {
    StringBuilder out = new StringBuilder();
    int n = 0;
    for (Map.Entry<Long, Held> m : messages.entrySet()) {
      n++;
      if (m.getValue().modSeq() > since) {
        out.append(
            "* %d FETCH (UID %d FLAGS (%s)%s)\r\n"
                .formatted(
                    n,
                    m.getKey(),
                    m.getValue().flags(),
                    counting ? " MODSEQ (" + m.getValue().modSeq() + ")" : ""));
      }
    }
    return out.toString();
  }

  private synchronized String fetched(String command) {
    int changed = command.indexOf("CHANGEDSINCE ");
    if (!command.contains("BODY")) {
      return flags(
          changed < 0 ? -1 : Long.parseLong(command.substring(changed + 13).replace(")", "")));
    }
    StringBuilder out = new StringBuilder();
    for (String range : command.split(" ")[2].split(",")) {
      String[] ends = range.split(":");
      messages
          .subMap(Long.parseLong(ends[0]), true, Long.parseLong(ends[ends.length - 1]), true)
          .forEach((uid, held) -> out.append(silent.contains(uid) ? "" : header(uid, held)));
    }
    return out.toString();
  }

  private String header(long uid, Held held) {
    given++;
    String header = ScriptedImap.HEADER.replace("Convoy", "Convoy " + uid);
    return "* %d FETCH (UID %d FLAGS (%s) INTERNALDATE \"22-Nov-2026 10:00:05 +0000\" RFC822.SIZE %d BODY[HEADER]<0> {%d}\r\n%s)\r\n"
        .formatted(
            messages.headMap(uid, true).size(),
            uid,
            held.flags(),
            header.length() + 20,
            header.length(),
            header);
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
