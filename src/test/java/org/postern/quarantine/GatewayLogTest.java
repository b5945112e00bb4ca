package org.postern.quarantine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Reader;
import java.io.StringReader;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.quarantine.GatewayLog.Finding;
import org.postern.store.Decisions.Act;
import org.postern.store.Decisions.Decision;
import org.postern.store.Decisions.Intent;
import org.postern.store.Decisions.State;

/** What lines of a Postfix log say about a message whose fate is unknown. */
@Timeout(30)
class GatewayLogTest {
  private static final Instant DECIDED = Instant.parse("2026-11-22T10:15:00Z");

  /** As Postfix writes them, first the diversion, then the release. */
  private static final String LOG =
      """
      Nov 22 10:00:01 relay postfix/smtpd[100]: 4AAA1: client=desk.mod.example[192.0.2.7]
      Nov 22 10:00:01 relay postfix/cleanup[101]: 4AAA1: message-id=<1@mod.example>
      Nov 22 10:00:02 relay postfix/q-blocked/lmtp[102]: 4AAA1: to=<gen@army.ml>, relay=box[10.0.0.2]:24, delay=0.2, dsn=2.0.0, status=sent (250 2.0.0 Saved)
      Nov 22 10:15:05 relay postfix/release/smtpd[103]: 4BBB2: client=console[10.0.0.9], sasl_method=PLAIN
      Nov 22 10:15:05 relay postfix/cleanup[104]: 4BBB2: message-id=<1@mod.example>
      Nov 22 10:15:05 relay postfix/qmgr[105]: 4BBB2: from=<capt@mod.example>, size=512, nrcpt=1 (queue active)
      Nov 22 10:15:06 relay postfix/release/smtp[106]: 4BBB2: to=<gen@army.mil>, relay=mx.army.mil[192.0.2.25]:25, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as 77)
      Nov 22 10:40:00 relay postfix/anvil[107]: 4CCC3: statistics
      """;

  private static Decision decision(Act act, String sendTo, String messageId) {
    return new Decision(
        1,
        new Intent(
            "4be0643f1d98573b",
            "gen@army.ml",
            act,
            sendTo,
            "x",
            "major",
            "sha256:00",
            false,
            "{\"messageId\":\"" + messageId + "\"}"),
        1,
        State.UNKNOWN,
        null,
        null,
        DECIDED,
        DECIDED,
        null);
  }

  private static Finding ask(String log, Act act, String sendTo) throws Exception {
    return GatewayLog.ask(
        new StringReader(log), decision(act, sendTo, "<1@mod.example>"), ZoneOffset.UTC);
  }

  @Test
  void releaseThatTheGatewayTook_isFound_withItsQueueNumberAndStatus() throws Exception {
    Finding finding = ask(LOG, Act.CORRECT, "gen@army.mil");
    assertThat(finding).isInstanceOf(Finding.Left.class);
    assertThat(((Finding.Left) finding).queueId()).isEqualTo("4BBB2");
    assertThat(((Finding.Left) finding).at()).isEqualTo("2026-11-22T10:15:06Z");
    assertThat(finding.sentence()).contains("sent (250 2.0.0 Ok: queued as 77)");
  }

  @Test
  void timesWithYearAndZone_areRead_too() throws Exception {
    String iso = LOG.replaceAll("(?m)^Nov 22 ([0-9:]{8})", "2026-11-22T$1.123456+00:00");
    assertThat(ask(iso, Act.CORRECT, "GEN@army.mil")).isInstanceOf(Finding.Left.class);
  }

  @Test
  void diversionIntoTheQuarantine_isNoRelease() throws Exception {
    String only = LOG.lines().filter(l -> !l.contains("4BBB2")).reduce("", (a, b) -> a + b + "\n");
    assertThat(ask(only, Act.RELEASE, "gen@army.ml")).isInstanceOf(Finding.Stayed.class);
    String late = only.replace("10:00:0", "10:15:0");
    assertThat(ask(late, Act.RELEASE, "gen@army.ml")).isNotInstanceOf(Finding.Left.class);
  }

  @Test
  void logThatDoesNotReachFarEnough_saysNothing() throws Exception {
    String ends = LOG.lines().limit(3).reduce("", (a, b) -> a + b + "\n");
    Finding finding = ask(ends, Act.CORRECT, "gen@army.mil");
    assertThat(finding).isInstanceOf(Finding.Unclear.class);
    assertThat(finding.sentence()).contains("reach only from");
    String begins = LOG.lines().skip(7).reduce("", (a, b) -> a + b + "\n");
    assertThat(ask(begins, Act.CORRECT, "gen@army.mil")).isInstanceOf(Finding.Unclear.class);
  }

  @Test
  void takenForSomebodyElse_isNotTakenForThisOne() throws Exception {
    Finding finding = ask(LOG, Act.CORRECT, "other@army.mil");
    assertThat(finding).isInstanceOf(Finding.Unclear.class);
    assertThat(finding.sentence()).contains("4BBB2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nothing of a log\n",
        "Nov 99 99:99:99 relay postfix/cleanup[1]: 4BBB2: message-id=<1@mod.example>\n",
        "Feb 29 10:00:00 relay postfix/cleanup[1]: 4BBB2: message-id=<1@mod.example>\n",
        "\u0000\u202e\n"
      })
  void whatIsNoLog_isUnclear(String text) throws Exception {
    assertThat(ask(text, Act.CORRECT, "gen@army.mil")).isInstanceOf(Finding.Unclear.class);
  }

  @Test
  void messageWithoutAnId_cannotBeLookedFor() throws Exception {
    assertThat(
            GatewayLog.ask(
                new StringReader(LOG), decision(Act.CORRECT, "gen@army.mil", ""), ZoneOffset.UTC))
        .isInstanceOf(Finding.Unclear.class);
  }

  /** A sender may write into a log what it likes: endless lines, endless ids. */
  @Test
  void hostileLog_endsSoon_andFindsNothing() throws Exception {
    Reader endless =
        new Reader() {
          private long given;

          @Override
          public int read(char[] buffer, int from, int length) {
            if (given > 30_000_000) {
              return -1;
            }
            String row =
                "Nov 22 10:15:05 relay postfix/cleanup[1]: "
                    + Long.toString(100_000 + given, 36).toUpperCase(java.util.Locale.ROOT)
                    + ": message-id=<1@mod.example>\n";
            String piece = given % 3 == 0 ? row : "=<(".repeat(20);
            int n = Math.min(length, piece.length());
            piece.getChars(0, n, buffer, from);
            given += n;
            return n;
          }

          @Override
          public void close() {}
        };
    assertThat(
            GatewayLog.ask(
                endless, decision(Act.CORRECT, "gen@army.mil", "<1@mod.example>"), ZoneOffset.UTC))
        .isInstanceOf(Finding.Unclear.class);
  }
}
