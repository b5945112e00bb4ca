package org.postern.store;

import java.sql.SQLException;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.postern.policy.Entry;
import org.postern.policy.EntryPattern;
import org.postern.policy.Listing;
import org.postern.store.StoreException.Reason;

/**
 * Makes one revision of the lists out of operations, or none if they change nothing. Not reusable.
 */
final class Applying {
  private final Writing writing;
  private final String officer;
  private final long serial;
  private final long firstId;
  private long added;
  private long edited;
  private long removed;
  private Rules rules;
  private boolean otherRules;
  private final ListDigest.Adding digest;
  private final LongConsumer written;

  Applying(Writing writing, String officer) {
    this(writing, officer, _ -> {});
  }

  /**
   * @param written told now and then how many entries were written; what it throws ends it all
   */
  Applying(Writing writing, String officer, LongConsumer written) {
    this.written = written;
    this.writing = writing;
    this.officer = officer;
    this.serial = writing.serial() + 1;
    this.firstId = writing.lastId() + 1;
    this.rules = Lists.rules(writing);
    this.digest = new ListDigest.Adding(rules);
  }

  long added() {
    return added;
  }

  long edited() {
    return edited;
  }

  long removed() {
    return removed;
  }

  /** Adds what is not there yet. */
  void add(Iterator<Entry> entries) throws StoreException {
    long before = added + edited;
    try {
      added +=
          ListRows.insert(
              writing, serial, entries, officer, digest, n -> written.accept(before + n));
    } catch (SQLException e) {
      throw Trouble.of(e);
    }
  }

  /** Edits what is still as {@code since} says. */
  void edit(Entry after, long since) throws StoreException {
    Item now = asSeen(after.listing(), after.pattern(), since);
    if (after.equals(now.entry())) {
      return;
    }
    writing.keepTogether();
    ListRows.close(writing.handle(), serial, after.listing(), after.pattern());
    try {
      ListRows.insertEdited(writing, serial, now, after);
    } catch (SQLException e) {
      throw Trouble.of(e);
    }
    edited++;
    if (edited % 1_000 == 0) {
      written.accept(added + edited);
    }
  }

  /** Removes what is there, whatever it is; false if nothing is. */
  boolean remove(Listing listing, EntryPattern pattern) {
    writing.keepTogether();
    boolean there = ListRows.close(writing.handle(), serial, listing, pattern);
    removed += there ? 1 : 0;
    return there;
  }

  void set(Rules changed) {
    otherRules = otherRules || !changed.equals(rules);
    rules = changed;
  }

  /** Carries out the operations of a change; a revision that is taken back stands alone in it. */
  long run(Iterator<Op> ops, String why) throws StoreException {
    Op.@Nullable Undo undo = carryOut(ops);
    return undo == null
        ? finish(why)
        : new Undo(writing, undo.serial()).run(new Author(officer, why));
  }

  /** Carries out operations up to one that takes a revision back, and says which. */
  Op.@Nullable Undo carryOut(Iterator<Op> ops) throws StoreException {
    @Nullable Op next = ops.hasNext() ? ops.next() : null;
    while (next != null) {
      Op op = next;
      next = null;
      switch (op) {
        case Op.Add add -> {
          var run = new Adds(add, ops);
          add(run);
          next = run.behind;
        }
        case Op.Edit(Entry after, long since) -> edit(after, since);
        case Op.Remove(Listing listing, EntryPattern pattern, long since) -> {
          asSeen(listing, pattern, since);
          remove(listing, pattern);
        }
        case Op.SetRules(Rules changed) -> set(changed);
        case Op.Undo undo -> {
          return undo;
        }
      }
      if (next == null && ops.hasNext()) {
        next = ops.next();
      }
    }
    return null;
  }

  /** Makes the revision; the serial then. */
  long finish(String why) {
    if (added + edited + removed > 0 || otherRules) {
      if (edited + removed > 0 || otherRules) {
        digest.broken();
      }
      Lists.revise(
          writing,
          serial,
          firstId,
          new Author(officer, why),
          new long[] {added, edited, removed},
          rules,
          digest.end());
    }
    return writing.serial();
  }

  private Item asSeen(Listing listing, EntryPattern pattern, long since) throws StoreException {
    Optional<Item> now = ListRows.find(writing.handle(), listing, pattern);
    if (now.isEmpty() || now.get().since() != since) {
      throw new StoreException(
          Reason.CONFLICT,
          "Somebody else changed or removed "
              + pattern.display()
              + " in the meantime. Nothing was changed; look at it again and repeat your change.");
    }
    return now.get();
  }

  /** The entries of additions that follow each other, and what stands behind them. */
  private static final class Adds implements Iterator<Entry> {
    private final Iterator<Op> ops;
    private @Nullable Entry next;
    private @Nullable Op behind;

    Adds(Op.Add first, Iterator<Op> ops) {
      this.next = first.entry();
      this.ops = ops;
    }

    @Override
    public boolean hasNext() {
      return next != null;
    }

    @Override
    public Entry next() {
      Entry entry = next;
      if (entry == null) {
        throw new NoSuchElementException();
      }
      next = null;
      if (ops.hasNext()) {
        Op op = ops.next();
        if (op instanceof Op.Add(Entry e)) {
          next = e;
        } else {
          behind = op;
        }
      }
      return entry;
    }
  }

  /** What the record says of a revision; {@code content} binds its rows. */
  static Map<String, Object> counts(long[] counts, String why, String content) {
    var said = new TreeMap<String, Object>();
    said.putAll(Map.of("added", counts[0], "edited", counts[1], "removed", counts[2], "why", why));
    said.put("content", content);
    return said;
  }
}
