package org.postern.ui.setup;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.postern.mail.hint.Markings;
import org.postern.store.Setup;
import org.postern.ui.Background;
import org.postern.ui.Background.Job;

/** Which classification markings are looked for in held mail. FX thread only. */
public final class MarkingsModel {
  private static final String LANE = "store";

  private final Setup setup;
  private final Background background;
  private final Supplier<String> acting;
  private final Consumer<String> tell;
  private final StringProperty text = new SimpleStringProperty("");
  private final ReadOnlyStringWrapper saved = new ReadOnlyStringWrapper("");
  private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper();
  private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");

  /**
   * @param acting name of the officer at the console, for the record
   * @param tell says in passing that something was done
   */
  public MarkingsModel(
      Setup setup, Background background, Supplier<String> acting, Consumer<String> tell) {
    this.setup = setup;
    this.background = background;
    this.acting = acting;
    this.tell = tell;
  }

  /** What the officer writes, one marking a line. */
  StringProperty text() {
    return text;
  }

  /** What is saved, in the same form. */
  ReadOnlyStringProperty saved() {
    return saved.getReadOnlyProperty();
  }

  ReadOnlyBooleanProperty busy() {
    return busy.getReadOnlyProperty();
  }

  ReadOnlyStringProperty problem() {
    return problem.getReadOnlyProperty();
  }

  /** Reads what is saved; what was being written stays. */
  void load() {
    background.run(
        Job.newest("markings.load").on(LANE),
        () -> setup.settings().reviewing().marked().terms(),
        this::read,
        e -> problem.set(String.valueOf(e.getMessage())));
  }

  private void read(List<String> terms) {
    boolean untouched = text.get().equals(saved.get());
    saved.set(String.join("\n", terms));
    if (untouched) {
      text.set(saved.get());
    }
  }

  /** Puts the standard list into the field; it counts once it is saved. */
  void standard() {
    text.set(String.join("\n", Markings.standard().terms()));
  }

  /** From now on these are looked for. */
  void save() {
    if (busy.get()) {
      return;
    }
    List<String> wanted;
    try {
      wanted = Markings.of(text.get().lines().toList()).terms();
    } catch (IllegalArgumentException e) {
      problem.set(e.getMessage() + " Nothing was changed.");
      return;
    }
    problem.set("");
    busy.set(true);
    boolean usual = wanted.equals(Markings.standard().terms());
    background.run(
        Job.each("markings.save").on(LANE),
        () ->
            setup
                .change(
                    acting.get(),
                    s -> s.withReviewing(s.reviewing().withMarkings(usual ? null : wanted)))
                .reviewing()
                .marked()
                .terms(),
        now -> {
          busy.set(false);
          text.set(String.join("\n", now));
          saved.set(text.get());
          tell.accept("Saved. Messages that are opened from now on are searched for these.");
        },
        e -> {
          busy.set(false);
          problem.set(String.valueOf(e.getMessage()));
        });
  }
}
