package org.postern.ui.domains;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.postern.policy.Entry;
import org.postern.policy.Listing;
import org.postern.store.Op;
import org.postern.store.Store;
import org.postern.ui.Background;
import org.postern.ui.Background.Job;

/**
 * The officer's draft: what they changed under Domains and have not proposed yet. Empty in open
 * mode, where changes act at once. FX thread only.
 */
final class GatheringModel {
  private static final String LANE = "store";

  private final Store store;
  private final Background background;
  private final Runnable changed;
  private final ObservableList<Op> lines = FXCollections.observableArrayList();

  GatheringModel(Store store, Background background, Runnable changed) {
    this.store = store;
    this.background = background;
    this.changed = changed;
  }

  ObservableList<Op> lines() {
    return lines;
  }

  void refresh() {
    background.run(
        Job.newest("domains.draft").on(LANE),
        () -> store.drafts().lines(),
        now -> {
          if (!lines.equals(now)) {
            lines.setAll(now);
          }
        },
        _ -> lines.clear());
  }

  /** Takes one line out of the draft. */
  void remove(Op line, Consumer<String> failed) {
    List<Op> rest = new ArrayList<>(lines);
    rest.remove(line);
    set(rest, failed);
  }

  void discard(Consumer<String> failed) {
    set(List.of(), failed);
  }

  private void set(List<Op> rest, Consumer<String> failed) {
    background.run(
        Job.each("domains.draft-set").on(LANE),
        () -> {
          store.drafts().set(rest);
          return true;
        },
        _ -> lines.setAll(rest),
        e -> failed.accept(Wording.sentence(e)));
  }

  /** Whether all lines only block, so that they may act before a second officer has signed. */
  boolean urgent() {
    return !lines.isEmpty()
        && lines.stream()
            .allMatch(o -> o instanceof Op.Add(Entry e) && e.listing() == Listing.BLOCKED);
  }

  /**
   * Proposes the draft as one change.
   *
   * @param now whether it acts at once, as an urgent block
   */
  void propose(String why, String reference, boolean now, Runnable done, Consumer<String> failed) {
    List<Op> ops = List.copyOf(lines);
    background.run(
        Job.each("domains.propose").on(LANE),
        () -> {
          if (now) {
            store
                .changes()
                .blockNow(ops.stream().map(o -> ((Op.Add) o).entry()).toList(), why, reference);
          } else {
            store.changes().propose(ops.iterator(), why, reference);
          }
          store.drafts().set(List.of());
          return true;
        },
        _ -> {
          lines.clear();
          done.run();
          changed.run();
        },
        e -> failed.accept(Wording.sentence(e)));
  }
}
