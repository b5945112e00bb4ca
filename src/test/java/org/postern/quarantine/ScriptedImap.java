package org.postern.quarantine;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** An IMAP server with one message that behaves, until a test replaces one of its answers. */
final class ScriptedImap extends ScriptedServer {
  static final String HEADER =
      """
      Return-Path: <capt@mod.example>\r
      X-Original-To: gen@army.ml\r
      X-Postern-Divert: class=lookalike; policy-serial=41; gateway=relay.example\r
      Received: from desk.mod.example (desk.mod.example [192.0.2.7])\r
      \tby relay.example (Postfix) with ESMTP id 4F2A1; Sun, 22 Nov 2026 10:00:00 +0000 (UTC)\r
      From: Captain <capt@mod.example>\r
      To: gen@army.ml, col@army.mil\r
      Subject: Convoy\r
      Message-ID: <1@mod.example>\r
      Date: Sun, 22 Nov 2026 10:00:00 +0000\r
      \r
      """;
  static final String MESSAGE = HEADER + "Leaving at dawn.\r\n";

  /** What to do for one command; {@code tag} still has to be answered. */
  @FunctionalInterface
  interface Answer {
    void give(OutputStream out, String tag, String command) throws IOException;
  }

  private final Map<String, Answer> replaced = new ConcurrentHashMap<>();
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private volatile String greeting = "* OK ready\r\n";
  private volatile String capabilities = "IMAP4rev1 IDLE UIDPLUS MOVE";

  ScriptedImap greeting(String text) {
    greeting = text;
    return this;
  }

  ScriptedImap capabilities(String text) {
    capabilities = text;
    return this;
  }

  /**
   * Replaces the answer to commands that begin like this, for example {@code UID FETCH 7 }; {@code
   * DONE} is given the tag of its {@code IDLE}.
   */
  ScriptedImap when(String command, Answer answer) {
    replaced.put(command, answer);
    return this;
  }

  ScriptedImap start() {
    begin();
    return this;
  }

  List<String> heard() {
    return heard;
  }

  Mailbox box(Duration timeout, Duration deadline) {
    return new Mailbox(
        "127.0.0.1",
        port(),
        Security.LOOPBACK_PLAIN,
        "officer",
        "secret",
        "INBOX",
        "",
        timeout,
        deadline);
  }

  Mailbox box() {
    return box(Duration.ofSeconds(5), Duration.ofSeconds(10));
  }

  @Override
  void play(InputStream in, OutputStream out) throws IOException {
    say(out, greeting);
    String tag = "";
    while (true) {
      String line = line(in);
      int space = line.indexOf(' ');
      if (space < 0) {
        Answer end = replaced.get(line);
        if (end != null) {
          end.give(out, tag, line);
        }
        continue;
      }
      tag = line.substring(0, space);
      String command = line.substring(space + 1);
      heard.add(command);
      String key = replaced.keySet().stream().filter(command::startsWith).findFirst().orElse("");
      Answer answer = replaced.get(key);
      if (answer != null) {
        answer.give(out, tag, command);
      } else {
        usual(out, tag, command);
      }
      if (command.equals("LOGOUT")) {
        return;
      }
    }
  }

  private void usual(OutputStream out, String tag, String command) throws IOException {
    String c = command.toUpperCase(Locale.ROOT);
    if (c.startsWith("CAPABILITY")) {
      say(out, "* CAPABILITY " + capabilities + "\r\n");
    } else if (c.startsWith("EXAMINE") || c.startsWith("SELECT")) {
      say(out, "* 1 EXISTS\r\n* FLAGS (\\Seen)\r\n* OK [UIDVALIDITY 9] ok\r\n");
    } else if (c.startsWith("UID FETCH 1:*")) {
      say(out, "* 1 FETCH (UID 7 FLAGS ())\r\n");
    } else if (c.contains("BODY.PEEK[HEADER]")) {
      say(
          out,
          "* 1 FETCH (UID 7 FLAGS () INTERNALDATE \"22-Nov-2026 10:00:05 +0000\" RFC822.SIZE "
              + MESSAGE.length()
              + " BODY[HEADER]<0> {"
              + HEADER.length()
              + "}\r\n"
              + HEADER
              + ")\r\n");
    } else if (c.contains("BODY.PEEK[]")) {
      say(out, body(MESSAGE.length(), MESSAGE));
    }
    say(out, tag + " OK done\r\n");
  }

  static String body(int announced, String sent) {
    return "* 1 FETCH (UID 7 RFC822.SIZE "
        + MESSAGE.length()
        + " BODY[] {"
        + announced
        + "}\r\n"
        + sent
        + ")\r\n";
  }
}
