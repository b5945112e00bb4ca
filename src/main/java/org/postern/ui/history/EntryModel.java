package org.postern.ui.history;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;
import org.postern.policy.Entry;
import org.postern.policy.EntryChange;
import org.postern.policy.EntryPattern;
import org.postern.policy.Listing;
import org.postern.store.Author;
import org.postern.store.Editing;
import org.postern.store.Item;
import org.postern.store.Op;
import org.postern.store.Past.Origin;
import org.postern.store.Past.Step;
import org.postern.store.Store;
import org.postern.ui.Background;
import org.postern.ui.Background.Job;
import org.postern.ui.ViewState;

/** What happened to one entry, and taking it back to what it was. FX thread only. */
final class EntryModel {
  private static final String LANE = "store";

  /** An entry was taken back, in words, and what undoes that. */
  record Done(String text, Editing.Made made) {}

  private final Store store;
  private final Background background;
  private final Clock clock;
  private final Supplier<String> officer;
  private final Runnable changed;
  private final Listing listing;
  private final EntryPattern pattern;
  private final ObservableList<Step> steps = FXCollections.observableArrayList();
  private final ReadOnlyObjectWrapper<ViewState> state =
      new ReadOnlyObjectWrapper<>(new ViewState.Loading("Reading its history…"));
  private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
  private @Nullable Item now;

  EntryModel(
      Store store,
      Background background,
      Clock clock,
      Supplier<String> officer,
      Runnable changed,
      Listing listing,
      EntryPattern pattern) {
    this.store = store;
    this.background = background;
    this.clock = clock;
    this.officer = officer;
    this.changed = changed;
    this.listing = listing;
    this.pattern = pattern;
  }

  Listing listing() {
    return listing;
  }

  EntryPattern pattern() {
    return pattern;
  }

  /** The newest first. */
  ObservableList<Step> steps() {
    return steps;
  }

  ReadOnlyObjectProperty<ViewState> state() {
    return state.getReadOnlyProperty();
  }

  /** Why it could not be taken back; empty if nothing went wrong. */
  ReadOnlyStringProperty problem() {
    return problem.getReadOnlyProperty();
  }

  ZoneId zone() {
    return clock.getZone();
  }

  void load() {
    background.run(
        Job.newest("history.entry"),
        () -> store.past().history(listing, pattern),
        this::show,
        e ->
            state.set(
                new ViewState.Failed(
                    "Its history could not be read",
                    String.valueOf(e.getMessage()),
                    new ViewState.Act("Try again", this::load))));
  }

  private void show(List<Step> read) {
    now = read.isEmpty() ? null : read.getLast().after();
    steps.setAll(read.reversed());
    state.set(
        read.isEmpty()
            ? new ViewState.Empty(
                "fth-clock", "It was never on this list", "What is added has a history.", null)
            : ViewState.READY);
  }

  /** Whether the entry said something else after this step than it does now. */
  boolean older(@Nullable Step step) {
    Item then = step == null ? null : step.after();
    return then != null && (now == null || !then.entry().equals(now.entry()));
  }

  /** Makes the entry again what it was after a step; proposed, once officers are enrolled. */
  void takeBack(Step step, Consumer<Done> done) {
    Item then = step.after();
    Item before = now;
    if (then == null || !older(step)) {
      return;
    }
    problem.set("");
    Entry entry = then.entry();
    Op op = before == null ? new Op.Add(entry) : new Op.Edit(entry, before.since());
    String when = Moments.time(step.revision().at(), zone());
    background.run(
        Job.each("history.take-back").on(LANE),
        () ->
            store
                .editing()
                .change(List.of(op), new Author(officer.get(), "back to the version of " + when)),
        made -> {
          String text = pattern.display() + " is again as on " + when + ".";
          done.accept(new Done(made.drafted() ? "In your draft: " + text : text, made));
          changed.run();
          load();
        },
        e -> problem.set(String.valueOf(e.getMessage())));
  }

  void undo(Done taken) {
    background.run(
        Job.each("history.undo").on(LANE),
        () -> {
          store.editing().undo(taken.made(), new Author(officer.get(), "undo"));
          return true;
        },
        _ -> changed.run(),
        e -> problem.set(String.valueOf(e.getMessage())));
  }

  /** What a step did, in a word. */
  static String word(Step step) {
    return step.after() == null ? "Removed" : step.before() == null ? "Added" : "Changed";
  }

  /** What it changed; for what was added, what the entry said. */
  List<String> said(Step step) {
    Item after = step.after();
    Item before = step.before();
    if (after == null) {
      return List.of();
    }
    Entry from = before == null ? Entry.of(listing, pattern) : before.entry();
    return EntryChange.between(from, after.entry(), zone()).stream()
        .map(c -> before == null ? c.field().word() + ": " + c.after() : c.phrase())
        .toList();
  }

  /** Who agreed to it. */
  String agreed(Step step) {
    Origin origin = step.origin();
    if (origin == null) {
      return "Changed directly, in open mode: nobody signed it.";
    }
    String signers =
        origin.signers().isEmpty()
            ? "nobody else yet"
            : String.join(
                ", ",
                origin.signers().stream()
                    .map(s -> s.officer() + " on " + Moments.time(s.at(), zone()))
                    .toList());
    return (origin.change().urgent() ? "Blocked at once; signed by " : "Approved by ")
        + signers
        + (origin.change().remark().isBlank() ? "." : ": “" + origin.change().remark() + "”.");
  }

  /** Whether trust of that step would have ended by now. */
  boolean ended(Step step) {
    Item then = step.after();
    Instant end = then == null ? null : then.entry().expires();
    return end != null && listing == Listing.TRUSTED && !clock.instant().isBefore(end);
  }
}
