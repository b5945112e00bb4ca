package org.postern.ui.domains;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;
import org.postern.policy.Entry;
import org.postern.policy.EntryPattern;
import org.postern.policy.Parsed;
import org.postern.policy.Policy;
import org.postern.store.Editing;
import org.postern.store.Item;
import org.postern.store.Op;
import org.postern.store.Past;
import org.postern.store.Store;
import org.postern.store.StoreException;
import org.postern.store.StoreException.Reason;
import org.postern.ui.Background;
import org.postern.ui.Background.Job;

/** The side panel: an entry being written or edited. FX thread only. */
final class DraftModel {
  private static final Duration PAUSE = Duration.ofMillis(100);

  /** Changes the lists; what {@code done} answers is said, {@code failed} is told of trouble. */
  interface Changing {
    void change(
        Op op,
        String why,
        Function<Editing.Made, Optional<String>> done,
        Consumer<Exception> failed);
  }

  private final Past past;
  private final Callable<Policy> policy;
  private final Background background;
  private final Clock clock;
  private final StringProperty problem;
  private final Changing changing;
  private final Consumer<Exception> failed;
  private final ReadOnlyObjectWrapper<@Nullable Draft> draft = new ReadOnlyObjectWrapper<>();
  private final ObservableList<Advice> advice = FXCollections.observableArrayList();
  private final ReadOnlyObjectWrapper<@Nullable Clash> clash = new ReadOnlyObjectWrapper<>();

  /**
   * @param problem why the draft cannot be saved
   * @param failed says what went wrong
   */
  DraftModel(
      Store store,
      Callable<Policy> policy,
      Background background,
      Clock clock,
      StringProperty problem,
      Changing changing,
      Consumer<Exception> failed) {
    this.past = store.past();
    this.policy = policy;
    this.background = background;
    this.clock = clock;
    this.problem = problem;
    this.changing = changing;
    this.failed = failed;
  }

  /** The entry being written or edited; null while the side panel is closed. */
  ReadOnlyObjectProperty<@Nullable Draft> draft() {
    return draft.getReadOnlyProperty();
  }

  /** What to know about the draft before it is added. */
  ObservableList<Advice> advice() {
    return advice;
  }

  /** Why the draft of an edited entry has to be decided about; null if nobody is in the way. */
  ReadOnlyObjectProperty<@Nullable Clash> clash() {
    return clash.getReadOnlyProperty();
  }

  /** Opens the panel with this. */
  void begin(Draft next) {
    problem.set("");
    advice.clear();
    clash.set(null);
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

  /** Closes the panel; what is in it is given up. */
  void close() {
    background.cancel("domains.advice");
    clash.set(null);
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
      case Parsed.Ok<EntryPattern>(EntryPattern pattern) -> {
        if (now.tagged()) {
          save(now, now.entry(pattern));
        } else {
          problem.set("Tags are words that begin with a letter, at most 20: ally, case-7.");
        }
      }
    }
  }

  private void save(Draft now, Entry entry) {
    String shown = entry.pattern().display();
    Item edited = now.edited;
    Op op = edited == null ? new Op.Add(entry) : new Op.Edit(entry, edited.since());
    clash.set(null);
    changing.change(
        op,
        entry.note(),
        made -> {
          if (edited == null && !made.made()) {
            problem.set(shown + " is on this list already. Find it there and edit it.");
            return Optional.empty();
          }
          close();
          String did = edited == null ? Wording.name(entry.listing()) : "Saved";
          return Optional.of(did + " " + shown + ".");
        },
        e -> failed(now, e));
  }

  /** Saves the draft although somebody else changed the entry meanwhile. */
  void saveMine() {
    Clash now = clash.get();
    if (now != null) {
      begin(now.over());
      save();
    }
  }

  /** Takes up what somebody else made of the entry. */
  void takeTheirs() {
    Clash now = clash.get();
    Item theirs = now == null ? null : now.theirs().after();
    close();
    if (theirs != null) {
      begin(Draft.editing(theirs, clock));
    }
  }

  private void failed(Draft mine, Exception e) {
    Item read = mine.edited;
    if (read == null || !(e instanceof StoreException s && s.reason() == Reason.CONFLICT)) {
      failed.accept(e);
      return;
    }
    background.run(
        Job.newest("domains.clash").on("store"),
        () -> Clash.of(past, mine, read),
        found -> {
          clash.set(mine.equals(draft.get()) ? found.orElse(null) : null);
          failed.accept(e);
        },
        failed);
  }
}
