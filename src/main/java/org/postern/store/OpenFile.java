package org.postern.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import org.h2.mvstore.MVStoreException;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Handle;
import org.postern.store.FileCheck.Found;

/**
 * The database file while it is open. Every commit is appended to it, some 16 KB for a small one,
 * so now and then what still counts is copied to a new file, which takes the old one's name. A kill
 * at any moment leaves the one or the other, whole.
 */
final class OpenFile implements Database.Commits, ConnectionFactory, AutoCloseable {
  /** So much may lie idle in a file before it is copied: some 2,000 small commits. */
  static final long SLACK = 32L << 20;

  private final DataFiles files;
  private final String key;
  private final Mark mark;
  private final long slack;
  private final Runnable released;
  private volatile H2 h2;
  private long tidySize;

  /**
   * @param h2 the file, open and checked
   * @param released runs when it is closed
   */
  OpenFile(DataFiles files, String key, H2 h2, Mark mark, long slack, Runnable released)
      throws IOException {
    this.files = files;
    this.key = key;
    this.h2 = h2;
    this.mark = mark;
    this.slack = slack;
    this.released = released;
    this.tidySize = size();
  }

  private long size() throws IOException {
    return Files.size(files.database());
  }

  @Override
  public Connection openConnection() throws SQLException {
    return h2.source().getConnection();
  }

  /** H2's commit writes; only this makes the disk keep it. */
  @Override
  public void force(Handle handle, long count) {
    handle.execute("checkpoint sync");
    Mark.keep(mark, count);
  }

  @Override
  public boolean alone() {
    return true;
  }

  @Override
  public boolean untidy() {
    try {
      return size() > 2 * tidySize + slack;
    } catch (IOException e) {
      // What is wrong with the file the next commit says.
      return false;
    }
  }

  /** A disk without room for the copy is no failure: the file goes on growing. */
  @Override
  public void tidy() throws StoreException {
    try {
      h2.close();
      copy();
      h2 = H2.open(files.database(), key);
      // The pool opens the file at the first use only.
      openConnection().close();
      tidySize = size();
    } catch (SQLException e) {
      throw Trouble.of(e);
    } catch (IOException e) {
      throw Trouble.file(files.database(), e);
    }
  }

  private void copy() throws StoreException {
    Path copy = files.tidied();
    try {
      Found whole = FileCheck.look(files.database(), key);
      FileCheck.copy(files.database(), key, copy);
      if (DataFiles.isPosix(copy)) {
        Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-------"));
      }
      DataFiles.force(copy);
      if (FileCheck.look(copy, key).sameAs(whole)) {
        files.rename(copy, files.database());
      }
    } catch (IOException | MVStoreException e) {
      // Said above.
    } finally {
      try {
        Files.deleteIfExists(copy);
      } catch (IOException e) {
        // The next start clears it away.
      }
    }
  }

  /** Lets go of the file without writing to it any more; {@code released} does not run. */
  void abandon() {
    try (mark) {
      h2.abandon();
    } catch (IOException e) {
      // The failure being reported is the one that matters.
    }
  }

  @Override
  public void close() throws SQLException, IOException {
    try (mark) {
      h2.close();
    } finally {
      released.run();
    }
  }
}
