package org.postern.store;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.postern.policy.Entry;
import org.postern.policy.EntryPattern;
import org.postern.policy.Listing;
import org.postern.policy.Policy;

/**
 * Looks both lists through for entries that somebody should decide about: contradictions, what is
 * useless, what trusts too much, what ends soon. Each finding has one remedy. Not for the thread
 * that draws. Immutable.
 */
public final class Hygiene {
  /** Ends within so many days are told. */
  public static final int COMING_DAYS = 90;

  /** Trust without a hit for so many days counts as unused. */
  public static final int UNUSED_DAYS = 180;

  /** More findings of a kind are only counted. */
  public static final int KEPT = 10_000;

  /** So much time goes into looking for slips among trusted names; a full look may take hours. */
  private static final Duration SLIP_TIME = Duration.ofSeconds(20);

  private static final int STEP = 4096;

  /** What can be found. */
  public enum Kind {
    ENDING,
    CONFLICT,
    COVERED_BLOCK,
    COVERED_TRUST,
    SLIP,
    WHOLE_ENDING,
    ENDLESS,
    UNUSED,
    ENDED
  }

  /** One finding; {@link #item} is the entry that the remedy changes. */
  public sealed interface Finding {
    Item item();

    /** Ends within {@link #COMING_DAYS} days. */
    record Ending(Item item, Hits.@Nullable Count hits) implements Finding {}

    /** The same pattern stands on both lists; the block wins. */
    record Conflict(Item item, Item block) implements Finding {}

    /** Nothing would be decided otherwise without it. */
    record Covered(Item item, Entry by) implements Finding {}

    /** A trusted name that is itself a slip of another trusted one. */
    record Slip(Item item, String of) implements Finding {}

    /** A whole top-level domain is trusted. */
    record WholeEnding(Item item) implements Finding {}

    /** Trust that never ends. */
    record Endless(Item item) implements Finding {}

    /** Trust for which nothing was held for {@link #UNUSED_DAYS} days. */
    record Unused(Item item, Optional<LocalDate> last) implements Finding {}

    /** The end has passed: trust that no longer counts, or a block that still does. */
    record Ended(Item item) implements Finding {}
  }

  /**
   * What was found.
   *
   * @param counts how many of each kind
   * @param findings at most {@link #KEPT} of each kind, by pattern
   * @param slipsLookedAt of how many trusted names it was looked whether they are slips
   */
  public record Report(
      Map<Kind, Integer> counts, Map<Kind, List<Finding>> findings, int slipsLookedAt) {
    public Report {
      counts = Map.copyOf(counts);
      findings = Map.copyOf(findings);
    }
  }

  /**
   * What is looked at.
   *
   * @param policy of the same lists
   * @param hits of the trusted and the blocked entries, by the text of the pattern
   * @param hitsSince since when hits are counted; unused trust is only told after long enough
   */
  public record Lists(
      Policy policy,
      ListIndex trusted,
      ListIndex blocked,
      Map<Listing, Map<String, Hits.Count>> hits,
      Optional<LocalDate> hitsSince) {
    public Lists {
      hits = Map.copyOf(hits);
    }
  }

  private final Lists lists;
  private final Instant now;
  private final IntConsumer progress;
  private final BooleanSupplier cancelled;
  private final Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
  private final Map<Kind, List<Finding>> findings = new EnumMap<>(Kind.class);
  private int slipsLookedAt;

  private Hygiene(Lists lists, Instant now, IntConsumer progress, BooleanSupplier cancelled) {
    this.lists = lists;
    this.now = now;
    this.progress = progress;
    this.cancelled = cancelled;
  }

  /**
   * Looks everything through.
   *
   * @param progress told how much is done, in percent
   * @param cancelled asked now and then; once true, what was found so far is the answer
   */
  public static Report look(
      Lists lists, Instant now, IntConsumer progress, BooleanSupplier cancelled) {
    Hygiene hygiene = new Hygiene(lists, now, progress, cancelled);
    hygiene.ends(lists.trusted);
    hygiene.ends(lists.blocked);
    hygiene.conflicts();
    hygiene.each(lists.trusted, 5, 30, hygiene::trust);
    hygiene.each(lists.blocked, 30, 80, hygiene::block);
    hygiene.slips();
    progress.accept(100);
    return new Report(hygiene.counts, hygiene.findings, hygiene.slipsLookedAt);
  }

  private interface Row {
    void at(int row);
  }

  private void each(ListIndex index, int from, int to, Row look) {
    for (int row = 0; row < index.size(); row++) {
      if (row % STEP == 0) {
        if (cancelled.getAsBoolean()) {
          return;
        }
        progress.accept(from + (int) ((to - from) * (long) row / index.size()));
      }
      look.at(row);
    }
  }

  private void found(Kind kind, java.util.function.Supplier<Finding> finding) {
    if (counts.merge(kind, 1, Integer::sum) <= KEPT) {
      findings.computeIfAbsent(kind, _ -> new ArrayList<>()).add(finding.get());
    }
  }

  private void ends(ListIndex index) {
    Instant coming = now.plus(Duration.ofDays(COMING_DAYS));
    Map<String, Hits.Count> hits = lists.hits.getOrDefault(index.listing(), Map.of());
    index.eachEnding(
        end -> end != null && end.isBefore(coming),
        row -> {
          Item item = index.item(row);
          Instant end = item.entry().expires();
          if (end != null && end.isAfter(now)) {
            found(
                Kind.ENDING,
                () -> new Finding.Ending(item, hits.get(item.entry().pattern().text())));
          } else {
            found(Kind.ENDED, () -> new Finding.Ended(item));
          }
        });
  }

  private void conflicts() {
    ListIndex small = lists.trusted.size() < lists.blocked.size() ? lists.trusted : lists.blocked;
    ListIndex large = small == lists.trusted ? lists.blocked : lists.trusted;
    for (int row = 0; row < small.size(); row++) {
      int other = large.names().find(TextPool.bytes(small.names().get(row)));
      if (other >= 0) {
        Item here = small.item(row);
        Item there = large.item(other);
        boolean trust = small == lists.trusted;
        found(
            Kind.CONFLICT, () -> new Finding.Conflict(trust ? here : there, trust ? there : here));
      }
    }
  }

  private void trust(int row) {
    Item item = lists.trusted.item(row);
    Entry entry = item.entry();
    if (!entry.inForce(now)) {
      return;
    }
    if (entry.pattern() instanceof EntryPattern.Subtree(var d) && d.isTopLevel()) {
      found(Kind.WHOLE_ENDING, () -> new Finding.WholeEnding(item));
    }
    if (entry.expires() == null) {
      found(Kind.ENDLESS, () -> new Finding.Endless(item));
    }
    covering(entry).ifPresent(by -> found(Kind.COVERED_TRUST, () -> new Finding.Covered(item, by)));
    LocalDate old = now.atZone(ZoneOffset.UTC).toLocalDate().minusDays(UNUSED_DAYS);
    boolean counted = lists.hitsSince.isPresent() && lists.hitsSince.get().isBefore(old);
    Hits.Count hits =
        lists.hits.getOrDefault(Listing.TRUSTED, Map.of()).get(entry.pattern().text());
    boolean here = item.created().isBefore(old.atStartOfDay(ZoneOffset.UTC).toInstant());
    if (counted && here && (hits == null || hits.last().isBefore(old))) {
      found(
          Kind.UNUSED,
          () -> new Finding.Unused(item, Optional.ofNullable(hits).map(Hits.Count::last)));
    }
  }

  private void block(int row) {
    // The entry is made from its parts only where something wider stands above it.
    Item item = lists.blocked.item(row);
    covering(item.entry())
        .ifPresent(by -> found(Kind.COVERED_BLOCK, () -> new Finding.Covered(item, by)));
  }

  /** The wider entry that says the same for at least as long. */
  private Optional<Entry> covering(Entry entry) {
    return lists
        .policy
        .covering(entry.pattern())
        .filter(by -> by.listing() == entry.listing() && by.mode() == entry.mode())
        .filter(
            by ->
                by.listing() == Listing.BLOCKED
                    || by.expires() == null
                    || (entry.expires() != null && !by.expires().isBefore(entry.expires())));
  }

  /** Of two trusted names that resemble each other the younger one is told. */
  private void slips() {
    long until = System.nanoTime() + SLIP_TIME.toNanos();
    ListIndex trusted = lists.trusted;
    for (int row = 0; row < trusted.size(); row++) {
      if (cancelled.getAsBoolean() || System.nanoTime() > until) {
        return;
      }
      progress.accept(80 + (int) (20L * row / trusted.size()));
      slipsLookedAt++;
      Item item = trusted.item(row);
      if (!(item.entry().pattern() instanceof EntryPattern.Address)
          && !item.entry().pattern().domain().isTopLevel()
          && item.entry().inForce(now)) {
        lists.policy.resembled(item.entry().pattern().domain()).stream()
            .filter(r -> lists.policy.trustedBy(r).filter(e -> older(e, item)).isPresent())
            .findFirst()
            .ifPresent(r -> found(Kind.SLIP, () -> new Finding.Slip(item, r.trusted())));
      }
    }
  }

  private boolean older(Entry entry, Item than) {
    int row = lists.trusted.find(entry.pattern());
    if (row < 0) {
      return false;
    }
    Item other = lists.trusted.item(row);
    int order = other.created().compareTo(than.created());
    return order < 0
        || (order == 0
            && other.entry().pattern().text().compareTo(than.entry().pattern().text()) < 0);
  }

  /**
   * What puts one finding right.
   *
   * @param year until when "another year" lasts
   */
  public static Op remedy(Finding finding, Instant year) {
    return switch (finding) {
      case Finding.Ending f -> until(f.item, year);
      case Finding.Endless f -> until(f.item, year);
      case Finding.Ended f ->
          f.item.entry().listing() == Listing.TRUSTED ? remove(f.item) : until(f.item, null);
      case Finding.Conflict f -> remove(f.item);
      case Finding.Covered f -> remove(f.item);
      case Finding.Slip f -> remove(f.item);
      case Finding.WholeEnding f -> remove(f.item);
      case Finding.Unused f -> remove(f.item);
    };
  }

  private static Op remove(Item item) {
    return new Op.Remove(item.entry().listing(), item.entry().pattern(), item.since());
  }

  private static Op until(Item item, @Nullable Instant end) {
    return new Op.Edit(item.entry().until(end), item.since());
  }
}
