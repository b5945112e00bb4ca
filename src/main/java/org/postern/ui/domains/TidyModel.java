package org.postern.ui.domains;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;
import org.postern.policy.LastDay;
import org.postern.policy.Listing;
import org.postern.policy.Policy;
import org.postern.store.Editing;
import org.postern.store.Hygiene;
import org.postern.store.Hygiene.Finding;
import org.postern.store.Hygiene.Report;
import org.postern.store.ListIndex;
import org.postern.store.Op;
import org.postern.store.Store;
import org.postern.ui.Background;
import org.postern.ui.Background.Job;
import org.postern.ui.ViewState;

/** What should be put in order on the lists, and putting it in order. FX thread only. */
final class TidyModel {
  private static final java.time.Duration TICK = java.time.Duration.ofMillis(250);

  private final Store store;
  private final Callable<Policy> policy;
  private final Background background;
  private final Clock clock;
  private final Changing changing;
  private final ReadOnlyObjectWrapper<@Nullable Report> report = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<ViewState> state =
      new ReadOnlyObjectWrapper<>(ViewState.READY);
  private final ReadOnlyIntegerWrapper percent = new ReadOnlyIntegerWrapper();
  private final Function<Listing, @Nullable ListIndex> known;
  private Map<Listing, ListIndex> read = Map.of();
  private AtomicBoolean cancelled = new AtomicBoolean();
  private Background.@Nullable Ticking ticking;

  private record Looked(Map<Listing, ListIndex> read, Report report) {}

  /** Changes the lists, says so, and offers the way back. */
  interface Changing {
    void change(List<Op> ops, String why, String done, Consumer<Editing.Made> then);
  }

  /**
   * @param known a list as it was read before; null if it was not
   */
  TidyModel(
      Store store,
      Callable<Policy> policy,
      Background background,
      Clock clock,
      Function<Listing, @Nullable ListIndex> known,
      Changing changing) {
    this.known = known;
    this.store = store;
    this.policy = policy;
    this.background = background;
    this.clock = clock;
    this.changing = changing;
  }

  /** Null until the first look is over. */
  ReadOnlyObjectProperty<@Nullable Report> report() {
    return report.getReadOnlyProperty();
  }

  ReadOnlyObjectProperty<ViewState> state() {
    return state.getReadOnlyProperty();
  }

  /** How much of the look is done. */
  ReadOnlyIntegerProperty percent() {
    return percent.getReadOnlyProperty();
  }

  /** Looks both lists through. */
  void look() {
    cancel();
    AtomicBoolean stop = new AtomicBoolean();
    AtomicInteger done = new AtomicInteger();
    cancelled = stop;
    percent.set(0);
    state.set(new ViewState.Loading("Looking both lists through…"));
    ListIndex trusted = before(Listing.TRUSTED);
    ListIndex blocked = before(Listing.BLOCKED);
    ticking = background.every(TICK, () -> percent.set(done.get()));
    background.run(
        Job.newest("domains.tidy"),
        () -> {
          Hygiene.Lists lists = lists(trusted, blocked);
          return new Looked(
              Map.of(Listing.TRUSTED, lists.trusted(), Listing.BLOCKED, lists.blocked()),
              Hygiene.look(lists, clock.instant(), done::set, stop::get));
        },
        now -> {
          rest();
          read = now.read;
          report.set(now.report);
          state.set(
              now.report.counts().isEmpty()
                  ? new ViewState.Empty(
                      "fth-check", "Nothing to tidy up", "Both lists are in order.", null)
                  : ViewState.READY);
        },
        e -> {
          rest();
          state.set(
              new ViewState.Failed(
                  "The lists could not be read",
                  Wording.sentence(e),
                  new ViewState.Act("Try again", this::look)));
        });
  }

  private @Nullable ListIndex before(Listing listing) {
    ListIndex own = read.get(listing);
    ListIndex shown = known.apply(listing);
    return own == null || (shown != null && shown.serial() > own.serial()) ? shown : own;
  }

  private Hygiene.Lists lists(@Nullable ListIndex trusted, @Nullable ListIndex blocked)
      throws Exception {
    LocalDate today = today();
    return new Hygiene.Lists(
        policy.call(),
        store.lists().index(Listing.TRUSTED, trusted),
        store.lists().index(Listing.BLOCKED, blocked),
        Map.of(
            Listing.TRUSTED, store.hits().counts(Listing.TRUSTED, today),
            Listing.BLOCKED, store.hits().counts(Listing.BLOCKED, today)),
        store.hits().since());
  }

  private LocalDate today() {
    return clock.instant().atZone(ZoneOffset.UTC).toLocalDate();
  }

  /** Ends a look; what was found so far is shown. */
  void cancel() {
    cancelled.set(true);
    rest();
  }

  private void rest() {
    if (ticking != null) {
      ticking.stop();
      ticking = null;
    }
  }

  /** What a remedy is called on its button. */
  static String remedy(Hygiene.Kind kind) {
    return switch (kind) {
      case ENDING -> "Another year";
      case ENDLESS -> "End in a year";
      case ENDED -> "Settle";
      case CONFLICT -> "Only block";
      case COVERED_BLOCK, COVERED_TRUST -> "Remove";
      case SLIP, WHOLE_ENDING, UNUSED -> "No longer trust";
    };
  }

  /** Puts findings of one kind right, as one change with one undo. */
  void settle(Hygiene.Kind kind, List<Finding> findings) {
    if (findings.isEmpty()) {
      return;
    }
    Instant year = LastDay.end(Draft.today(clock).plusYears(1), clock.getZone());
    List<Op> ops = new ArrayList<>();
    findings.forEach(f -> ops.add(Hygiene.remedy(f, year)));
    String what =
        findings.size() == 1
            ? findings.getFirst().item().entry().pattern().display()
            : String.format("%,d entries", findings.size());
    changing.change(ops, "tidied up", remedy(kind) + ": " + what + ".", _ -> look());
  }
}
