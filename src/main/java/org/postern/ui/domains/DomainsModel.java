package org.postern.ui.domains;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;
import org.postern.policy.DomainName;
import org.postern.policy.Entry;
import org.postern.policy.EntryPattern;
import org.postern.policy.Listing;
import org.postern.policy.Parsed;
import org.postern.policy.Policy;
import org.postern.store.Author;
import org.postern.store.Editing;
import org.postern.store.Item;
import org.postern.store.Lists;
import org.postern.store.Op;
import org.postern.store.Store;
import org.postern.ui.Background;
import org.postern.ui.Background.Job;
import org.postern.ui.ViewState;

/**
 * The two lists, the filter, the entry being written, and the changes an officer makes. FX thread
 * only.
 */
public final class DomainsModel {
  /** So many rows are shown; who wants others narrows the filter. */
  static final int ROWS = 2_000;

  static final Duration SOON = Duration.ofDays(30);
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final String LANE = "store";

  /** A change that was made, in words, and what takes it back. */
  record Done(String text, Editing.Made made) {}

  private record Page(List<Item> rows, long trusted, long blocked) {}

  private final Lists lists;
  private final Editing editing;
  private final Callable<Policy> policy;
  private final Background background;
  private final Clock clock;
  private final Supplier<String> officer;
  private final Runnable changed;
  private final ForecastModel forecast;
  private final GatheringModel gathering;

  /** Lists coming in and going out as files. */
  final Exchanging exchanging;

  private final ObjectProperty<Listing> listing = new SimpleObjectProperty<>(Listing.TRUSTED);
  private final StringProperty filter = new SimpleStringProperty("");
  private final ObservableList<Item> rows = FXCollections.observableArrayList();
  private final ReadOnlyLongWrapper trusted = new ReadOnlyLongWrapper();
  private final ReadOnlyLongWrapper blocked = new ReadOnlyLongWrapper();
  private final ReadOnlyObjectWrapper<ViewState> state =
      new ReadOnlyObjectWrapper<>(new ViewState.Loading("Reading the lists…"));
  private final ReadOnlyObjectWrapper<@Nullable Draft> draft = new ReadOnlyObjectWrapper<>();
  private final ObservableList<Advice> advice = FXCollections.observableArrayList();
  private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
  private final ReadOnlyObjectWrapper<@Nullable Done> done = new ReadOnlyObjectWrapper<>();

  /**
   * @param policy reads the lists as they stand now, for advice on new entries; may block
   * @param officer who acts
   * @param changed told after every change of the lists
   */
  public DomainsModel(
      Store store,
      Callable<Policy> policy,
      Background background,
      Clock clock,
      Supplier<String> officer,
      Runnable changed) {
    this.lists = store.lists();
    this.editing = store.editing();
    this.policy = policy;
    this.background = background;
    this.clock = clock;
    this.officer = officer;
    this.changed = changed;
    gathering = new GatheringModel(store, background, this::refreshAndTell);
    forecast = new ForecastModel(store, policy, background, officer, this::refreshAndTell);
    exchanging = new Exchanging(store, background, clock, officer, this::refreshAndTell);
    listing.addListener((_, _, _) -> load(Duration.ZERO));
    filter.addListener((_, _, _) -> load(PAUSE));
  }

  ObjectProperty<Listing> listing() {
    return listing;
  }

  StringProperty filter() {
    return filter;
  }

  ObservableList<Item> rows() {
    return rows;
  }

  ReadOnlyLongProperty trusted() {
    return trusted.getReadOnlyProperty();
  }

  ReadOnlyLongProperty blocked() {
    return blocked.getReadOnlyProperty();
  }

  ReadOnlyObjectProperty<ViewState> state() {
    return state.getReadOnlyProperty();
  }

  /** The entry being written or edited; null while the side panel is closed. */
  ReadOnlyObjectProperty<@Nullable Draft> draft() {
    return draft.getReadOnlyProperty();
  }

  /** What to know about the draft before it is added. */
  ObservableList<Advice> advice() {
    return advice;
  }

  /**
   * Why the draft cannot be saved, or what went wrong with the last change; empty if nothing did.
   */
  ReadOnlyStringProperty problem() {
    return problem.getReadOnlyProperty();
  }

  /** The newest change. */
  ReadOnlyObjectProperty<@Nullable Done> done() {
    return done.getReadOnlyProperty();
  }

  /** What was changed and waits to be proposed. */
  GatheringModel gathering() {
    return gathering;
  }

  /** What trusted names may collide with. */
  ForecastModel forecast() {
    return forecast;
  }

  private void refreshAndTell() {
    changed.run();
    refresh();
  }

  /** Reads the lists again. */
  public void refresh() {
    load(Duration.ZERO);
  }

  /** Opens the side panel with a new entry; other screens come here through the wiring. */
  public void propose(Listing wanted, String pattern) {
    filter.set("");
    listing.set(wanted);
    begin(Draft.of(wanted, pattern, officer.get(), clock));
  }

  void add() {
    begin(Draft.of(listing.get(), "", officer.get(), clock));
  }

  void edit(Item item) {
    begin(Draft.editing(item, clock));
  }

  void closeDraft() {
    background.cancel("domains.advice");
    draft.set(null);
    advice.clear();
    problem.set("");
  }

  /** Adds or saves the draft. */
  void save() {
    Draft now = draft.get();
    if (now == null) {
      return;
    }
    switch (now.parsed()) {
      case Parsed.Malformed<EntryPattern>(Parsed.Reason reason, int _, String _) ->
          problem.set(reason.sentence());
      case Parsed.Ok<EntryPattern>(EntryPattern pattern) -> save(now, now.entry(pattern));
    }
  }

  private void save(Draft now, Entry entry) {
    String shown = entry.pattern().display();
    if (now.edited == null) {
      change(
          () -> editing.change(List.of(new Op.Add(entry)), by(entry.note())),
          made -> {
            if (!made.made()) {
              problem.set(shown + " is on this list already. Find it there and edit it.");
            } else {
              closeDraft();
              finished(Wording.name(entry.listing()) + " " + shown + ".", made);
            }
          });
    } else {
      change(
          () -> editing.change(List.of(new Op.Edit(entry, now.edited.since())), by(entry.note())),
          made -> {
            closeDraft();
            finished("Saved " + shown + ".", made);
          });
    }
  }

  /** Removes entries; the toast offers the way back. */
  void remove(List<Item> items) {
    if (items.isEmpty()) {
      return;
    }
    Listing from = listing.get();
    change(
        () ->
            editing.change(
                items.stream()
                    .map(i -> (Op) new Op.Remove(from, i.entry().pattern(), i.since()))
                    .toList(),
                by("removed")),
        made ->
            finished(
                "Removed " + Wording.named(items) + " from " + Wording.name(from) + ".", made));
  }

  /** Sets the last day of entries; null means without end. */
  void lastDay(List<Item> items, @Nullable LocalDate day) {
    Instant expires =
        day == null ? null : day.plusDays(1).atStartOfDay(clock.getZone()).toInstant();
    List<Op> edits =
        items.stream().map(i -> (Op) new Op.Edit(ending(i.entry(), expires), i.since())).toList();
    if (!edits.isEmpty()) {
      change(
          () -> editing.change(edits, by(day == null ? "without end" : "until " + day)),
          made -> finished(Wording.named(items) + Wording.ends(items.size(), day), made));
    }
  }

  /** Trust ends at once; the entry stays on the list. */
  void endNow(List<Item> items) {
    lastDay(items, Draft.today(clock).minusDays(1));
  }

  void extendAYear(List<Item> items) {
    lastDay(items, Draft.today(clock).plusYears(1));
  }

  /** Takes a change back. */
  void undo(Done change) {
    change(
        () -> {
          editing.undo(change.made(), by("undo"));
          return true;
        },
        _ -> finishedUndo());
  }

  /** Whether an entry's end has passed. */
  boolean ended(Item item) {
    Instant end = item.entry().expires();
    return end != null && !clock.instant().isBefore(end);
  }

  /** Whether an entry ends within {@link #SOON}. */
  boolean endsSoon(Item item) {
    Instant end = item.entry().expires();
    return end != null && !ended(item) && end.isBefore(clock.instant().plus(SOON));
  }

  /** Whole days until an entry ends, 0 on its last day. */
  long daysLeft(Item item) {
    Instant end = item.entry().expires();
    return end == null ? Long.MAX_VALUE : Duration.between(clock.instant(), end).toDays();
  }

  LocalDate day(Instant instant) {
    return LocalDate.ofInstant(instant, clock.getZone());
  }

  private void begin(Draft next) {
    problem.set("");
    advice.clear();
    draft.set(next);
    next.pattern.addListener((_, _, _) -> advise());
    advise();
  }

  private void advise() {
    problem.set("");
    Draft now = draft.get();
    if (now == null || now.edited != null) {
      return;
    }
    switch (now.parsed()) {
      case Parsed.Malformed<EntryPattern> _ -> {
        background.cancel("domains.advice");
        advice.clear();
      }
      case Parsed.Ok<EntryPattern>(EntryPattern pattern) ->
          background.run(
              Job.newest("domains.advice").after(PAUSE),
              () -> Advice.of(policy.call(), now.listing, pattern),
              advice::setAll,
              _ -> advice.clear());
    }
  }

  private void load(Duration pause) {
    gathering.refresh();
    Lists.Query query = new Lists.Query(listing.get(), searched(filter.get()), "", ROWS);
    background.run(
        Job.newest("domains.load").on(LANE).after(pause),
        () ->
            new Page(lists.page(query), lists.count(Listing.TRUSTED), lists.count(Listing.BLOCKED)),
        this::show,
        e ->
            state.set(
                new ViewState.Failed(
                    "The lists could not be read",
                    Wording.sentence(e),
                    new ViewState.Act("Try again", this::refresh))));
  }

  /**
   * The lists hold names as the mail system writes them, so what is typed in other letters is
   * looked for that way.
   */
  private static String searched(String text) {
    boolean plain = text.chars().allMatch(c -> c < 0x80);
    return plain ? text : DomainName.parse(text.strip()).ok().map(DomainName::ascii).orElse(text);
  }

  private void show(Page page) {
    rows.setAll(page.rows());
    trusted.set(page.trusted());
    blocked.set(page.blocked());
    boolean nothing = page.rows().isEmpty() && filter.get().isBlank();
    state.set(
        nothing
            ? Wording.empty(listing.get(), new ViewState.Act("Add the first…", this::add))
            : ViewState.READY);
  }

  private <T> void change(Callable<T> work, Consumer<T> then) {
    problem.set("");
    background.run(
        Job.each("domains.change").on(LANE),
        work,
        then,
        e -> {
          problem.set(Wording.sentence(e));
          load(Duration.ZERO);
        });
  }

  private void finished(String text, Editing.Made made) {
    done.set(new Done(made.drafted() ? "In your draft: " + text : text, made));
    changed.run();
    load(Duration.ZERO);
  }

  private void finishedUndo() {
    done.set(null);
    changed.run();
    load(Duration.ZERO);
  }

  private Author by(String why) {
    return new Author(officer.get(), why);
  }

  private static Entry ending(Entry e, @Nullable Instant expires) {
    return new Entry(e.pattern(), e.listing(), e.mode(), e.note(), e.owner(), e.source(), expires);
  }
}
