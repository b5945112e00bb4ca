package org.postern.ui.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;
import org.postern.store.Past;
import org.postern.store.Past.Difference;
import org.postern.store.Past.Mark;
import org.postern.store.Past.Moment;
import org.postern.store.Rules;
import org.postern.store.Store;
import org.postern.ui.Background;

/** What is different between two moments, a page at a time. FX thread only. */
final class CompareModel {
  static final int PAGE = 200;

  /**
   * What is different.
   *
   * @param rules what the rules were and are; empty if they are the same
   * @param touched how many entries the revisions in between added, edited and removed
   * @param next null if these are all
   */
  record Compared(
      Moment from,
      Moment to,
      List<Difference> differences,
      Optional<RulesChange> rules,
      long touched,
      @Nullable Mark next) {}

  record RulesChange(Rules before, Rules after) {}

  private final Store store;
  private final Working working;
  private final ReadOnlyObjectWrapper<@Nullable Compared> compared = new ReadOnlyObjectWrapper<>();

  CompareModel(Store store, Background background) {
    this.store = store;
    this.working = new Working(background, "history.compare");
  }

  /** Null until something was compared. */
  ReadOnlyObjectProperty<@Nullable Compared> compared() {
    return compared.getReadOnlyProperty();
  }

  Working working() {
    return working;
  }

  /** Forgets what was compared. */
  void clear() {
    working.cancel();
    compared.set(null);
  }

  /**
   * Compares two moments, whichever is the earlier.
   *
   * @param other finds it; may block
   */
  void compare(Moment one, Callable<Moment> other) {
    working.run(
        "Comparing",
        reading -> {
          Moment two = other.call();
          boolean forward =
              one.serial() < two.serial()
                  || (one.serial() == two.serial() && !one.at().isAfter(two.at()));
          Moment from = forward ? one : two;
          Moment to = forward ? two : one;
          Past.Page page = store.past().differences(from, to, PAGE, reading::at);
          Rules before = store.past().rules(from.serial());
          Rules after = store.past().rules(to.serial());
          return new Compared(
              from,
              to,
              page.differences(),
              before.equals(after) ? Optional.empty() : Optional.of(new RulesChange(before, after)),
              store.past().touched(from.serial(), to.serial()),
              page.next());
        },
        compared::set);
  }

  /** Appends the next differences. */
  void more() {
    Compared now = compared.get();
    Mark next = now == null ? null : now.next();
    if (now == null || next == null) {
      return;
    }
    working.run(
        "Comparing",
        reading -> {
          Past.Page page = store.past().differences(now.from, now.to, next, PAGE, reading::at);
          List<Difference> all = new ArrayList<>(now.differences);
          all.addAll(page.differences());
          return new Compared(
              now.from, now.to, List.copyOf(all), now.rules, now.touched, page.next());
        },
        compared::set);
  }
}
