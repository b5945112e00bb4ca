package org.postern.store;

import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.jspecify.annotations.Nullable;
import org.postern.officer.Right;
import org.postern.officer.Roster;
import org.postern.store.StoreException.Reason;

/**
 * Runs reads and writes. A write is one transaction under the lock of the head row, counted there,
 * and acknowledged only after the commit has been forced to the disk.
 */
final class Database implements AutoCloseable {
  /** Work inside one transaction; unchecked failures roll it back. */
  interface Work<T> {
    T in(Handle handle) throws StoreException;
  }

  /** Work that changes something. */
  interface Change<T> {
    T in(Writing writing) throws StoreException;
  }

  private final Jdbi jdbi;
  private final Clock clock;
  private final Commits commits;
  private final AutoCloseable source;
  private final Rosters rosters = new Rosters();

  /** The session of whoever is signed in at this console; changed under the lock. */
  private volatile @Nullable Chain chain;

  private final ReentrantLock lock = new ReentrantLock();

  /** Read-locked while something is read; write-locked while nobody may see what stands there. */
  private final ReentrantReadWriteLock sight = new ReentrantReadWriteLock();

  private volatile boolean closed;

  /** Something half stands in the database; the next opening clears it away. */
  private volatile boolean unfit;

  /** What makes a commit last: engine-specific, called while the write lock is held. */
  interface Commits {
    void force(Handle handle, long count) throws StoreException;

    /**
     * Whether this process alone can see the database, and what an unfinished import left behind is
     * cleared away when it is opened.
     */
    default boolean alone() {
      return false;
    }

    /** Whether it is time to {@link #tidy}. */
    default boolean untidy() {
      return false;
    }

    /** Gives room back; nobody reads or writes meanwhile. After a failure nobody can any more. */
    default void tidy() throws StoreException {}
  }

  Database(Jdbi jdbi, Clock clock, Commits commits, AutoCloseable source) {
    this.jdbi = jdbi;
    this.clock = clock;
    this.commits = commits;
    this.source = source;
  }

  /**
   * The time as the database keeps it: microseconds, so that what is read equals what was written.
   */
  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  <T> T read(Work<T> work) throws StoreException {
    requireOpen();
    sight.readLock().lock();
    try (Handle handle = jdbi.open()) {
      // All questions of one reading are answered as of one moment, whoever writes meanwhile.
      handle.setTransactionIsolationLevel(TransactionIsolationLevel.REPEATABLE_READ);
      handle.begin();
      try {
        return work.in(handle);
      } finally {
        handle.rollback();
      }
    } catch (RuntimeException e) {
      throw Trouble.of(e);
    } finally {
      sight.readLock().unlock();
    }
  }

  /** Who is signed in at this console. */
  @Nullable Chain chain() {
    return chain;
  }

  /** Forgets the key of whoever is signed in, signed or not. */
  void forget() {
    lock.lock();
    try {
      chain = null;
    } finally {
      lock.unlock();
    }
  }

  Rosters rosters() {
    return rosters;
  }

  /** A read for which somebody who may must be signed in, unless nobody is enrolled yet. */
  <T> T read(Right right, Work<T> work) throws StoreException {
    return read(
        handle -> {
          Optional<Roster> roster = rosters.inForce(handle);
          if (roster.isPresent()) {
            Writing.require(roster.get(), chain, right);
          }
          return work.in(handle);
        });
  }

  /** A write for which somebody who may must be signed in, unless nobody is enrolled yet. */
  <T> T write(Right right, Change<T> change) throws StoreException {
    return write(
        writing -> {
          writing.require(right);
          return change.in(writing);
        });
  }

  /** A write that the program makes by itself, or that looks after the officer's rights itself. */
  <T> T write(Change<T> change) throws StoreException {
    return write(change, _ -> {});
  }

  /**
   * A write that may add millions of rows to the lists, and does nothing else before they are
   * added. One transaction of that size would write every page at least twice, so where that can be
   * it is committed in parts. Nobody reads meanwhile. The parts count once the head row is
   * committed with the last one; until then they lie behind its last id, and if it does not come to
   * that, they are cleared away: now, or after a kill when the database is opened.
   */
  <T> T writeInParts(Change<T> change) throws StoreException {
    if (!commits.alone()) {
      return write(change);
    }
    lock.lock();
    boolean done = false;
    try {
      T result = write(change, this::part);
      done = true;
      return result;
    } finally {
      if (sight.isWriteLockedByCurrentThread()) {
        if (!done) {
          clearUnfinished();
        }
        sight.writeLock().unlock();
      }
      lock.unlock();
    }
  }

  private void part(Handle handle) {
    if (!sight.isWriteLockedByCurrentThread()) {
      sight.writeLock().lock();
    }
    handle.commit();
    handle.begin();
  }

  private void clearUnfinished() {
    unfit = true;
    try (Handle handle = jdbi.open()) {
      ListRows.clearUnfinished(handle);
      unfit = false;
    } catch (RuntimeException e) {
      // The failure of the import is the one to report; nothing is read or written after this.
    }
  }

  private <T> T write(Change<T> change, Consumer<Handle> part) throws StoreException {
    requireOpen();
    lock.lock();
    try {
      T result = written(change, part);
      tidy();
      return result;
    } finally {
      lock.unlock();
    }
  }

  /** At a moment at which nobody reads, if that is now; else after a later write. */
  private void tidy() {
    if (commits.untidy() && sight.writeLock().tryLock()) {
      try {
        commits.tidy();
      } catch (StoreException e) {
        // What was written is safe; the next one to read or write hears of it.
        unfit = true;
      } finally {
        sight.writeLock().unlock();
      }
    }
  }

  private <T> T written(Change<T> change, Consumer<Handle> part) throws StoreException {
    try (Handle handle = jdbi.open()) {
      // Whoever waited for the head row must see what the one before it committed.
      handle.setTransactionIsolationLevel(TransactionIsolationLevel.READ_COMMITTED);
      handle.begin();
      T result;
      long count;
      try {
        Writing writing = Writing.begin(handle, now(), rosters, chain, part);
        result = change.in(writing);
        count = writing.end();
        Chain next = writing.chain();
        // While it is not known whether the commit stands, nobody may go on with either chain.
        chain = null;
        handle.commit();
        chain = next;
      } catch (Throwable e) {
        rollback(handle, e);
        throw e;
      }
      commits.force(handle, count);
      return result;
    } catch (RuntimeException e) {
      throw Trouble.of(e);
    }
  }

  /** Fills an empty database, in one transaction that is no act of anybody. */
  <T> T restore(Work<T> work) throws StoreException {
    lock.lock();
    try (Handle handle = jdbi.open()) {
      handle.begin();
      T result;
      try {
        result = work.in(handle);
        handle.commit();
      } catch (Throwable e) {
        rollback(handle, e);
        throw e;
      }
      commits.force(handle, 0);
      return result;
    } catch (UncheckedIOException e) {
      throw e;
    } catch (RuntimeException e) {
      throw Trouble.of(e);
    } finally {
      lock.unlock();
    }
  }

  /** After a dead disk the rollback fails as well; the first failure is the one to report. */
  private static void rollback(Handle handle, Throwable first) {
    try {
      handle.rollback();
    } catch (RuntimeException e) {
      first.addSuppressed(e);
    }
  }

  private void requireOpen() throws StoreException {
    if (closed || unfit) {
      throw Trouble.closed();
    }
  }

  /** Waits for a write that is under way. Closing twice is harmless. */
  @Override
  public void close() throws StoreException {
    lock.lock();
    try {
      if (!closed) {
        closed = true;
        source.close();
      }
    } catch (Exception e) {
      throw new StoreException(
          Reason.FAILED, "The database could not be closed cleanly: " + e.getMessage(), e);
    } finally {
      lock.unlock();
    }
  }
}
