package org.postern.store;

import org.jspecify.annotations.Nullable;

/**
 * The data directory could not do what was asked. The message is one or two sentences for officers:
 * what happened and what to do. Whatever the reason, nothing was changed by the failed call; only
 * where the way to a server broke ({@link Reason#UNREACHABLE}) nobody can tell, and the message
 * says so.
 */
public final class StoreException extends Exception {
  /** What kind of trouble it is, for callers that react to it. */
  public enum Reason {
    /** Another process has the database open. */
    LOCKED,
    /** The file is ours, but damaged or cut short. */
    BROKEN,
    /** The file is not a Postern database at all. */
    FOREIGN,
    /** The file holds things that Postern never makes and that could run code or reach out. */
    HOSTILE,
    /** The key file does not open this database. */
    WRONG_KEY,
    /** There is a database, but its key file is missing, damaged or unreadable. */
    NO_KEY,
    /** A newer Postern wrote the file. */
    NEWER,
    /** The file is older than what this directory has already acknowledged. */
    ROLLED_BACK,
    /** The directory or a file in it may not be written. */
    NOT_WRITABLE,
    /** There is no room left. */
    DISK_FULL,
    /** The path cannot be a data directory. */
    UNUSABLE_PATH,
    /** The database server of the team does not answer, or the way to it broke. */
    UNREACHABLE,
    /** The database server does not let this console in. */
    REFUSED,
    /** Somebody else changed the same thing first. */
    CONFLICT,
    /** Nobody is signed in, or the key could not sign. */
    NOT_SIGNED_IN,
    /** The officer's roles do not allow it, or it must be proposed instead. */
    NOT_ALLOWED,
    /** A record, approval or roster was forged or altered. */
    FORGED,
    /** The store was closed, or had to close itself after an earlier failure. */
    CLOSED,
    /** Any other failure of the disk or the database. */
    FAILED
  }

  private final Reason reason;

  StoreException(Reason reason, String sentence) {
    this(reason, sentence, null);
  }

  StoreException(Reason reason, String sentence, @Nullable Throwable cause) {
    super(sentence, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
