package org.postern.ui.officer;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;
import org.postern.officer.OfficerException;
import org.postern.officer.Roster.Member;
import org.postern.officer.SigningKey;
import org.postern.store.Session;
import org.postern.store.StoreException;
import org.postern.ui.Background;

/** Signing in with a key file or a smartcard. A wrong passphrase is recorded. FX thread only. */
public final class SignInModel {
  private final KeyRing ring;
  private final Session session;
  private final Background background;
  private final Runnable signedIn;
  private final ObservableList<KeyRing.Key> keys = FXCollections.observableArrayList();
  private final ObjectProperty<KeyRing.@Nullable Key> chosen = new SimpleObjectProperty<>();
  private final ReadOnlyStringWrapper busy = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");

  /**
   * @param signedIn called once somebody is signed in
   */
  public SignInModel(KeyRing ring, Session session, Background background, Runnable signedIn) {
    this.ring = ring;
    this.session = session;
    this.background = background;
    this.signedIn = signedIn;
  }

  ObservableList<KeyRing.Key> keys() {
    return keys;
  }

  ObjectProperty<KeyRing.@Nullable Key> chosen() {
    return chosen;
  }

  ReadOnlyStringProperty busy() {
    return busy.getReadOnlyProperty();
  }

  ReadOnlyStringProperty problem() {
    return problem.getReadOnlyProperty();
  }

  /** Shows the keys of officers on the roster; the one used last stays chosen. */
  void start() {
    background.run(
        Background.Job.newest("officer.keys"),
        this::known,
        found -> {
          KeyRing.Key before = chosen.get();
          keys.setAll(found);
          chosen.set(
              before != null && found.contains(before)
                  ? before
                  : found.isEmpty() ? null : found.getFirst());
        },
        this::failed);
  }

  private List<KeyRing.Key> known() throws OfficerException, StoreException {
    var roster = session.roster();
    return ring.keys().stream()
        .filter(k -> roster.flatMap(r -> r.member(k.id())).filter(Member::active).isPresent())
        .toList();
  }

  /** Signs in with the chosen key file. */
  void signIn(char[] passphrase) {
    KeyRing.Key key = chosen.get();
    if (key == null || !busy.get().isEmpty()) {
      Arrays.fill(passphrase, '\0');
      return;
    }
    run(key.officer(), () -> ring.unlock(key.id(), passphrase));
  }

  /** Signs in with the first key of a smartcard that is on the roster. */
  void signInByToken(Path library, int slot, char[] pin) {
    if (!busy.get().isEmpty()) {
      Arrays.fill(pin, '\0');
      return;
    }
    run(
        "smartcard",
        () -> {
          var roster = session.roster();
          List<? extends SigningKey> all = ring.token(library, slot, pin);
          return all.stream()
              .filter(k -> roster.flatMap(r -> r.member(k.id())).isPresent())
              .findFirst()
              .map(k -> (SigningKey) k)
              .orElse(all.getFirst());
        });
  }

  private interface Unlocking {
    SigningKey key() throws OfficerException, StoreException;
  }

  private void run(String who, Unlocking unlocking) {
    problem.set("");
    busy.set("Unlocking the key…");
    background.run(
        Background.Job.each("officer.sign-in"),
        () -> {
          SigningKey key;
          try {
            key = unlocking.key();
          } catch (OfficerException e) {
            session.refused(who, e.reason().name());
            throw e;
          }
          return session.signIn(key);
        },
        _ -> {
          busy.set("");
          signedIn.run();
        },
        this::failed);
  }

  private void failed(Exception e) {
    busy.set("");
    problem.set(String.valueOf(e.getMessage()));
  }
}
