package org.postern.policy;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postern.policy.slip.Resemblance;

/** What a policy says of one address or bare domain, and why. Immutable. */
public sealed interface Verdict {

  /** What was asked about, as it was typed. Hostile text: escape it before showing it. */
  String input();

  /** What the gateway does. */
  Disposition disposition();

  /** The reasoning, fixed: the same in console, command line, audit and report. */
  Proof proof();

  /** The verdict's name in JSON and on the command line. */
  default String word() {
    return switch (this) {
      case Trusted _ -> "trusted";
      case Blocked _ -> "blocked";
      case Lookalike _ -> "lookalike";
      case Unlisted _ -> "unlisted";
      case Malformed _ -> "malformed";
    };
  }

  /**
   * The trusted name that was probably meant, with the slips that lead from it to the typed one.
   */
  default Optional<Resemblance> resemblance() {
    return switch (this) {
      case Lookalike l -> Optional.of(l.best());
      case Blocked b -> b.alsoLooksLike();
      case Trusted _, Unlisted _, Malformed _ -> Optional.empty();
    };
  }

  /** All that the domain was taken for, best first: the runner-up is the second. */
  default List<Resemblance> resemblances() {
    return switch (this) {
      case Lookalike l -> Stream.concat(Stream.of(l.best()), l.others().stream()).toList();
      case Blocked b -> Stream.concat(b.alsoLooksLike().stream(), b.others().stream()).toList();
      case Trusted _, Unlisted _, Malformed _ -> List.of();
    };
  }

  /** The domain judged; empty if the input is malformed. */
  default Optional<DomainName> domain() {
    return switch (this) {
      case Trusted v -> Optional.of(v.subject().domain());
      case Blocked v -> Optional.of(v.subject().domain());
      case Lookalike v -> Optional.of(v.subject().domain());
      case Unlisted v -> Optional.of(v.subject().domain());
      case Malformed _ -> Optional.empty();
    };
  }

  /** The address judged, or null when a bare domain was asked about. */
  record Subject(String input, @Nullable EmailAddress address, DomainName domain) {}

  /** An entry trusts it. */
  record Trusted(Subject subject, Entry entry, Proof proof) implements Verdict {
    @Override
    public String input() {
      return subject.input();
    }

    @Override
    public Disposition disposition() {
      return Disposition.DELIVER;
    }
  }

  /**
   * An entry blocks it.
   *
   * @param similar the trusted names that it resembles, too, best first; looked for when asked
   */
  record Blocked(
      Subject subject,
      Entry entry,
      Supplier<List<Resemblance>> similar,
      Disposition disposition,
      Proof proof)
      implements Verdict {
    /** The trusted name that it is a neighbour of, too, if it is. */
    public Optional<Resemblance> alsoLooksLike() {
      return similar.get().stream().findFirst();
    }

    /** Further trusted names that it resembles, best first. */
    public List<Resemblance> others() {
      return similar.get().stream().skip(1).toList();
    }

    @Override
    public String input() {
      return subject.input();
    }
  }

  /**
   * No entry covers it, but it resembles a trusted name.
   *
   * @param others further trusted names that it resembles, best first
   * @param known that the organisation has written to it before, which did not help
   */
  record Lookalike(
      Subject subject,
      Resemblance best,
      List<Resemblance> others,
      Optional<Known> known,
      Disposition disposition,
      Proof proof)
      implements Verdict {
    public Lookalike {
      others = List.copyOf(others);
    }

    @Override
    public String input() {
      return subject.input();
    }
  }

  /**
   * A name that the organisation has written to before, so that it counts less that it resembles a
   * trusted one.
   *
   * @param looksLike the resemblance as it counts now
   * @param before the score it would have otherwise, 0 to 1
   * @param since the day since when it is written to
   */
  record Known(Resemblance looksLike, double before, LocalDate since) {}

  /**
   * No entry covers it and it resembles nothing trusted.
   *
   * @param known why its resemblance does not count, if it has one
   */
  record Unlisted(Subject subject, Optional<Known> known, Disposition disposition, Proof proof)
      implements Verdict {
    @Override
    public String input() {
      return subject.input();
    }
  }

  /**
   * No address and no domain: never delivered.
   *
   * @param at offset in the input at which it goes wrong, in chars
   * @param suggestion what was probably meant, if repairing the syntax gives something trusted
   */
  record Malformed(
      String input, Parsed.Reason reason, int at, Optional<String> suggestion, Proof proof)
      implements Verdict {
    @Override
    public Disposition disposition() {
      return Disposition.REJECT;
    }
  }
}
