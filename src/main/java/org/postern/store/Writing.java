package org.postern.store;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** One write transaction: it holds the head row, so that serials and the journal have no gaps. */
final class Writing {
  private final Handle handle;
  private final Instant now;
  private final long commits;
  private long serial;
  private long lastId;
  private Setup.State state;
  private long journalSeq;
  private String journalHash;

  private Writing(Handle handle, Instant now, Head head) {
    this.handle = handle;
    this.now = now;
    this.commits = head.commits;
    this.serial = head.serial;
    this.lastId = head.lastId;
    this.state = head.state;
    this.journalSeq = head.journalSeq;
    this.journalHash = head.journalHash;
  }

  private record Head(
      long commits,
      long serial,
      long lastId,
      Setup.State state,
      long journalSeq,
      String journalHash) {}

  static Writing begin(Handle handle, Instant now) {
    Head head =
        handle
            .createQuery(
                "select commits, serial, last_id, state, journal_seq, journal_hash from head for"
                    + " update")
            .map(
                (rs, ctx) ->
                    new Head(
                        rs.getLong(1),
                        rs.getLong(2),
                        rs.getLong(3),
                        Rows.constant(Setup.State.class, rs.getString(4)),
                        rs.getLong(5),
                        rs.getString(6)))
            .one();
    return new Writing(handle, now, head);
  }

  /** Writes the head row back and says the number of this commit. */
  long end() {
    handle.execute(
        "update head set commits = ?, serial = ?, last_id = ?, state = ?, journal_seq = ?,"
            + " journal_hash = ?",
        commits + 1,
        serial,
        lastId,
        state.name(),
        journalSeq,
        journalHash);
    return commits + 1;
  }

  Handle handle() {
    return handle;
  }

  Instant now() {
    return now;
  }

  OffsetDateTime nowUtc() {
    return now.atOffset(ZoneOffset.UTC);
  }

  long serial() {
    return serial;
  }

  /** Makes this transaction a new revision of the lists. */
  void serial(long next) {
    serial = next;
  }

  /** The highest id of an entry version so far. */
  long lastId() {
    return lastId;
  }

  void lastId(long id) {
    lastId = id;
  }

  Setup.State state() {
    return state;
  }

  void state(Setup.State next) {
    state = next;
  }

  /** Appends one act to the journal, within this transaction. */
  void journal(String officer, String act, String subject, Map<String, ?> details) {
    String json = Json.text(details);
    long seq = journalSeq + 1;
    String who = Texts.storable(officer, 200);
    String what = Texts.storable(subject, 2000);
    String hash = Journal.hash(journalHash, seq, now, who, act, what, json);
    handle.execute(
        "insert into journal (seq, at, officer, act, subject, details, prev_hash, hash)"
            + " values (?, ?, ?, ?, ?, ?, ?, ?)",
        seq,
        nowUtc(),
        who,
        act,
        what,
        json,
        journalHash,
        hash);
    journalSeq = seq;
    journalHash = hash;
  }
}
