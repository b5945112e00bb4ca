package org.postern.ui.setup;

import java.util.List;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.jspecify.annotations.Nullable;
import org.postern.policy.Unlisted;
import org.postern.policy.slip.Sensitivity;
import org.postern.store.Author;
import org.postern.store.Editing;
import org.postern.store.Op;
import org.postern.store.Rules;
import org.postern.store.Store;
import org.postern.store.StoreException;
import org.postern.ui.Background;
import org.postern.ui.Background.Job;

/**
 * What happens to a domain that no entry covers: in force at once in open mode, else in the
 * officer's draft until another officer approves. FX thread only.
 */
public final class RulesModel {
  /**
   * @param wanted what the officer's draft says, else what is in force
   * @param open whether a change is in force at once
   */
  record State(Rules inForce, Rules wanted, boolean open) {
    boolean drafted() {
      return !inForce.equals(wanted);
    }
  }

  /** A change that can be taken back. */
  record Done(String text, Editing.Made made) {}

  private final Store store;
  private final Background background;
  private final Supplier<String> acting;
  private final Runnable changed;
  private final ReadOnlyObjectWrapper<State> state = new ReadOnlyObjectWrapper<>(unread());
  private final ReadOnlyBooleanWrapper loaded = new ReadOnlyBooleanWrapper();
  private final ReadOnlyObjectWrapper<@Nullable Done> done = new ReadOnlyObjectWrapper<>();
  private boolean busy;
  private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");

  /**
   * @param acting name of the officer at the console, for the record
   * @param changed called on the FX thread after verdicts, or the draft, may have changed
   */
  public RulesModel(Store store, Background background, Supplier<String> acting, Runnable changed) {
    this.store = store;
    this.background = background;
    this.acting = acting;
    this.changed = changed;
  }

  private static State unread() {
    Rules usual = new Rules(Unlisted.DELIVER, Sensitivity.BALANCED, false);
    return new State(usual, usual, false);
  }

  /** Whether the state was read; what it says before means nothing. */
  ReadOnlyBooleanProperty loaded() {
    return loaded.getReadOnlyProperty();
  }

  ReadOnlyObjectProperty<State> state() {
    return state.getReadOnlyProperty();
  }

  /** The change that was made last. */
  ReadOnlyObjectProperty<@Nullable Done> done() {
    return done.getReadOnlyProperty();
  }

  ReadOnlyStringProperty problem() {
    return problem.getReadOnlyProperty();
  }

  void load() {
    background.run(Job.newest("rules.load"), this::read, this::show, this::failed);
  }

  /** Asks for these rules; does nothing while a change is under way. */
  void set(Rules rules) {
    work(
        () -> {
          Rules before = read().wanted();
          Editing.Made made =
              store.editing().change(List.of(new Op.SetRules(rules)), by("rules: settings"));
          String text =
              before.sensitivity() == rules.sensitivity()
                  ? "unlisted domains: " + rules.unlisted().word()
                  : "sensitivity: " + rules.sensitivity().word();
          return new Done((made.drafted() ? "In your draft: " : "Now ") + text + ".", made);
        });
  }

  /** Takes a change back. */
  void undo(Done change) {
    work(
        () -> {
          store.editing().undo(change.made(), by("rules: undo"));
          return null;
        });
  }

  private Author by(String why) {
    return new Author(acting.get(), why);
  }

  private State read() throws StoreException {
    Rules now = store.lists().rules();
    boolean open = store.session().openMode();
    Rules wanted = now;
    for (Op op : open ? List.<Op>of() : store.drafts().lines()) {
      if (op instanceof Op.SetRules(Rules drafted)) {
        wanted = drafted;
      }
    }
    return new State(now, wanted, open);
  }

  private void show(State now) {
    state.set(now);
    loaded.set(true);
  }

  private interface Work {
    @Nullable Done run() throws StoreException;
  }

  private record Outcome(@Nullable Done done, State state) {}

  private void work(Work work) {
    if (busy) {
      return;
    }
    busy = true;
    problem.set("");
    background.run(
        Job.each("rules.change").on("store"),
        () -> new Outcome(work.run(), read()),
        outcome -> {
          busy = false;
          show(outcome.state());
          done.set(outcome.done());
          changed.run();
        },
        e -> {
          busy = false;
          failed(e);
          load(); // what the buttons show is what is in force
        });
  }

  private void failed(Exception e) {
    problem.set(String.valueOf(e.getMessage()));
  }
}
