package org.postern.ui.quarantine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import org.postern.store.Settings;
import org.postern.store.Settings.Filter;
import org.postern.store.Setup;
import org.postern.ui.Background;
import org.postern.ui.Background.Job;

/**
 * Searches that have a name, and how the list stands: what this console remembers. FX thread only.
 */
final class Views {
  private static final String THREE = "three";
  private static final int MOST = 50;

  private final Setup setup;
  private final Background background;
  private final java.util.function.Supplier<String> officer;
  private final Browse browse;
  private final ReadOnlyObjectWrapper<List<Filter>> saved = new ReadOnlyObjectWrapper<>(List.of());
  private boolean read;
  private final BooleanProperty threePanes = new SimpleBooleanProperty();

  Views(
      Setup setup,
      Background background,
      java.util.function.Supplier<String> officer,
      Browse browse) {
    this.setup = setup;
    this.background = background;
    this.officer = officer;
    this.browse = browse;
    browse.grouping().addListener((_, _, now) -> group(now));
    threePanes.addListener((_, _, now) -> lay(now));
  }

  /** Whether the message stands in a pane of its own beside its recipients. */
  BooleanProperty threePanes() {
    return threePanes;
  }

  private void lay(boolean three) {
    if (read) {
      change(Job.newest("quarantine.layout"), r -> r.withLayout(three ? THREE : ""));
    }
  }

  ReadOnlyObjectProperty<List<Filter>> saved() {
    return saved.getReadOnlyProperty();
  }

  void refresh() {
    background.run(
        Job.newest("quarantine.views"), () -> setup.settings().reviewing(), this::show, _ -> {});
  }

  private void show(Settings.Reviewing now) {
    saved.set(now.views());
    read = false;
    browse.grouping().set(Grouping.of(now.grouping()));
    threePanes.set(now.layout().equals(THREE));
    read = true;
  }

  private void group(Grouping now) {
    if (read) {
      change(Job.newest("quarantine.grouping"), r -> r.withGrouping(now.saved()));
    }
  }

  /** Remembers the search under a name; one of the same name is replaced. */
  void keep(String name, String text) {
    List<Filter> now = new ArrayList<>(saved.get());
    now.removeIf(f -> f.name().equals(name));
    now.add(new Filter(name, text));
    if (now.size() > MOST) {
      now.removeFirst();
    }
    keep(now);
  }

  void forget(Filter view) {
    List<Filter> now = new ArrayList<>(saved.get());
    now.remove(view);
    keep(now);
  }

  private void keep(List<Filter> now) {
    saved.set(List.copyOf(now));
    change(Job.newest("quarantine.view"), r -> r.withViews(now));
  }

  private void change(Job job, UnaryOperator<Settings.Reviewing> change) {
    background.run(
        job,
        () -> setup.change(officer.get(), s -> s.withReviewing(change.apply(s.reviewing()))),
        _ -> {},
        _ -> {});
  }
}
