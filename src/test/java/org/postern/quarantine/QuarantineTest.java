package org.postern.quarantine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postern.quarantine.QuarantineException.Reason;

@Timeout(60)
class QuarantineTest {
  private static final Watch.Pace QUICK =
      new Watch.Pace(Duration.ofMillis(300), Duration.ofMillis(100), Duration.ofMillis(50));

  private final GreenMail mail = new GreenMail(ServerSetup.IMAP.dynamicPort());
  private Quarantine box;

  @BeforeEach
  void start() throws Exception {
    mail.start();
    mail.setUser("officer@postern.example", "officer", "pw");
    box = Quarantine.open(mailbox(), Clock.systemUTC());
  }

  @AfterEach
  void stop() {
    box.close();
    mail.stop();
  }

  private Mailbox mailbox() {
    return Mailbox.loopback(mail.getImap().getPort(), "officer", "pw");
  }

  private void arrives(String message) throws Exception {
    mail.getUserManager()
        .getUser("officer")
        .deliver(
            new MimeMessage(
                Session.getInstance(new Properties()),
                new ByteArrayInputStream(message.getBytes(StandardCharsets.UTF_8))));
  }

  private static String copyFor(String recipient) {
    return ScriptedImap.MESSAGE.replace(
        "X-Original-To: gen@army.ml", "X-Original-To: " + recipient);
  }

  @Test
  void copies_of_one_message_are_one_group_with_the_others_named() throws Exception {
    arrives(copyFor("gen@army.ml"));
    arrives(copyFor("bcc@navy.ml"));
    arrives(ScriptedImap.MESSAGE.replace("<1@mod", "<2@mod"));
    List<HeldGroup> groups = HeldGroup.of(box.list());
    assertThat(groups).hasSize(2);
    HeldGroup both = groups.stream().filter(g -> g.copies().size() == 2).findFirst().orElseThrow();
    assertThat(both.copies())
        .extracting(HeldMessage::recipient)
        .containsExactlyInAnyOrder("gen@army.ml", "bcc@navy.ml");
    assertThat(both.notHeld()).containsExactly("col@army.mil");
    assertThat(both.uniform()).isTrue();
  }

  @Test
  void reused_message_id_is_not_uniform() throws Exception {
    arrives(copyFor("gen@army.ml"));
    arrives(copyFor("bcc@navy.ml").replace("4F2A1", "4F2A2"));
    List<HeldGroup> groups = HeldGroup.of(box.list());
    assertThat(groups).hasSize(1);
    assertThat(groups.getFirst().uniform()).isFalse();
  }

  @Test
  void forged_marks_below_the_gateways_received_are_not_believed() throws Exception {
    arrives(
        String.join(
            "\r\n",
            "Received: by relay.example (Postfix)",
            "X-Original-To: forged@army.mil",
            "X-Postern-Divert: class=blocked; policy-serial=9; gateway=relay.example",
            "Subject: x",
            "",
            "body",
            ""));
    HeldMessage held = box.list().getFirst();
    assertThat(held.recipient()).isEmpty();
    assertThat(held.heldAs()).isEqualTo(HeldClass.UNKNOWN);
  }

  @Test
  void mark_of_a_gateway_that_did_not_receive_it_is_not_believed() throws Exception {
    arrives(ScriptedImap.MESSAGE.replace("gateway=relay.example", "gateway=other.example"));
    assertThat(box.list().getFirst().heldAs()).isEqualTo(HeldClass.UNKNOWN);
  }

  @Test
  void receipt_is_given_out_apart_with_text_and_signature() throws Exception {
    arrives(
        String.join(
            "\r\n",
            "Subject: POSTERN-RECEIPT relay.example 41",
            "",
            "postern-receipt: 1",
            "serial: 41",
            "end: postern-receipt",
            "signature: AQID",
            ""));
    BoxContents contents = box.contents();
    assertThat(contents.held()).isEmpty();
    Receipt receipt = box.receipt(contents.receipts().getFirst());
    assertThat(receipt.text()).isEqualTo("postern-receipt: 1\nserial: 41\nend: postern-receipt\n");
    assertThat(receipt.signature()).containsExactly(1, 2, 3);
    assertThat(box.file(receipt.id(), Filing.RECEIPT)).isTrue();
    assertThat(box.contents().receipts()).isEmpty();
  }

  @Test
  void held_message_that_calls_itself_a_receipt_stays_held() throws Exception {
    arrives(ScriptedImap.MESSAGE.replace("Subject: Convoy", "Subject: POSTERN-RECEIPT 41"));
    assertThat(box.contents().receipts()).isEmpty();
    assertThat(box.list()).hasSize(1);
  }

  @Test
  void subject_is_decoded() throws Exception {
    arrives(
        ScriptedImap.MESSAGE.replace(
            "Subject: Convoy", "Subject: =?utf-8?B?TWlsaXTDpHI=?= =?iso-8859-1?Q?_f=FCr?="));
    assertThat(box.list().getFirst().subject()).isEqualTo("Militär für");
  }

  @Test
  void copy_delivered_twice_is_listed_once_and_filed_whole() throws Exception {
    arrives(ScriptedImap.MESSAGE);
    arrives(ScriptedImap.MESSAGE);
    HeldMessage held = box.list().getFirst();
    assertThat(box.list()).hasSize(1);
    assertThat(box.file(held.id(), Filing.RELEASED)).isTrue();
    assertThat(box.list()).isEmpty();
    assertThat(box.file(held.id(), Filing.RELEASED)).isFalse();
  }

  @Test
  void message_moved_by_somebody_else_is_gone() throws Exception {
    arrives(ScriptedImap.MESSAGE);
    HeldId id = box.list().getFirst().id();
    try (Quarantine other = Quarantine.open(mailbox(), Clock.systemUTC())) {
      other.file(id, Filing.REJECTED);
    }
    QuarantineException e = catchThrowableOfType(QuarantineException.class, () -> box.fetch(id));
    assertThat(e.reason()).isEqualTo(Reason.GONE);
  }

  @Test
  void reading_leaves_no_mark() throws Exception {
    arrives(ScriptedImap.MESSAGE);
    HeldId id = box.list().getFirst().id();
    assertThat(new String(box.fetch(id), StandardCharsets.UTF_8)).isEqualTo(ScriptedImap.MESSAGE);
    assertThat(box.find(id).orElseThrow().flags()).doesNotContain("\\Seen");
  }

  /** What a watch said: "changed", or the reason of a loss. */
  private static final class Ear implements Watch.Listener {
    final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    @Override
    public void changed() {
      heard.add("changed");
    }

    @Override
    public void lost(QuarantineException why) {
      heard.add(why.reason().name());
    }

    String next() throws InterruptedException {
      String word = heard.poll(20, TimeUnit.SECONDS);
      return word == null ? "nothing" : word;
    }
  }

  /**
   * Not with GreenMail: it says that it is idling before it listens to its own folder, and what
   * arrives in between is told only when the IDLE ends.
   */
  @Test
  void arrival_is_pushed() throws Exception {
    Ear ear = new Ear();
    Watch.Pace slow =
        new Watch.Pace(Duration.ofSeconds(50), Duration.ofSeconds(50), Duration.ofMillis(50));
    CountDownLatch arrives = new CountDownLatch(1);
    try (ScriptedImap server = new ScriptedImap()) {
      server.when(
          "IDLE",
          (out, tag, command) -> {
            ScriptedServer.say(out, "+ idling\r\n");
            try {
              arrives.await();
            } catch (InterruptedException e) {
              throw new java.io.IOException(e);
            }
            ScriptedServer.say(out, "* 2 EXISTS\r\n");
            server.line((o, line) -> ScriptedServer.say(o, tag + " OK done\r\n"));
          });
      server.start();
      try (Quarantine q = Quarantine.open(server.box(), Clock.systemUTC());
          Watch watch = q.watch(ear, slow)) {
        assertThat(watch).isNotNull();
        assertThat(ear.next()).isEqualTo("changed");
        assertThat(ear.heard).isEmpty();
        arrives.countDown();
        assertThat(ear.next()).isEqualTo("changed");
      } finally {
        arrives.countDown();
      }
    }
  }

  @Test
  void idle_is_begun_anew_after_a_quiet_time() throws Exception {
    try (ScriptedImap server = new ScriptedImap()) {
      server.when(
          "IDLE",
          (out, tag, command) -> {
            ScriptedServer.say(out, "+ idling\r\n");
          });
      server.start();
      Ear ear = new Ear();
      try (Quarantine q = Quarantine.open(server.box(), Clock.systemUTC());
          Watch watch = q.watch(ear, QUICK)) {
        assertThat(watch).isNotNull();
        assertThat(ear.next()).isEqualTo("changed");
        // DONE is not answered by this server: after our patience the connection is dialled anew.
        assertThat(ear.next()).isIn("LOST", "TOO_SLOW");
        assertThat(ear.next()).isEqualTo("changed");
      }
    }
  }

  @Test
  void server_without_idle_is_asked_now_and_then() throws Exception {
    try (ScriptedImap server = new ScriptedImap().capabilities("IMAP4rev1").start()) {
      Ear ear = new Ear();
      try (Quarantine q = Quarantine.open(server.box(), Clock.systemUTC());
          Watch watch = q.watch(ear, QUICK)) {
        assertThat(watch).isNotNull();
        assertThat(ear.next()).isEqualTo("changed");
        assertThat(ear.next()).isEqualTo("changed");
        assertThat(server.heard()).doesNotContain("IDLE");
      }
    }
  }

  @Test
  void lost_watch_says_so_and_comes_back() throws Exception {
    Ear ear = new Ear();
    try (Watch watch = box.watch(ear, QUICK)) {
      assertThat(watch).isNotNull();
      assertThat(ear.next()).isEqualTo("changed");
      mail.stop();
      String word = ear.next();
      while (word.equals("changed")) {
        word = ear.next();
      }
      assertThat(word).isNotEqualTo("nothing");
    }
  }

  @Test
  void server_without_move_gets_copy_and_expunge_of_this_message_only() throws Exception {
    try (ScriptedImap server = new ScriptedImap().capabilities("IMAP4rev1 UIDPLUS").start();
        Quarantine q = Quarantine.open(server.box(), Clock.systemUTC())) {
      q.file(q.list().getFirst().id(), Filing.RELEASED);
      assertThat(server.heard())
          .containsSubsequence(
              "UID COPY 7 Released", "UID STORE 7 +FLAGS.SILENT (\\Deleted)", "UID EXPUNGE 7");
    }
  }

  @Test
  void server_without_uidplus_keeps_the_copy_marked_and_others_mail_untouched() throws Exception {
    try (ScriptedImap server = new ScriptedImap().capabilities("IMAP4rev1").start();
        Quarantine q = Quarantine.open(server.box(), Clock.systemUTC())) {
      q.file(q.list().getFirst().id(), Filing.RELEASED);
      assertThat(server.heard()).noneMatch(c -> c.contains("EXPUNGE"));
      server.when(
          "UID FETCH 1:*",
          (out, tag, c) ->
              ScriptedServer.say(
                  out,
                  "* 1 FETCH (UID 7 FLAGS (\\Deleted $PosternReleased))\r\n"
                      + tag
                      + " OK done\r\n"));
      assertThat(q.list()).isEmpty();
    }
  }

  @Test
  void changed_uidvalidity_keeps_the_ids() throws Exception {
    try (ScriptedImap server = new ScriptedImap().start();
        Quarantine q = Quarantine.open(server.box(), Clock.systemUTC())) {
      HeldId id = q.list().getFirst().id();
      server.when(
          "EXAMINE",
          (out, tag, c) ->
              ScriptedServer.say(
                  out, "* 1 EXISTS\r\n* OK [UIDVALIDITY 10] ok\r\n" + tag + " OK done\r\n"));
      assertThat(q.fetch(id)).isNotEmpty();
      assertThat(q.list().getFirst().id()).isEqualTo(id);
    }
  }

  @Test
  void wrong_password_is_a_login_problem() {
    QuarantineException e =
        catchThrowableOfType(
            QuarantineException.class,
            () ->
                Quarantine.open(
                    Mailbox.loopback(mail.getImap().getPort(), "officer", "no"),
                    Clock.systemUTC()));
    assertThat(e.reason()).isEqualTo(Reason.LOGIN);
  }
}
