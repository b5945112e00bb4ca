package org.postern.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.postern.store.StoreException.Reason;

/**
 * The way from a directory to an open database file: make or check the files, migrate a
 * copy-protected file, check the schema before and after. Any refusal leaves the files as they
 * were.
 */
final class FileOpening {
  private final DataFiles files;
  private final Clock clock;
  private final Schema schema;
  private final long slack;
  private final Runnable released;

  /**
   * @param slack how much may lie idle in the file
   * @param released runs when it is closed
   */
  FileOpening(DataFiles files, Clock clock, Schema schema, long slack, Runnable released) {
    this.slack = slack;
    this.files = files;
    this.clock = clock;
    this.schema = schema;
    this.released = released;
  }

  Opening.Opened open() throws StoreException {
    DataFiles.requireWritable(files.directory());
    Mark.requireFree(files.mark(), files.database());
    if (DataFiles.exists(files.beforeMigration())) {
      restore();
    }
    boolean fresh = !DataFiles.exists(files.database());
    String key = fresh ? create() : existingKey();
    FileCheck.Found found = check(key);
    boolean migrated = found.version() < schema.version();
    if (migrated) {
      migrate(key, found.version());
    }
    return connect(key, found);
  }

  private String existingKey() throws StoreException {
    if (!DataFiles.exists(files.key())) {
      throw new StoreException(
          Reason.NO_KEY,
          "The key file "
              + files.key()
              + " is missing, and the database cannot be read without it. Put it back from your"
              + " backup.");
    }
    return files.readKey();
  }

  private FileCheck.Found check(String key) throws StoreException {
    Path file = files.database();
    FileCheck.Found found = FileCheck.look(file, key);
    DataFiles.requireWritable(file);
    if (found.version() > schema.version()) {
      throw new StoreException(
          Reason.NEWER,
          file
              + " was written by a newer Postern (its layout is version "
              + found.version()
              + ", this program knows "
              + schema.version()
              + "). Nothing was changed. Install the newer Postern.");
    }
    if (found.cutShort()) {
      found = end(key);
    }
    Mark.requireReached(files.mark(), found.commits(), file.toString());
    return found;
  }

  /** In a copy, which takes the file's place once it is whole: what is damaged stays as it is. */
  private FileCheck.Found end(String key) throws StoreException {
    Path copy = files.tidied();
    try {
      files.copyAtomically(files.database(), copy);
      FileCheck.end(copy, key);
      FileCheck.Found found = FileCheck.look(copy, key);
      DataFiles.force(copy);
      files.rename(copy, files.database());
      return found;
    } catch (StoreException e) {
      throw e.reason() == Reason.DISK_FULL ? e : FileCheck.broken(files.database(), e);
    } catch (IOException e) {
      throw Trouble.file(copy, e);
    } finally {
      try {
        Files.deleteIfExists(copy);
      } catch (IOException e) {
        // The next start clears it away.
      }
    }
  }

  /** Makes the database under another name first, so that half of one is never taken for whole. */
  private String create() throws StoreException {
    Path unfinished = files.unfinished();
    boolean hadKey = DataFiles.exists(files.key());
    if (hadKey && !DataFiles.exists(unfinished)) {
      throw new StoreException(
          Reason.BROKEN,
          "The database "
              + files.database()
              + " is missing, though its key is there. Put the database back from your backup, or"
              + " choose an empty directory to start anew.");
    }
    boolean done = false;
    try {
      Files.deleteIfExists(unfinished);
      // Seen first by whoever finds a key without a database: the making was interrupted.
      Files.createFile(unfinished, DataFiles.ownerOnly(unfinished, "rw-------"));
      String key = files.readOrMakeKey();
      H2 h2 = H2.create(unfinished, key);
      boolean whole = false;
      try {
        schema.migrate(h2.source());
        h2.close();
        whole = true;
      } finally {
        if (!whole) {
          h2.abandon();
        }
      }
      DataFiles.force(unfinished);
      files.rename(unfinished, files.database());
      done = true;
      return key;
    } catch (IOException e) {
      throw Trouble.file(files.database(), e);
    } catch (SQLException e) {
      throw Trouble.of(e);
    } catch (FlywayException e) {
      throw Trouble.of(e);
    } finally {
      if (!done) {
        discard(unfinished, hadKey);
      }
    }
  }

  private void discard(Path unfinished, boolean hadKey) {
    try {
      if (!hadKey) {
        Files.deleteIfExists(files.key());
      }
      Files.deleteIfExists(unfinished);
    } catch (IOException e) {
      // The next start clears it away; the failure being reported is the one that matters.
    }
  }

  private void migrate(String key, int from) throws StoreException {
    try {
      files.copyAtomically(files.database(), files.beforeMigration());
    } catch (IOException e) {
      throw Trouble.file(files.beforeMigration(), e);
    }
    H2 h2 = H2.open(files.database(), key);
    boolean done = false;
    try {
      requireHarmless(Jdbi.create(h2.source()));
      schema.migrate(h2.source());
      requireHarmless(Jdbi.create(h2.source()));
      h2.close();
      files.rename(files.beforeMigration(), files.keptCopy(from));
      done = true;
    } catch (FlywayException e) {
      throw new StoreException(
          Reason.FAILED,
          "The database could not be brought to the layout of this Postern. It was put back as it"
              + " was. Go on with the earlier Postern and report this.",
          e);
    } catch (SQLException e) {
      throw Trouble.of(e);
    } catch (IOException e) {
      throw Trouble.file(files.database(), e);
    } finally {
      if (!done) {
        h2.abandon();
        restore();
      }
    }
  }

  /** H2 does not roll back changes of the schema; the copy made before does it. */
  private void restore() throws StoreException {
    try {
      files.rename(files.beforeMigration(), files.database());
    } catch (IOException e) {
      throw Trouble.file(files.database(), e);
    }
  }

  private Opening.Opened connect(String key, FileCheck.Found found) throws StoreException {
    H2 h2 = H2.open(files.database(), key);
    OpenFile open = null;
    boolean done = false;
    try {
      Jdbi jdbi = Jdbi.create(h2.source());
      requireHarmless(jdbi);
      if (schema.version() >= Schema.CURRENT.version()) {
        // One of an earlier layout is new, and about to be filled from a backup.
        jdbi.useHandle(ListRows::clearUnfinished);
      }
      Mark mark = Mark.open(files.mark(), found.commits(), files.database());
      open = new OpenFile(files, key, h2, mark, slack, released);
      Files.deleteIfExists(files.tidied());
      if (found.used() < 50 && Files.size(files.database()) > slack) {
        open.tidy();
      }
      Database database = new Database(Jdbi.create(open), clock, open, open);
      done = true;
      return new Opening.Opened(files.directory(), database, key, false, Opening.ALONE);
    } catch (JdbiException e) {
      throw Trouble.of(e);
    } catch (IOException e) {
      throw Trouble.file(files.mark(), e);
    } finally {
      if (!done) {
        letGo(h2, open);
      }
    }
  }

  private void requireHarmless(Jdbi jdbi) throws StoreException {
    try (Handle handle = jdbi.open()) {
      Optional<String> violation = SchemaRules.violation(handle);
      if (violation.isPresent()) {
        throw FileCheck.hostile(files.database(), violation.get());
      }
    } catch (JdbiException e) {
      throw Trouble.of(e);
    }
  }

  private static void letGo(H2 h2, @Nullable OpenFile open) {
    if (open == null) {
      h2.abandon();
    } else {
      open.abandon();
    }
  }
}
