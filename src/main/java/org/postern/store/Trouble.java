package org.postern.store;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.h2.api.ErrorCode;
import org.jspecify.annotations.Nullable;
import org.postern.store.StoreException.Reason;

/** Turns what the disk and the drivers throw into a reason and a sentence. */
final class Trouble {
  /** What a conflict means, in either database. */
  static final String CONFLICT =
      "Somebody else changed the same thing at the same moment. Nothing was changed; look at it"
          + " again and repeat your change.";

  private static final int MAX_CAUSES = 20;

  private Trouble() {}

  /** A row holds what Postern never writes. */
  static final class DamagedRow extends RuntimeException {
    DamagedRow(String what, @Nullable Throwable cause) {
      super(what, cause);
    }
  }

  /** A roster or approval that the officers named in it did not sign. */
  static final class Forged extends RuntimeException {
    Forged(String sentence) {
      super(sentence);
    }
  }

  /** A failure of the database becomes a {@link StoreException}; anything else is a bug. */
  static StoreException of(RuntimeException e) {
    if (e instanceof ImportFailed failed) {
      return failed.reason();
    }
    if (e instanceof DamagedRow) {
      return new StoreException(
          Reason.BROKEN,
          "The database holds a record that Postern cannot have written ("
              + e.getMessage()
              + "). Close Postern and put back the data directory from your last backup.",
          e);
    }
    if (e instanceof Forged) {
      return new StoreException(
          Reason.FORGED,
          "The database was tampered with: "
              + e.getMessage()
              + ". Nothing was changed. Keep the data directory as evidence and put back your last"
              + " backup.",
          e);
    }
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof SQLException sql) {
        return of(sql);
      }
    }
    throw e;
  }

  static StoreException of(SQLException e) {
    return ServerTrouble.comesFromServer(e) ? ServerTrouble.of(e) : file(e);
  }

  private static StoreException file(SQLException e) {
    if (isOutOfMemory(e)) {
      return new StoreException(
          Reason.FAILED,
          "There is not enough memory for this. Nothing was changed. Give Postern more (-Xmx), or"
              + " do less at once; then start it again.",
          e);
    }
    Reason reason =
        switch (e.getErrorCode()) {
          case ErrorCode.DATABASE_IS_CLOSED,
              ErrorCode.DATABASE_CALLED_AT_SHUTDOWN,
              ErrorCode.OBJECT_CLOSED,
              ErrorCode.CONNECTION_BROKEN_1 ->
              isDiskFull(e) ? Reason.DISK_FULL : Reason.CLOSED;
          case ErrorCode.DATABASE_ALREADY_OPEN_1 -> Reason.LOCKED;
          case ErrorCode.DATABASE_IS_READ_ONLY -> Reason.NOT_WRITABLE;
          // H2 fails inside itself, misses what the migrations made, or waits for a transaction
          // that
          // nobody has open, for in this process one writes after the other: pages do not add up.
          case ErrorCode.FILE_CORRUPTED_1,
              ErrorCode.GENERAL_ERROR_1,
              ErrorCode.TABLE_OR_VIEW_NOT_FOUND_1,
              ErrorCode.TABLE_OR_VIEW_NOT_FOUND_DATABASE_EMPTY_1,
              ErrorCode.COLUMN_NOT_FOUND_1,
              ErrorCode.ROW_NOT_FOUND_WHEN_DELETING_1,
              ErrorCode.DATA_CONVERSION_ERROR_1,
              ErrorCode.LOCK_TIMEOUT_1,
              ErrorCode.DEADLOCK_1,
              ErrorCode.CONCURRENT_UPDATE_1 ->
              isDiskFull(e) ? Reason.DISK_FULL : Reason.BROKEN;
          case ErrorCode.DUPLICATE_KEY_1 -> Reason.CONFLICT;
          default -> isDiskFull(e) ? Reason.DISK_FULL : Reason.FAILED;
        };
    return new StoreException(reason, sentence(reason, e.getErrorCode()), e);
  }

  /** H2 says no more than that something failed inside, which damage does, too. */
  private static boolean isOutOfMemory(Throwable e) {
    return anyCause(e, OutOfMemoryError.class::isInstance);
  }

  private static boolean anyCause(Throwable e, Predicate<Throwable> is) {
    return Stream.iterate(e, Objects::nonNull, Throwable::getCause).limit(MAX_CAUSES).anyMatch(is);
  }

  static StoreException closed() {
    return new StoreException(Reason.CLOSED, sentence(Reason.CLOSED, 0));
  }

  private static String sentence(Reason reason, int code) {
    return switch (reason) {
      case DISK_FULL ->
          "There is no room left on the disk for the database. The change was not made. Free some"
              + " space, then start Postern again.";
      case CLOSED ->
          "The database was closed, because Postern is ending or because the disk failed earlier."
              + " The change was not made. Start Postern again.";
      case LOCKED -> "Another program has the database open. Close it, then try again.";
      case NOT_WRITABLE ->
          "The database may only be read. Ask for the right to write in the data directory.";
      case BROKEN ->
          "The database is damaged (code "
              + code
              + "). Close Postern and put back the data directory from your last backup.";
      case CONFLICT -> CONFLICT;
      case FOREIGN,
          HOSTILE,
          WRONG_KEY,
          NO_KEY,
          NEWER,
          ROLLED_BACK,
          UNUSABLE_PATH,
          UNREACHABLE,
          REFUSED,
          NOT_SIGNED_IN,
          NOT_ALLOWED,
          FORGED,
          FAILED ->
          "The database could not carry this out (code "
              + code
              + "). Nothing was changed; start Postern again and repeat it.";
    };
  }

  /** A failure while preparing or reading files in the data directory. */
  static StoreException file(Path path, IOException e) {
    if (isDiskFull(e)) {
      return new StoreException(
          Reason.DISK_FULL,
          "There is no room left on the disk to write "
              + path
              + ". Free some space, then try again.",
          e);
    }
    if (e instanceof AccessDeniedException || message(e).contains("read-only file system")) {
      return notWritable(path, e);
    }
    return new StoreException(
        Reason.FAILED,
        "The file " + path + " could not be read or written. Check the disk, then try again.",
        e);
  }

  static StoreException notWritable(Path path, @Nullable Throwable e) {
    return new StoreException(
        Reason.NOT_WRITABLE,
        "Postern may not write "
            + path
            + ". Ask for the right to write there, or choose another data directory.",
        e);
  }

  /** What the systems say when a disk, a quota or a limit on file sizes is exhausted. */
  static boolean isDiskFull(Throwable e) {
    return anyCause(
        e,
        t -> {
          String text = message(t);
          return t instanceof IOException
              && (text.contains("no space left")
                  || text.contains("file too large")
                  || text.contains("quota exceeded")
                  || text.contains("not enough space"));
        });
  }

  static boolean isReadOnly(Throwable e) {
    return anyCause(
        e,
        t ->
            t instanceof AccessDeniedException
                || t instanceof ReadOnlyFileSystemException
                || message(t).contains("permission denied")
                || message(t).contains("read-only file system"));
  }

  private static String message(Throwable e) {
    return e.getMessage() == null ? "" : e.getMessage().toLowerCase(Locale.ROOT);
  }
}
