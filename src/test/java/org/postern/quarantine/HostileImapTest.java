package org.postern.quarantine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postern.quarantine.QuarantineException.Reason;

/** A mailbox that lies, stalls or floods costs one sentence, never the console. */
@Timeout(30)
class HostileImapTest {
  private static final HeldId ID =
      HeldId.of(ScriptedImap.MESSAGE.getBytes(StandardCharsets.ISO_8859_1));
  private final ScriptedImap server = new ScriptedImap();
  private final CountDownLatch end = new CountDownLatch(1);

  @AfterEach
  void stop() {
    end.countDown();
    server.close();
  }

  private Quarantine open() throws QuarantineException {
    return Quarantine.open(server.box(), Clock.systemUTC());
  }

  private QuarantineException openFails(Duration timeout, Duration deadline) {
    return catchThrowableOfType(
        QuarantineException.class,
        () -> Quarantine.open(server.start().box(timeout, deadline), Clock.systemUTC()));
  }

  private QuarantineException fetchFails() throws QuarantineException {
    server.start();
    try (Quarantine q = open()) {
      assertThat(q.list()).hasSize(1);
      return catchThrowableOfType(QuarantineException.class, () -> q.fetch(ID));
    }
  }

  private QuarantineException listFails() throws QuarantineException {
    server.start();
    try (Quarantine q = open()) {
      return catchThrowableOfType(QuarantineException.class, q::list);
    }
  }

  private void stall() throws IOException {
    try {
      assertThat(end.await(25, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @Test
  void well_behaved_server_is_read() throws Exception {
    server.start();
    try (Quarantine q = open()) {
      HeldMessage held = q.list().getFirst();
      assertThat(held.id()).isEqualTo(ID);
      assertThat(held.recipient()).isEqualTo("gen@army.ml");
      assertThat(held.heldAs()).isEqualTo(HeldClass.LOOKALIKE);
      assertThat(held.serial()).isEqualTo(41);
      assertThat(held.sender()).isEqualTo("capt@mod.example");
      assertThat(held.addressed()).containsExactly("gen@army.ml", "col@army.mil");
      assertThat(new String(q.fetch(ID), StandardCharsets.ISO_8859_1))
          .isEqualTo(ScriptedImap.MESSAGE);
      assertThat(
              new String(
                  org.postern.mail.TraceBlock.split(q.fetch(ID)).message(),
                  StandardCharsets.ISO_8859_1))
          .startsWith("Received: from desk")
          .endsWith("dawn.\r\n");
    }
  }

  @Test
  void silent_server_times_out() {
    server.greeting("");
    assertThat(openFails(Duration.ofMillis(200), Duration.ofSeconds(20)).reason())
        .isEqualTo(Reason.TOO_SLOW);
  }

  @Test
  void dripping_server_is_cut_off_by_the_deadline() {
    server.when(
        "CAPABILITY",
        (out, tag, command) -> {
          while (true) {
            say(out, "*");
            await(20);
          }
        });
    QuarantineException e = openFails(Duration.ofMillis(400), Duration.ofMillis(600));
    assertThat(e.reason()).isEqualTo(Reason.TOO_SLOW);
    assertThat(e.sentence()).contains("too slow");
  }

  private void await(int millis) throws IOException {
    try {
      if (end.await(millis, TimeUnit.MILLISECONDS)) {
        throw new IOException("test over");
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static void say(OutputStream out, String text) throws IOException {
    ScriptedServer.say(out, text);
  }

  @Test
  void not_an_imap_server() {
    server.greeting("SSH-2.0-OpenSSH_9.2\r\n");
    assertThat(openFails(Duration.ofSeconds(2), Duration.ofSeconds(4))).isNotNull();
  }

  @Test
  void endless_greeting_line_is_a_flood() {
    server.greeting("* OK " + "x".repeat(200_000));
    assertThat(openFails(Duration.ofSeconds(5), Duration.ofSeconds(10)).reason())
        .isEqualTo(Reason.FLOOD);
  }

  @Test
  void wrong_password_says_so() {
    server.when("LOGIN", (out, tag, c) -> say(out, tag + " NO [AUTHENTICATIONFAILED] no\r\n"));
    assertThat(openFails(Duration.ofSeconds(5), Duration.ofSeconds(10)).reason())
        .isEqualTo(Reason.LOGIN);
  }

  @Test
  void missing_folder_says_so() {
    server.when("EXAMINE", (out, tag, c) -> say(out, tag + " NO no such folder\r\n"));
    assertThat(openFails(Duration.ofSeconds(5), Duration.ofSeconds(10)).reason())
        .isEqualTo(Reason.FOLDER);
  }

  @Test
  void impossible_number_of_messages_is_a_flood() {
    server.when(
        "EXAMINE", (out, tag, c) -> say(out, "* 2147483647 EXISTS\r\n" + tag + " OK done\r\n"));
    assertThat(openFails(Duration.ofSeconds(5), Duration.ofSeconds(10)).reason())
        .isEqualTo(Reason.FLOOD);
  }

  @Test
  void negative_number_of_messages_is_a_flood() {
    server.when("EXAMINE", (out, tag, c) -> say(out, "* -5 EXISTS\r\n" + tag + " OK done\r\n"));
    assertThat(openFails(Duration.ofSeconds(5), Duration.ofSeconds(10)).reason())
        .isEqualTo(Reason.FLOOD);
  }

  @Test
  void flood_of_untagged_lines_is_cut_off() throws Exception {
    server.when(
        "UID FETCH 1:*",
        (out, tag, c) -> {
          String many = "* 1 RECENT\r\n".repeat(10_000);
          while (true) {
            say(out, many);
          }
        });
    assertThat(listFails().reason()).isEqualTo(Reason.FLOOD);
  }

  @Test
  void announced_giant_literal_is_never_allocated() throws Exception {
    server.when(
        "UID FETCH 7 (UID RFC822.SIZE BODY.PEEK[])",
        (out, tag, c) -> {
          say(out, "* 1 FETCH (UID 7 BODY[] {1900000000}\r\nx");
          stall();
        });
    assertThat(fetchFails().reason()).isEqualTo(Reason.FLOOD);
  }

  @Test
  void negative_literal_is_no_empty_message() throws Exception {
    server.when(
        "UID FETCH 7 (UID RFC822.SIZE BODY.PEEK[])",
        (out, tag, c) -> say(out, "* 1 FETCH (UID 7 BODY[] {-5}\r\n)\r\n" + tag + " OK done\r\n"));
    assertThat(fetchFails().reason()).isEqualTo(Reason.FLOOD);
  }

  @Test
  void body_nil_is_incomplete() throws Exception {
    server.when(
        "UID FETCH 7 (UID RFC822.SIZE BODY.PEEK[])",
        (out, tag, c) -> say(out, "* 1 FETCH (UID 7 BODY[] NIL)\r\n" + tag + " OK done\r\n"));
    assertThat(fetchFails().reason()).isEqualTo(Reason.INCOMPLETE);
  }

  @Test
  void no_to_fetch_is_incomplete() throws Exception {
    server.when(
        "UID FETCH 7 (UID RFC822.SIZE BODY.PEEK[])",
        (out, tag, c) -> say(out, tag + " NO cannot read\r\n"));
    QuarantineException e = fetchFails();
    assertThat(e.reason()).isEqualTo(Reason.INCOMPLETE);
    assertThat(e.sentence()).contains("cannot read");
  }

  @Test
  void ok_without_an_answer_is_incomplete() throws Exception {
    server.when(
        "UID FETCH 7 (UID RFC822.SIZE BODY.PEEK[])",
        (out, tag, c) -> say(out, tag + " OK done\r\n"));
    assertThat(fetchFails().reason()).isEqualTo(Reason.INCOMPLETE);
  }

  @Test
  void other_message_than_asked_for_is_incomplete() throws Exception {
    server.when(
        "UID FETCH 7 (UID RFC822.SIZE BODY.PEEK[])",
        (out, tag, c) -> {
          String other = ScriptedImap.MESSAGE.replace("4F2A1", "5F2A1");
          say(out, ScriptedImap.body(other.length(), other) + tag + " OK done\r\n");
        });
    assertThat(fetchFails().reason()).isEqualTo(Reason.INCOMPLETE);
  }

  @Test
  void shortened_message_is_incomplete() throws Exception {
    server.when(
        "UID FETCH 7 (UID RFC822.SIZE BODY.PEEK[])",
        (out, tag, c) -> {
          String shorter = ScriptedImap.HEADER;
          say(out, ScriptedImap.body(shorter.length(), shorter) + tag + " OK done\r\n");
        });
    assertThat(fetchFails().reason()).isEqualTo(Reason.INCOMPLETE);
  }

  @Test
  void literal_shorter_than_announced_ends_with_a_sentence() throws Exception {
    server.when(
        "UID FETCH 7 (UID RFC822.SIZE BODY.PEEK[])",
        (out, tag, c) -> {
          say(out, ScriptedImap.body(ScriptedImap.MESSAGE.length(), "half"));
          throw new IOException("cut");
        });
    assertThat(fetchFails().reason()).isEqualTo(Reason.LOST);
  }

  @Test
  void deep_bodystructure_costs_only_the_connection() throws Exception {
    server.when(
        "UID FETCH 1:*",
        (out, tag, c) ->
            say(
                out,
                "* 1 FETCH (UID 7 BODYSTRUCTURE "
                    + "(".repeat(60_000)
                    + ")\r\n"
                    + tag
                    + " OK done\r\n"));
    server.start();
    try (Quarantine q = open()) {
      QuarantineException e = catchThrowableOfType(QuarantineException.class, q::list);
      if (e != null) {
        assertThat(e.reason()).isEqualTo(Reason.PROTOCOL);
      } else {
        assertThat(q.contents().held()).isEmpty();
      }
    }
  }

  @Test
  void message_without_header_is_listed_as_unreadable() throws Exception {
    server.when(
        "UID FETCH 7 (UID FLAGS INTERNALDATE",
        (out, tag, c) ->
            say(
                out,
                "* 1 FETCH (UID 7 RFC822.SIZE 100 BODY[HEADER]<0> NIL)\r\n"
                    + tag
                    + " OK done\r\n"));
    server.start();
    try (Quarantine q = open()) {
      BoxContents contents = q.contents();
      assertThat(contents.held()).isEmpty();
      assertThat(contents.unreadable()).containsExactly(7L);
    }
  }

  @Test
  void lost_connection_is_opened_anew_by_the_next_call() throws Exception {
    server.when(
        "UID FETCH 7 (UID RFC822.SIZE BODY.PEEK[])",
        (out, tag, c) -> {
          throw new IOException("cut");
        });
    server.start();
    try (Quarantine q = open()) {
      assertThat(q.list()).hasSize(1);
      assertThat(catchThrowableOfType(QuarantineException.class, () -> q.fetch(ID))).isNotNull();
      assertThat(q.list()).hasSize(1);
      assertThat(q.lastContact()).isPresent();
    }
  }

  @Test
  void server_text_is_shown_only_harmlessly() throws Exception {
    server.when(
        "UID FETCH 7 (UID RFC822.SIZE BODY.PEEK[])",
        (out, tag, c) -> say(out, tag + " NO \u001b[31mred\u0007\r\n"));
    assertThat(fetchFails().sentence()).contains("[U+001B][31mred[U+0007]");
  }

  @Test
  void plain_connection_to_another_computer_is_refused() {
    Mailbox far =
        new Mailbox(
            "192.0.2.1",
            143,
            Security.LOOPBACK_PLAIN,
            "u",
            "p",
            "INBOX",
            "",
            Duration.ofSeconds(1),
            Duration.ofSeconds(1));
    QuarantineException e =
        catchThrowableOfType(
            QuarantineException.class, () -> Quarantine.open(far, Clock.systemUTC()));
    assertThat(e.reason()).isEqualTo(Reason.SETTINGS);
  }
}
