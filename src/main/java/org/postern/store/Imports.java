package org.postern.store;

import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.LongConsumer;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.postern.policy.Entry;
import org.postern.policy.Listing;

/**
 * Many entries from elsewhere: what they would change, and taking them in as one revision, however
 * many there are. Memory is bounded. Thread-safe.
 */
public final class Imports {
  /**
   * What was found out about one entry.
   *
   * @param met what makes it stand so: the same entry, the one on the other list, the wider one;
   *     null if it is new or said twice
   */
  public record Compared(Entry entry, Standing standing, @Nullable Item met) {}

  /** What an import did: the serial now, and how many were added, edited or left as they are. */
  public record Taken(long serial, long added, long edited, long left) {}

  private static final Set<Standing> ADDED =
      EnumSet.of(Standing.NEW, Standing.CONFLICTING, Standing.COVERED);

  private final Database database;

  Imports(Database database) {
    this.database = database;
  }

  /**
   * Compares entries with the lists as they stand, without changing anything. They come back in the
   * order of the lists, not of the file. The iterator is for one thread; it reads from the database
   * as it goes, and says in an {@link ImportFailed} if that fails.
   */
  public Iterator<Compared> compare(Iterator<Entry> entries) {
    return new Comparing(
        entries,
        new Comparing.Lookup() {
          @Override
          public Map<String, Item> find(Listing listing, Collection<String> texts) {
            return read(handle -> Imports.find(handle, listing, texts));
          }

          @Override
          public boolean empty(Listing listing) {
            return read(handle -> ListRows.empty(handle, listing));
          }
        });
  }

  private <T> T read(Database.Work<T> work) {
    try {
      return database.read(work);
    } catch (StoreException e) {
      throw new ImportFailed(e);
    }
  }

  /** Compares with the lists as a transaction sees them, what it changed itself included. */
  private static Iterator<Compared> compareNow(Handle handle, Iterator<Entry> entries) {
    return new Comparing(
        entries,
        new Comparing.Lookup() {
          @Override
          public Map<String, Item> find(Listing listing, Collection<String> texts) {
            return Imports.find(handle, listing, texts);
          }

          @Override
          public boolean empty(Listing listing) {
            return ListRows.empty(handle, listing);
          }
        });
  }

  private static Map<String, Item> find(Handle handle, Listing listing, Collection<String> texts) {
    Map<String, Item> found = new HashMap<>();
    ListRows.find(handle, listing, texts)
        .forEach(item -> found.put(item.entry().pattern().text(), item));
    return found;
  }

  /**
   * The operations that bring entries onto the lists, of those only that stand as wanted: what a
   * change proposes. As {@link #compare}.
   */
  public Iterator<Op> wanted(Iterator<Entry> entries, Set<Standing> wanted) {
    return new Sifted(compare(entries), EnumSet.copyOf(wanted));
  }

  /**
   * Takes entries in as one revision, those only that stand as wanted; all or nothing.
   *
   * @param wanted {@link Standing#PRESENT} changes nothing
   * @param written told now and then how many were written; what it throws ends the import, and
   *     nothing was changed
   */
  public Taken take(Iterator<Entry> entries, Set<Standing> wanted, Author by, LongConsumer written)
      throws StoreException {
    return database.writeInParts(
        writing -> {
          writing.requireOpenMode();
          Handle handle = writing.handle();
          long[] read = new long[1];
          Iterator<Entry> counted = counted(entries, read);
          Applying applying = new Applying(writing, by.officer(), written);
          if (wanted.containsAll(ADDED) && !wanted.contains(Standing.CHANGED)) {
            applying.add(counted);
          } else {
            var compared = compareNow(handle, counted);
            applying.carryOut(new Sifted(compared, EnumSet.copyOf(wanted)));
          }
          long serial = applying.finish(by.why());
          long done = applying.added() + applying.edited();
          return new Taken(serial, applying.added(), applying.edited(), read[0] - done);
        });
  }

  private static Iterator<Entry> counted(Iterator<Entry> entries, long[] read) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return entries.hasNext();
      }

      @Override
      public Entry next() {
        read[0]++;
        return entries.next();
      }
    };
  }

  /** An entry as it will read when it comes back from the database. */
  static Entry asStored(Entry e) {
    return new Entry(
        e.pattern(),
        e.listing(),
        e.mode(),
        Texts.storable(e.note(), ListRows.NOTE),
        Texts.storable(e.owner(), ListRows.NAME),
        Texts.storable(e.source(), ListRows.NAME),
        e.expires());
  }

  private static final class Sifted implements Iterator<Op> {
    private final Iterator<Compared> compared;
    private final Set<Standing> wanted;
    private @Nullable Op next;

    Sifted(Iterator<Compared> compared, Set<Standing> wanted) {
      this.compared = compared;
      this.wanted = wanted;
    }

    @Override
    public boolean hasNext() {
      while (next == null && compared.hasNext()) {
        Compared one = compared.next();
        if (wanted.contains(one.standing)) {
          next = op(one);
        }
      }
      return next != null;
    }

    private static @Nullable Op op(Compared one) {
      Item met = one.met;
      return switch (one.standing) {
        case NEW, CONFLICTING, COVERED -> new Op.Add(one.entry);
        case CHANGED -> met == null ? null : new Op.Edit(one.entry, met.since());
        case PRESENT -> null;
      };
    }

    @Override
    public Op next() {
      if (!hasNext() || next == null) {
        throw new NoSuchElementException();
      }
      Op op = next;
      next = null;
      return op;
    }
  }
}
