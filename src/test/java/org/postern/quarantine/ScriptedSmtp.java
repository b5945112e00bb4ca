package org.postern.quarantine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A release listener that takes mail, and hangs up or refuses where a test says. */
final class ScriptedSmtp extends ScriptedServer {
  /** A message that was taken whole. */
  @SuppressWarnings("ArrayRecordComponent") // compared by its text
  record Taken(String from, String to, byte[] bytes) {
    String text() {
      return new String(bytes, StandardCharsets.ISO_8859_1);
    }
  }

  /** Where the connection is cut. */
  enum Cut {
    NEVER,
    BEFORE_GREETING,
    AT_EHLO,
    AT_AUTH,
    AT_MAIL,
    AT_RCPT,
    AT_DATA,
    IN_MESSAGE,
    /** Takes the message, then hangs up without a word. */
    AFTER_MESSAGE,
    /** Takes the message, answers, hangs up before QUIT. */
    AFTER_REPLY
  }

  private final List<Taken> taken = new CopyOnWriteArrayList<>();
  private volatile Cut cut = Cut.NEVER;
  private volatile Consumer<Cut> passing = _ -> {};
  private volatile String offers =
      "250-PIPELINING\r\n250-8BITMIME\r\n250-AUTH PLAIN LOGIN\r\n250 CHUNKING\r\n";
  private volatile String rcptReply = "250 2.1.5 Ok";
  private volatile String endReply = "250 2.0.0 Ok: queued as 4F2A1";

  ScriptedSmtp cut(Cut where) {
    cut = where;
    return this;
  }

  ScriptedSmtp offers(String lines) {
    offers = lines;
    return this;
  }

  ScriptedSmtp rcptReply(String reply) {
    rcptReply = reply;
    return this;
  }

  ScriptedSmtp endReply(String reply) {
    endReply = reply;
    return this;
  }

  ScriptedSmtp start() {
    begin();
    return this;
  }

  List<Taken> taken() {
    return taken;
  }

  ReleaseGateway gateway() {
    return gateway("right");
  }

  ReleaseGateway gateway(String password) {
    return gateway(port(), password);
  }

  /** One that runs in another process. */
  static ReleaseGateway gateway(int port, String password) {
    return new ReleaseGateway(
        "127.0.0.1",
        port,
        Security.LOOPBACK_PLAIN,
        "console.example",
        new byte[0],
        "",
        "officer",
        password,
        "",
        Duration.ofSeconds(5));
  }

  /** Told of each step before it is taken. */
  ScriptedSmtp passing(Consumer<Cut> listener) {
    passing = listener;
    return this;
  }

  private void cutAt(Cut where) throws IOException {
    passing.accept(where);
    if (cut == where) {
      throw new IOException("cut at " + where);
    }
  }

  @Override
  void play(InputStream in, OutputStream out) throws IOException {
    cutAt(Cut.BEFORE_GREETING);
    say(out, "220 relay.example ESMTP\r\n");
    String from = "";
    String to = "";
    while (true) {
      String line = line(in);
      if (line.startsWith("EHLO ")) {
        cutAt(Cut.AT_EHLO);
        say(out, "250-relay.example\r\n" + offers);
      } else if (line.startsWith("AUTH PLAIN ")) {
        cutAt(Cut.AT_AUTH);
        String right = "AG9mZmljZXIAcmlnaHQ="; // NUL officer NUL right
        say(out, line.endsWith(right) ? "235 2.7.0 ok\r\n" : "535 5.7.8 no\r\n");
      } else if (line.startsWith("MAIL FROM:<")) {
        cutAt(Cut.AT_MAIL);
        from = line.substring(11, line.indexOf('>'));
        say(out, "250 2.1.0 Ok\r\n");
      } else if (line.startsWith("RCPT TO:<")) {
        cutAt(Cut.AT_RCPT);
        to = line.substring(9, line.indexOf('>'));
        say(out, rcptReply + "\r\n");
      } else if (line.equals("DATA")) {
        cutAt(Cut.AT_DATA);
        say(out, "354 go\r\n");
        take(out, from, to, unstuffed(in));
      } else if (line.startsWith("BDAT ")) {
        cutAt(Cut.AT_DATA);
        int size = Integer.parseInt(line.split(" ")[1]);
        cutAt(Cut.IN_MESSAGE);
        take(out, from, to, in.readNBytes(size));
      } else {
        say(out, "221 bye\r\n");
        return;
      }
    }
  }

  private void take(OutputStream out, String from, String to, byte[] bytes) throws IOException {
    if (endReply.startsWith("250")) {
      taken.add(new Taken(from, to, bytes));
    }
    cutAt(Cut.AFTER_MESSAGE);
    say(out, endReply + "\r\n");
    cutAt(Cut.AFTER_REPLY);
  }

  private byte[] unstuffed(InputStream in) throws IOException {
    cutAt(Cut.IN_MESSAGE);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    while (true) {
      ByteArrayOutputStream row = new ByteArrayOutputStream();
      int b;
      do {
        b = in.read();
        if (b < 0) {
          throw new IOException("hung up in the message");
        }
        row.write(b);
      } while (b != '\n');
      String line = row.toString(StandardCharsets.ISO_8859_1);
      if (line.equals(".\r\n")) {
        return bytes.toByteArray();
      }
      bytes.writeBytes(
          (line.startsWith(".") ? line.substring(1) : line).getBytes(StandardCharsets.ISO_8859_1));
    }
  }
}
