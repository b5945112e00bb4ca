package org.postern.cli;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postern.files.AtomicFiles;
import org.postern.quarantine.Boxes;
import org.postern.quarantine.Mailbox;
import org.postern.quarantine.ReleaseGateway;
import org.postern.quarantine.Security;
import org.postern.quarantine.TokenSource;
import org.postern.store.Settings.Oauth;
import org.postern.store.Settings.Oauth.Grant;
import picocli.CommandLine.Option;

/**
 * Mailbox and release gateway as a file of {@code key = value} lines ({@link Properties}, UTF-8),
 * for scripts that keep no console. Files named in it are looked for beside it.
 *
 * @param mailbox its first folder
 * @param folders all of them
 * @param release empty if the file names none: then nothing can be released
 */
record MailSettings(Mailbox mailbox, List<String> folders, Optional<ReleaseGateway> release) {
  private static final String HELP =
      """
      imap.host, imap.port (993), imap.security (tls, starttls, loopback-plain), imap.user,
      imap.password or imap.password-file, imap.folder (INBOX; several with commas between them),
      imap.trust (PEM file), imap.idle-minutes (5),
      imap.oauth (client-credentials, refresh-token, token-file), imap.oauth.token-endpoint,
      imap.oauth.client-id, imap.oauth.client-secret or imap.oauth.client-secret-file,
      imap.oauth.refresh-token-file, imap.oauth.scope, imap.oauth.token-file,
      release.host, release.port (465), release.security, release.user, release.password or
      release.password-file, release.certificate (PKCS#12 file), release.certificate-password or
      release.certificate-password-file, release.trust (PEM file), release.client-name,
      timeout-seconds (20)""";

  /** Such a file in place of the data directory's settings, as a picocli mixin. */
  static final class Given {
    @Option(
        names = "--settings",
        paramLabel = "FILE",
        description = {
          "Mailbox and release gateway from this file instead of the data directory; key = value:",
          HELP
        })
    private @Nullable Path file;

    /** Empty if none was named. */
    Optional<MailSettings> read() throws Unusable {
      return file == null ? Optional.empty() : Optional.of(MailSettings.read(file));
    }
  }

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
          "imap.idle-minutes",
          "imap.oauth",
          "imap.oauth.token-endpoint",
          "imap.oauth.client-id",
          "imap.oauth.client-secret",
          "imap.oauth.client-secret-file",
          "imap.oauth.refresh-token-file",
          "imap.oauth.scope",
          "imap.oauth.token-file",
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

  /** All folders, dialled when they are needed. */
  Boxes boxes(Clock clock) {
    return Boxes.of(mailbox, folders, clock);
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
      List<String> folders =
          Arrays.stream(p.getProperty("imap.folder", "INBOX").split(","))
              .map(String::strip)
              .toList();
      Mailbox box =
          new Mailbox(
              needed("imap.host"),
              number("imap.port", 993),
              security("imap.security"),
              needed("imap.user"),
              secret("imap.password"),
              folders.getFirst(),
              text("imap.trust"),
              timeout,
              timeout.multipliedBy(3),
              tokens(),
              Duration.ofMinutes(number("imap.idle-minutes", 5)));
      if (p.getProperty("release.host") == null) {
        return new MailSettings(box, folders, Optional.empty());
      }
      String certificate = p.getProperty("release.certificate");
      return new MailSettings(
          box,
          folders,
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

    private @Nullable TokenSource tokens() throws IOException {
      String way = p.getProperty("imap.oauth");
      if (way == null) {
        return null;
      }
      Grant grant = null;
      for (Grant g : Grant.values()) {
        if (word(g).equals(way.strip())) {
          grant = g;
        }
      }
      if (grant == null) {
        throw new IllegalArgumentException(
            "The setting \"imap.oauth\" must be client-credentials, refresh-token or token-file.");
      }
      boolean file = grant == Grant.TOKEN_FILE;
      Path refresh = beside.resolve(p.getProperty("imap.oauth.refresh-token-file", "."));
      Oauth oauth =
          new Oauth(
              grant,
              file ? "" : needed("imap.oauth.token-endpoint"),
              file ? "" : needed("imap.oauth.client-id"),
              secret("imap.oauth.client-secret"),
              grant == Grant.REFRESH_TOKEN ? Files.readString(refresh).strip() : "",
              p.getProperty("imap.oauth.scope", ""),
              file ? beside.resolve(needed("imap.oauth.token-file")).toString() : "");
      return new TokenSource(
          oauth, text("imap.trust"), InstantSource.system(), token -> keep(refresh, token));
    }

    /** The token of before is worth nothing any more, so its file holds the next one. */
    private static void keep(Path file, String token) throws IOException {
      AtomicFiles.write(
          file, (token + "\n").getBytes(StandardCharsets.US_ASCII), AtomicFiles.Readers.OWNER);
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
        if (word(s).equals(value)) {
          return s;
        }
      }
      throw new IllegalArgumentException(
          "The setting \"" + key + "\" must be tls, starttls or loopback-plain.");
    }

    private static String word(Enum<?> value) {
      return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
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
