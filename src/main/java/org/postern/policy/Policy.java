package org.postern.policy;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.postern.policy.Parsed.Ok;
import org.postern.policy.Parsed.Reason;
import org.postern.policy.Verdict.Subject;
import org.postern.policy.slip.Neighbour;
import org.postern.policy.slip.Resemblance;
import org.postern.policy.slip.Sensitivity;
import org.postern.policy.slip.SlipEngine;
import org.postern.policy.slip.Trusted;

/**
 * A snapshot of everything that decides: the entries in force at one moment, the rule for unlisted
 * domains, the slip engine over the trusted names, and the serial that names it. Immutable; any
 * number of threads may judge at once. Never throws on any input.
 */
public final class Policy {
  private static final int MAX_ALTERNATIVES = 4;
  // So many neighbours are looked at for those where mail may arrive with a stranger.
  private static final int FORECAST = 400;

  private final long serial;
  private final Unlisted unlisted;
  private final EntryIndex index;
  private final SlipEngine slips;
  private final Sensitivity sensitivity;
  private final KnownNames known;
  private final Instant at;

  private Policy(
      long serial,
      Unlisted unlisted,
      EntryIndex index,
      SlipEngine slips,
      Sensitivity sensitivity,
      KnownNames known,
      Instant at) {
    this.serial = serial;
    this.unlisted = unlisted;
    this.index = index;
    this.slips = slips;
    this.sensitivity = sensitivity;
    this.known = known;
    this.at = at;
  }

  /**
   * @param serial the revision of the lists that this is
   * @param entries read once, one after the other, and not kept: a stream of them will do
   * @param at the moment at which entries must be in force
   */
  public static Policy of(
      long serial,
      Unlisted unlisted,
      Iterable<Entry> entries,
      Instant at,
      Sensitivity sensitivity) {
    return of(serial, unlisted, entries, at, sensitivity, KnownNames.NONE);
  }

  /** The same, with the names that the organisation has written to before. */
  public static Policy of(
      long serial,
      Unlisted unlisted,
      Iterable<Entry> entries,
      Instant at,
      Sensitivity sensitivity,
      KnownNames known) {
    EntryIndex index = EntryIndex.of(entries, at);
    SlipEngine slips = SlipEngine.of(index.trusted(), sensitivity);
    return new Policy(serial, unlisted, index, slips, sensitivity, known, at);
  }

  /**
   * What the lists say after a change, without building everything anew: the same verdicts as those
   * of a fresh policy. A change of few entries takes milliseconds; every thousandth or so, and one
   * of many entries, as long as a fresh policy.
   *
   * @param serial the revision of the lists after the change
   * @param removed entries that left the lists; only their patterns and lists count
   * @param added entries that came, or that took the place of those with their pattern on their
   *     list
   * @param at not before that of this policy
   */
  public Policy after(
      long serial,
      Unlisted unlisted,
      Collection<Entry> removed,
      Collection<Entry> added,
      Instant at,
      Sensitivity sensitivity,
      KnownNames known) {
    Map<String, List<Story>> changes = index.changes(removed, added, at);
    var come = new ArrayList<Trusted>();
    var gone = new ArrayList<String>();
    changes.forEach(
        (name, said) -> {
          Optional<Trusted> before = EntryIndex.trusted(name, index.said(name));
          Optional<Trusted> now = EntryIndex.trusted(name, said);
          if (!now.equals(before)) {
            now.ifPresentOrElse(come::add, () -> gone.add(name));
          }
        });
    return new Policy(
        serial,
        unlisted,
        index.with(changes),
        slips.with(come, gone).at(sensitivity),
        sensitivity,
        known,
        at);
  }

  /**
   * The same lists at a moment, as a gateway has them: no names that were written to before.
   *
   * @param then not before that of this policy
   */
  public Policy withoutKnownNames(Instant then) {
    return after(serial, unlisted, List.of(), List.of(), then, sensitivity, KnownNames.NONE);
  }

  /**
   * Judges an address, or a bare domain if there is no {@code @} in it. Surrounding white space
   * does not count.
   */
  public Verdict judge(String typed) {
    String input = typed.strip();
    if (input.indexOf('@') < 0 && !input.startsWith("\"")) {
      return switch (DomainName.parse(input)) {
        case Ok<DomainName>(DomainName d) -> judge(new Subject(typed, null, d));
        case Parsed.Malformed<DomainName>(Reason reason, int at, String _) ->
            malformed(typed, reason, at);
      };
    }
    return switch (EmailAddress.parse(input)) {
      case Ok<EmailAddress>(EmailAddress a) -> judge(new Subject(typed, a, a.domain()));
      case Parsed.Malformed<EmailAddress>(Reason reason, int at, String _) ->
          malformed(typed, reason, at);
    };
  }

  private Verdict judge(Subject subject) {
    String local = subject.address() == null ? null : subject.address().localPart();
    return judge(subject, index.deciding(local, subject.domain()));
  }

  private Verdict judge(Subject subject, @Nullable Entry entry) {
    if (entry != null) {
      return switch (entry.listing()) {
        case TRUSTED -> trusted(subject, entry);
        case BLOCKED -> blocked(subject, entry);
      };
    }
    List<Resemblance> similar = slips.resemblances(subject.domain().ascii());
    if (!similar.isEmpty()) {
      return resembling(subject, similar);
    }
    Reason flaw = Scripts.flaw(subject.domain());
    return flaw == null
        ? unlisted(subject, Optional.empty(), List.of())
        : malformed(subject.input(), flaw, 0);
  }

  // What is known counts less, but is still held where a fixed rule sees deceit.
  private Verdict resembling(Subject s, List<Resemblance> similar) {
    Optional<LocalDate> since = known.since(s.domain());
    if (since.isEmpty()) {
      return lookalike(s, similar, Optional.empty());
    }
    List<Resemblance> now = slips.resemblancesOfKnown(s.domain().ascii());
    var familiar =
        new Verdict.Known(now.getFirst(), similar.getFirst().score(), since.orElseThrow());
    return slips.isLookalike(now) || Scripts.flaw(s.domain()) != null
        ? lookalike(s, now, Optional.of(familiar))
        : unlisted(s, Optional.of(familiar), now);
  }

  private Verdict trusted(Subject s, Entry entry) {
    Disposition deliver = Disposition.DELIVER;
    Proof proof = prove("trusted", deliver, s, entry, List::of, Optional.empty(), false, List::of);
    return new Verdict.Trusted(s, entry, proof);
  }

  private Verdict blocked(Subject s, Entry entry) {
    // A block needs no likeness to stand; it is looked for when somebody asks.
    var similar = new Once<>(() -> slips.resemblances(s.domain().ascii()));
    boolean monitored = entry.mode() == Mode.MONITOR;
    Disposition disposition = monitored ? Disposition.DELIVER : Disposition.HOLD;
    Once<List<Proof.Change>> lifting =
        new Once<>(() -> monitored ? List.of() : List.of(lifting(s, entry)));
    Proof proof =
        prove("blocked", disposition, s, entry, similar, Optional.empty(), monitored, lifting);
    return new Verdict.Blocked(s, entry, similar, disposition, proof);
  }

  private Proof.Change lifting(Subject s, Entry entry) {
    Entry next = index.covering(entry.pattern()).orElse(null);
    boolean passesWithout = judge(s, next).disposition() == Disposition.DELIVER;
    return Proof.Change.liftingBlock(s, entry, passesWithout);
  }

  private Verdict lookalike(
      Subject s, List<Resemblance> similar, Optional<Verdict.Known> familiar) {
    List<Resemblance> kept = similar.subList(0, Math.min(similar.size(), 1 + MAX_ALTERNATIVES));
    Resemblance best = kept.getFirst();
    boolean monitored =
        index.trusting(best.trusted()).map(e -> e.mode() == Mode.MONITOR).orElse(false);
    Disposition disposition = monitored ? Disposition.DELIVER : Disposition.HOLD;
    List<Proof.Change> wouldPassIf = monitored ? List.of() : List.of(Proof.Change.trusting(s));
    Proof proof =
        prove(
            "lookalike", disposition, s, null, () -> kept, familiar, monitored, () -> wouldPassIf);
    return new Verdict.Lookalike(
        s, best, kept.subList(1, kept.size()), familiar, disposition, proof);
  }

  private Verdict unlisted(Subject s, Optional<Verdict.Known> familiar, List<Resemblance> faint) {
    Disposition disposition =
        switch (unlisted) {
          case DELIVER -> Disposition.DELIVER;
          case HOLD -> Disposition.HOLD;
        };
    List<Proof.Change> wouldPassIf =
        disposition == Disposition.DELIVER ? List.of() : List.of(Proof.Change.trusting(s));
    Proof proof =
        prove("unlisted", disposition, s, null, () -> faint, familiar, false, () -> wouldPassIf);
    return new Verdict.Unlisted(s, familiar, disposition, proof);
  }

  private Verdict malformed(String input, Reason reason, int at) {
    Optional<String> suggestion = suggestion(input, reason);
    var facts =
        new ProofWriter.Facts(
            "malformed",
            Disposition.REJECT,
            input,
            null,
            null,
            null,
            List::of,
            Optional.empty(),
            false,
            reason,
            suggestion,
            List::of,
            slips.data(),
            serial);
    return new Verdict.Malformed(input, reason, at, suggestion, ProofWriter.write(facts));
  }

  /** The trusted domain that was meant, if mending the syntax leads to one. */
  private Optional<String> suggestion(String input, Reason reason) {
    return SyntaxRepair.repair(input, reason)
        .flatMap(
            mended ->
                switch (judge(mended)) {
                  case Verdict.Trusted t -> Optional.of(t.subject().domain().ascii());
                  case Verdict.Lookalike l -> Optional.of(l.best().meant());
                  case Verdict.Blocked b -> b.alsoLooksLike().map(Resemblance::meant);
                  case Verdict.Unlisted _, Verdict.Malformed _ -> Optional.empty();
                });
  }

  private Proof prove(
      String verdict,
      Disposition disposition,
      Subject s,
      @Nullable Entry rule,
      Supplier<List<Resemblance>> resemblances,
      Optional<Verdict.Known> familiar,
      boolean monitored,
      Supplier<List<Proof.Change>> wouldPassIf) {
    return ProofWriter.write(
        new ProofWriter.Facts(
            verdict,
            disposition,
            s.input(),
            s.address(),
            s.domain(),
            rule,
            resemblances,
            familiar,
            monitored,
            null,
            Optional.empty(),
            wouldPassIf,
            slips.data(),
            serial));
  }

  /** The revision of the lists that this policy is made of. */
  public long serial() {
    return serial;
  }

  /** The moment whose entries are in force here; the same ones are until {@link #until}. */
  public Instant at() {
    return at;
  }

  /** The rule for domains that no entry covers. */
  public Unlisted unlisted() {
    return unlisted;
  }

  /** The entries in force, in no particular order; each is made anew when it is asked for. */
  public Collection<Entry> entries() {
    return index.entries();
  }

  /** How readily a name counts as a lookalike. */
  public Sensitivity sensitivity() {
    return sensitivity;
  }

  /** When the first trust ends: from then on this policy trusts too much. */
  public Instant until() {
    return index.until();
  }

  /** Versions of the tables that verdicts rest on: suffixes, endings, confusables, weights. */
  public String dataVersion() {
    return slips.dataVersion();
  }

  /**
   * What a name may collide with, as if it were trusted with everything under it. A name that is
   * not on the lists yet costs a policy of its own: not for the thread that draws.
   *
   * @param name a domain, or a whole top-level domain
   * @param limit at most so many neighbours, the most dangerous of some hundreds
   */
  public Forecast forecast(DomainName name, int limit) {
    Policy policy = index.trusting(name.ascii()).isPresent() ? this : trusting(name);
    List<Neighbour> near =
        name.isTopLevel()
            ? slips.endingsNear(name.ascii())
            : policy.slips.neighbours(name.ascii(), Math.max(limit, FORECAST));
    return Forecast.of(name, near, policy, limit);
  }

  /** The entry that decides about a domain, whatever stands before the @. */
  Optional<Entry> deciding(DomainName domain) {
    return Optional.ofNullable(index.deciding(null, domain));
  }

  /** The entry that decides where a pattern speaks, if the pattern itself were not on the lists. */
  public Optional<Entry> covering(EntryPattern pattern) {
    return index.covering(pattern);
  }

  /** The trusted entry whose name a resemblance means. */
  public Optional<Entry> trustedBy(Resemblance resemblance) {
    return index.trusting(resemblance.trusted());
  }

  /**
   * The other trusted names that a trusted one resembles, best first: what the slip engine would
   * say of it if it were not trusted.
   */
  public List<Resemblance> resembled(DomainName trusted) {
    return slips.resemblancesOfTrusted(trusted.ascii());
  }

  private Policy trusting(DomainName name) {
    Entry more = Entry.of(Listing.TRUSTED, new EntryPattern.Subtree(name));
    return after(serial, unlisted, List.of(), List.of(more), Instant.MIN, sensitivity, known);
  }

  /** Names written to before, as far as they count. */
  public KnownNames known() {
    return known;
  }

  /**
   * The likeliest slips of every trusted name that no entry covers yet: what a gateway without the
   * engine gets, enumerated. A known name is among them only if it is held all the same: {@link
   * #judge} has the word on each.
   *
   * @param perName at most so many for each trusted name
   */
  public List<Neighbour> neighbours(int perName) {
    return index.trusted().stream()
        .map(Trusted::name)
        .sorted()
        .flatMap(name -> slips.neighbours(name, perName).stream())
        .filter(n -> DomainName.parse(n.name()).ok().flatMap(this::deciding).isEmpty())
        .toList();
  }
}
