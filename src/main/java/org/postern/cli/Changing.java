package org.postern.cli;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postern.policy.Entry;
import org.postern.policy.EntryPattern;
import org.postern.policy.Listing;
import org.postern.store.Author;
import org.postern.store.Changes;
import org.postern.store.Imports;
import org.postern.store.Item;
import org.postern.store.Lists;
import org.postern.store.Op;
import org.postern.store.Rules;
import org.postern.store.Standing;
import org.postern.store.Store;
import org.postern.store.StoreException;

/** Changes the lists at once in open mode, else proposes the change. */
final class Changing {
  private final Store store;
  private final ListReport report;

  Changing(Store store, ListReport report) {
    this.store = store;
    this.report = report;
  }

  void add(Iterator<Entry> entries, String why) throws StoreException {
    if (store.session().openMode()) {
      Lists.Added added = store.lists().add(entries, new Author(ListCommand.officer(), why));
      report.add("added", added.added());
      report.add("present", added.present());
      report.serial(added.serial());
      return;
    }
    propose(
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return entries.hasNext();
          }

          @Override
          public Op next() {
            return new Op.Add(entries.next());
          }
        },
        why);
  }

  /** Adds and edits what stands so towards the lists. */
  void take(Iterator<Entry> entries, Set<Standing> wanted, String why) throws StoreException {
    if (store.session().openMode()) {
      Imports.Taken taken =
          store.imports().take(entries, wanted, new Author(ListCommand.officer(), why), _ -> {});
      report.add("added", taken.added());
      if (wanted.contains(Standing.CHANGED)) {
        report.add("changed", taken.edited());
      }
      report.add("present", taken.left());
      report.serial(taken.serial());
    } else {
      propose(store.imports().wanted(entries, wanted), why);
    }
  }

  /** Says which patterns were not on the list. */
  List<EntryPattern> remove(Listing listing, Collection<EntryPattern> patterns, String why)
      throws StoreException {
    if (store.session().openMode()) {
      Lists.Removed removed =
          store.lists().remove(listing, patterns, new Author(ListCommand.officer(), why));
      report.add("removed", removed.removed());
      report.serial(removed.serial());
      return removed.missing();
    }
    List<Op> ops = new ArrayList<>();
    List<EntryPattern> missing = new ArrayList<>();
    for (EntryPattern pattern : patterns) {
      Optional<Item> there = store.lists().find(listing, pattern);
      if (there.isPresent()) {
        ops.add(new Op.Remove(listing, pattern, there.get().since()));
      } else {
        missing.add(pattern);
      }
    }
    if (!ops.isEmpty()) {
      propose(ops.iterator(), why);
    }
    return missing;
  }

  /** Changes what no entry says. */
  void rules(Rules rules, String why) throws StoreException {
    apply(List.of(new Op.SetRules(rules)), why);
  }

  /** Does several things as one change. */
  void apply(List<Op> ops, String why) throws StoreException {
    if (store.session().openMode()) {
      report.serial(store.lists().apply(ops, new Author(ListCommand.officer(), why)));
    } else {
      propose(ops.iterator(), why);
    }
  }

  /** Takes a revision back. */
  void undo(long serial, String why) throws StoreException {
    if (store.session().openMode()) {
      report.serial(store.lists().undo(serial, new Author(ListCommand.officer(), why)));
    } else {
      propose(List.<Op>of(new Op.Undo(serial)).iterator(), why);
    }
  }

  private void propose(Iterator<Op> ops, String why) throws StoreException {
    Changes.Change change = store.changes().propose(ops, why, "");
    report.add("proposed", change.operations());
    report.proposed(change.digest());
  }
}
