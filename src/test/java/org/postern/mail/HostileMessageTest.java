package org.postern.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages made to exhaust a parser: each ends in time, with the finding that explains it. */
class HostileMessageTest {
  private static final String HEAD =
      "From: a@example.com\r\nTo: b@example.com\r\nSubject: bomb\r\nMIME-Version: 1.0\r\n";

  private static String nested(int depth) {
    StringBuilder out =
        new StringBuilder(HEAD + "Content-Type: multipart/mixed; boundary=\"b0\"\r\n\r\n");
    for (int i = 1; i < depth; i++) {
      out.append("--b")
          .append(i - 1)
          .append("\r\nContent-Type: multipart/mixed; boundary=\"b")
          .append(i)
          .append("\"\r\n\r\n");
    }
    return out.append("--b")
        .append(depth - 1)
        .append("\r\nContent-Type: text/plain\r\n\r\nleaf\r\n")
        .toString();
  }

  static Stream<Arguments> bombs() {
    String mixed = HEAD + "Content-Type: multipart/mixed; boundary=\"x\"\r\n\r\n";
    return Stream.of(
        Arguments.of("multiparts 12 deep", nested(12), Finding.Kind.DEEP),
        Arguments.of("multiparts 10,000 deep", nested(10_000), Finding.Kind.TOO_DEEP),
        Arguments.of(
            "attached messages 10,000 deep",
            HEAD
                + "Content-Type: message/rfc822\r\n\r\n"
                + "Content-Type: message/rfc822\r\n\r\n".repeat(10_000),
            Finding.Kind.TOO_DEEP),
        Arguments.of(
            "same boundary 2,000 times",
            mixed + "--x\r\nContent-Type: multipart/mixed; boundary=\"x\"\r\n\r\n".repeat(2_000),
            Finding.Kind.TOO_MANY_PARTS),
        Arguments.of(
            "100,000 parts",
            mixed + "--x\r\n\r\n\r\n".repeat(100_000),
            Finding.Kind.TOO_MANY_PARTS),
        Arguments.of(
            "200,000 header fields",
            "X-H: v\r\n".repeat(200_000) + HEAD + "\r\nhi",
            Finding.Kind.HEADER_OVER_LIMIT),
        Arguments.of(
            "a header line of 5 MB",
            "X-Big: " + "a".repeat(5_000_000) + "\r\n" + HEAD + "\r\nhi",
            Finding.Kind.HEADER_OVER_LIMIT),
        Arguments.of(
            "a field of 500,000 lines",
            "X-F: a\r\n" + " b\r\n".repeat(500_000) + HEAD + "\r\nhi",
            Finding.Kind.HEADER_OVER_LIMIT),
        Arguments.of(
            "100,000 encoded words",
            "From: a@b.c\r\nSubject: " + "=?utf-8?Q?=41?=\r\n ".repeat(100_000) + "\r\n\r\nhi",
            Finding.Kind.HEADER_OVER_LIMIT),
        Arguments.of(
            "100,000 addresses",
            "From: a@b.c\r\nTo: " + "u <u@example.com>,\r\n ".repeat(100_000) + "\r\n\r\nhi",
            Finding.Kind.HEADER_OVER_LIMIT),
        Arguments.of(
            "nested comments",
            "From: " + "(".repeat(200_000) + "\r\n\r\nhi",
            Finding.Kind.HEADER_OVER_LIMIT),
        Arguments.of(
            "100,000 parameter segments",
            HEAD + "Content-Type: text/plain;" + "\r\n name*1=a;".repeat(100_000) + "\r\n\r\nhi",
            Finding.Kind.HEADER_OVER_LIMIT),
        Arguments.of(
            "a boundary of 30,000",
            HEAD
                + "Content-Type: multipart/mixed; boundary=\""
                + "z".repeat(30_000)
                + "\"\r\n\r\nhi",
            Finding.Kind.BOUNDARY_OVER_LIMIT),
        Arguments.of(
            "almost delimiters",
            HEAD
                + "Content-Type: multipart/mixed; boundary=\""
                + "-".repeat(60)
                + "x\"\r\n\r\n"
                + ("-".repeat(62) + "\r\n").repeat(50_000),
            Finding.Kind.EMPTY_MULTIPART),
        Arguments.of(
            "no boundary named",
            HEAD + "Content-Type: multipart/mixed\r\n\r\n" + "line\r\n".repeat(100_000),
            Finding.Kind.MISSING_BOUNDARY),
        Arguments.of(
            "10 MB of HTML paragraphs",
            HEAD + "Content-Type: text/html\r\n\r\n" + "<p>".repeat(3_000_000),
            Finding.Kind.TEXT_CUT),
        Arguments.of(
            "300,000 elements",
            HEAD + "Content-Type: text/html\r\n\r\n" + "<b>x".repeat(250_000),
            Finding.Kind.HTML_CUT),
        Arguments.of("one line without end", "A".repeat(10_000_000), Finding.Kind.TEXT_CUT),
        Arguments.of("nothing", "", Finding.Kind.EMPTY_MESSAGE),
        Arguments.of("zero bytes", "\0".repeat(1_000_000), Finding.Kind.EMPTY_MESSAGE));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bombs")
  @Timeout(60)
  void bomb_endsWithItsFinding(String name, String raw, Finding.Kind kind) {
    ReadMessage message = Mails.read(raw.getBytes(StandardCharsets.ISO_8859_1));
    assertThat(Mails.kinds(message))
        .as(name)
        .contains(kind)
        .doesNotContain(Finding.Kind.UNREADABLE);
    assertThat(message.size()).isEqualTo(raw.length());
  }

  @Test
  @Timeout(60)
  void timeIsUp_rawViewOnly() {
    ReadMessage message = new MailReader(Duration.ofNanos(1)).read(Mails.bytes(nested(30)));
    assertThat(message.rawOnly()).isTrue();
    assertThat(message.findings())
        .extracting(Finding::kind)
        .containsExactly(Finding.Kind.UNREADABLE);
    assertThat(message.sha256()).hasSize(64);
  }

  @Test
  void abandonedReadings_doNotUseUpTheReader() {
    MailReader reader = new MailReader(Duration.ofNanos(1));
    List<ReadMessage> all =
        Stream.generate(() -> reader.read(Mails.bytes(HEAD + "\nx"))).limit(50).toList();
    assertThat(all).allMatch(ReadMessage::rawOnly);
  }

  @Test
  @Timeout(60)
  void mutatedMessages_neverFailAndNeverDiffer() {
    Random random = new Random(20_260_822);
    List<byte[]> seeds =
        Stream.of("mime-signed.eml", "attached-message.eml", "two-senders.eml", "japanese.eml")
            .map(Mails::stored)
            .toList();
    for (int i = 0; i < 300; i++) {
      byte[] raw = seeds.get(i % seeds.size()).clone();
      for (int k = random.nextInt(30); k >= 0; k--) {
        byte[] tokens = "\r\n;\"=<>(),:-@\0\u0080".getBytes(StandardCharsets.ISO_8859_1);
        raw[random.nextInt(raw.length)] =
            random.nextBoolean()
                ? tokens[random.nextInt(tokens.length)]
                : (byte) random.nextInt(256);
      }
      ReadMessage message = Mails.read(raw);
      assertThat(message.findings()).noneMatch(f -> f.detail().contains("the parser failed"));
      assertThat(message.findings()).allMatch(f -> Inert.isPlain(f.detail()));
    }
  }
}
