package org.postern.policy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * The reasoning behind a verdict, fixed as canonical JSON: keys in alphabetical order, no white
 * space, everything beyond ASCII escaped as {@code \\uXXXX}, numbers with at most three decimals.
 * Same policy, same input, same bytes. Immutable.
 *
 * @param json the canonical JSON
 * @param wouldPassIf list changes, each of which alone would let the mail go
 */
public record Proof(String json, List<Change> wouldPassIf) {

  public Proof {
    wouldPassIf = List.copyOf(wouldPassIf);
  }

  /** One list change. */
  public record Change(Kind kind, String pattern) {
    /** What to do with the pattern. */
    public enum Kind {
      TRUST,
      UNBLOCK
    }
  }

  /**
   * {@code sha256:} and the hex digest of {@link #json()}: names this verdict wherever it is
   * written.
   */
  public String hash() {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(json.getBytes(StandardCharsets.US_ASCII));
      return "sha256:" + HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** The canonical JSON with its own hash as a last field, {@code proof}. */
  public String jsonWithHash() {
    return json.substring(0, json.length() - 1) + ",\"proof\":\"" + hash() + "\"}";
  }
}
