package org.postern.quarantine;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

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

  /** A line that is no command: the second half of an authentication. */
  @FunctionalInterface
  interface Alone {
    void hear(OutputStream out, String line) throws IOException;
  }

  /** In place of a greeting. */
  @FunctionalInterface
  interface Greeting {
    void give(OutputStream out) throws IOException;
  }

  private volatile @Nullable Greeting greeted;
  private volatile Alone alone = (_, _) -> {};
  private final Map<String, Answer> replaced = new ConcurrentHashMap<>();
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private volatile @Nullable SSLContext implicit;
  private volatile @Nullable SSLContext upgrade;
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

  /** TLS from the first byte. */
  ScriptedImap over(SSLContext tls) {
    implicit = tls;
    return this;
  }

  /** STARTTLS is offered and taken. */
  ScriptedImap upgrading(SSLContext tls) {
    upgrade = tls;
    return this;
  }

  /** What to do in place of a greeting. */
  ScriptedImap greeted(Greeting by) {
    greeted = by;
    return this;
  }

  /** From now on it behaves; it listens by IDLE, too. */
  void behaves() {
    replaced.clear();
    greeted = null;
    when("IDLE", (out, tag, c) -> idling(out, tag));
  }

  private void idling(OutputStream out, String tag) throws IOException {
    alone = (o, line) -> say(o, tag + " OK done\r\n");
    say(out, "+ idling\r\n");
  }

  /** What to do with a line that is no command. */
  ScriptedImap line(Alone heard) {
    alone = heard;
    return this;
  }

  ScriptedImap start() {
    begin();
    return this;
  }

  List<String> heard() {
    return heard;
  }

  /** The box behind TLS or STARTTLS. */
  Mailbox box(Security security, String trustedPem) {
    return new Mailbox(
        "127.0.0.1",
        port(),
        security,
        "officer",
        "secret",
        "INBOX",
        trustedPem,
        Duration.ofSeconds(5),
        Duration.ofSeconds(10));
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
  Socket accepted(Socket plain) throws IOException {
    SSLContext tls = implicit;
    return tls == null ? plain : secured(tls, plain);
  }

  private static Socket secured(SSLContext tls, Socket plain) throws IOException {
    SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(plain, null, true);
    socket.setUseClientMode(false);
    return socket;
  }

  @Override
  void play(Socket socket, InputStream in, OutputStream out) throws IOException {
    Greeting other = greeted;
    if (other == null) {
      say(out, greeting);
    } else {
      other.give(out);
    }
    SSLContext tls = upgrade;
    if (tls != null) {
      String[] wish = line(in).split(" ");
      heard.add(wish[1]);
      say(out, wish[0] + " OK begin\r\n");
      Socket secured = secured(tls, socket);
      play(new BufferedInputStream(secured.getInputStream()), secured.getOutputStream());
    } else {
      play(in, out);
    }
  }

  @Override
  void play(InputStream in, OutputStream out) throws IOException {
    while (true) {
      String line = line(in);
      int space = line.indexOf(' ');
      if (space < 0) {
        alone.hear(out, line);
        continue;
      }
      String tag = line.substring(0, space);
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
