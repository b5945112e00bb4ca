package org.postern.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.postern.officer.Roster;
import org.postern.policy.Entry;
import org.postern.policy.EntryPattern;
import org.postern.policy.Listing;
import org.postern.policy.Policy;

/**
 * The lists as they stood: at any moment, compared with any other, entry by entry, and the policy
 * that they made. What is told now and then how far a long reading is may throw to end it.
 * Thread-safe.
 */
public final class Past {
  /**
   * A moment of the lists.
   *
   * @param serial the revision in force
   * @param at when trust must not have ended; a policy of this moment judges as it did then
   */
  public record Moment(long serial, Instant at) {}

  /** What is different at a later moment. */
  public sealed interface Difference {
    /** The entry, as it was last. */
    Entry entry();

    /** It was not on its list before. */
    record Added(Entry entry) implements Difference {}

    /** It is not on its list any more. */
    record Removed(Entry entry) implements Difference {}

    /** It says something else. */
    record Changed(Entry before, Entry after) implements Difference {
      @Override
      public Entry entry() {
        return after;
      }
    }

    /** Trust whose end came in between, without anybody changing it. */
    record Ended(Entry entry) implements Difference {}
  }

  /** Where a page of differences ended. */
  public record Mark(int stage, long serial, long id) {
    static final Mark START = new Mark(0, 0, 0);
  }

  /**
   * Some of the differences: what was removed and changed, then what was added, then what ended.
   *
   * @param next where the next page begins; null if this is the last one
   */
  public record Page(List<Difference> differences, @Nullable Mark next) {
    public Page {
      differences = List.copyOf(differences);
    }
  }

  /** Who signed a change, and when. */
  public record Signer(String officer, Instant at) {}

  /**
   * The change that a revision came of, once officers are enrolled.
   *
   * @param signers beside its author
   */
  public record Origin(Changes.Change change, List<Signer> signers) {
    public Origin {
      signers = List.copyOf(signers);
    }
  }

  /**
   * What one revision did to one entry.
   *
   * @param origin null for what was changed directly, in open mode
   * @param before null if it was not on the list
   * @param after null if it left the list
   */
  public record Step(
      Revision revision, @Nullable Origin origin, @Nullable Item before, @Nullable Item after) {}

  static final int MOST_STEPS = 1_000;

  private final Database database;
  private final Lists lists;
  private final Session session;

  Past(Database database, Lists lists, Session session) {
    this.database = database;
    this.lists = lists;
    this.session = session;
  }

  /**
   * Finds a moment: of a time, the newest revision that was made until then; of a serial, the time
   * at which it was made. Empty if there is no such revision.
   */
  public Optional<Moment> moment(When when) throws StoreException {
    return switch (when) {
      case When.Now _ -> Optional.of(new Moment(lists.serial(), database.now()));
      case When.Time(Instant at) ->
          database.read(handle -> Optional.of(new Moment(PastRows.serial(handle, at), at)));
      case When.Serial(long serial) ->
          database.read(
              handle -> PastRows.revision(handle, serial).map(r -> new Moment(r.serial(), r.at())));
    };
  }

  /** A revision; empty if there is none. Revision 0 is the empty lists. */
  public Optional<Revision> revision(long serial) throws StoreException {
    return database.read(handle -> PastRows.revision(handle, serial));
  }

  /** Revisions before a serial, the newest first, at most {@code limit} of them. */
  public List<Revision> revisions(long before, int limit) throws StoreException {
    return database.read(handle -> PastRows.revisions(handle, before, limit));
  }

  /** The rules of a revision. */
  public Rules rules(long serial) throws StoreException {
    return database.read(handle -> Lists.rules(handle, serial));
  }

  /** How many entries the revisions between two serials touched, those touched twice twice. */
  public long touched(long after, long to) throws StoreException {
    return database.read(handle -> Lists.made(handle, after, to));
  }

  /** How many entries a list had after a revision. */
  public long count(Listing listing, long serial) throws StoreException {
    return database.read(handle -> PastRows.count(handle, listing, serial));
  }

  /** Gives every entry of a list as it stood after a revision, by pattern. */
  public void each(Listing listing, long serial, Consumer<Item> consumer) throws StoreException {
    database.read(
        handle -> {
          ListRows.each(handle, listing, serial, consumer);
          return true;
        });
  }

  /**
   * A list as it stood after a revision, in memory.
   *
   * @param near an index of the same list, whatever its revision: with few changes in between it
   *     takes milliseconds, else seconds for millions of entries
   * @param read told how many entries were read
   */
  public ListIndex index(Listing listing, long serial, @Nullable ListIndex near, LongConsumer read)
      throws StoreException {
    return database.read(handle -> ListIndex.at(handle, listing, serial, near, read));
  }

  /**
   * The policy of a moment: the same verdicts, with the same proofs, as then. Known names that were
   * forgotten since are not in it. Seconds for millions of entries.
   *
   * @param read told how many entries were read
   */
  public Policy policy(Moment moment, LongConsumer read) throws StoreException {
    return database.read(handle -> lists.policy(handle, moment.serial, moment.at, read));
  }

  /** The first differences between two moments; fast where few entries differ. */
  public Page differences(Moment earlier, Moment later, int limit, LongConsumer looked)
      throws StoreException {
    return differences(earlier, later, Mark.START, limit, looked);
  }

  /**
   * The differences behind a mark, at most {@code limit} of them.
   *
   * @param looked told how many entries were looked at
   * @throws IllegalArgumentException if the earlier moment is the later one
   */
  public Page differences(Moment earlier, Moment later, Mark after, int limit, LongConsumer looked)
      throws StoreException {
    if (earlier.serial > later.serial) {
      throw new IllegalArgumentException("from the earlier moment to the later one");
    }
    return database.read(
        handle -> new Differences(handle, earlier, later, limit, looked).behind(after));
  }

  /**
   * What happened to an entry, oldest first; empty if it never was there. Of very many steps the
   * newest {@value #MOST_STEPS} versions.
   */
  public List<Step> history(Listing listing, EntryPattern pattern) throws StoreException {
    Optional<Roster> roster = session.roster();
    return database.read(
        handle -> {
          List<PastRows.Version> versions =
              PastRows.versions(handle, listing, pattern, MOST_STEPS + 1);
          List<Step> steps = new ArrayList<>();
          // The oldest one of too many only says what the next one changed.
          for (int i = versions.size() > MOST_STEPS ? 1 : 0; i < versions.size(); i++) {
            PastRows.Version now = versions.get(i);
            Item before =
                i > 0 && versions.get(i - 1).to() == now.item().since()
                    ? versions.get(i - 1).item()
                    : null;
            steps.add(step(handle, roster, now.item().since(), before, now.item()));
            boolean goesOn =
                now.to() == ListRows.OPEN
                    || (i + 1 < versions.size() && versions.get(i + 1).item().since() == now.to());
            if (!goesOn) {
              steps.add(step(handle, roster, now.to(), now.item(), null));
            }
          }
          return List.copyOf(steps);
        });
  }

  private static Step step(
      Handle handle,
      Optional<Roster> roster,
      long serial,
      @Nullable Item before,
      @Nullable Item after) {
    Revision revision =
        PastRows.revision(handle, serial)
            .orElseThrow(() -> new Trouble.DamagedRow("a version without its revision", null));
    return new Step(revision, origin(handle, roster, serial), before, after);
  }

  private static @Nullable Origin origin(Handle handle, Optional<Roster> roster, long serial) {
    if (roster.isEmpty()) {
      return null;
    }
    Changes.Change change = PastRows.change(handle, serial).orElse(null);
    if (change == null) {
      return null;
    }
    List<Signer> signers =
        ChangeSets.signatures(handle, change.digest()).stream()
            .filter(a -> !a.keyId().equals(change.authorKey()))
            .map(
                a ->
                    new Signer(
                        roster.get().member(a.keyId()).map(Roster.Member::name).orElse(a.keyId()),
                        a.at()))
            .toList();
    return new Origin(change, signers);
  }
}
