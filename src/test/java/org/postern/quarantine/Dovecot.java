package org.postern.quarantine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.postern.Certificates;

/**
 * A real Dovecot 2.3 with IMAPS and STARTTLS on loopback, in a directory of its own: password
 * {@code pw} for everybody, or a signed token (RFC 7523's kind, ES256 or HS256) checked by itself.
 */
final class Dovecot implements AutoCloseable {
  /** What signs tokens; Dovecot is given the same. */
  static final String KEY = "a key of thirty-two bytes or more";

  private final Path dir;
  private final String extra;
  private final int imaps;
  private final int imap;
  private final String user;
  private Process server;

  /**
   * @param dir empty; server.pem and server.key are in it
   * @param extra lines for its configuration
   */
  Dovecot(Path dir, String extra) throws IOException {
    this.dir = dir;
    this.extra = extra;
    this.imaps = free();
    this.imap = free();
    boolean root = System.getProperty("user.name").equals("root");
    this.user = root ? "dovecot" : System.getProperty("user.name");
    for (String part :
        List.of("base", "mail/cur", "mail/new", "mail/tmp", "home", "keys/default/HS256")) {
      Files.createDirectories(dir.resolve(part));
    }
    Files.writeString(
        dir.resolve("keys/default/HS256/default"),
        java.util.Base64.getEncoder().encodeToString(KEY.getBytes(StandardCharsets.UTF_8)));
    Files.writeString(dir.resolve("oauth2.conf"), oauth());
    Files.writeString(dir.resolve("dovecot.conf"), configuration());
    open(dir);
    for (Path up = dir.getParent();
        root && up != null && up.getNameCount() > 1;
        up = up.getParent()) {
      open(up, false);
    }
    if (root) {
      run("chown", "-R", user, dir.toString());
    }
    server = start();
  }

  /** One that may be talked to in plain text, so that a test hears what is said. */
  static Dovecot plain(Path dir, String extra) throws IOException {
    Files.createDirectories(dir);
    var _ = new Certificates(dir).selfSigned("server", "IP:127.0.0.1");
    return new Dovecot(dir, "ssl = yes\ndisable_plaintext_auth = no\n" + extra);
  }

  int plainPort() {
    return imap;
  }

  static boolean installed() {
    return Files.isExecutable(Path.of("/usr/sbin/dovecot"));
  }

  private static void open(Path path) {
    open(path, true);
  }

  /** JUnit's directories are closed to other users, and as root Dovecot runs as one. */
  private static void open(Path path, boolean own) {
    if (!path.toFile().setExecutable(true, false) && own) {
      throw new IllegalStateException(path + " cannot be opened");
    }
    if (!path.toFile().setReadable(true, false) && own) {
      throw new IllegalStateException(path + " cannot be opened");
    }
  }

  private static int free() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  private String oauth() {
    return """
        introspection_mode = local
        local_validation_key_dict = fs:posix:prefix=%s/keys/
        username_attribute = sub
        """
        .formatted(dir);
  }

  private String configuration() {
    return """
        base_dir = %1$s/base
        state_dir = %1$s/base
        log_path = %1$s/log
        listen = 127.0.0.1
        default_internal_user = %2$s
        default_internal_group = %2$s
        default_login_user = %2$s
        protocols = imap
        ssl = required
        ssl_cert = <%1$s/server.pem
        ssl_key = <%1$s/server.key
        auth_mechanisms = plain xoauth2 oauthbearer
        first_valid_uid = 1
        mail_location = maildir:%1$s/mail
        service anvil {
          chroot =
        }
        service imap-login {
          chroot =
          inet_listener imap {
            port = %4$d
          }
          inet_listener imaps {
            port = %3$d
            ssl = yes
          }
        }
        service stats {
          chroot =
        }
        passdb {
          driver = oauth2
          mechanisms = xoauth2 oauthbearer
          args = %1$s/oauth2.conf
        }
        passdb {
          driver = static
          mechanisms = plain
          args = password=pw
        }
        userdb {
          driver = static
          args = uid=%2$s gid=%2$s home=%1$s/home
        }
        %5$s
        """
        .formatted(dir, user, imaps, imap, extra);
  }

  private Process start() throws IOException {
    List<String> command = new ArrayList<>();
    if (user.equals("dovecot")) {
      command.addAll(List.of("setpriv", "--reuid", user, "--regid", user, "--clear-groups"));
    }
    command.addAll(
        List.of("/usr/sbin/dovecot", "-F", "-c", dir.resolve("dovecot.conf").toString()));
    Process started =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(dir.resolve("out").toFile()))
            .start();
    ready();
    return started;
  }

  /** Until the port answers; a server has no other way of saying that it is up. */
  private void ready() throws IOException {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (System.nanoTime() < end) {
      try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), imap)) {
        if (probe.getInputStream().read() == '*') {
          return;
        }
      } catch (ConnectException e) {
        Thread.onSpinWait();
      }
    }
    throw new IOException("Dovecot did not start: " + Files.readString(dir.resolve("out")));
  }

  /** Every process of it, as a power cut would. */
  void kill() {
    List<ProcessHandle> all =
        Stream.concat(Stream.of(server.toHandle()), server.descendants()).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(p -> p.onExit().join());
  }

  void again() throws IOException {
    server = start();
  }

  Mailbox box(Security security, String trustedPem) {
    return new Mailbox(
        "127.0.0.1",
        security == Security.TLS ? imaps : imap,
        security,
        "officer",
        "pw",
        "INBOX",
        trustedPem,
        Duration.ofSeconds(5),
        Duration.ofSeconds(20));
  }

  /** A held copy with that subject. */
  void arrives(int number, String subject) throws IOException {
    deliver(number, ScriptedImap.MESSAGE.replace("Convoy", subject));
  }

  /** Into the folder, the way a delivery agent does it. */
  void deliver(int number, String message) throws IOException {
    Path file = dir.resolve("mail/tmp/1790000000.M%dP1.lab".formatted(number));
    Files.writeString(file, message, StandardCharsets.ISO_8859_1);
    Files.move(file, dir.resolve("mail/new").resolve(String.valueOf(file.getFileName())));
  }

  /** How many files lie in a folder of it. */
  long files(String folder) throws IOException {
    long n = 0;
    for (String part : List.of("cur", "new")) {
      Path place = dir.resolve("mail").resolve(folder).resolve(part);
      if (Files.isDirectory(place)) {
        try (Stream<Path> all = Files.list(place)) {
          n += all.count();
        }
      }
    }
    return n;
  }

  String log() {
    try {
      return Files.readString(dir.resolve("log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void run(String... command) throws IOException {
    try {
      Process process = new ProcessBuilder(command).inheritIO().start();
      if (!process.waitFor(20, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException(String.join(" ", command) + " failed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    kill();
  }
}
