package org.postern.ui.setup;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.postern.store.Handling;
import org.postern.store.Settings;
import org.postern.store.Setup;
import org.postern.ui.Background;
import org.postern.ui.Theme;
import org.postern.ui.ViewState;

/** The Settings screen: servers, gateways, officers, the look. FX thread only. */
public final class SettingsModel {

  /** An officer with a key in this data directory. */
  public record Officer(String name, String keyId, boolean passphrase) {}

  /** The officers' keys. Called off the FX thread; a message is a sentence for the officer. */
  public interface Officers {
    List<Officer> all() throws Exception;

    /**
     * @param passphrase empty for a key that the data directory itself opens; to be zeroed
     */
    void add(String name, char[] passphrase) throws Exception;
  }

  final SetupForm form;
  final Field officer = new Field("", Checks::officer);
  final Field trustMonths = new Field("", Checks::months);
  final HandlingForm handling = new HandlingForm();
  final Field passphrase = new Field("", Checks::passphrase);
  final ObservableList<Officer> officers = FXCollections.observableArrayList();
  private final Setup setup;
  private final Officers keys;
  private final Supplier<String> acting;
  private final Background background;
  private final ObjectProperty<Theme.Appearance> appearance;
  private final Consumer<String> tell;
  private final Runnable changed;
  private final ReadOnlyObjectWrapper<ViewState> state =
      new ReadOnlyObjectWrapper<>(new ViewState.Loading("Reading the settings…"));
  private final ReadOnlyStringWrapper busy = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
  private Settings shown = Settings.NONE;
  private boolean read;

  /**
   * @param acting name of the officer at the console, for the record
   * @param appearance what {@link Theme#appearanceProperty} is; saved when it changes
   * @param tell says in passing that something was done
   * @param changed called on the FX thread after settings or officers changed: connect anew
   */
  public SettingsModel(
      Setup setup,
      Officers keys,
      Supplier<String> acting,
      Connections connections,
      Background background,
      ObjectProperty<Theme.Appearance> appearance,
      Consumer<String> tell,
      Runnable changed) {
    this.setup = setup;
    this.keys = keys;
    this.acting = acting;
    this.background = background;
    this.appearance = appearance;
    this.tell = tell;
    this.changed = changed;
    form = new SetupForm(connections, background);
    appearance.addListener((_, _, now) -> keepAppearance(now));
  }

  ReadOnlyObjectProperty<ViewState> state() {
    return state.getReadOnlyProperty();
  }

  ReadOnlyStringProperty busy() {
    return busy.getReadOnlyProperty();
  }

  ReadOnlyStringProperty problem() {
    return problem.getReadOnlyProperty();
  }

  ObjectProperty<Theme.Appearance> appearance() {
    return appearance;
  }

  /** Shows what is saved, unless something typed is not saved yet. */
  void start() {
    if (!read) {
      load();
    }
  }

  /** Forgets what was typed and shows what is saved. */
  void load() {
    background.run(
        Background.Job.newest("settings.load"),
        () -> new Loaded(setup.settings(), keys.all()),
        this::show,
        e ->
            state.set(
                new ViewState.Failed(
                    "The settings cannot be read",
                    String.valueOf(e.getMessage()),
                    new ViewState.Act("Try again", this::load))));
  }

  private record Loaded(Settings settings, List<Officer> officers) {}

  private void show(Loaded loaded) {
    read = true;
    shown = loaded.settings();
    show(shown);
    officers.setAll(loaded.officers());
    problem.set("");
    state.set(ViewState.READY);
  }

  private void show(Settings settings) {
    form.show(settings);
    trustMonths.value().set(Integer.toString(settings.browsing().trustMonths()));
    trustMonths.forgive();
    handling.show(settings.handling());
  }

  /** Saves servers, gateways and how long trust lasts, if everything can be used. */
  @SuppressWarnings(
      "ShortCircuitBoolean") // every field says what is wrong with it, not only the first
  void save() {
    if (!busy.get().isEmpty() || !(state.get() instanceof ViewState.Ready)) {
      return;
    }
    if (!(form.check() & trustMonths.left() & handling.check())) {
      problem.set("Something needs your attention: see the words in red. Nothing was saved.");
      return;
    }
    problem.set("");
    busy.set("Saving…");
    SetupForm.Reading reading = form.reading();
    int months = Integer.parseInt(trustMonths.text());
    Handling wanted = handling.answer(shown.handling());
    background.run(
        Background.Job.each("settings.save"),
        () -> {
          SetupForm.Answers answers = reading.read();
          return setup.change(
              acting.get(),
              now ->
                  now.withMailboxes(answers.mailboxes())
                      .withRelease(answers.release())
                      .withGateways(answers.gateways())
                      .withBrowsing(now.browsing().withTrustMonths(months))
                      .withHandling(wanted));
        },
        saved -> {
          busy.set("");
          boolean same = saved.equals(shown);
          shown = saved;
          show(saved);
          tell.accept(same ? "Nothing to save: the settings are as they were." : "Settings saved.");
          if (!same) {
            changed.run();
          }
        },
        e -> {
          busy.set("");
          problem.set(
              SetupForm.say(e)
                  ? "Something needs your attention: see the words in red. Nothing was saved."
                  : String.valueOf(e.getMessage()));
        });
  }

  /** Makes a key for a further officer. */
  @SuppressWarnings(
      "ShortCircuitBoolean") // every field says what is wrong with it, not only the first
  void addOfficer() {
    if (!busy.get().isEmpty() || !(officer.left() & passphrase.left())) {
      return;
    }
    String name = officer.text();
    if (officers.stream().anyMatch(o -> o.name().equals(name))) {
      officer.wrong("There is an officer of this name already.");
      return;
    }
    char[] secret = passphrase.value().get().toCharArray();
    problem.set("");
    busy.set("Making a key…");
    background.run(
        Background.Job.each("settings.add-officer"),
        () -> {
          try {
            keys.add(name, secret);
          } finally {
            Arrays.fill(secret, '\0');
          }
          return keys.all();
        },
        all -> {
          busy.set("");
          officers.setAll(all);
          officer.value().set("");
          passphrase.value().set("");
          officer.forgive();
          tell.accept("A key was made for " + name + ".");
          changed.run();
        },
        e -> {
          busy.set("");
          problem.set(String.valueOf(e.getMessage()));
        });
  }

  private void keepAppearance(Theme.Appearance now) {
    background.run(
        Background.Job.newest("settings.look"),
        () -> setup.change(acting.get(), s -> s.withTheme(now.name())),
        saved -> shown = Objects.requireNonNull(saved),
        e -> problem.set("The look could not be kept: " + e.getMessage()));
  }
}
