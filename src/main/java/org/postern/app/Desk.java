package org.postern.app;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.postern.bundle.TrustFile;
import org.postern.officer.OfficerException;
import org.postern.officer.OfficerKey;
import org.postern.officer.OfficerKeys;
import org.postern.officer.OfficerKeys.Kept;
import org.postern.officer.Roster;
import org.postern.officer.Sealed;
import org.postern.officer.TokenKey;
import org.postern.store.Store;
import org.postern.store.StoreException;
import org.postern.ui.officer.KeyRing;
import org.postern.ui.setup.SettingsModel;

/**
 * The officers of a data directory: whose keys lie there, who acts, whose signatures count.
 * Thread-safe: it keeps nothing.
 */
final class Desk implements SettingsModel.Officers, KeyRing {

  private final Store store;
  private final OfficerKeys keys;

  Desk(Store store, Clock clock) {
    this.store = store;
    this.keys = new OfficerKeys(store.directory(), clock);
  }

  /** The name of whoever is logged in to this computer: who acts until an officer has a key. */
  static String user() {
    String name = System.getProperty("user.name", "").strip();
    return name.isEmpty() ? "officer" : name;
  }

  OfficerKeys files() {
    return keys;
  }

  List<Kept> kept() throws OfficerException {
    return keys.kept();
  }

  /** The first officer with a key, or the user of this computer. */
  String acting() throws OfficerException {
    List<Kept> kept = kept();
    return kept.isEmpty() ? user() : kept.getFirst().officer();
  }

  /**
   * Whose signatures gateways shall believe: the roster's approvers; in open mode every officer
   * with a key. From two officers on, two must sign.
   */
  TrustFile trust() throws OfficerException, StoreException {
    Optional<Roster> roster = store.session().roster();
    if (roster.isPresent()) {
      return TrustFile.of(roster.get());
    }
    return TrustFile.of(kept());
  }

  @Override
  public List<KeyRing.Key> keys() throws OfficerException {
    return kept().stream()
        .map(k -> new KeyRing.Key(k.id(), k.officer(), k.sealed() == Sealed.PASSPHRASE))
        .toList();
  }

  @Override
  public OfficerKey unlock(String id, char[] passphrase) throws OfficerException {
    OfficerKeys.Kept key = keys.find(id);
    return switch (key.sealed()) {
      case PASSPHRASE -> keys.load(key, passphrase);
      case DIRECTORY -> {
        Arrays.fill(passphrase, '\0');
        yield keys.load(key, store.keyPassphrase());
      }
    };
  }

  @Override
  public OfficerKey make(String officer, char[] passphrase) throws OfficerException {
    return keys.create(officer, passphrase, Sealed.PASSPHRASE);
  }

  @Override
  public List<TokenKey> token(Path library, int slot, char[] pin) throws OfficerException {
    return TokenKey.open(library, slot, pin);
  }

  @Override
  public List<SettingsModel.Officer> all() throws OfficerException {
    return kept().stream()
        .map(k -> new SettingsModel.Officer(k.officer(), k.id(), k.sealed() == Sealed.PASSPHRASE))
        .toList();
  }

  @Override
  public void add(String name, char[] passphrase) throws OfficerException {
    if (passphrase.length == 0) {
      keys.create(name, store.keyPassphrase(), Sealed.DIRECTORY);
    } else {
      keys.create(name, passphrase, Sealed.PASSPHRASE);
    }
  }
}
