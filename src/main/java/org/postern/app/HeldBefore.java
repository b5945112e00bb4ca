package org.postern.app;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.postern.store.Decisions.Decision;
import org.postern.store.Store;
import org.postern.store.StoreException;
import org.postern.ui.publish.PastMail;

/** The recipients of mail that is held, and of mail that was held and decided. Thread-safe. */
final class HeldBefore implements PastMail {
  private final Store store;
  private final Supplier<List<String>> held;

  /**
   * @param held the addresses of what is held now; any thread may ask
   */
  HeldBefore(Store store, Supplier<List<String>> held) {
    this.store = store;
    this.held = held;
  }

  @Override
  public List<String> since(Instant from) throws StoreException {
    List<String> addresses = new ArrayList<>(held.get());
    for (Decision decision : store.decisions().newest(MOST)) {
      // One that was decided again is one message all the same.
      if (decision.attempt() == 1 && !decision.decided().isBefore(from)) {
        addresses.add(decision.intent().recipient());
      }
    }
    return addresses;
  }
}
