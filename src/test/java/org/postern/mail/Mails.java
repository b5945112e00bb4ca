package org.postern.mail;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** Messages for the tests. */
final class Mails {
  /**
   * With time enough for a busy build machine; what happens when time is up has a test of its own.
   */
  private static final MailReader READER = new MailReader(Duration.ofSeconds(60));

  private Mails() {}

  static byte[] stored(String name) {
    try (InputStream in =
        Objects.requireNonNull(Mails.class.getResourceAsStream("/mail/" + name), name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  static ReadMessage read(String raw) {
    return READER.read(bytes(raw));
  }

  static ReadMessage read(byte[] raw) {
    return READER.read(raw);
  }

  static byte[] bytes(String raw) {
    return raw.replace("\r\n", "\n").replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
  }

  static ReadMessage html(String html) {
    return read(
        "From: a@example.com\nTo: b@example.com\nSubject: s\nMIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n"
            + html);
  }

  static List<Finding.Kind> kinds(ReadMessage message) {
    return message.findings().stream().map(Finding::kind).distinct().toList();
  }
}
