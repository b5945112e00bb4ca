package org.postern.cli;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.postern.quarantine.Mailbox;
import org.postern.quarantine.ReleaseGateway;
import org.postern.quarantine.Security;

/**
 * Mailbox and release gateway as a file of {@code key = value} lines ({@link Properties}, UTF-8),
 * for scripts that keep no console. Files named in it are looked for beside it.
 *
 * @param release empty if the file names none: then nothing can be released
 */
record MailSettings(Mailbox mailbox, Optional<ReleaseGateway> release) {
  static final String HELP =
      """
      imap.host, imap.port (993), imap.security (tls, starttls, loopback-plain), imap.user,
      imap.password or imap.password-file, imap.folder (INBOX), imap.trust (PEM file),
      release.host, release.port (465), release.security, release.user, release.password or
      release.password-file, release.certificate (PKCS#12 file), release.certificate-password or
      release.certificate-password-file, release.trust (PEM file), release.client-name,
      timeout-seconds (20)""";

  private static final Set<String> KEYS =
      Set.of(
          "imap.host",
          "imap.port",
          "imap.security",
          "imap.user",
          "imap.password",
          "imap.password-file",
          "imap.folder",
          "imap.trust",
          "release.host",
          "release.port",
          "release.security",
          "release.user",
          "release.password",
          "release.password-file",
          "release.certificate",
          "release.certificate-password",
          "release.certificate-password-file",
          "release.trust",
          "release.client-name",
          "timeout-seconds");

  /** The file cannot be used; the message is a sentence. */
  static final class Unusable extends Exception {
    private static final long serialVersionUID = 1L;

    Unusable(String sentence, Exception cause) {
      super(sentence, cause);
    }
  }

  static MailSettings read(Path file) throws Unusable {
    Properties p = new Properties();
    try (Reader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      p.load(in);
      for (String key : p.stringPropertyNames()) {
        if (!KEYS.contains(key)) {
          throw new IllegalArgumentException("There is no setting \"" + key + "\".");
        }
      }
      Path beside = file.toAbsolutePath().getParent();
      return new Reading(p, beside == null ? file.toAbsolutePath() : beside).settings();
    } catch (IOException | IllegalArgumentException e) {
      throw new Unusable(file + " cannot be used as settings: " + e.getMessage(), e);
    }
  }

  private record Reading(Properties p, Path beside) {
    MailSettings settings() throws IOException {
      Duration timeout = Duration.ofSeconds(number("timeout-seconds", 20));
      Mailbox box =
          new Mailbox(
              needed("imap.host"),
              number("imap.port", 993),
              security("imap.security"),
              needed("imap.user"),
              secret("imap.password"),
              p.getProperty("imap.folder", "INBOX"),
              text("imap.trust"),
              timeout,
              timeout.multipliedBy(3));
      if (p.getProperty("release.host") == null) {
        return new MailSettings(box, Optional.empty());
      }
      String certificate = p.getProperty("release.certificate");
      return new MailSettings(
          box,
          Optional.of(
              new ReleaseGateway(
                  needed("release.host"),
                  number("release.port", 465),
                  security("release.security"),
                  p.getProperty("release.client-name", "console.postern.invalid"),
                  certificate == null
                      ? new byte[0]
                      : Files.readAllBytes(beside.resolve(certificate)),
                  secret("release.certificate-password"),
                  p.getProperty("release.user", ""),
                  secret("release.password"),
                  text("release.trust"),
                  timeout)));
    }

    private String needed(String key) {
      String value = p.getProperty(key, "").strip();
      if (value.isEmpty()) {
        throw new IllegalArgumentException("The setting \"" + key + "\" is missing.");
      }
      return value;
    }

    private int number(String key, int usual) {
      String value = p.getProperty(key, String.valueOf(usual)).strip();
      if (!value.matches("[0-9]{1,5}")) {
        throw new IllegalArgumentException("The setting \"" + key + "\" must be a number.");
      }
      return Integer.parseInt(value);
    }

    private Security security(String key) {
      String value = p.getProperty(key, "tls").strip();
      for (Security s : Security.values()) {
        if (s.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(value)) {
          return s;
        }
      }
      throw new IllegalArgumentException(
          "The setting \"" + key + "\" must be tls, starttls or loopback-plain.");
    }

    private String text(String key) throws IOException {
      String name = p.getProperty(key);
      return name == null ? "" : Files.readString(beside.resolve(name));
    }

    private String secret(String key) throws IOException {
      String file = p.getProperty(key + "-file");
      return file == null
          ? p.getProperty(key, "")
          : Files.readString(beside.resolve(file)).stripTrailing();
    }
  }
}
