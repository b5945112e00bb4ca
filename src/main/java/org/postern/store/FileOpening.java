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

  private final Runnable released;

  FileOpening(DataFiles files, Clock clock, Schema schema, Runnable released) {
    this.files = files;
    this.clock = clock;
    this.schema = schema;
    this.released = released;
  }

  Opening.Opened open() throws StoreException {
    DataFiles.requireWritable(files.directory());
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
    return connect(key, found.commits());
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
    Mark.requireReached(files.mark(), found.commits(), file.toString());
    return found;
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

  private Opening.Opened connect(String key, long commits) throws StoreException {
    H2 h2 = H2.open(files.database(), key);
    boolean done = false;
    try {
      Jdbi jdbi = Jdbi.create(h2.source());
      requireHarmless(jdbi);
      Mark mark = Mark.open(files.mark(), commits);
      Database database =
          new Database(
              jdbi, clock, (handle, count) -> force(handle, mark, count), () -> close(h2, mark));
      done = true;
      return new Opening.Opened(files.directory(), database, key, false, Opening.ALONE);
    } catch (IOException e) {
      throw Trouble.file(files.mark(), e);
    } finally {
      if (!done) {
        h2.abandon();
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

  /** H2's commit writes; only this makes the disk keep it. */
  private static void force(Handle handle, Mark mark, long count) {
    handle.execute("checkpoint sync");
    Mark.keep(mark, count);
  }

  private void close(H2 h2, Mark mark) throws SQLException, IOException {
    try (mark) {
      h2.close();
    } finally {
      released.run();
    }
  }
}
