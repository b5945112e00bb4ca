package org.postern.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.postern.quarantine.Mailbox;

/**
 * Debian's Dovecot on loopback with a hundred thousand held messages in a Maildir, made up, the
 * same at every run.
 */
final class DovecotBox implements AutoCloseable {
  static final int MESSAGES = Integer.getInteger("messages", 100_000);

  private static final String ITEMS =
      "(UID FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[HEADER]<0.262144>)";
  private static final String[] TYPED = {
    "army.ml",
    "navy.ml",
    "us.army.ml",
    "army.mi",
    "mod.uk.com",
    "usarmy.mil",
    "amry.mil",
    "navy.com"
  };
  private static final String[] WORDS = {
    "budget", "convoy", "roster", "leave", "travel", "minutes", "review", "contract", "training",
    "exercise", "report", "briefing", "fuel", "water", "request", "staff", "housing", "network"
  };

  private final Path folder;
  private final Process server;
  private final int port;

  private DovecotBox(Path folder, Process server, int port) {
    this.folder = folder;
    this.server = server;
    this.port = port;
  }

  static boolean installed() {
    return Files.isExecutable(Path.of("/usr/sbin/dovecot"));
  }

  static DovecotBox start() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("postern-bench");
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    boolean root = System.getProperty("user.name").equals("root");
    String user = root ? "dovecot" : System.getProperty("user.name");
    Files.createDirectories(folder.resolve("base"));
    Files.createDirectories(folder.resolve("home"));
    // The mail is kept for the next run: making it, and the server's first look at it, take longer
    // than what is measured.
    Path mail = Path.of("target", "bench-mail-" + MESSAGES).toAbsolutePath();
    if (!Files.exists(mail)) {
      fill(mail.resolve("officer"));
    }
    Path conf = folder.resolve("dovecot.conf");
    Files.writeString(conf, configuration(folder, mail, user, port));
    List<String> command = new ArrayList<>();
    if (root) {
      for (Path owned : List.of(folder, mail)) {
        new ProcessBuilder("chown", "-R", user, owned.toString()).inheritIO().start().waitFor();
      }
      command.addAll(List.of("setpriv", "--reuid", user, "--regid", user, "--clear-groups"));
    }
    command.addAll(List.of("/usr/sbin/dovecot", "-F", "-c", conf.toString()));
    Process server =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("out").toFile())
            .start();
    DovecotBox box = new DovecotBox(folder, server, port);
    box.awaitReady();
    return box;
  }

  private static String configuration(Path folder, Path mail, String user, int port) {
    return """
        base_dir = %1$s/base
        state_dir = %1$s/base
        log_path = %1$s/log
        listen = 127.0.0.1
        default_internal_user = %2$s
        default_internal_group = %2$s
        default_login_user = %2$s
        protocols = imap
        ssl = no
        disable_plaintext_auth = no
        first_valid_uid = 1
        mail_location = maildir:%4$s/%%u
        service anvil {
          chroot =
        }
        service imap-login {
          chroot =
          inet_listener imap {
            port = %3$d
          }
          inet_listener imaps {
            port = 0
          }
        }
        service stats {
          chroot =
        }
        passdb {
          driver = static
          args = password=pw
        }
        userdb {
          driver = static
          args = uid=%2$s gid=%2$s home=%1$s/home
        }
        """
        .formatted(folder, user, port, mail);
  }

  private static void fill(Path maildir) throws IOException {
    for (String part : List.of("cur", "new", "tmp")) {
      Files.createDirectories(maildir.resolve(part));
    }
    Random random = new Random(7);
    for (int i = 0; i < MESSAGES; i++) {
      byte[] message = message(i, random).getBytes(StandardCharsets.US_ASCII);
      String name =
          "%d.M%dP1.lab,S=%d,W=%d:2,"
              .formatted(1_790_000_000L + 26L * i, i, message.length, message.length);
      try (OutputStream out =
          new BufferedOutputStream(Files.newOutputStream(maildir.resolve("cur").resolve(name)))) {
        out.write(message);
      }
    }
  }

  /** A header as long as those of real mail, some 1.7 KB. */
  private static String message(int i, Random random) {
    String subject =
        WORDS[random.nextInt(WORDS.length)] + " " + WORDS[random.nextInt(WORDS.length)];
    String signature = "%016x".formatted(random.nextLong()).repeat(8);
    return """
        Return-Path: <officer%1$d@mod.example>
        X-Original-To: col.diaz%2$d@%3$s
        X-Postern-Divert: class=lookalike; policy-serial=41; gateway=relay-1.example
        Received: from desk.mod.example (desk.mod.example [192.0.2.25])
        \tby relay-1.example (Postfix) with ESMTPS id %4$08X;
        \tSun, 22 Nov 2026 10:00:00 +0000
        Received: from exchange.mod.example ([2001:db8::1]) by
         desk.mod.example ([2001:db8::2%%3]) with mapi id 15.20.1234.56; Sun, 22 Nov 2026 10:00:00 +0000
        DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=mod.example; s=sel;
         h=From:Date:Subject:Message-ID:Content-Type:MIME-Version;
         bh=%5$s=;
         b=%5$s
         %5$s
         %5$s
         %5$s=
        From: "Captain Number %1$d" <officer%1$d@mod.example>
        To: col.diaz%2$d@%3$s, gen.walker@army.mil
        Subject: %6$s
        Thread-Topic: %6$s
        Date: Sun, 22 Nov 2026 10:00:00 +0000
        Message-ID: <%4$08x.%1$d@mod.example>
        Accept-Language: en-GB, en-US
        X-Originating-IP: [192.0.2.%2$d]
        MIME-Version: 1.0
        Content-Type: text/plain; charset="utf-8"

        See you there.
        """
        .formatted(i % 4000, i % 200, TYPED[random.nextInt(TYPED.length)], i, signature, subject)
        .replace("\n", "\r\n");
  }

  private void awaitReady() throws IOException, InterruptedException {
    for (int i = 0; i < 200; i++) {
      try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
        if (probe.getInputStream().read() == '*') {
          return;
        }
      } catch (java.net.ConnectException e) {
        TimeUnit.MILLISECONDS.sleep(50); // it is still starting
      }
    }
    throw new IOException("Dovecot did not start: " + Files.readString(folder.resolve("out")));
  }

  Mailbox mailbox() {
    return Mailbox.loopback(port, "officer", "pw");
  }

  Path folder() {
    return folder;
  }

  /** The same data with nothing made of it: what no reader can undercut. Bytes read. */
  long rawFetch() throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      byte[] buffer = new byte[1 << 18];
      InputStream in = socket.getInputStream();
      if (in.read(buffer) < 0) {
        throw new IOException("no greeting");
      }
      said(socket, "a", "LOGIN officer pw", buffer);
      said(socket, "b", "EXAMINE INBOX", buffer);
      return said(socket, "c", "UID FETCH 1:* " + ITEMS, buffer);
    }
  }

  private static long said(Socket socket, String tag, String command, byte[] buffer)
      throws IOException {
    socket
        .getOutputStream()
        .write((tag + " " + command + "\r\n").getBytes(StandardCharsets.US_ASCII));
    InputStream in = socket.getInputStream();
    String tail = "\r\n";
    long bytes = 0;
    while (true) {
      int n = in.read(buffer);
      if (n < 0) {
        throw new IOException("hung up");
      }
      bytes += n;
      int last = Math.min(n, 1000);
      tail += new String(buffer, n - last, last, StandardCharsets.ISO_8859_1);
      tail = tail.substring(Math.max(0, tail.length() - 1200));
      int line = tail.endsWith("\r\n") ? tail.lastIndexOf("\r\n", tail.length() - 3) : -1;
      if (line >= 0 && tail.startsWith(tag + " OK", line + 2)) {
        return bytes;
      }
    }
  }

  @Override
  public void close() throws IOException {
    server.destroy();
    try {
      server.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try (var all = Files.walk(folder)) {
      for (Path p : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(p);
      }
    }
  }
}
