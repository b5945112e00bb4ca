package org.postern.ui.officer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;
import org.postern.officer.OfficerFile;
import org.postern.officer.OfficerKey;
import org.postern.officer.Right;
import org.postern.officer.Role;
import org.postern.officer.Roster;
import org.postern.officer.Roster.Member;
import org.postern.store.Changes;
import org.postern.store.Store;
import org.postern.ui.Background;
import org.postern.ui.ViewState;

/** The roster of officers: who, which roles, and the ways to change it. FX thread only. */
public final class OfficersModel {
  private static final int LARGEST_FILE = 10_000;

  /** What is shown. {@code roster} is empty in open mode. */
  record Shown(
      Optional<Roster> roster, List<KeyRing.Key> keys, Optional<Member> me, boolean mayChange) {}

  private final Store store;
  private final KeyRing ring;
  private final Background background;
  private final Consumer<String> tell;
  private final Runnable changed;
  private final ReadOnlyObjectWrapper<ViewState> state =
      new ReadOnlyObjectWrapper<>(new ViewState.Loading("Reading the roster…"));
  private final ReadOnlyObjectWrapper<@Nullable Shown> shown = new ReadOnlyObjectWrapper<>();
  private final ObservableList<Member> members = FXCollections.observableArrayList();
  private final ObjectProperty<@Nullable Member> selected = new SimpleObjectProperty<>();

  /**
   * @param tell says in passing that something was done
   * @param changed called when the roster may have changed
   */
  public OfficersModel(
      Store store, KeyRing ring, Background background, Consumer<String> tell, Runnable changed) {
    this.store = store;
    this.ring = ring;
    this.background = background;
    this.tell = tell;
    this.changed = changed;
  }

  ReadOnlyObjectProperty<ViewState> state() {
    return state.getReadOnlyProperty();
  }

  ReadOnlyObjectProperty<@Nullable Shown> shown() {
    return shown.getReadOnlyProperty();
  }

  ObservableList<Member> members() {
    return members;
  }

  ObjectProperty<@Nullable Member> selected() {
    return selected;
  }

  void start() {
    background.run(
        Background.Job.newest("officers.read"),
        () ->
            new Shown(
                store.session().roster(),
                ring.keys(),
                store.session().officer(),
                store.session().may(Right.ADMINISTER)),
        this::show,
        e ->
            state.set(
                new ViewState.Failed(
                    "The roster cannot be read",
                    String.valueOf(e.getMessage()),
                    new ViewState.Act("Try again", this::start))));
  }

  private void show(Shown now) {
    Member before = selected.get();
    shown.set(now);
    members.setAll(
        now.roster.map(Roster::members).orElse(List.of()).stream()
            .sorted((a, b) -> Boolean.compare(b.active(), a.active()))
            .toList());
    selected.set(
        members.stream()
            .filter(m -> before != null && m.id().equals(before.id()))
            .findFirst()
            .orElse(null));
    state.set(ViewState.READY);
  }

  /** Key files that somebody's passphrase guards: only they can make a first officer. */
  List<KeyRing.Key> keysWithPassphrase() {
    Shown now = shown.get();
    return now == null
        ? List.of()
        : now.keys.stream().filter(KeyRing.Key::needsPassphrase).toList();
  }

  /**
   * Enrols the first officer with a key that is there.
   *
   * @param failed says what did not work
   */
  void enrol(KeyRing.Key key, char[] passphrase, Runnable done, Consumer<String> failed) {
    enrol(() -> ring.unlock(key.id(), passphrase), done, failed);
  }

  /** Enrols the first officer with a new key. */
  void enrolNew(String name, char[] passphrase, Runnable done, Consumer<String> failed) {
    if (passphrase.length < 8) {
      Arrays.fill(passphrase, '\0');
      failed.accept("A passphrase has at least eight characters. It is all that guards the key.");
      return;
    }
    enrol(() -> ring.make(name, passphrase), done, failed);
  }

  private void enrol(Callable<OfficerKey> key, Runnable done, Consumer<String> failed) {
    background.run(
        Background.Job.each("officers.enrol"),
        () -> store.session().enrol(key.call()),
        roster -> {
          done.run();
          tell.accept(
              "Open mode has ended. Write down the roster's digest: " + brief(roster.digest()));
          changed.run();
          start();
        },
        e -> failed.accept(String.valueOf(e.getMessage())));
  }

  private static String brief(String digest) {
    return digest.substring(0, Math.min(digest.length(), 23)) + "…";
  }

  /** Reads the file of a future officer. */
  void read(Path file, Consumer<OfficerFile> done, Consumer<String> failed) {
    background.run(
        Background.Job.each("officers.file"),
        () -> {
          if (Files.size(file) > LARGEST_FILE) {
            throw new IOException("This is no officer's file: it is too large.");
          }
          return OfficerFile.parse(Files.readString(file, StandardCharsets.UTF_8));
        },
        done,
        e -> failed.accept(String.valueOf(e.getMessage())));
  }

  /** Writes the file with which somebody asks to be put on the roster, with a key made here. */
  void makeFile(
      String name, char[] passphrase, Path file, Consumer<String> done, Consumer<String> failed) {
    background.run(
        Background.Job.each("officers.make"),
        () -> {
          OfficerKey key = ring.make(name, passphrase);
          Files.writeString(file, OfficerFile.of(key));
          return key.id();
        },
        id -> {
          done.accept(id);
          start();
        },
        e -> failed.accept(String.valueOf(e.getMessage())));
  }

  void add(
      OfficerFile officer, Set<Role> roles, String why, Runnable done, Consumer<String> failed) {
    propose(roster -> roster.with(officer, roles), why, done, failed);
  }

  void setRoles(
      Member member, Set<Role> roles, String why, Runnable done, Consumer<String> failed) {
    propose(
        roster ->
            roster.members().stream()
                .map(m -> m.id().equals(member.id()) ? m.withRoles(roles) : m)
                .toList(),
        why,
        done,
        failed);
  }

  void revoke(Member member, String why, Runnable done, Consumer<String> failed) {
    propose(
        roster ->
            roster.members().stream()
                .map(m -> m.id().equals(member.id()) ? m.revoked() : m)
                .toList(),
        why,
        done,
        failed);
  }

  private void propose(
      Function<Roster, List<Member>> change, String why, Runnable done, Consumer<String> failed) {
    background.run(
        Background.Job.each("officers.propose"),
        () ->
            store
                .changes()
                .proposeRoster(change.apply(store.session().roster().orElseThrow()), why),
        made -> {
          done.run();
          tell.accept(
              made.state() == Changes.State.APPLIED
                  ? "The roster is now version " + made.serial() + "."
                  : "Proposed. Another officer approves it under Approvals.");
          changed.run();
          start();
        },
        e -> failed.accept(String.valueOf(e.getMessage())));
  }
}
