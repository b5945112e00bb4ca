package org.postern.ui.history;

import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.postern.policy.EntryPattern;
import org.postern.policy.Listing;
import org.postern.policy.Policy;
import org.postern.store.ListIndex;
import org.postern.store.Store;
import org.postern.ui.Background;
import org.postern.ui.Overlay;

/** Opens the looks back, above whatever screen is in front. FX thread only. */
public final class History {
  private final Store store;
  private final Callable<Policy> policy;
  private final Background background;
  private final Clock clock;
  private final Supplier<String> officer;
  private final Function<Listing, @Nullable ListIndex> known;
  private final Overlay overlay;
  private final Runnable changed;

  /**
   * @param policy the lists as they stand now; may block
   * @param officer who acts
   * @param known a list as it was read last, null if it was not: what is near it is found at once
   * @param changed told after an entry was taken back
   */
  public History(
      Store store,
      Callable<Policy> policy,
      Background background,
      Clock clock,
      Supplier<String> officer,
      Function<Listing, @Nullable ListIndex> known,
      Overlay overlay,
      Runnable changed) {
    this.store = store;
    this.policy = policy;
    this.background = background;
    this.clock = clock;
    this.officer = officer;
    this.known = known;
    this.overlay = overlay;
    this.changed = changed;
  }

  /** Who added an entry, when and why, and what became of it since. */
  public void entry(Listing listing, EntryPattern pattern) {
    var model = new EntryModel(store, background, clock, officer, changed, listing, pattern);
    EntrySheet.open(model, overlay);
    model.load();
  }

  /** The lists at any moment. */
  public void lists() {
    var model = new PastModel(store, policy, background, clock, known);
    PastSheet.open(model, overlay, this::entry);
    model.start();
  }
}
