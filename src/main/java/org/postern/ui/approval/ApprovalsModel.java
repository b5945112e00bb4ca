package org.postern.ui.approval;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;
import org.postern.files.AtomicFiles;
import org.postern.officer.Right;
import org.postern.officer.Roster;
import org.postern.officer.Roster.Member;
import org.postern.store.Changes;
import org.postern.store.Changes.Change;
import org.postern.store.Op;
import org.postern.store.Store;
import org.postern.store.StoreException;
import org.postern.ui.Background;
import org.postern.ui.ViewState;

/** What waits for an approval, what is in it, and deciding about it. FX thread only. */
public final class ApprovalsModel {
  /** More lines of a change are counted, not shown. */
  static final int LINES = 500;

  private static final int NEWEST = 200;
  private static final long LARGEST_FILE = 512L * 1024 * 1024;

  /**
   * A change opened: its lines, its signers, and what the officer may do with it.
   *
   * @param now the roster in force
   * @param roster the roster that the change proposes, if it is about that
   */
  record Opened(
      Change change,
      List<Op> lines,
      Optional<Roster> now,
      Optional<Roster> roster,
      List<String> signers,
      List<String> effects,
      boolean mayApprove,
      boolean mayWithdraw) {}

  /** Says in sentences what a change would do to mail that is held now. */
  public interface Effects {
    List<String> of(List<Op> lines) throws StoreException;
  }

  private final Store store;
  private final Background background;
  private final Effects effects;
  private final Consumer<String> tell;
  private final Runnable changed;
  private final ObservableList<Change> changes = FXCollections.observableArrayList();
  private final ReadOnlyObjectWrapper<ViewState> state =
      new ReadOnlyObjectWrapper<>(new ViewState.Loading("Reading the changes…"));
  private final ReadOnlyObjectWrapper<@Nullable Opened> opened = new ReadOnlyObjectWrapper<>();
  private final ObjectProperty<@Nullable Change> selected = new SimpleObjectProperty<>();
  private final BooleanProperty all = new SimpleBooleanProperty();

  /** Whose rights what is shown was read with. */
  private String who = "";

  private final ReadOnlyIntegerWrapper waiting = new ReadOnlyIntegerWrapper();

  /**
   * @param tell says in passing that something was done
   * @param changed called when lists or roster may have changed
   */
  public ApprovalsModel(
      Store store,
      Background background,
      Effects effects,
      Consumer<String> tell,
      Runnable changed) {
    this.store = store;
    this.background = background;
    this.effects = effects;
    this.tell = tell;
    this.changed = changed;
    selected.addListener((_, _, now) -> open(now));
    all.addListener((_, _, _) -> refresh());
  }

  ObservableList<Change> changes() {
    return changes;
  }

  ReadOnlyObjectProperty<ViewState> state() {
    return state.getReadOnlyProperty();
  }

  ReadOnlyObjectProperty<@Nullable Opened> opened() {
    return opened.getReadOnlyProperty();
  }

  ObjectProperty<@Nullable Change> selected() {
    return selected;
  }

  /** Whether decided changes are listed, too. */
  BooleanProperty all() {
    return all;
  }

  ReadOnlyIntegerProperty waiting() {
    return waiting.getReadOnlyProperty();
  }

  private record Read(boolean openMode, String who, List<Change> listed, int mine) {}

  /** Reads anew; called again and again, because others propose, too. */
  public void refresh() {
    boolean everything = all.get();
    background.run(
        Background.Job.newest("approvals.read"),
        () -> {
          List<Change> open = store.changes().waiting();
          Optional<Member> me = store.session().officer();
          int mine =
              (int) open.stream().filter(c -> me.filter(m -> mayApprove(m, c)).isPresent()).count();
          return new Read(
              store.session().openMode(),
              me.map(Member::id).orElse(""),
              everything ? store.changes().newest(NEWEST) : open,
              mine);
        },
        this::show,
        e ->
            state.set(
                new ViewState.Failed(
                    "The changes cannot be read",
                    String.valueOf(e.getMessage()),
                    new ViewState.Act("Try again", this::refresh))));
  }

  private static boolean mayApprove(Member me, Change change) {
    boolean right =
        me.may(Right.APPROVE) || (change.kind() == Changes.Kind.ROSTER && me.may(Right.ADMINISTER));
    return right && !me.name().equals(change.author());
  }

  private void show(Read read) {
    waiting.set(read.mine);
    if (read.openMode) {
      state.set(
          new ViewState.Empty(
              "fth-users",
              "Open mode: nothing needs an approval",
              "No officer is enrolled, so changes of the lists act at once. Enrol the first one"
                  + " under Officers.",
              null));
      return;
    }
    if (!changes.equals(read.listed)) {
      Change before = selected.get();
      changes.setAll(read.listed);
      selected.set(
          read.listed.stream()
              .filter(c -> before != null && c.digest().equals(before.digest()))
              .findFirst()
              .orElse(read.listed.isEmpty() ? null : read.listed.getFirst()));
    } else if (!read.who.equals(who)) {
      open(selected.get());
    }
    who = read.who;
    state.set(
        read.listed.isEmpty() && !all.get()
            ? new ViewState.Empty(
                "fth-check-circle",
                "Nothing waits for an approval",
                "What officers propose under Domains and Officers appears here.",
                new ViewState.Act("Show decided changes", () -> all.set(true)))
            : ViewState.READY);
  }

  private void open(@Nullable Change change) {
    if (change == null) {
      opened.set(null);
      return;
    }
    background.run(
        Background.Job.newest("approvals.open"),
        () -> read(change),
        opened::set,
        e ->
            state.set(
                new ViewState.Failed(
                    "This change cannot be shown",
                    String.valueOf(e.getMessage()),
                    new ViewState.Act("Back", this::refresh))));
  }

  private Opened read(Change change) throws StoreException {
    List<Op> lines = new ArrayList<>();
    Optional<Roster> now = store.session().roster();
    Optional<Roster> proposed = Optional.empty();
    switch (change.kind()) {
      case LISTS ->
          store
              .changes()
              .operations(
                  change.digest(),
                  op -> {
                    if (lines.size() < LINES) {
                      lines.add(op);
                    }
                  });
      case ROSTER -> proposed = Optional.of(store.changes().roster(change.digest()));
    }
    boolean waits =
        change.state() == Changes.State.PROPOSED || change.state() == Changes.State.URGENT;
    Optional<Member> me = store.session().officer();
    return new Opened(
        change,
        lines,
        now,
        proposed,
        store.changes().signatures(change.digest()).stream()
            .map(a -> now.flatMap(r -> r.member(a.keyId())).map(Member::name).orElse(a.keyId()))
            .toList(),
        waits && change.kind() == Changes.Kind.LISTS ? effects.of(lines) : List.of(),
        waits && me.filter(m -> mayApprove(m, change)).isPresent(),
        change.state() == Changes.State.PROPOSED
            && me.filter(m -> m.name().equals(change.author())).isPresent());
  }

  /** Signs the opened change. */
  void approve(String remark) {
    decide("Approved.", c -> store.changes().approve(c.digest(), remark));
  }

  /** Sends the opened change back to its author. */
  void giveBack(String remark) {
    decide("Sent back to its author.", c -> store.changes().giveBack(c.digest(), remark));
  }

  /** Takes one's own proposal back. */
  void withdraw() {
    decide("Withdrawn.", c -> store.changes().withdraw(c.digest(), ""));
  }

  private interface Decision {
    Change about(Change change) throws StoreException;
  }

  private void decide(String done, Decision decision) {
    Opened now = opened.get();
    if (now != null) {
      run("approvals.decide", () -> decision.about(now.change), _ -> tell.accept(done));
    }
  }

  /** Writes the opened change to a file, for a console that shares no database. */
  void export(Path file) {
    Opened now = opened.get();
    if (now != null) {
      run(
          "approvals.export",
          () -> {
            AtomicFiles.write(
                file, store.changes().export(now.change.digest()), AtomicFiles.Readers.EVERYONE);
            return file;
          },
          f -> tell.accept("Written to " + f + "."));
    }
  }

  /** Takes a change in from a file; every signature in it is checked. */
  void takeIn(Path file) {
    run(
        "approvals.take-in",
        () -> {
          if (Files.size(file) > LARGEST_FILE) {
            throw new IOException("This file is too large to be a change.");
          }
          return store.changes().takeIn(Files.readAllBytes(file));
        },
        c ->
            tell.accept(
                c.state() == Changes.State.APPLIED
                    ? "Taken in; it is in force."
                    : "Taken in; it waits for an approval."));
  }

  private <T> void run(String name, Callable<T> work, Consumer<T> done) {
    background.run(
        Background.Job.each(name),
        work,
        result -> {
          done.accept(result);
          changed.run();
          refresh();
          open(selected.get());
        },
        e -> {
          tell.accept(String.valueOf(e.getMessage()));
          refresh();
        });
  }
}
