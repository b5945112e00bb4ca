package org.postern.ui.setup;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.postern.store.Author;
import org.postern.store.Known;
import org.postern.ui.Background;
import org.postern.ui.Background.Job;

/** The known names in Settings: how many, whether they count, import and clear. FX thread only. */
public final class KnownModel {
  private static final String LANE = "store";

  private final Known known;
  private final Background background;
  private final Supplier<String> acting;
  private final Consumer<String> tell;
  private final Runnable changed;
  private final ReadOnlyObjectWrapper<Known.State> state =
      new ReadOnlyObjectWrapper<>(new Known.State(0, false));
  private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper();
  private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");

  /**
   * @param acting name of the officer at the console, for the record
   * @param tell says in passing that something was done
   * @param changed called on the FX thread after verdicts may have changed
   */
  public KnownModel(
      Known known,
      Background background,
      Supplier<String> acting,
      Consumer<String> tell,
      Runnable changed) {
    this.known = known;
    this.background = background;
    this.acting = acting;
    this.tell = tell;
    this.changed = changed;
  }

  ReadOnlyObjectProperty<Known.State> state() {
    return state.getReadOnlyProperty();
  }

  /** While a file is read or names are forgotten. */
  ReadOnlyBooleanProperty busy() {
    return busy.getReadOnlyProperty();
  }

  ReadOnlyStringProperty problem() {
    return problem.getReadOnlyProperty();
  }

  /** Counts anew. */
  void load() {
    background.run(
        Job.newest("known.load"), known::state, state::set, e -> problem.set(sentence(e)));
  }

  /** Adds the names in a file. */
  void add(Path file) {
    change(
        () -> {
          try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            Known.Added added = known.add(in, by("known names: import"));
            return "Added: %,d. There already, or twice: %,d. No names: %,d."
                .formatted(added.added(), added.present(), added.invalid());
          }
        });
  }

  /** Lets the names count, or not. */
  void turn(boolean on) {
    change(
        () -> {
          known.turn(on, by("known names: " + (on ? "on" : "off")));
          return on ? "Known names count." : "Known names no longer count.";
        });
  }

  /** Forgets them all. */
  void clear() {
    change(
        () -> {
          known.clear(by("known names: cleared"));
          return "All known names are forgotten.";
        });
  }

  private Author by(String why) {
    return new Author(acting.get(), why);
  }

  private record Done(String text, Known.State state) {}

  private void change(Callable<String> work) {
    if (busy.get()) {
      return;
    }
    busy.set(true);
    problem.set("");
    background.run(
        Job.each("known.change").on(LANE),
        () -> new Done(work.call(), known.state()),
        done -> {
          busy.set(false);
          state.set(done.state());
          tell.accept(done.text());
          changed.run();
        },
        e -> {
          busy.set(false);
          problem.set(sentence(e));
        });
  }

  private static String sentence(Exception e) {
    return e instanceof java.io.IOException
        ? "The file cannot be read as text. Nothing was added."
        : String.valueOf(e.getMessage());
  }
}
