package org.postern.ui.officer;

import java.nio.file.Path;
import java.util.List;
import org.postern.officer.OfficerException;
import org.postern.officer.OfficerKey;
import org.postern.officer.SigningKey;

/** The keys that lie in the data directory, and how they are unlocked. Calls block. */
public interface KeyRing {
  /**
   * A key file.
   *
   * @param needsPassphrase false if the data directory's own secret opens it
   */
  record Key(String id, String officer, boolean needsPassphrase) {}

  /** All sound key files, by officer. */
  List<Key> keys() throws OfficerException;

  /**
   * Unlocks a key file.
   *
   * @param passphrase zeroed before this returns
   */
  OfficerKey unlock(String id, char[] passphrase) throws OfficerException;

  /**
   * Makes a key with a passphrase of its own.
   *
   * @param passphrase zeroed before this returns
   */
  OfficerKey make(String officer, char[] passphrase) throws OfficerException;

  /**
   * The officers' keys on a smartcard or HSM.
   *
   * @param pin zeroed before this returns
   */
  List<? extends SigningKey> token(Path library, int slot, char[] pin) throws OfficerException;
}
