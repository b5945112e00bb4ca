package org.postern.quarantine;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.postern.quarantine.DecisionDesk.Answer;
import org.postern.quarantine.QuarantineException.Reason;
import org.postern.store.Decisions.Decision;
import org.postern.store.Decisions.State;
import org.postern.store.Store;
import org.postern.store.StoreException;

/** One console with a database of its own: its store, its connection to the box, its desk. */
final class TestConsole implements AutoCloseable {
  static final Why WHY = new Why(Why.Code.SENDER_CONFIRMED, "asked by telephone");

  final Store store;
  final Quarantine box;
  final DecisionDesk desk;

  TestConsole(Path dir, Mailbox mailbox, ReleaseGateway gateway) throws Exception {
    store = Store.open(dir, Clock.systemUTC());
    box = Quarantine.of(mailbox, Clock.systemUTC());
    desk = new DecisionDesk(store.decisions(), box, Optional.of(gateway));
  }

  HeldMessage held() throws QuarantineException {
    return box.list().getFirst();
  }

  HeldMessage held(String subject) throws QuarantineException {
    return box.list().stream().filter(h -> h.subject().equals(subject)).findFirst().orElseThrow();
  }

  Decision intended(HeldMessage held) throws Exception {
    return ((Answer.Recorded)
            desk.correct(held, "gen@army.mil", WHY, "major", ReleaseChild.policy()))
        .decision();
  }

  State state(HeldMessage held) throws Exception {
    return store.decisions().of(held.id().hex()).getLast().state();
  }

  /** Whether it left now. */
  boolean sent(Decision decision) throws Exception {
    try {
      return desk.carryOut(decision).decision().state() == State.ACCEPTED;
    } catch (QuarantineException e) {
      // GreenMail hangs up on who looks at a copy while the other one moves it away.
      if (e.reason() != Reason.CLAIMED && e.reason() != Reason.GONE && e.reason() != Reason.LOST) {
        throw e;
      }
      return false;
    }
  }

  @Override
  public void close() throws StoreException {
    box.close();
    store.close();
  }
}
