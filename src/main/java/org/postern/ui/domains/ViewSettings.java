package org.postern.ui.domains;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.postern.store.Settings;
import org.postern.store.Setup;
import org.postern.ui.Background;
import org.postern.ui.Background.Job;
import org.postern.ui.KeptFilters;

/**
 * What this console remembers about the lists: columns, named filters, how long trust lasts. FX
 * thread only.
 */
final class ViewSettings {
  private static final Duration PAUSE = Duration.ofMillis(600);

  private final Setup setup;
  private final Background background;
  private final Supplier<String> officer;
  private final ReadOnlyObjectWrapper<List<Settings.Column>> columns =
      new ReadOnlyObjectWrapper<>(List.of());
  private final KeptFilters filters =
      new KeptFilters(now -> change(Job.newest("domains.filters"), b -> b.withFilters(now)));
  private final ReadOnlyIntegerWrapper trustMonths =
      new ReadOnlyIntegerWrapper(Settings.Browsing.TRUST_MONTHS);

  ViewSettings(Setup setup, Background background, Supplier<String> officer) {
    this.setup = setup;
    this.background = background;
    this.officer = officer;
  }

  /** Empty while nobody moved one. */
  ReadOnlyObjectProperty<List<Settings.Column>> columns() {
    return columns.getReadOnlyProperty();
  }

  KeptFilters filters() {
    return filters;
  }

  /** After how many months new trust ends; 0 for never. */
  ReadOnlyIntegerProperty trustMonths() {
    return trustMonths.getReadOnlyProperty();
  }

  void refresh() {
    background.run(
        Job.newest("domains.settings"), () -> setup.settings().browsing(), this::show, _ -> {});
  }

  void keepColumns(List<Settings.Column> now) {
    if (!now.equals(columns.get())) {
      columns.set(now);
      change(Job.newest("domains.columns").after(PAUSE), b -> b.withColumns(now));
    }
  }

  private void change(Job job, UnaryOperator<Settings.Browsing> change) {
    background.run(
        job,
        () -> setup.change(officer.get(), s -> s.withBrowsing(change.apply(s.browsing()))),
        _ -> {},
        _ -> {});
  }

  private void show(Settings.Browsing now) {
    columns.set(now.columns());
    filters.show(now.filters());
    trustMonths.set(now.trustMonths());
  }
}
