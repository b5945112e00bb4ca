package org.postern.quarantine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.quarantine.QuarantineException.Reason;
import org.postern.quarantine.ScriptedSmtp.Cut;

@Timeout(30)
class ReleaserTest {
  private final ScriptedSmtp server = new ScriptedSmtp().start();
  private final AtomicInteger went = new AtomicInteger();

  @AfterEach
  void stop() {
    server.close();
  }

  private static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private Sent send(String text) throws Exception {
    return new Releaser(server.gateway())
        .send(new Outgoing("capt@mod.example", "gen@army.mil", latin(text)), went::incrementAndGet);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Subject: x\r\n\r\nplain\r\n",
        "Subject: x\r\n\r\n.\r\n..\r\n.dot\r\n",
        ".\r\n",
        "Subject: x\r\n\r\n8-bit \u00e9\u00ff\r\n",
        "Subject: x\r\n\r\nlone\nfeed\n.\nMAIL FROM:<evil@example>\r\n",
        "Subject: x\r\n\r\nlone\rreturn\r.\r\n",
        "Subject: x\r\n\r\nnul\0byte\r\n",
        "Subject: x\r\n\r\nno line end",
      })
  void message_arrives_byte_for_byte(String text) throws Exception {
    assertThat(send(text)).isInstanceOf(Sent.Accepted.class);
    assertThat(server.taken()).hasSize(1);
    assertThat(server.taken().getFirst().text()).isEqualTo(text);
    assertThat(server.taken().getFirst().from()).isEqualTo("capt@mod.example");
    assertThat(server.taken().getFirst().to()).isEqualTo("gen@army.mil");
  }

  @Test
  void random_bytes_arrive_byte_for_byte() throws Exception {
    Random random = new Random(20261122);
    byte[] alphabet = latin("\r\n.aA\0\u00e9");
    for (int round = 0; round < 60; round++) {
      byte[] bytes = new byte[1 + random.nextInt(80)];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = alphabet[random.nextInt(alphabet.length)];
      }
      String text = new String(bytes, StandardCharsets.ISO_8859_1);
      assertThat(send(text)).as(text).isInstanceOf(Sent.Accepted.class);
      assertThat(server.taken().getLast().bytes()).isEqualTo(bytes);
    }
  }

  @Test
  void lone_line_feed_without_chunking_is_not_sent() throws Exception {
    server.offers("250 AUTH PLAIN\r\n");
    assertThat(send("Subject: x\r\n\r\na\n.\nb\r\n")).isInstanceOf(Sent.Refused.class);
    assertThat(server.taken()).isEmpty();
  }

  @Test
  void wrong_password_sends_nothing() {
    QuarantineException e =
        catchThrowableOfType(
            QuarantineException.class,
            () ->
                new Releaser(server.gateway("wrong"))
                    .send(new Outgoing("", "gen@army.mil", latin("x\r\n")), went::incrementAndGet));
    assertThat(e.reason()).isEqualTo(Reason.LOGIN);
    assertThat(went).hasValue(0);
  }

  @Test
  void refused_recipient_is_refused_with_the_reply() throws Exception {
    server.rcptReply("550-5.7.1 not\r\n550 5.7.1 here");
    assertThat(send("x\r\n")).isEqualTo(new Sent.Refused("550 5.7.1 not / 5.7.1 here"));
  }

  @Test
  void refused_content_is_refused_with_the_reply() throws Exception {
    server.endReply("554 5.6.0 no");
    assertThat(send("x\r\n")).isEqualTo(new Sent.Refused("554 5.6.0 no"));
  }

  @Test
  void connection_cut_after_the_whole_message_is_unknown() throws Exception {
    server.cut(Cut.AFTER_MESSAGE);
    assertThat(send("x\r\n")).isInstanceOf(Sent.Unknown.class);
    assertThat(server.taken()).hasSize(1);
  }

  @Test
  void connection_cut_inside_the_message_is_refused_or_unknown_never_accepted() throws Exception {
    server.cut(Cut.IN_MESSAGE);
    assertThat(send("x\r\n".repeat(200_000))).isNotInstanceOf(Sent.Accepted.class);
    assertThat(server.taken()).isEmpty();
  }

  @Test
  void hanging_up_after_the_reply_is_still_accepted() throws Exception {
    server.cut(Cut.AFTER_REPLY);
    assertThat(send("x\r\n")).isInstanceOf(Sent.Accepted.class);
  }

  @Test
  void nothing_is_sent_when_the_record_says_no() {
    assertThatThrownBy(
            () ->
                new Releaser(server.gateway())
                    .send(
                        new Outgoing("", "gen@army.mil", latin("x\r\n")),
                        () -> {
                          throw new IllegalStateException("somebody else is at it");
                        }))
        .hasMessageContaining("somebody else");
    assertThat(server.taken()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a@b>\r\nRCPT TO:<evil@example", "a@b\r\n", "a<b@c", "\u00e9@b.example", ""})
  void address_that_would_be_a_command_is_refused(String address) {
    assertThatThrownBy(() -> new Outgoing("", address, latin("x\r\n")))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
