package org.postern.ui.quarantine;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/**
 * The list: filter, order, and the one message that is chosen, which stays chosen over refreshes.
 * FX thread only.
 */
final class Browse {
  private final ObservableList<ListRow> rows = FXCollections.observableArrayList();
  private final StringProperty filter = new SimpleStringProperty("");
  private final ReadOnlyObjectWrapper<Optional<HeldItem>> selected =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ReadOnlyStringWrapper summary = new ReadOnlyStringWrapper("");
  private Optional<Intake.Snapshot> snapshot = Optional.empty();

  Browse() {
    filter.addListener((_, _, _) -> arrange());
  }

  ObservableList<ListRow> rows() {
    return rows;
  }

  StringProperty filter() {
    return filter;
  }

  ReadOnlyObjectWrapper<Optional<HeldItem>> selected() {
    return selected;
  }

  ReadOnlyStringWrapper summary() {
    return summary;
  }

  Optional<Intake.Snapshot> snapshot() {
    return snapshot;
  }

  void show(Intake.Snapshot now) {
    snapshot = Optional.of(now);
    arrange();
  }

  private void arrange() {
    if (snapshot.isEmpty()) {
      return;
    }
    List<HeldItem> before = messages();
    List<ListRow> arranged = ListRow.of(snapshot.get().items(), filter.get());
    if (!rows.equals(arranged)) {
      rows.setAll(arranged);
    }
    summary.set(summary(snapshot.get()));
    reselect(before, messages());
  }

  private String summary(Intake.Snapshot now) {
    int all = now.items().size();
    int shown = messages().size();
    if (shown < all) {
      return shown + " of " + Words.count(all, "message");
    }
    long overdue = now.items().stream().filter(HeldItem::overdue).count();
    String oldest =
        now.items().stream()
            .map(HeldItem::since)
            .min(Instant::compareTo)
            .map(then -> " · oldest " + Words.lasting(Duration.between(then, now.at())))
            .orElse("");
    return all
        + " held"
        + oldest
        + (overdue == 0 ? "" : " · " + overdue + " overdue")
        + (now.unreadable() == 0 ? "" : " · " + now.unreadable() + " unreadable");
  }

  /** What was decided and filed makes way for what stood behind it. */
  private void reselect(List<HeldItem> before, List<HeldItem> after) {
    Optional<HeldItem> was = selected.get();
    Optional<HeldItem> same =
        was.flatMap(w -> after.stream().filter(i -> i.key().equals(w.key())).findFirst());
    if (same.isPresent()) {
      choose(same);
    } else if (after.isEmpty()) {
      choose(Optional.empty());
    } else {
      int at = was.map(w -> indexOf(before, w.key())).orElse(0);
      choose(Optional.of(after.get(Math.clamp(at, 0, after.size() - 1))));
    }
  }

  void select(String key) {
    messages().stream()
        .filter(i -> i.key().equals(key))
        .findFirst()
        .ifPresent(i -> choose(Optional.of(i)));
  }

  /** Chooses what is chosen once more, so that everything about it is drawn anew. */
  void again() {
    Optional<HeldItem> was = selected.get();
    selected.set(Optional.empty());
    selected.set(was);
  }

  void move(int step) {
    List<HeldItem> items = messages();
    if (!items.isEmpty()) {
      int at = selected.get().map(s -> indexOf(items, s.key())).orElse(0);
      choose(Optional.of(items.get(Math.clamp(at + (long) step, 0, items.size() - 1))));
    }
  }

  private void choose(Optional<HeldItem> item) {
    if (!item.equals(selected.get())) {
      selected.set(item);
    }
  }

  private static int indexOf(List<HeldItem> items, String key) {
    for (int i = 0; i < items.size(); i++) {
      if (items.get(i).key().equals(key)) {
        return i;
      }
    }
    return 0;
  }

  private List<HeldItem> messages() {
    return rows.stream()
        .flatMap(
            row -> row instanceof ListRow.Message(HeldItem item) ? Stream.of(item) : Stream.empty())
        .toList();
  }
}
