package org.postern.store;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postern.files.Sha256;
import org.postern.officer.OfficerException;
import org.postern.officer.OfficerSignature;
import org.postern.officer.SigningKey;
import org.postern.store.StoreException.Reason;

/**
 * What one signed-in officer did at this console, as the console itself remembers it: a chain over
 * the hashes of the session's own records. Somebody who writes into the database can add a record
 * under the officer's name, but not into this chain, because it is kept here and signed. Immutable.
 *
 * @param vault opens the sealed secrets; null if nobody has wrapped them for this officer yet
 * @param session 32 hex digits
 * @param ownSeq how many records the session has
 * @param ownHash over all of them in order
 * @param unsealed how many of them no signature covers yet
 */
record Chain(
    SigningKey key,
    String session,
    long ownSeq,
    String ownHash,
    int unsealed,
    @Nullable Vault vault) {
  /** More than so many acts never wait for a signature. */
  static final int MOST_UNSEALED = 64;

  static Chain begin(SigningKey key, String session) {
    return new Chain(key, session, 0, Journal.START, 0, null);
  }

  /** With one more record. */
  Chain with(String recordHash) {
    return new Chain(key, session, ownSeq + 1, next(ownHash, recordHash), unsealed + 1, vault);
  }

  /** The same session, to which the mailbox's secrets are open. */
  Chain with(Vault opened) {
    return new Chain(key, session, ownSeq, ownHash, unsealed, opened);
  }

  Chain sealed() {
    return new Chain(key, session, ownSeq, ownHash, 0, vault);
  }

  static String next(String ownHash, String recordHash) {
    return Sha256.named(ownHash + "\n" + recordHash + "\n");
  }

  /** What a seal signs: all own records, and the whole chain as it stood then. */
  static byte[] sealText(String session, long ownSeq, String ownHash, long seq, String hash) {
    return ("postern-seal: 1\nsession: "
            + session
            + "\nown: "
            + ownSeq
            + " "
            + ownHash
            + "\nchain: "
            + seq
            + " "
            + hash
            + "\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  byte[] seal(long seq, String hash) throws StoreException {
    return sign(key, sealText(session, ownSeq, ownHash, seq, hash));
  }

  static byte[] sign(SigningKey key, byte[] text) throws StoreException {
    try {
      return key.sign(text);
    } catch (OfficerException e) {
      throw couldNot(e);
    }
  }

  /** For what leaves this console. */
  static List<OfficerSignature> signatures(SigningKey key, byte[] text) throws StoreException {
    try {
      return key.signatures(text);
    } catch (OfficerException e) {
      throw couldNot(e);
    }
  }

  private static StoreException couldNot(OfficerException e) {
    return new StoreException(
        Reason.NOT_SIGNED_IN,
        "Your key could not sign, so nothing was changed: " + e.getMessage(),
        e);
  }
}
