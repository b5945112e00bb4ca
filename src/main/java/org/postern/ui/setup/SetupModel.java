package org.postern.ui.setup;

import java.util.Arrays;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.postern.ui.Background;

/** The first start: practice, or a set-up of one's own. Nothing is saved before the end. */
public final class SetupModel {

  /**
   * What the two answers lead to. Called off the FX thread; an exception's message is a sentence
   * for the officer, and nothing was changed.
   */
  public interface Begin {
    void practice() throws Exception;

    /** Takes over the passphrase: zeroes it when it is used. */
    void own(SetupAnswers answers) throws Exception;
  }

  final SetupForm form;
  final Field officer = new Field("", Checks::officer);
  final Field passphrase = new Field("", Checks::passphrase);
  final Field repeat = new Field("", this::checkRepeat);
  private final Begin begin;
  private final Background background;
  private final Runnable begun;
  private final ReadOnlyBooleanWrapper filling = new ReadOnlyBooleanWrapper();
  private final ReadOnlyStringWrapper busy = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");

  /**
   * @param begun called on the FX thread after {@code begin} succeeded: show the console
   */
  public SetupModel(Begin begin, Connections connections, Background background, Runnable begun) {
    this.begin = begin;
    this.background = background;
    this.begun = begun;
    form = new SetupForm(connections, background);
  }

  /** Whether the form is open, not the question. */
  ReadOnlyBooleanProperty filling() {
    return filling.getReadOnlyProperty();
  }

  /** What is being done right now; empty while nothing is. */
  ReadOnlyStringProperty busy() {
    return busy.getReadOnlyProperty();
  }

  /** Why it could not begin; empty if it was not tried or went well. */
  ReadOnlyStringProperty problem() {
    return problem.getReadOnlyProperty();
  }

  /** Practice: everything made up, nothing leaves this computer. */
  void practise() {
    run("Preparing practice…", () -> begin.practice());
  }

  void fillIn() {
    problem.set("");
    filling.set(true);
  }

  /** Back to the question; what was typed stays. */
  void back() {
    if (busy.get().isEmpty()) {
      problem.set("");
      filling.set(false);
    }
  }

  /** Ends the form, if everything in it can be used. */
  @SuppressWarnings(
      "ShortCircuitBoolean") // every field says what is wrong with it, not only the first
  void finish() {
    boolean good = officer.left() & passphrase.left() & repeat.left() & form.check();
    if (!good) {
      problem.set("Something needs your attention: see the words in red. Nothing is saved yet.");
      return;
    }
    String name = officer.text();
    char[] secret = passphrase.value().get().toCharArray();
    SetupForm.Reading reading = form.reading();
    run(
        "Setting up…",
        () -> {
          try {
            SetupForm.Answers answers = reading.read();
            begin.own(
                new SetupAnswers(
                    name, secret, answers.mailboxes(), answers.release(), answers.gateways()));
          } finally {
            Arrays.fill(secret, '\0');
          }
        });
  }

  private String checkRepeat(String again) {
    return again.equals(passphrase.value().get()) ? "" : "The two are not the same.";
  }

  private interface Work {
    void run() throws Exception;
  }

  private void run(String what, Work work) {
    if (!busy.get().isEmpty()) {
      return;
    }
    problem.set("");
    busy.set(what);
    background.run(
        Background.Job.each("setup.begin"),
        () -> {
          work.run();
          return what;
        },
        _ -> {
          busy.set("");
          passphrase.value().set("");
          repeat.value().set("");
          begun.run();
        },
        e -> {
          busy.set("");
          problem.set(
              SetupForm.say(e)
                  ? "Something needs your attention: see the words in red. Nothing is saved yet."
                  : String.valueOf(e.getMessage()));
        });
  }
}
