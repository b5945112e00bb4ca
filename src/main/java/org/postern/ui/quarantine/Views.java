package org.postern.ui.quarantine;

import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import org.postern.store.Reviewing;
import org.postern.store.Setup;
import org.postern.ui.Background;
import org.postern.ui.Background.Job;
import org.postern.ui.KeptFilters;

/**
 * Searches that have a name, and how the list stands: what this console remembers. FX thread only.
 */
final class Views {
  private static final String THREE = "three";

  private final Setup setup;
  private final Background background;
  private final Supplier<String> officer;
  private final Browse browse;
  private final KeptFilters saved =
      new KeptFilters(now -> change(Job.newest("quarantine.view"), r -> r.withViews(now)));
  private boolean read;
  private final BooleanProperty threePanes = new SimpleBooleanProperty();

  Views(Setup setup, Background background, Supplier<String> officer, Browse browse) {
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

  KeptFilters saved() {
    return saved;
  }

  void refresh() {
    background.run(
        Job.newest("quarantine.views"), () -> setup.settings().reviewing(), this::show, _ -> {});
  }

  private void show(Reviewing now) {
    saved.show(now.views());
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

  private void change(Job job, UnaryOperator<Reviewing> change) {
    background.run(
        job,
        () -> setup.change(officer.get(), s -> s.withReviewing(change.apply(s.reviewing()))),
        _ -> {},
        _ -> {});
  }
}
