package org.postern.ui.domains;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.StringProperty;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;
import org.postern.policy.Entry;
import org.postern.policy.LastDay;
import org.postern.policy.Listing;
import org.postern.policy.Policy;
import org.postern.store.Author;
import org.postern.store.Editing;
import org.postern.store.Item;
import org.postern.store.ListIndex;
import org.postern.store.Op;
import org.postern.store.Store;
import org.postern.ui.Background;
import org.postern.ui.Background.Job;

/**
 * The two lists, the filter, the entry being written, and the changes an officer makes. FX thread
 * only.
 */
public final class DomainsModel {
  private static final String LANE = "store";

  /** A change that was made, in words, and what takes it back. */
  record Done(String text, Editing.Made made) {}

  private final Editing editing;
  private final Background background;
  private final Clock clock;
  private final Supplier<String> officer;
  private final Runnable changed;
  private final ForecastModel forecast;
  private final GatheringModel gathering;

  /** Lists coming in and going out as files. */
  final Exchanging exchanging;

  private final BrowseModel browse;
  private final ViewSettings settings;
  private final TidyModel tidy;

  /** Tags of several entries at once. */
  final TagModel tags;

  private final DraftModel panel;

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
    this.editing = store.editing();
    this.background = background;
    this.clock = clock;
    this.officer = officer;
    this.changed = changed;
    gathering = new GatheringModel(store, background, this::refreshAndTell);
    forecast = new ForecastModel(store, policy, background, officer, this::refreshAndTell);
    browse = new BrowseModel(store, background, clock, this::add);
    settings = new ViewSettings(store.setup(), background, officer);
    settings.refresh();
    exchanging =
        new Exchanging(
            store, background, clock, officer, settings.trustMonths()::get, this::refreshAndTell);
    tags = new TagModel(this::change);
    panel = new DraftModel(store, policy, background, clock, problem, this::change, this::failed);
    tidy = new TidyModel(store, policy, background, clock, browse::known, this::change);
  }

  /** A list as it was read last, if it was. */
  public @Nullable ListIndex known(Listing wanted) {
    return browse.known(wanted);
  }

  /** The entry being written or edited. */
  DraftModel panel() {
    return panel;
  }

  /** What is shown of the lists. */
  BrowseModel browse() {
    return browse;
  }

  /** What should be put in order. */
  TidyModel tidy() {
    return tidy;
  }

  /** What this console remembers about the lists. */
  ViewSettings settings() {
    return settings;
  }

  ObjectProperty<Listing> listing() {
    return browse.listing();
  }

  StringProperty filter() {
    return browse.filter();
  }

  ObservableList<Item> rows() {
    return browse.rows();
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

  /** Reads again what this console remembers about the lists. */
  public void settingsChanged() {
    settings.refresh();
  }

  /** Reads the lists again. */
  public void refresh() {
    gathering.refresh();
    browse.refresh();
  }

  /** Opens the side panel with a new entry; other screens come here through the wiring. */
  public void propose(Listing wanted, String pattern) {
    filter().set("");
    listing().set(wanted);
    panel.begin(Draft.of(wanted, pattern, officer.get(), settings.trustMonths().get(), clock));
  }

  void add() {
    panel.begin(Draft.of(listing().get(), "", officer.get(), settings.trustMonths().get(), clock));
  }

  void edit(Item item) {
    panel.begin(Draft.editing(item, clock));
  }

  /** Removes entries; the toast offers the way back. */
  void remove(List<Item> items) {
    if (items.isEmpty()) {
      return;
    }
    Listing from = listing().get();
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
    Instant expires = day == null ? null : LastDay.end(day, clock.getZone());
    List<Op> edits =
        items.stream().map(i -> (Op) new Op.Edit(i.entry().until(expires), i.since())).toList();
    if (!edits.isEmpty()) {
      change(
          () -> editing.change(edits, by(day == null ? "without end" : "until " + day)),
          made -> finished(Wording.named(items) + Wording.ends(items.size(), day), made));
    }
  }

  /** Saves an entry as it was changed in its row. */
  void save(Item before, Entry after) {
    if (!after.equals(before.entry())) {
      change(
          () -> editing.change(List.of(new Op.Edit(after, before.since())), by(after.note())),
          made -> finished("Saved " + after.pattern().display() + ".", made));
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

  Clock clock() {
    return clock;
  }

  ZoneId zone() {
    return clock.getZone();
  }

  LocalDate day(Instant instant) {
    return LocalDate.ofInstant(instant, clock.getZone());
  }

  private void change(List<Op> ops, String why, String text, Consumer<Editing.Made> then) {
    change(
        () -> editing.change(ops, by(why)),
        made -> {
          finished(text, made);
          then.accept(made);
        });
  }

  private void change(
      Op op,
      String why,
      Function<Editing.Made, Optional<String>> done,
      Consumer<Exception> failed) {
    change(
        () -> editing.change(List.of(op), by(why)),
        made -> done.apply(made).ifPresent(text -> finished(text, made)),
        failed);
  }

  private <T> void change(Callable<T> work, Consumer<T> then) {
    change(work, then, this::failed);
  }

  private <T> void change(Callable<T> work, Consumer<T> then, Consumer<Exception> failed) {
    problem.set("");
    background.run(Job.each("domains.change").on(LANE), work, then, failed);
  }

  private void failed(Exception e) {
    problem.set(Wording.sentence(e));
    refresh();
  }

  private void finished(String text, Editing.Made made) {
    done.set(new Done(made.drafted() ? "In your draft: " + text : text, made));
    changed.run();
    refresh();
  }

  private void finishedUndo() {
    done.set(null);
    changed.run();
    refresh();
  }

  private Author by(String why) {
    return new Author(officer.get(), why);
  }
}
