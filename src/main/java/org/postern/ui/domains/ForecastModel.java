package org.postern.ui.domains;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;
import org.postern.policy.DomainName;
import org.postern.policy.Entry;
import org.postern.policy.EntryPattern;
import org.postern.policy.Forecast;
import org.postern.policy.Listing;
import org.postern.policy.Mode;
import org.postern.policy.Policy;
import org.postern.store.Author;
import org.postern.store.Editing;
import org.postern.store.Lists;
import org.postern.store.Op;
import org.postern.store.Store;
import org.postern.store.StoreException;
import org.postern.ui.Background;
import org.postern.ui.Background.Job;
import org.postern.ui.ViewState;

/**
 * What a trusted name may collide with, and blocks for it: the forecast of one name at a time. FX
 * thread only.
 */
final class ForecastModel {
  /** So many neighbours are shown. */
  static final int SHOWN = 60;

  private static final String JOB = "domains.forecast";

  private final Lists lists;
  private final Editing editing;
  private final Callable<Policy> policy;
  private final Background background;
  private final Supplier<String> officer;
  private final Runnable changed;
  private final ReadOnlyObjectWrapper<@Nullable Forecast> forecast = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<ViewState> state =
      new ReadOnlyObjectWrapper<>(ViewState.READY);
  private final ReadOnlyObjectWrapper<DomainsModel.@Nullable Done> done =
      new ReadOnlyObjectWrapper<>();

  /**
   * @param policy the lists as they stand now; may block
   * @param changed told after every change of the lists
   */
  ForecastModel(
      Store store,
      Callable<Policy> policy,
      Background background,
      Supplier<String> officer,
      Runnable changed) {
    this.lists = store.lists();
    this.editing = store.editing();
    this.policy = policy;
    this.background = background;
    this.officer = officer;
    this.changed = changed;
  }

  /** The forecast asked for last; null while there is none. */
  ReadOnlyObjectProperty<@Nullable Forecast> forecast() {
    return forecast.getReadOnlyProperty();
  }

  ReadOnlyObjectProperty<ViewState> state() {
    return state.getReadOnlyProperty();
  }

  /** The newest change. */
  ReadOnlyObjectProperty<DomainsModel.@Nullable Done> done() {
    return done.getReadOnlyProperty();
  }

  /** Whether a forecast can be made: a single address has no neighbours of its own. */
  static boolean speaksOfADomain(EntryPattern pattern) {
    return !(pattern instanceof EntryPattern.Address);
  }

  /**
   * Forecasts what a name may collide with once it is trusted.
   *
   * @param after how long to wait first, while somebody types
   */
  void look(DomainName name, Duration after) {
    state.set(new ViewState.Loading("Looking for what " + name.unicode() + " may slip into…"));
    background.run(
        Job.newest(JOB).after(after),
        () -> policy.call().forecast(name, SHOWN),
        this::show,
        e -> {
          forecast.set(null);
          state.set(
              new ViewState.Failed(
                  "The forecast could not be made",
                  Wording.sentence(e),
                  new ViewState.Act("Try again", () -> look(name, Duration.ZERO))));
        });
  }

  private void show(Forecast now) {
    forecast.set(now);
    state.set(ViewState.READY);
  }

  /** Nothing is forecast any more. */
  void forget() {
    background.cancel(JOB);
    forecast.set(null);
    state.set(ViewState.READY);
  }

  /** How many neighbours {@link #holdAll} would block; none for a whole ending. */
  static int holdable(@Nullable Forecast forecast) {
    return forecast == null || forecast.topLevel() ? 0 : forecast.open().size();
  }

  /** Blocks every neighbour where mail may arrive with a stranger and that no entry covers. */
  void holdAll() {
    Forecast now = forecast.get();
    if (holdable(now) > 0 && now != null) {
      hold(now.name(), now.open());
    }
  }

  /** Blocks one neighbour; of a whole ending that is another whole ending. */
  void hold(Forecast.Risk risk) {
    Forecast now = forecast.get();
    if (now != null) {
      hold(now.name(), List.of(risk));
    }
  }

  private void hold(DomainName name, List<Forecast.Risk> wanted) {
    String why = "forecast: one slip from " + name.ascii();
    List<String> names = wanted.stream().map(r -> r.neighbour().name()).toList();
    background.run(
        Job.each("domains.hold").on("store"),
        () -> block(blocks(name, names, why), why),
        blocked -> {
          if (blocked.made.made()) {
            String what =
                blocked.entries.size() == 1
                    ? blocked.entries.getFirst().pattern().text()
                    : blocked.entries.size() + " neighbours";
            String text = "Blocked " + what + " of " + name.unicode() + ".";
            done.set(
                new DomainsModel.Done(
                    blocked.made.drafted() ? "In your draft: " + text : text, blocked.made));
            changed.run();
          }
          look(name, Duration.ZERO);
        },
        e ->
            state.set(
                new ViewState.Failed(
                    "Nothing was blocked",
                    Wording.sentence(e),
                    new ViewState.Act("Look again", () -> look(name, Duration.ZERO)))));
  }

  private record Blocked(List<Entry> entries, Editing.Made made) {}

  private Blocked block(List<Entry> entries, String why) throws StoreException {
    return new Blocked(
        entries,
        editing.change(
            entries.stream().map(e -> (Op) new Op.Add(e)).toList(),
            new Author(officer.get(), why)));
  }

  /** Those that are still open now: somebody may have trusted one since it was shown. */
  private List<Entry> blocks(DomainName name, List<String> wanted, String why) throws Exception {
    List<Entry> blocks = new ArrayList<>();
    for (Forecast.Risk risk : policy.call().forecast(name, SHOWN).open()) {
      String neighbour = risk.neighbour().name();
      EntryPattern pattern = EntryPattern.parse(neighbour).ok().orElseThrow();
      if (wanted.contains(neighbour) && !onTrustedList(pattern)) {
        blocks.add(
            new Entry(
                pattern, Listing.BLOCKED, Mode.ENFORCE, why, officer.get(), "forecast", null));
      }
    }
    return blocks;
  }

  /** Even if that trust has ended: whoever ended it decides what becomes of it. */
  private boolean onTrustedList(EntryPattern pattern) throws StoreException {
    DomainName domain = pattern.domain();
    for (EntryPattern same :
        List.of(pattern, new EntryPattern.Exact(domain), new EntryPattern.Under(domain))) {
      if (lists.find(Listing.TRUSTED, same).isPresent()) {
        return true;
      }
    }
    return false;
  }

  /** Takes a change back. */
  void undo(DomainsModel.Done change) {
    background.run(
        Job.each("domains.hold").on("store"),
        () -> {
          editing.undo(change.made(), new Author(officer.get(), "undo"));
          return true;
        },
        _ -> {
          changed.run();
          Forecast now = forecast.get();
          if (now != null) {
            look(now.name(), Duration.ZERO);
          }
        },
        e ->
            state.set(
                new ViewState.Failed(
                    "The change could not be taken back", Wording.sentence(e), null)));
  }
}
