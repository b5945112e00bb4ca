package org.postern.ui.quarantine;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.postern.policy.Policy;
import org.postern.quarantine.HeldId;
import org.postern.quarantine.HeldMessage;
import org.postern.quarantine.SenderHistory;
import org.postern.quarantine.ThenAndNow;
import org.postern.store.StoreException;
import org.postern.ui.Background;

/**
 * What is known of an opened message beside its text: how its recipients were judged when it was
 * held, and how often its sender wrote there before. Looked up when the message is shown, off the
 * FX thread; who opens a message is on record with its sender. FX thread only.
 */
final class Hindsight {
  private static final String JOB = "quarantine.hindsight";
  private static final String PROOF = "quarantine.then";
  private static final int COPIES = 50;

  /**
   * What was found.
   *
   * @param key the message's
   * @param then by copy; without those whose lists are not known here
   * @param history empty if it could not be looked up
   */
  record Seen(String key, Map<HeldId, ThenAndNow> then, Optional<SenderHistory> history) {
    Seen {
      then = Map.copyOf(then);
    }
  }

  private final Access access;
  private final Background background;
  private final Browse browse;
  private final ThenAndNow.Finder finder;
  private final ReadOnlyObjectWrapper<Optional<Seen>> seen =
      new ReadOnlyObjectWrapper<>(Optional.empty());

  /** Which lookup is the newest: an older one gives up while it reads lists. */
  private final AtomicLong newest = new AtomicLong();

  Hindsight(Access access, Background background, Browse browse) {
    this.access = access;
    this.background = background;
    this.browse = browse;
    this.finder = new ThenAndNow.Finder(access.past());
  }

  ReadOnlyObjectProperty<Optional<Seen>> seen() {
    return seen.getReadOnlyProperty();
  }

  /** Follows what is on the screen. */
  void follow(Body body) {
    if (seen.get().map(Seen::key).equals(browse.selected().get().map(HeldItem::key))) {
      return;
    }
    long mine = newest.incrementAndGet();
    seen.set(Optional.empty());
    Optional<HeldItem> item = browse.selected().get();
    Optional<Intake.Snapshot> snapshot = browse.snapshot();
    if (!(body instanceof Body.Shown) || item.isEmpty() || snapshot.isEmpty()) {
      return;
    }
    background.run(
        Background.Job.newest(JOB).on(PROOF),
        () -> look(item.get(), snapshot.get(), mine),
        found -> found.ifPresent(_ -> seen.set(found)),
        _ -> seen.set(Optional.of(new Seen(item.get().key(), Map.of(), Optional.empty()))));
  }

  /** How one copy was judged then; the second argument is told, on the FX thread. */
  void then(HeldMessage copy, Policy today, Consumer<Optional<ThenAndNow>> tell) {
    Optional<ThenAndNow> known =
        seen.get().flatMap(s -> Optional.ofNullable(s.then().get(copy.id())));
    if (known.isPresent()) {
      tell.accept(known);
      return;
    }
    background.run(
        Background.Job.newest(PROOF).on(PROOF),
        () -> finder.of(copy, today, _ -> {}),
        tell,
        _ -> tell.accept(Optional.empty()));
  }

  /** Empty if another message was opened meanwhile. */
  private Optional<Seen> look(HeldItem item, Intake.Snapshot snapshot, long mine)
      throws StoreException {
    Map<HeldId, ThenAndNow> then = new HashMap<>();
    try {
      for (HeldMessage copy : item.copies().subList(0, Math.min(COPIES, item.copies().size()))) {
        finder
            .of(copy, snapshot.policy(), _ -> goOn(mine))
            .ifPresent(found -> then.put(copy.id(), found));
      }
    } catch (CancellationException _) {
      return Optional.empty();
    }
    List<HeldMessage> held = snapshot.items().stream().flatMap(i -> i.copies().stream()).toList();
    String meant = item.bucket().meant().isEmpty() ? null : item.bucket().meant();
    SenderHistory history = SenderHistory.of(item.first(), meant, held, access.decisions());
    return Optional.of(new Seen(item.key(), then, Optional.of(history)));
  }

  private void goOn(long mine) {
    if (newest.get() != mine) {
      throw new CancellationException("another message is open");
    }
  }
}
