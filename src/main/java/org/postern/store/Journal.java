package org.postern.store;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postern.officer.Right;

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
      @Nullable String session,
      String prevHash,
      String hash) {}

  /** What the first record has for a previous hash. */
  static final String START = "sha256:" + "0".repeat(64);

  private final Database database;

  Journal(Database database) {
    this.database = database;
  }

  /** Appends one act of its own; changes in this package append theirs in the same transaction. */
  public void append(
      Right right, String officer, String act, String subject, Map<String, ?> details)
      throws StoreException {
    database.write(
        right,
        writing -> {
          writing.journal(officer, Texts.storable(act, 64), subject, details);
          return true;
        });
  }

  /**
   * As {@link #append}, for acts that are many and light, such as opening a message: an officer's
   * key signs them together with the next weighty one, so that a smartcard is not asked each time.
   */
  public void note(Right right, String officer, String act, String subject, Map<String, ?> details)
      throws StoreException {
    database.write(
        right,
        writing -> {
          writing.note(officer, Texts.storable(act, 64), subject, details);
          return true;
        });
  }

  /** The newest acts first, at most {@code limit} of them. */
  public List<Act> newest(int limit) throws StoreException {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "select seq, at, officer, act, subject, details, session, prev_hash,"
                        + " hash"
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
                            rs.getString(8),
                            rs.getString(9)))
                .list());
  }

  /** What is hashed of one record; {@code session} is null where nobody was signed in. */
  record Body(
      long seq,
      Instant at,
      String officer,
      String act,
      String subject,
      String json,
      @Nullable String session,
      long own) {}

  /** Lengths are part of what is hashed, so that no text can pretend to be two fields. */
  static String hash(String prevHash, Body b) {
    StringBuilder text = new StringBuilder(400);
    field(text, prevHash);
    field(text, Long.toString(b.seq));
    field(text, b.at.toString());
    field(text, b.officer);
    field(text, b.act);
    field(text, b.subject);
    field(text, b.json);
    if (b.session != null) {
      field(text, b.session);
      field(text, Long.toString(b.own));
    }
    return Chain.sha256(text.toString());
  }

  private static void field(StringBuilder text, String field) {
    text.append(field.length()).append(':').append(field).append('\n');
  }
}
