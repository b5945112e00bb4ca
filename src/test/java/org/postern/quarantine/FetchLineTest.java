package org.postern.quarantine;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The quick reader reads the usual form and nothing else; the rest is Angus'. */
@Timeout(30)
class FetchLineTest {
  private static final String USUAL =
      "* 12 FETCH (UID 7 FLAGS (\\Seen $PosternReleased \\Recent) MODSEQ (41)"
          + " INTERNALDATE \"22-Nov-2026 10:00:05 +0130\" RFC822.SIZE 1700"
          + " BODY[HEADER]<0> {13}\r\nSubject: )\r\n\r)\r\n";

  private static int read(FetchLine line, String text) {
    byte[] bytes = text.getBytes(US_ASCII);
    return line.read(bytes, 0, bytes.length);
  }

  @Test
  void theUsualForm_isRead_toItsEndAndNoFurther() {
    FetchLine line = new FetchLine();
    assertThat(read(line, USUAL + "* 13 FETCH (")).isEqualTo(USUAL.length());
    Fetched f = line.fetched();
    assertThat(f.uid()).isEqualTo(7);
    assertThat(f.flags()).isEqualTo(Set.of("\\Seen", "$PosternReleased"));
    assertThat(f.received()).isEqualTo(Instant.parse("2026-11-22T08:30:05Z"));
    assertThat(f.size()).isEqualTo(1700);
    assertThat(f.body()).asString(US_ASCII).isEqualTo("Subject: )\r\n\r");
  }

  @Test
  void whatHasNotAllCome_isWaitedFor() {
    FetchLine line = new FetchLine();
    for (int n = 0; n < USUAL.length(); n++) {
      assertThat(read(line, USUAL.substring(0, n))).as(USUAL.substring(0, n)).isZero();
    }
  }

  @Test
  void nothingIsCarriedOver_fromOneToTheNext() {
    FetchLine line = new FetchLine();
    assertThat(read(line, USUAL)).isPositive();
    assertThat(read(line, "* 1 FETCH (UID 8)\r\n")).isPositive();
    assertThat(line.fetched()).isEqualTo(new Fetched(8, null, null, -1, 0, null));
    assertThat(read(line, "* 1 FETCH (FLAGS ())\r\n")).isPositive();
    assertThat(line.fetched().flags()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "* 12 EXISTS\r\n",
        "A7 OK done\r\n",
        "* BYE\r\n",
        "* 12 fetch (UID 7)\r\n",
        "* 12 FETCH (UID 7 UID 8)\r\n",
        "* 12 FETCH ()\r\n",
        "* 12 FETCH (UID 7) \r\n",
        "* 12 FETCH (UID -7)\r\n",
        "* 12 FETCH (UID 99999999999999999999)\r\n",
        "* 12 FETCH (UID 7 BODY[HEADER]<0> NIL)\r\n",
        "* 12 FETCH (UID 7 BODY[HEADER]<0> \"Subject: x\")\r\n",
        "* 12 FETCH (UID 7 BODY[HEADER]<0> {-5}\r\n",
        "* 12 FETCH (UID 7 BODY[HEADER]<0> {1900000000}\r\nx",
        "* 12 FETCH (UID 7 BODYSTRUCTURE ((((((((",
        "* 12 FETCH (FLAGS (a {3}\r\nabc))\r\n",
        "* 12 FETCH (INTERNALDATE \"31-Feb-2026 10:00:05 +0000\")\r\n",
        "* 12 FETCH (INTERNALDATE \"22-anF-2026 10:00:05 +0000\")\r\n",
        "* 12 FETCH (INTERNALDATE \"22-Nov-2026 10:00:05 GMT   \")\r\n"
      })
  void everythingElse_isNotTouched(String text) {
    assertThat(read(new FetchLine(), text)).isEqualTo(FetchLine.OTHER);
  }

  @Test
  void lineWithoutEnd_isNotReadAgainAndAgain() {
    assertThat(read(new FetchLine(), "* 12 FETCH (FLAGS (" + "x".repeat(5000)))
        .isEqualTo(FetchLine.OTHER);
  }

  @Test
  void wire_givesTheStreamOneLineAtMost_andCountsWhatTheQuickReaderTakes() throws IOException {
    Allowance allowance = new Allowance();
    allowance.grant(USUAL.length() + 9L, 100);
    Wire wire =
        new Wire(
            new ByteArrayInputStream(("* OK\r\n" + USUAL + USUAL).getBytes(US_ASCII)), allowance);
    assertThat(wire.next(new FetchLine())).isNull();
    byte[] much = new byte[4096];
    assertThat(wire.read(much, 0, much.length)).isEqualTo("* OK\r\n".length());
    assertThat(wire.next(new FetchLine())).isNotNull();
    assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> wire.next(new FetchLine())))
        .isInstanceOf(Allowance.Exceeded.class);
  }

  /** Other news stand between the answers, one of which is written oddly. */
  @ParameterizedTest
  @ValueSource(ints = {1, 100, 100_000})
  void usualAndOddAnswers_areAllListed_howeverTheyCome(int piece) throws Exception {
    try (ScriptedImap server = new ScriptedImap()) {
      server.when(
          "EXAMINE",
          (out, tag, c) -> say(out, "* 3 EXISTS\r\n* OK [UIDVALIDITY 9] ok\r\n", tag, piece));
      server.when(
          "UID FETCH 1:*",
          (out, tag, c) ->
              say(
                  out,
                  """
                  * 1 FETCH (UID 7 FLAGS ())\r
                  * 4 EXISTS\r
                  * 2 FETCH (FLAGS () UID 8)\r
                  * 3 FETCH (uid 9 flags (\\SEEN))\r
                  """,
                  tag,
                  piece));
      server.when(
          "UID FETCH 7:9 (UID FLAGS INTERNALDATE",
          (out, tag, c) ->
              say(
                  out,
                  answer(1, "UID 7", "1")
                      + "* OK still here\r\n"
                      + answer(2, "UID 8", "2")
                      + answer(3, "uid 9", "3"),
                  tag,
                  piece));
      server.start();
      try (Quarantine q = Quarantine.open(server.box(), Clock.systemUTC())) {
        assertThat(q.list())
            .extracting(HeldMessage::uid, HeldMessage::subject, HeldMessage::flags)
            .containsExactly(
                org.assertj.core.groups.Tuple.tuple(9L, "Convoy 3", Set.of("\\Seen")),
                org.assertj.core.groups.Tuple.tuple(8L, "Convoy 2", Set.of("\\Seen")),
                org.assertj.core.groups.Tuple.tuple(7L, "Convoy 1", Set.of("\\Seen")));
      }
    }
  }

  private static String answer(int n, String uid, String subject) {
    String header = ScriptedImap.HEADER.replace("Convoy", "Convoy " + subject);
    return "* "
        + n
        + " FETCH ("
        + uid
        + " FLAGS (\\Seen) INTERNALDATE \"22-Nov-2026 10:00:05 +0000\" RFC822.SIZE 2000"
        + " BODY[HEADER]<0> {"
        + header.length()
        + "}\r\n"
        + header
        + ")\r\n";
  }

  private static void say(java.io.OutputStream out, String text, String tag, int piece)
      throws IOException {
    byte[] bytes = (text + tag + " OK done\r\n").getBytes(US_ASCII);
    for (int at = 0; at < bytes.length; at += piece) {
      out.write(bytes, at, Math.min(piece, bytes.length - at));
      out.flush();
    }
  }
}
