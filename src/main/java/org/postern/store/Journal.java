package org.postern.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postern.files.Sha256;
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

  /** Clocks of several computers differ by less; more than this was set by somebody. */
  static final Duration SET_BACK = Duration.ofMinutes(5);

  /** So many records are looked at for later times. */
  private static final int LOOKED_AT = 100;

  private static final String SELECT =
      "select seq, at, officer, act, subject, details, session, prev_hash, hash from journal";

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

  /**
   * The latest time of the newest records, if this computer's clock is behind it: it was set back,
   * or ran ahead then. Nothing is lost by that, because records have numbers; but what expires goes
   * by the clock, so somebody should look at it.
   */
  public Optional<Instant> ahead() throws StoreException {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "select max(at) as latest from journal where seq > (select journal_seq from"
                        + " head) - "
                        + LOOKED_AT)
                .map((rs, ctx) -> Optional.ofNullable(Rows.instantOrNull(rs, "latest")))
                .one()
                .filter(latest -> latest.minus(SET_BACK).isAfter(database.now())));
  }

  /**
   * What to look for; empty texts mean anything.
   *
   * @param contains in subject or details, case ignored
   * @param officer in the officer's name
   * @param act the act begins with it
   * @param before only records before this number; 0 for the newest
   */
  public record Search(String contains, String officer, String act, long before, int limit) {}

  /**
   * The newest acts first, at most {@code limit} of them.
   *
   * @throws StoreException {@code NOT_ALLOWED} unless an auditor or administrator asks
   */
  public List<Act> newest(int limit) throws StoreException {
    return search(new Search("", "", "", 0, limit));
  }

  /** Acts that fit, the newest first. */
  public List<Act> search(Search wanted) throws StoreException {
    return database.read(
        Right.AUDIT,
        handle ->
            handle
                .createQuery(
                    SELECT
                        + " where seq < :before and (:contains = '' or lower(subject) like :like"
                        + " escape '!' or lower(details) like :like escape '!') and (:officer = ''"
                        + " or lower(officer) like :who escape '!') and act like :act escape '!'"
                        + " order by seq desc fetch first "
                        + wanted.limit
                        + " rows only")
                .bind("before", wanted.before > 0 ? wanted.before : Long.MAX_VALUE)
                .bind("contains", wanted.contains.strip())
                .bind("like", ListRows.like(wanted.contains.strip()))
                .bind("officer", wanted.officer.strip())
                .bind("who", ListRows.like(wanted.officer.strip()))
                .bind("act", ListRows.like(wanted.act.strip()).substring(1))
                .map((rs, ctx) -> act(rs))
                .list());
  }

  /** Acts behind a number, oldest first. */
  public List<Act> page(long after, int limit) throws StoreException {
    return database.read(
        Right.AUDIT,
        handle ->
            handle
                .createQuery(
                    SELECT + " where seq > :after order by seq fetch first " + limit + " rows only")
                .bind("after", after)
                .map((rs, ctx) -> act(rs))
                .list());
  }

  private static Act act(ResultSet rs) throws SQLException {
    return new Act(
        rs.getLong("seq"),
        Rows.instant(rs, "at"),
        rs.getString("officer"),
        rs.getString("act"),
        rs.getString("subject"),
        rs.getString("details"),
        rs.getString("session"),
        rs.getString("prev_hash"),
        rs.getString("hash"));
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
    return Sha256.named(text.toString());
  }

  private static void field(StringBuilder text, String field) {
    text.append(field.length()).append(':').append(field).append('\n');
  }
}
