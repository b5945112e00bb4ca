package org.postern.ui.quarantine;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postern.policy.Policy;
import org.postern.quarantine.BoxContents;
import org.postern.quarantine.HeldGroup;
import org.postern.quarantine.HeldId;
import org.postern.quarantine.HeldMessage;
import org.postern.quarantine.HeldRow;
import org.postern.store.Decisions.Decision;
import org.postern.store.Hits.Hit;
import org.postern.ui.quarantine.HeldItem.Bucket;

/**
 * Puts box, record and lists of one moment together; what did not change since the last time is
 * taken over. Takes long for a full box: runs off the FX thread, one call at a time.
 */
final class Intake {
  /**
   * What there was.
   *
   * @param contents of the box
   * @param recent the newest decisions first
   * @param standing made of these and of all that are not finished
   * @param fresh whether the server was asked
   */
  record Sources(
      BoxContents contents,
      List<Decision> recent,
      Standing standing,
      Team team,
      Policy policy,
      Instant at,
      boolean fresh) {}

  /**
   * What the officer works on.
   *
   * @param items overdue ones first, oldest first, then the others, newest first
   * @param unreadable messages that the server counts but did not hand out
   * @param missing messages that were not read yet
   * @param waiting how many need an officer
   * @param addresses of copies that wait for a decision
   * @param hits not counted yet
   */
  record Snapshot(
      List<HeldItem> items,
      int unreadable,
      int missing,
      int waiting,
      int overdue,
      Optional<Instant> oldest,
      List<String> addresses,
      List<Hit> hits,
      List<Decision> recent,
      Team team,
      Policy policy,
      Instant at,
      boolean fresh) {}

  private static final Comparator<HeldItem> BY_AGE = Comparator.comparing(HeldItem::since);
  private static final Comparator<HeldItem> ORDER =
      ((Comparator<HeldItem>) Intake::byUrgency).thenComparing(HeldItem::key);

  private Map<String, Brief> briefs = new HashMap<>();
  private Map<Bucket, Bucket> buckets = new HashMap<>();
  private Map<HeldId, HeldItem> before = Map.of();
  private @Nullable Policy policy;

  Snapshot read(Sources sources) {
    if (policy != sources.policy()) {
      policy = sources.policy();
      briefs = new HashMap<>();
      buckets = new HashMap<>();
      before = Map.of();
    }
    Map<HeldId, HeldItem> items = new HashMap<>();
    List<HeldItem> ordered = new ArrayList<>();
    List<Hit> hits = new ArrayList<>();
    for (HeldGroup group : HeldGroup.of(sources.contents().held())) {
      uniform(group).forEach(g -> ordered.add(item(g, sources, items, hits)));
    }
    before = items;
    ordered.sort(ORDER);
    Set<String> addresses = new HashSet<>();
    int waiting = 0;
    int overdue = 0;
    for (HeldItem item : ordered) {
      List<Recipient> open = item.open();
      open.forEach(r -> addresses.add(r.address()));
      waiting += open.isEmpty() && !item.alarming() ? 0 : 1;
      overdue += item.overdue() ? 1 : 0;
    }
    return new Snapshot(
        ordered,
        sources.contents().unreadable().size(),
        sources.contents().missing(),
        waiting,
        overdue,
        ordered.stream().map(HeldItem::since).min(Instant::compareTo),
        List.copyOf(addresses),
        hits,
        sources.recent(),
        sources.team(),
        sources.policy(),
        sources.at(),
        sources.fresh());
  }

  private static int byUrgency(HeldItem a, HeldItem b) {
    if (a.overdue() != b.overdue()) {
      return a.overdue() ? -1 : 1;
    }
    return a.overdue() ? BY_AGE.compare(a, b) : BY_AGE.compare(b, a);
  }

  /**
   * Copies that carry one Message-ID but are not one message are not shown as one: somebody reused
   * the id, and what an officer reads in one says nothing about the other.
   */
  private static Stream<HeldGroup> uniform(HeldGroup group) {
    return group.uniform()
        ? Stream.of(group)
        : group.copies().stream().flatMap(copy -> HeldGroup.of(List.of(copy)).stream());
  }

  private HeldItem item(
      HeldGroup group, Sources sources, Map<HeldId, HeldItem> items, List<Hit> hits) {
    List<HeldMessage> copies = inAddressOrder(group.copies());
    Instant late = sources.at().minus(Duration.ofHours(sources.team().handling().overdueHours()));
    Marks marks = sources.team().marks(copies);
    boolean overdue = copies.stream().anyMatch(c -> c.received().isBefore(late));
    HeldMessage first = copies.getFirst();
    HeldItem known = before.get(first.id());
    boolean settled = copies.stream().noneMatch(sources.standing()::concerns);
    HeldItem item;
    if (known != null
        && settled
        && known.untouched()
        && known.overdue() == overdue
        && known.marks().equals(marks)
        && known.copies().equals(copies)) {
      item = known;
    } else {
      item = made(copies, group, overdue, marks, sources);
      if (known == null) {
        copies.forEach(c -> hit(c).ifPresent(hits::add));
      }
    }
    items.put(first.id(), item);
    return item;
  }

  private HeldItem made(
      List<HeldMessage> copies, HeldGroup group, boolean overdue, Marks marks, Sources sources) {
    Standing standing = sources.standing();
    HeldMessage first = copies.getFirst();
    List<Recipient> recipients = new ArrayList<>();
    for (HeldMessage copy : copies) {
      recipients.add(
          new Recipient(
              copy.recipient(),
              Optional.of(copy),
              new Judged(copy.recipient(), sources.policy()),
              standing.fate(copy),
              standing.of(copy)));
    }
    for (String address : group.notHeld()) {
      Optional<Decision> earlier = standing.earlier(address, first);
      recipients.add(
          new Recipient(
              address,
              Optional.empty(),
              new Judged(address, sources.policy()),
              earlier.map(standing::fate).orElse(Fate.NOT_HELD),
              earlier));
    }
    String key =
        group.uniform() && !first.messageId().isEmpty() ? first.original() : first.id().hex();
    Bucket bucket = brief(first.recipient()).bucket();
    return new HeldItem(
        key, copies, recipients, bucket, overdue, marks, row(recipients, overdue, marks));
  }

  private HeldRow row(List<Recipient> recipients, boolean overdue, Marks marks) {
    Set<String> meant = new HashSet<>();
    Set<String> verdicts = new HashSet<>();
    Set<String> states = new HashSet<>();
    Set<String> boxes = new HashSet<>();
    Set<String> gateways = new HashSet<>();
    HeldMessage first = recipients.getFirst().copy().orElseThrow();
    Instant since = first.received();
    for (Recipient r : recipients) {
      r.fate().searched().ifPresent(states::add);
      if (r.copy().isPresent()) {
        Brief brief = brief(r.address());
        verdicts.add(brief.word());
        if (!brief.bucket().meant().isEmpty()) {
          meant.add(brief.bucket().meant());
        }
        HeldMessage copy = r.copy().get();
        boxes.add(copy.place());
        gateways.add(copy.gateway());
        Instant came = copy.received();
        since = came.isBefore(since) ? came : since;
      }
    }
    if (overdue) {
      states.add("overdue");
    }
    return new HeldRow(
        recipients.stream().map(Recipient::address).toList(),
        first.from().contains(first.sender()) ? first.from() : first.sender() + ' ' + first.from(),
        first.subject(),
        meant,
        verdicts,
        states,
        since,
        first.files(),
        boxes,
        gateways,
        new HeldRow.Said(
            marks.assigned().orElse(""), Set.copyOf(marks.tags()), Set.copyOf(marks.incidents())));
  }

  private Brief brief(String address) {
    return briefs.computeIfAbsent(
        address,
        a -> {
          Brief made = Brief.of(a, java.util.Objects.requireNonNull(policy));
          Bucket shared = buckets.computeIfAbsent(made.bucket(), b -> b);
          return new Brief(made.word(), shared, made.cause());
        });
  }

  private Optional<Hit> hit(HeldMessage copy) {
    LocalDate day = copy.received().atZone(ZoneOffset.UTC).toLocalDate();
    return brief(copy.recipient())
        .cause()
        .map(cause -> new Hit(copy.id().hex(), cause.listing(), cause.pattern(), day));
  }

  /** As the sender listed them, blind copies last. */
  private static List<HeldMessage> inAddressOrder(List<HeldMessage> copies) {
    if (copies.size() == 1) {
      return copies;
    }
    Map<String, Integer> places = new HashMap<>();
    for (String address : copies.getFirst().addressed()) {
      places.putIfAbsent(address.toLowerCase(Locale.ROOT), places.size());
    }
    return copies.stream()
        .sorted(
            Comparator.comparingInt(
                (HeldMessage c) ->
                    places.getOrDefault(c.recipient().toLowerCase(Locale.ROOT), Integer.MAX_VALUE)))
        .toList();
  }
}
