package org.postern.ui.quarantine;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;
import org.postern.quarantine.HeldQuery;
import org.postern.quarantine.HeldQuery.NotUnderstood;
import org.postern.quarantine.HeldQuery.Understood;
import org.postern.ui.Background;
import org.postern.ui.WholeList;

/**
 * The list: search, headings, and the one message that is chosen, which stays chosen over
 * refreshes. Searching runs off the FX thread. FX thread only.
 */
final class Browse {
  private final Background background;
  private final java.time.Clock clock;
  private final WholeList<ListRow> rows = new WholeList<>();
  private final StringProperty filter = new SimpleStringProperty("");
  private final ObjectProperty<Grouping> grouping = new SimpleObjectProperty<>(Grouping.PAIR);
  private final ReadOnlyObjectWrapper<Optional<NotUnderstood>> problem =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ReadOnlyObjectWrapper<Optional<HeldItem>> selected =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ReadOnlyStringWrapper summary = new ReadOnlyStringWrapper("");
  private final ReadOnlyObjectWrapper<Set<String>> picked = new ReadOnlyObjectWrapper<>(Set.of());
  private Intake.@Nullable Snapshot snapshot;
  private Arranged arranged = Arranged.NOTHING;
  private @Nullable HeldQuery understood;

  Browse(Background background, java.time.Clock clock) {
    this.background = background;
    this.clock = clock;
    filter.addListener((_, _, _) -> arrange());
    grouping.addListener((_, _, _) -> arrange());
  }

  ObservableList<ListRow> rows() {
    return rows;
  }

  StringProperty filter() {
    return filter;
  }

  ObjectProperty<Grouping> grouping() {
    return grouping;
  }

  /** Why the search was not understood; the list is then what it was before. */
  ReadOnlyObjectProperty<Optional<NotUnderstood>> problem() {
    return problem.getReadOnlyProperty();
  }

  ReadOnlyObjectWrapper<Optional<HeldItem>> selected() {
    return selected;
  }

  ReadOnlyStringWrapper summary() {
    return summary;
  }

  Optional<Intake.Snapshot> snapshot() {
    return Optional.ofNullable(snapshot);
  }

  void show(Intake.Snapshot now) {
    snapshot = now;
    if (!picked.get().isEmpty()) {
      Set<String> there = new LinkedHashSet<>();
      now.items().forEach(i -> there.add(i.key()));
      there.retainAll(picked.get());
      picked.set(Set.copyOf(there));
    }
    arrange();
  }

  private void arrange() {
    Instant now = clock.instant();
    ZoneId zone = clock.getZone();
    String me = snapshot == null ? "" : snapshot.team().officer();
    switch (HeldQuery.read(filter.get(), now, zone, me)) {
      case NotUnderstood wrong -> problem.set(Optional.of(wrong));
      case Understood(HeldQuery query) -> {
        problem.set(Optional.empty());
        understood = query;
      }
    }
    Intake.Snapshot read = snapshot;
    HeldQuery query = understood;
    if (read == null || query == null) {
      return;
    }
    Grouping by = grouping.get();
    background.run(
        Background.Job.newest("quarantine.search"),
        () -> Arranged.of(read.items(), query, by),
        found -> shown(read, found),
        _ -> {});
  }

  private void shown(Intake.Snapshot read, Arranged found) {
    Arranged before = arranged;
    arranged = found;
    rows.show(found.rows(), found::lineOf);
    summary.set(summary(read));
    reselect(before, found);
  }

  private String summary(Intake.Snapshot now) {
    int all = now.items().size();
    int shown = arranged.messages().size();
    String reading =
        now.missing() == 0 ? "" : " · reading, " + Words.count(now.missing(), "message") + " to go";
    if (shown < all) {
      return Words.number(shown) + " of " + Words.count(all, "message") + reading;
    }
    String oldest =
        now.oldest()
            .map(then -> " · oldest " + Words.lasting(Duration.between(then, now.at())))
            .orElse("");
    return Words.number(all)
        + " held"
        + oldest
        + (now.overdue() == 0 ? "" : " · " + Words.number(now.overdue()) + " overdue")
        + (now.unreadable() == 0 ? "" : " · " + now.unreadable() + " unreadable")
        + reading;
  }

  /** What was decided and filed makes way for what stood behind it. */
  private void reselect(Arranged before, Arranged after) {
    Optional<HeldItem> was = selected.get();
    Optional<HeldItem> same = was.flatMap(w -> after.find(w.key()));
    List<HeldItem> messages = after.messages();
    if (same.isPresent()) {
      choose(same);
    } else if (messages.isEmpty()) {
      choose(Optional.empty());
    } else {
      int at = was.map(w -> before.place(w.key())).orElse(0);
      choose(Optional.of(messages.get(Math.clamp(at, 0, messages.size() - 1))));
    }
  }

  void select(String key) {
    arranged.find(key).ifPresent(i -> choose(Optional.of(i)));
  }

  /** Keys of the messages that are picked to be treated alike. */
  ReadOnlyObjectProperty<Set<String>> picked() {
    return picked.getReadOnlyProperty();
  }

  /** Picks a message, or puts it back. */
  void pick(String key) {
    Set<String> now = new LinkedHashSet<>(picked.get());
    if (!now.remove(key) && arranged.find(key).isPresent()) {
      now.add(key);
    }
    picked.set(Set.copyOf(now));
  }

  /** Picks all that are listed, or puts all back if they are picked. */
  void pickAll() {
    Set<String> all = new LinkedHashSet<>();
    arranged.messages().forEach(i -> all.add(i.key()));
    picked.set(picked.get().containsAll(all) ? Set.of() : Set.copyOf(all));
  }

  void pickNone() {
    picked.set(Set.of());
  }

  /** What an act is about: the picked messages, else the chosen one. */
  List<HeldItem> targets() {
    Intake.Snapshot now = snapshot;
    if (picked.get().isEmpty() || now == null) {
      return selected.get().stream().toList();
    }
    return now.items().stream().filter(i -> picked.get().contains(i.key())).toList();
  }

  /** Chooses what is chosen once more, so that everything about it is drawn anew. */
  void again() {
    Optional<HeldItem> was = selected.get();
    selected.set(Optional.empty());
    selected.set(was);
  }

  void move(int step) {
    List<HeldItem> items = arranged.messages();
    if (!items.isEmpty()) {
      int at = selected.get().map(s -> Math.max(0, arranged.place(s.key()))).orElse(0);
      choose(Optional.of(items.get(Math.clamp(at + (long) step, 0, items.size() - 1))));
    }
  }

  /** What {@link #move} by one would lead to; empty at the end. */
  Optional<HeldItem> next() {
    List<HeldItem> items = arranged.messages();
    int at = selected.get().map(s -> arranged.place(s.key()) + 1).orElse(items.size());
    return at < items.size() ? Optional.of(items.get(at)) : Optional.empty();
  }

  /** In which row the chosen message stands; -1 if there is none. */
  int line() {
    return selected.get().map(s -> arranged.line(s.key())).orElse(-1);
  }

  private void choose(Optional<HeldItem> item) {
    if (!item.equals(selected.get())) {
      selected.set(item);
    }
  }
}
