package org.postern.ui.quarantine;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.postern.mail.Inert;
import org.postern.policy.Entry;
import org.postern.policy.Policy;
import org.postern.policy.Verdict;
import org.postern.policy.slip.Resemblance;
import org.postern.quarantine.BoxContents;
import org.postern.quarantine.HeldGroup;
import org.postern.quarantine.HeldId;
import org.postern.quarantine.HeldMessage;
import org.postern.quarantine.QuarantineException;
import org.postern.store.Decisions.Act;
import org.postern.store.Decisions.Decision;
import org.postern.store.Hits.Hit;
import org.postern.store.StoreException;
import org.postern.ui.quarantine.HeldItem.Bucket;

/**
 * Reads box, record and lists at one moment and puts them together. Blocks; runs off the FX thread.
 */
final class Intake {
  /** From then on a held message is overdue. */
  static final Duration PATIENCE = Duration.ofHours(24);

  private static final int RECENT = 1000;

  /**
   * What there was.
   *
   * @param unreadable messages that the server counts but did not hand out
   * @param recent the newest decisions first
   */
  record Snapshot(
      List<HeldItem> items, int unreadable, List<Decision> recent, Policy policy, Instant at) {}

  private final Policy policy;
  private final Instant now;
  private final Set<Long> waiting;
  private final Set<HeldId> rejecting;
  private final List<Decision> decisions;
  private final Map<String, Decision> byCopy = new HashMap<>();

  private Intake(
      Policy policy,
      Instant now,
      Set<Long> waiting,
      Set<HeldId> rejecting,
      List<Decision> decisions) {
    this.policy = policy;
    this.now = now;
    this.waiting = waiting;
    this.rejecting = rejecting;
    this.decisions = decisions;
    decisions.forEach(d -> byCopy.putIfAbsent(d.intent().heldId(), d));
  }

  /**
   * @param waiting decisions that may still be taken back
   * @param rejecting copies about to be rejected
   */
  static Snapshot read(
      Access access, Access.Connection box, Set<Long> waiting, Set<HeldId> rejecting)
      throws QuarantineException, StoreException {
    BoxContents contents = box.box().contents();
    Policy policy = access.policy().get();
    List<Decision> recent = access.decisions().newest(RECENT);
    List<Decision> all = new ArrayList<>(recent);
    all.addAll(access.decisions().unfinished());
    Intake intake = new Intake(policy, access.clock().instant(), waiting, rejecting, all);
    List<HeldItem> items =
        HeldGroup.of(contents.held()).stream().flatMap(intake::uniform).map(intake::item).toList();
    access.hits().count(items.stream().flatMap(i -> hits(i, policy)).toList());
    return new Snapshot(items, contents.unreadable().size(), recent, policy, intake.now);
  }

  /** For which entry each copy was held: the block, or the trust that it resembles. */
  private static Stream<Hit> hits(HeldItem item, Policy policy) {
    return item.recipients().stream()
        .flatMap(
            r ->
                r
                    .copy()
                    .flatMap(copy -> decided(r.verdict(), policy).map(entry -> hit(copy, entry)))
                    .stream());
  }

  private static Hit hit(HeldMessage copy, Entry entry) {
    LocalDate day = copy.received().atZone(ZoneOffset.UTC).toLocalDate();
    return new Hit(copy.id().hex(), entry.listing(), entry.pattern(), day);
  }

  private static Optional<Entry> decided(Verdict verdict, Policy policy) {
    return switch (verdict) {
      case Verdict.Blocked b -> Optional.of(b.entry());
      case Verdict.Trusted t -> Optional.of(t.entry());
      case Verdict.Lookalike l -> policy.trustedBy(l.best());
      case Verdict.Unlisted _, Verdict.Malformed _ -> Optional.empty();
    };
  }

  /**
   * Copies that carry one Message-ID but are not one message are not shown as one: somebody reused
   * the id, and what an officer reads in one says nothing about the other.
   */
  private Stream<HeldGroup> uniform(HeldGroup group) {
    return group.uniform()
        ? Stream.of(group)
        : group.copies().stream().flatMap(copy -> HeldGroup.of(List.of(copy)).stream());
  }

  private HeldItem item(HeldGroup group) {
    List<HeldMessage> copies = inAddressOrder(group.copies());
    List<Recipient> recipients = new ArrayList<>();
    for (HeldMessage copy : copies) {
      Optional<Decision> decision = Optional.ofNullable(byCopy.get(copy.id().hex()));
      recipients.add(
          Recipient.of(
              copy.recipient(), Optional.of(copy), fate(copy, decision), decision, policy));
    }
    for (String address : group.notHeld()) {
      Optional<Decision> earlier = earlier(address, copies.getFirst());
      recipients.add(
          Recipient.of(
              address,
              Optional.empty(),
              earlier.map(this::done).orElse(Fate.NOT_HELD),
              earlier,
              policy));
    }
    HeldMessage first = copies.getFirst();
    String key =
        group.uniform() && !first.messageId().isEmpty() ? first.original() : first.id().hex();
    boolean overdue = copies.stream().anyMatch(c -> c.received().plus(PATIENCE).isBefore(now));
    return new HeldItem(key, copies, recipients, bucket(recipients.getFirst()), overdue);
  }

  /** As the sender listed them, blind copies last. */
  private static List<HeldMessage> inAddressOrder(List<HeldMessage> copies) {
    List<String> addressed =
        copies.getFirst().addressed().stream().map(a -> a.toLowerCase(Locale.ROOT)).toList();
    return copies.stream()
        .sorted(
            java.util.Comparator.comparingInt(
                (HeldMessage c) -> {
                  int at = addressed.indexOf(c.recipient().toLowerCase(Locale.ROOT));
                  return at < 0 ? Integer.MAX_VALUE : at;
                }))
        .toList();
  }

  private Fate fate(HeldMessage copy, Optional<Decision> decision) {
    if (rejecting.contains(copy.id())) {
      return Fate.REJECTING;
    }
    return decision.map(this::done).orElse(Fate.HELD);
  }

  private Fate done(Decision decision) {
    return switch (decision.state()) {
      case PROPOSED -> Fate.PROPOSED;
      case INTENDED -> waiting.contains(decision.id()) ? Fate.WAITING : Fate.STUCK;
      case SENDING -> Fate.SENDING;
      case ACCEPTED -> decision.intent().act() == Act.REJECT ? Fate.REJECTED : Fate.RELEASED;
      case REFUSED -> Fate.REFUSED;
      case UNKNOWN -> Fate.UNKNOWN;
      case WITHDRAWN -> Fate.HELD;
    };
  }

  /** A copy of the same message that has left the box already: its decision names the message. */
  private Optional<Decision> earlier(String address, HeldMessage sibling) {
    return decisions.stream()
        .filter(d -> d.intent().recipient().equalsIgnoreCase(address))
        .filter(d -> d.intent().details().contains(sibling.original()))
        .findFirst();
  }

  private static Bucket bucket(Recipient recipient) {
    Optional<Resemblance> looksLike = recipient.verdict().resemblance();
    if (looksLike.isPresent()) {
      return new Bucket(Bucket.Kind.RESEMBLES, recipient.domain(), looksLike.get().meant());
    }
    return switch (recipient.verdict()) {
      case Verdict.Blocked b ->
          new Bucket(Bucket.Kind.BLOCKED, Inert.text(b.entry().pattern().text()), "");
      case Verdict.Trusted t ->
          new Bucket(Bucket.Kind.PASSES_NOW, Inert.text(t.entry().pattern().text()), "");
      case Verdict.Malformed _ -> new Bucket(Bucket.Kind.NOT_AN_ADDRESS, "", "");
      case Verdict.Unlisted _, Verdict.Lookalike _ ->
          new Bucket(Bucket.Kind.UNLISTED, recipient.domain(), "");
    };
  }
}
