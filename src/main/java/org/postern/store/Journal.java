package org.postern.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * The journal of acts: who did what, when. Append-only, in the order of commits, each record bound
 * to the one before it by its hash. Thread-safe.
 */
public final class Journal {
  /** One act. {@code details} is a JSON object; hashes are {@code sha256:} and 64 hex digits. */
  public record Act(
      long seq,
      Instant at,
      String officer,
      String act,
      String subject,
      String details,
      String prevHash,
      String hash) {}

  /** What the first record has for a previous hash. */
  static final String START = "sha256:" + "0".repeat(64);

  private final Database database;

  Journal(Database database) {
    this.database = database;
  }

  /** Appends one act of its own; changes in this package append theirs in the same transaction. */
  public void append(String officer, String act, String subject, Map<String, ?> details)
      throws StoreException {
    database.write(
        writing -> {
          writing.journal(officer, Texts.storable(act, 64), subject, details);
          return true;
        });
  }

  /** The newest acts first, at most {@code limit} of them. */
  public List<Act> newest(int limit) throws StoreException {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "select seq, at, officer, act, subject, details, prev_hash, hash"
                        + " from journal order by seq desc fetch first "
                        + limit
                        + " rows only")
                .map(
                    (rs, ctx) ->
                        new Act(
                            rs.getLong(1),
                            rs.getObject(2, OffsetDateTime.class).toInstant(),
                            rs.getString(3),
                            rs.getString(4),
                            rs.getString(5),
                            rs.getString(6),
                            rs.getString(7),
                            rs.getString(8)))
                .list());
  }

  /** Lengths are part of what is hashed, so that no text can pretend to be two fields. */
  static String hash(
      String prevHash,
      long seq,
      Instant at,
      String officer,
      String act,
      String subject,
      String json) {
    StringBuilder text = new StringBuilder();
    for (String field :
        List.of(prevHash, Long.toString(seq), at.toString(), officer, act, subject, json)) {
      text.append(field.length()).append(':').append(field).append('\n');
    }
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(text.toString().getBytes(StandardCharsets.UTF_8));
      return "sha256:" + HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
