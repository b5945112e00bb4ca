package org.postern.ui.audit;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.application.Platform;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;
import org.postern.officer.Right;
import org.postern.store.Audit;
import org.postern.store.AuditExport;
import org.postern.store.Journal;
import org.postern.store.Store;
import org.postern.ui.Background;
import org.postern.ui.ViewState;

/** The record: searched as one types, read page by page, checked and exported. FX thread only. */
public final class AuditModel {
  private static final int PAGE = 200;
  private static final Duration PAUSE = Duration.ofMillis(150);

  private final Store store;
  private final Background background;
  private final Supplier<String> officer;
  private final Consumer<String> tell;
  private final ObservableList<Journal.Act> acts = FXCollections.observableArrayList();
  private final StringProperty contains = new SimpleStringProperty("");
  private final StringProperty who = new SimpleStringProperty("");
  private final StringProperty act = new SimpleStringProperty("");
  private final ReadOnlyObjectWrapper<ViewState> state =
      new ReadOnlyObjectWrapper<>(new ViewState.Loading("Reading the record…"));
  private final ReadOnlyBooleanWrapper more = new ReadOnlyBooleanWrapper();
  private final ReadOnlyStringWrapper checking = new ReadOnlyStringWrapper("");
  private final ReadOnlyObjectWrapper<Audit.@Nullable Report> report =
      new ReadOnlyObjectWrapper<>();
  private final AtomicBoolean cancelled = new AtomicBoolean();

  /**
   * @param officer who acts in open mode
   * @param tell says in passing that something was done
   */
  public AuditModel(
      Store store, Background background, Supplier<String> officer, Consumer<String> tell) {
    this.store = store;
    this.background = background;
    this.officer = officer;
    this.tell = tell;
    contains.addListener((_, _, _) -> search(PAUSE));
    who.addListener((_, _, _) -> search(PAUSE));
    act.addListener((_, _, _) -> search(Duration.ZERO));
  }

  ObservableList<Journal.Act> acts() {
    return acts;
  }

  StringProperty contains() {
    return contains;
  }

  StringProperty who() {
    return who;
  }

  /** The acts wanted begin with this: {@code decision.}; empty for all. */
  StringProperty act() {
    return act;
  }

  ReadOnlyObjectProperty<ViewState> state() {
    return state.getReadOnlyProperty();
  }

  ReadOnlyBooleanProperty more() {
    return more.getReadOnlyProperty();
  }

  /** What a check under way says; empty if none is. */
  ReadOnlyStringProperty checking() {
    return checking.getReadOnlyProperty();
  }

  ReadOnlyObjectProperty<Audit.@Nullable Report> report() {
    return report.getReadOnlyProperty();
  }

  void start() {
    search(Duration.ZERO);
  }

  private void search(Duration pause) {
    var wanted = new Journal.Search(contains.get(), who.get(), act.get(), 0, PAGE + 1);
    background.run(
        Background.Job.newest("audit.search").after(pause),
        () -> {
          if (!store.session().may(Right.AUDIT)) {
            return null;
          }
          // Looking for people in the record is itself an act.
          if (!wanted.officer().isBlank()) {
            store
                .journal()
                .note(
                    Right.AUDIT,
                    officer.get(),
                    "record.searched",
                    wanted.officer(),
                    Map.of("contains", wanted.contains()));
          }
          return store.journal().search(wanted);
        },
        found -> {
          if (found == null) {
            state.set(
                new ViewState.Empty(
                    "fth-lock",
                    "The record is for auditors",
                    "It takes the role auditor or administrator to read it.",
                    null));
            return;
          }
          acts.setAll(page(found));
          more.set(found.size() > PAGE);
          state.set(
              found.isEmpty()
                      && contains.get().isBlank()
                      && who.get().isBlank()
                      && act.get().isEmpty()
                  ? new ViewState.Empty(
                      "fth-book-open", "Nothing was recorded yet", "Every act appears here.", null)
                  : ViewState.READY);
        },
        this::failed);
  }

  private static List<Journal.Act> page(List<Journal.Act> found) {
    return found.subList(0, Math.min(PAGE, found.size()));
  }

  /** Appends the next page. */
  void readMore() {
    if (acts.isEmpty()) {
      return;
    }
    var wanted =
        new Journal.Search(contains.get(), who.get(), act.get(), acts.getLast().seq(), PAGE + 1);
    background.run(
        Background.Job.newest("audit.more"),
        () -> store.journal().search(wanted),
        found -> {
          acts.addAll(page(found));
          more.set(found.size() > PAGE);
        },
        this::failed);
  }

  private void failed(Exception e) {
    state.set(
        new ViewState.Failed(
            "The record cannot be read",
            String.valueOf(e.getMessage()),
            new ViewState.Act("Try again", this::start)));
  }

  /** Checks the whole record; may be stopped. */
  void verify() {
    if (!checking.get().isEmpty()) {
      return;
    }
    cancelled.set(false);
    report.set(null);
    checking.set("Checking…");
    background.run(
        Background.Job.each("audit.verify"),
        () ->
            store
                .audit()
                .verify(List.of(), n -> Platform.runLater(() -> progress(n)), cancelled::get),
        found -> {
          checking.set("");
          report.set(found);
        },
        e -> {
          checking.set("");
          tell.accept(String.valueOf(e.getMessage()));
        });
  }

  private void progress(long records) {
    if (!checking.get().isEmpty()) {
      checking.set("Checking… %,d records".formatted(records));
    }
  }

  void stop() {
    cancelled.set(true);
  }

  void export(Path file, AuditExport.Format format) {
    background.run(
        Background.Job.each("audit.export"),
        () -> new AuditExport(store).write(file, format, 0, officer.get()),
        n -> {
          tell.accept("%,d records written to %s.".formatted(n, file));
          start();
        },
        e -> tell.accept("The record could not be exported: " + e.getMessage()));
  }
}
