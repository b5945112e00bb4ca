package org.postern.policy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The reasoning behind a verdict, fixed as canonical JSON: keys in alphabetical order, no white
 * space, everything beyond ASCII escaped as {@code \\uXXXX}, numbers with at most three decimals.
 * Same policy, same input, same bytes. Immutable; written when it is first asked for.
 */
public final class Proof {

  private final Once<String> json;
  private final Supplier<List<Change>> wouldPassIf;

  Proof(Supplier<String> json, Supplier<List<Change>> wouldPassIf) {
    this.json = new Once<>(json);
    this.wouldPassIf = wouldPassIf;
  }

  /** The canonical JSON. */
  public String json() {
    return json.get();
  }

  /** List changes, each of which alone would let the mail go. */
  public List<Change> wouldPassIf() {
    return wouldPassIf.get();
  }

  /** One list change. */
  public record Change(Kind kind, String pattern) {
    static Change trusting(Verdict.Subject s) {
      return new Change(Kind.TRUST, s.domain().ascii());
    }

    /**
     * Trusting a narrower pattern overrules a block; nothing is narrower than an exact or an
     * address block.
     *
     * @param passesWithout whether the mail goes once the entry is gone
     */
    static Change liftingBlock(Verdict.Subject s, Entry entry, boolean passesWithout) {
      return switch (entry.pattern()) {
        case EntryPattern.Exact _, EntryPattern.Address _ ->
            new Change(passesWithout ? Kind.UNBLOCK : Kind.MOVE, entry.pattern().text());
        case EntryPattern.Subtree _, EntryPattern.Under _ ->
            new Change(Kind.TRUST, "=" + s.domain().ascii());
      };
    }

    /** What to do with the pattern. */
    public enum Kind {
      TRUST,
      UNBLOCK,
      /** From the blocked to the trusted list: without the block it would be held all the same. */
      MOVE
    }
  }

  /**
   * {@code sha256:} and the hex digest of {@link #json()}: names this verdict wherever it is
   * written.
   */
  public String hash() {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(json().getBytes(StandardCharsets.US_ASCII));
      return "sha256:" + HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** The canonical JSON with its own hash as a last field, {@code proof}. */
  public String jsonWithHash() {
    String text = json();
    return text.substring(0, text.length() - 1) + ",\"proof\":\"" + hash() + "\"}";
  }

  /** Two proofs are the same if they say the same. */
  @Override
  public boolean equals(@Nullable Object o) {
    return o instanceof Proof p && p.json().equals(json());
  }

  @Override
  public int hashCode() {
    return json().hashCode();
  }

  @Override
  public String toString() {
    return json();
  }
}
