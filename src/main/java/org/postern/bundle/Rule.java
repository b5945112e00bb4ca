package org.postern.bundle;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One line of {@code domains.tsv}: what a gateway without the engine does for a name, by lookups
 * alone. Holds nothing but the letters that docs/bundle-format.md allows, so that whoever writes
 * rules in another form knows what to escape. Immutable.
 *
 * @param key a domain, or an address when {@code coverage} is {@code ADDRESS}
 * @param meant the trusted name that a lookalike resembles, or {@code -}
 */
public record Rule(Kind kind, Coverage coverage, String key, String meant) {

  /**
   * @throws IllegalArgumentException if {@code key} or {@code meant} is not in the grammar
   */
  public Rule {
    if (!(coverage == Coverage.ADDRESS ? Grammar.isAddress(key) : Grammar.isName(key))
        || !(meant.equals(NOTHING_MEANT) || Grammar.isName(meant))) {
      throw new IllegalArgumentException("no rule can be written for such a name");
    }
  }

  /** What the officers' lists say of the name. */
  public enum Kind {
    TRUSTED(Outcome.DELIVER),
    BLOCKED(Outcome.BLOCKED),
    /** A block, or the lookalike of a trusted name, that is only being watched. */
    MONITOR(Outcome.DELIVER),
    LOOKALIKE(Outcome.LOOKALIKE);

    private final Outcome outcome;
    private final String word = name().toLowerCase(Locale.ROOT);

    Kind(Outcome outcome) {
      this.outcome = outcome;
    }

    /** What happens to mail for it. */
    public Outcome outcome() {
      return outcome;
    }

    /** The word in the file. */
    public String word() {
      return word;
    }
  }

  /**
   * Which lookup keys of a Postfix transport map the line stands for (transport(5)): {@code name},
   * {@code .name}, or both.
   */
  public enum Coverage {
    ADDRESS,
    BOTH,
    EXACT,
    SUB;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** The word in the file. */
    public String word() {
      return word;
    }

    /** Whether it speaks of the name, or the address, itself. */
    public boolean itself() {
      return this != SUB;
    }

    /** Whether it speaks of every name under it. */
    public boolean below() {
      return this == SUB || this == BOTH;
    }
  }

  static final String NOTHING_MEANT = "-";

  /** Reads a line; empty if it is not exactly one. */
  static Optional<Rule> parse(String line) {
    String[] f = line.split("\t", -1);
    if (f.length != 4) {
      return Optional.empty();
    }
    Kind kind = kindOf(f[0]);
    Coverage coverage = coverageOf(f[1]);
    if (kind == null || coverage == null) {
      return Optional.empty();
    }
    boolean key = coverage == Coverage.ADDRESS ? Grammar.isAddress(f[2]) : Grammar.isName(f[2]);
    boolean meant = f[3].equals(NOTHING_MEANT) || (kind == Kind.LOOKALIKE && Grammar.isName(f[3]));
    return key && meant ? Optional.of(new Rule(kind, coverage, f[2], f[3])) : Optional.empty();
  }

  private static @Nullable Kind kindOf(String word) {
    for (Kind kind : Kind.values()) {
      if (kind.word().equals(word)) {
        return kind;
      }
    }
    return null;
  }

  private static @Nullable Coverage coverageOf(String word) {
    for (Coverage coverage : Coverage.values()) {
      if (coverage.word().equals(word)) {
        return coverage;
      }
    }
    return null;
  }

  /** The four fields with a tab between. */
  public String line() {
    StringBuilder text = new StringBuilder();
    appendTo(text);
    return text.substring(0, text.length() - 1);
  }

  void appendTo(StringBuilder text) {
    text.append(kind.word())
        .append('\t')
        .append(coverage.word())
        .append('\t')
        .append(key)
        .append('\t')
        .append(meant)
        .append('\n');
  }

  /**
   * Whether the line may follow {@code before}: in order of keys, and for one key at most itself
   * and then what is below it.
   */
  boolean mayFollow(Rule before) {
    int order = before.key.compareTo(key);
    return order < 0
        || (order == 0 && before.coverage == Coverage.EXACT && coverage == Coverage.SUB);
  }
}
