package org.postern.quarantine;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import org.postern.quarantine.DecisionDesk.Answer;
import org.postern.store.Decisions.Decision;
import org.postern.store.Decisions.State;
import org.postern.store.Store;

/** Holds together what gateway, box and record say when the faults are over. */
final class ReleaseJudge {
  private final ScriptedSmtp gateway;
  private final Mailbox mailbox;

  /**
   * @param mailbox the server itself
   */
  ReleaseJudge(ScriptedSmtp gateway, Mailbox mailbox) {
    this.gateway = gateway;
    this.mailbox = mailbox;
  }

  /** How often the gateway took it. */
  long delivered(String subject) {
    return gateway.taken().stream()
        .filter(t -> t.text().contains("Subject: " + subject + "\r\n"))
        .count();
  }

  /**
   * Every message left once and is filed once, or is in the box and shown as unknown.
   *
   * @param which says which run it was
   */
  Map<State, Integer> judged(Store store, List<String> subjects, String which) throws Exception {
    Map<State, Integer> states = new TreeMap<>();
    Map<String, Decision> last = new TreeMap<>();
    for (Decision d : store.decisions().newest(100_000).reversed()) {
      last.put(subjectOf(d), d);
    }
    List<String> filed = filed();
    try (Quarantine box = Quarantine.open(mailbox, Clock.systemUTC())) {
      DecisionDesk desk = new DecisionDesk(store.decisions(), box, Optional.of(gateway.gateway()));
      Map<String, HeldMessage> held = new TreeMap<>();
      box.list().forEach(h -> held.put(h.subject(), h));
      for (String subject : subjects) {
        String what = subject + " " + which;
        Decision decision = Objects.requireNonNull(last.get(subject), what);
        states.merge(decision.state(), 1, Integer::sum);
        int times = (int) filed.stream().filter(subject::equals).count();
        if (decision.state() == State.ACCEPTED) {
          assertThat(delivered(subject)).as(what).isEqualTo(1);
          assertThat(decision.reply()).as(what).startsWith("250 ");
          assertThat(held).as(what).doesNotContainKey(subject);
          assertThat(times).as(what).isEqualTo(1);
        } else {
          assertThat(decision.state()).as(what).isEqualTo(State.UNKNOWN);
          assertThat(delivered(subject)).as(what).isLessThanOrEqualTo(1);
          assertThat(times).as(what).isZero();
          HeldMessage copy = Objects.requireNonNull(held.get(subject), what);
          assertThat(desk.reject(copy, new Why(Why.Code.OVERTAKEN, ""), "x", ReleaseChild.policy()))
              .as(what)
              .isInstanceOf(Answer.Already.class);
          assertThat(Keywords.elsewhere(copy.flags(), "")).as(what).isPresent();
        }
      }
    }
    return states;
  }

  private static String subjectOf(Decision d) {
    String details = d.intent().details();
    int at = details.indexOf("\"subject\":\"") + 11;
    return details.substring(at, details.indexOf('"', at));
  }

  /** Subjects of what lies in the folder of what was released, counted by another IMAP client. */
  List<String> filed() throws MessagingException {
    Properties properties = new Properties();
    try (var imap = Session.getInstance(properties).getStore("imap")) {
      imap.connect(mailbox.host(), mailbox.port(), mailbox.user(), mailbox.password());
      Folder released = imap.getFolder(Filing.RELEASED.folder);
      List<String> subjects = new ArrayList<>();
      if (released.exists()) {
        released.open(Folder.READ_ONLY);
        for (Message message : released.getMessages()) {
          subjects.add(message.getSubject());
        }
      }
      return subjects;
    }
  }
}
