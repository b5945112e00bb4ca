package org.postern.ui.publish;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postern.policy.Entry;
import org.postern.policy.EntryPattern;
import org.postern.policy.Listing;
import org.postern.policy.Mode;
import org.postern.policy.Policy;
import org.postern.policy.Verdict;
import org.postern.store.Lists;
import org.postern.store.Past;
import org.postern.store.Revision;
import org.postern.store.Rules;
import org.postern.store.Store;
import org.postern.store.StoreException;

/** What became of the lists between two serials, in an officer's words. Blocks. */
final class Changes {
  /** With more entries, building a second policy for the effects takes too long to wait for. */
  private static final long EFFECTS_UP_TO = 50_000;

  private static final int REVISIONS = 1000;

  private final Store store;
  private final PastMail past;

  Changes(Store store, PastMail past) {
    this.store = store;
    this.past = past;
  }

  /**
   * @param past what it would have done to past mail; empty where the lists are too large to try
   */
  record Told(List<Board.Changed> changes, Optional<PastMail.Effect> past) {}

  /** About how many there are; entries that came and went again are counted, too. */
  long count(long after, long to) throws StoreException {
    return store.past().revisions(Long.MAX_VALUE, REVISIONS).stream()
        .filter(r -> r.serial() > after && r.serial() <= to)
        .mapToLong(r -> r.added() + r.edited() + r.removed())
        .sum();
  }

  Told between(long after, long to, Instant now) throws StoreException {
    Lists lists = store.lists();
    boolean tellEffects =
        lists.count(Listing.TRUSTED) + lists.count(Listing.BLOCKED) <= EFFECTS_UP_TO;
    Policy before = tellEffects ? store.policyAt(after, now) : null;
    Policy then = tellEffects ? store.policyAt(to, now) : null;
    List<Board.Changed> told = new ArrayList<>();
    for (Lists.Change change : lists.changes(after, to, Press.MOST_CHANGES)) {
      if (told.size() == Press.MOST_CHANGES) {
        break;
      }
      told.add(told(change, effect(change, before, then)));
    }
    return new Told(
        List.copyOf(told),
        before == null || then == null
            ? Optional.empty()
            : Optional.of(PastMail.Effect.of(past.since(now.minus(PastMail.REACH)), before, then)));
  }

  /** What is different beside the lists; nothing is told of the first bundle. */
  List<String> rules(long after, long to) throws StoreException {
    if (after == 0 || after >= to) {
      return List.of();
    }
    Rules before = store.past().rules(after);
    Rules then = store.past().rules(to);
    List<String> told = new ArrayList<>();
    if (before.unlisted() != then.unlisted()) {
      told.add(
          "Domains on no list that resemble nothing: "
              + switch (then.unlisted()) {
                case DELIVER -> "delivered from now on, held before.";
                case HOLD -> "held from now on, delivered before.";
              });
    }
    if (before.sensitivity() != then.sensitivity()) {
      told.add(
          "Lookalikes: %s instead of %s."
              .formatted(then.sensitivity().word(), before.sensitivity().word()));
    }
    return told;
  }

  private Board.Changed told(Lists.Change change, Optional<Board.Effect> effect)
      throws StoreException {
    Entry old = change.before();
    Entry now = change.after();
    Entry entry = Objects.requireNonNull(now != null ? now : old);
    Board.Kind kind =
        now == null ? Board.Kind.REMOVED : old == null ? Board.Kind.ADDED : Board.Kind.EDITED;
    String words = old != null && now != null ? difference(old, now) : covers(entry);
    Revision by = by(entry);
    return new Board.Changed(
        kind,
        entry.listing(),
        entry.pattern().display(),
        words,
        effect,
        by == null ? "" : by.officer(),
        by == null ? Instant.EPOCH : by.at(),
        by == null || by.why().isBlank() ? entry.note() : by.why());
  }

  /** Who did the last thing to it. */
  private @Nullable Revision by(Entry entry) throws StoreException {
    List<Past.Step> steps = store.past().history(entry.listing(), entry.pattern());
    return steps.isEmpty() ? null : steps.getLast().revision();
  }

  private static Optional<Board.Effect> effect(
      Lists.Change change, @Nullable Policy before, @Nullable Policy then) {
    if (before == null || then == null) {
      return Optional.empty();
    }
    Entry entry = Objects.requireNonNull(change.after() != null ? change.after() : change.before());
    String name =
        switch (entry.pattern()) {
          case EntryPattern.Subtree(var d) ->
              d.isTopLevel() ? "some-ministry." + d.ascii() : d.ascii();
          case EntryPattern.Exact(var d) -> d.ascii();
          case EntryPattern.Under(var d) -> "mail." + d.ascii();
          case EntryPattern.Address(var a) -> a.ascii();
        };
    return Optional.of(new Board.Effect(word(before.judge(name)), word(then.judge(name))));
  }

  static String word(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Trusted _ -> "trusted";
      case Verdict.Blocked b -> watched("blocked", b);
      case Verdict.Lookalike l -> watched("lookalike", l);
      case Verdict.Unlisted _ -> "unlisted";
      case Verdict.Malformed _ -> "no address";
    };
  }

  private static String watched(String word, Verdict verdict) {
    return switch (verdict.disposition()) {
      case DELIVER -> word + ", watched";
      case HOLD, REJECT -> word;
    };
  }

  private static String covers(Entry entry) {
    String what =
        switch (entry.pattern()) {
          case EntryPattern.Subtree(var d) ->
              d.isTopLevel() ? "the whole top-level domain" : "and everything under it";
          case EntryPattern.Exact _ -> "only the name itself";
          case EntryPattern.Under _ -> "everything under it";
          case EntryPattern.Address _ -> "this one address";
        };
    return what
        + (entry.mode() == Mode.MONITOR ? ", only watched" : "")
        + (entry.expires() == null ? "" : ", until " + When.day(entry.expires()));
  }

  private static String difference(Entry old, Entry now) {
    List<String> parts = new ArrayList<>();
    if (old.mode() != now.mode()) {
      parts.add(
          switch (now.mode()) {
            case ENFORCE -> "enforced now, was only watched";
            case MONITOR -> "only watched now, was enforced";
          });
    }
    if (!Objects.equals(old.expires(), now.expires())) {
      parts.add(
          (now.expires() == null ? "without end" : "until " + When.day(now.expires()))
              + (old.expires() == null ? ", had no end" : ", was " + When.day(old.expires())));
    }
    if (!old.owner().equals(now.owner())) {
      parts.add(now.owner().isBlank() ? "has no owner now" : "owner is now " + now.owner());
    }
    if (!old.note().equals(now.note()) || !old.source().equals(now.source())) {
      parts.add("note changed");
    }
    return String.join("; ", parts);
  }
}
