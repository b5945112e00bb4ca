package org.postern.policy;

import static java.util.stream.Collectors.toUnmodifiableSet;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
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

  private final long serial;
  private final Unlisted unlisted;
  private final List<Entry> entries;
  private final EntryIndex index;
  private final SlipEngine slips;

  private Policy(
      long serial, Unlisted unlisted, List<Entry> entries, EntryIndex index, SlipEngine slips) {
    this.serial = serial;
    this.unlisted = unlisted;
    this.entries = entries;
    this.index = index;
    this.slips = slips;
  }

  /**
   * @param serial the revision of the lists that this is
   * @param at the moment at which entries must be in force
   */
  public static Policy of(
      long serial,
      Unlisted unlisted,
      Collection<Entry> entries,
      Instant at,
      Sensitivity sensitivity) {
    var index = new EntryIndex(entries, at);
    List<Entry> inForce = entries.stream().filter(e -> e.inForce(at)).toList();
    return new Policy(serial, unlisted, inForce, index, SlipEngine.of(trusted(index), sensitivity));
  }

  private boolean covered(String name) {
    return DomainName.parse(name).ok().flatMap(d -> index.deciding(null, d)).isPresent();
  }

  private static Set<Trusted> trusted(EntryIndex index) {
    return index.entries().stream()
        .filter(e -> e.listing() == Listing.TRUSTED)
        .flatMap(
            e ->
                switch (e.pattern()) {
                  case EntryPattern.Subtree(DomainName d) ->
                      d.isTopLevel()
                          ? Stream.<Trusted>empty()
                          : Stream.of(new Trusted(d.ascii(), true));
                  case EntryPattern.Under(DomainName d) ->
                      d.isTopLevel()
                          ? Stream.<Trusted>empty()
                          : Stream.of(new Trusted(d.ascii(), true));
                  case EntryPattern.Exact(DomainName d) -> Stream.of(new Trusted(d.ascii(), false));
                  // A trusted address says nothing about its domain.
                  case EntryPattern.Address _ -> Stream.<Trusted>empty();
                })
        .collect(toUnmodifiableSet());
  }

  /**
   * Judges an address, or a bare domain if there is no {@code @} in it. Surrounding white space
   * does not count.
   */
  public Verdict judge(String typed) {
    String input = typed.strip();
    if (isBareDomain(input)) {
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

  private static boolean isBareDomain(String input) {
    return input.indexOf('@') < 0 && !input.startsWith("\"");
  }

  private Verdict judge(Subject subject) {
    String local = subject.address() == null ? null : subject.address().localPart();
    Optional<Entry> rule = index.deciding(local, subject.domain());
    if (rule.isPresent()) {
      Entry entry = rule.get();
      return switch (entry.listing()) {
        case TRUSTED -> trusted(subject, entry);
        case BLOCKED -> blocked(subject, entry);
      };
    }
    List<Resemblance> similar = slips.resemblances(subject.domain().ascii());
    if (!similar.isEmpty()) {
      return lookalike(subject, similar);
    }
    Reason flaw = flaw(subject.domain());
    return flaw == null ? unlisted(subject) : malformed(subject.input(), flaw, 0);
  }

  /**
   * What keeps a well-formed name from being a believable one, when no entry and no resemblance
   * explains it.
   */
  private static @Nullable Reason flaw(DomainName domain) {
    if (domain.isTopLevel()) {
      return Reason.NOT_FULL;
    }
    for (String label : domain.unicode().split("\\.")) {
      if (Scripts.mixed(label)) {
        return Reason.MIXED_SCRIPT;
      }
    }
    return null;
  }

  private Verdict trusted(Subject s, Entry entry) {
    return new Verdict.Trusted(
        s, entry, prove("trusted", Disposition.DELIVER, s, entry, List.of(), false, List.of()));
  }

  private Verdict blocked(Subject s, Entry entry) {
    List<Resemblance> similar = slips.resemblances(s.domain().ascii());
    boolean monitored = entry.mode() == Mode.MONITOR;
    Disposition disposition = monitored ? Disposition.DELIVER : Disposition.HOLD;
    List<Proof.Change> wouldPassIf = monitored ? List.of() : List.of(liftingBlock(s, entry));
    Proof proof = prove("blocked", disposition, s, entry, similar, monitored, wouldPassIf);
    return new Verdict.Blocked(s, entry, similar.stream().findFirst(), disposition, proof);
  }

  /**
   * Trusting a narrower pattern overrules a block; nothing is narrower than an exact or an address
   * block.
   */
  private static Proof.Change liftingBlock(Subject s, Entry entry) {
    return switch (entry.pattern()) {
      case EntryPattern.Exact _, EntryPattern.Address _ ->
          new Proof.Change(Proof.Change.Kind.UNBLOCK, entry.pattern().text());
      case EntryPattern.Subtree _, EntryPattern.Under _ ->
          new Proof.Change(Proof.Change.Kind.TRUST, "=" + s.domain().ascii());
    };
  }

  private Verdict lookalike(Subject s, List<Resemblance> similar) {
    List<Resemblance> kept = similar.subList(0, Math.min(similar.size(), 1 + MAX_ALTERNATIVES));
    Resemblance best = kept.getFirst();
    boolean monitored =
        index.trusting(best.trusted()).map(e -> e.mode() == Mode.MONITOR).orElse(false);
    Disposition disposition = monitored ? Disposition.DELIVER : Disposition.HOLD;
    var wouldPassIf = new ArrayList<Proof.Change>();
    if (!monitored) {
      wouldPassIf.add(new Proof.Change(Proof.Change.Kind.TRUST, s.domain().ascii()));
      if (similar.size() == 1 && unlisted == Unlisted.DELIVER) {
        wouldPassIf.add(new Proof.Change(Proof.Change.Kind.UNTRUST, best.trusted()));
      }
    }
    Proof proof = prove("lookalike", disposition, s, null, kept, monitored, wouldPassIf);
    return new Verdict.Lookalike(s, best, kept.subList(1, kept.size()), disposition, proof);
  }

  private Verdict unlisted(Subject s) {
    Disposition disposition =
        switch (unlisted) {
          case DELIVER -> Disposition.DELIVER;
          case HOLD -> Disposition.HOLD;
        };
    List<Proof.Change> wouldPassIf =
        disposition == Disposition.DELIVER
            ? List.of()
            : List.of(new Proof.Change(Proof.Change.Kind.TRUST, s.domain().ascii()));
    return new Verdict.Unlisted(
        s, disposition, prove("unlisted", disposition, s, null, List.of(), false, wouldPassIf));
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
            List.of(),
            false,
            reason,
            suggestion,
            List.of(),
            slips.dataVersion(),
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
      List<Resemblance> resemblances,
      boolean monitored,
      List<Proof.Change> wouldPassIf) {
    return ProofWriter.write(
        new ProofWriter.Facts(
            verdict,
            disposition,
            s.input(),
            s.address(),
            s.domain(),
            rule,
            resemblances,
            monitored,
            null,
            Optional.empty(),
            wouldPassIf,
            slips.dataVersion(),
            serial));
  }

  /** The revision of the lists that this policy is made of. */
  public long serial() {
    return serial;
  }

  /** The rule for domains that no entry covers. */
  public Unlisted unlisted() {
    return unlisted;
  }

  /** The entries in force, in the order given. */
  public List<Entry> entries() {
    return entries;
  }

  /**
   * Versions of the tables that verdicts rest on: suffixes, top-level domains, confusable
   * characters, weights.
   */
  public String dataVersion() {
    return slips.dataVersion();
  }

  /**
   * The likeliest slips of every trusted name that no entry covers yet: what a gateway without the
   * engine gets, enumerated.
   *
   * @param perName at most so many for each trusted name
   */
  public List<Neighbour> neighbours(int perName) {
    return trusted(index).stream()
        .map(Trusted::name)
        .sorted()
        .flatMap(name -> slips.neighbours(name, perName).stream())
        .filter(n -> !covered(n.name()))
        .toList();
  }
}
