package org.postern.store;

import java.time.OffsetDateTime;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Puts a record into the chain as somebody would who knows how it is made, but has no key. */
final class Rewriting {
  private Rewriting() {}

  /** After the record about {@code subject}, one more of the same session. */
  static void insertOpened(Handle handle, String subject, String forged) {
    long at =
        handle.select("select seq from journal where subject = ?", subject).mapTo(Long.class).one();
    handle.execute("update seal set seq = seq + 1000000 where seq > ?", at);
    handle.execute("update seal set seq = seq - 999999 where seq > 1000000");
    handle.execute("update journal set seq = seq + 1000000 where seq > ?", at);
    handle.execute("update journal set seq = seq - 999999 where seq > 1000000");
    handle.execute(
        "insert into journal select seq + 1, at, officer, act, ?, details, prev_hash, hash, session,"
            + " own_seq from journal where seq = ?",
        forged,
        at);
    List<Long> all =
        handle.createQuery("select seq from journal order by seq").mapTo(Long.class).list();
    String prev = Journal.START;
    for (long seq : all) {
      String before = prev;
      String hash =
          handle
              .select("select * from journal where seq = ?", seq)
              .map(
                  (rs, ctx) ->
                      Journal.hash(
                          before,
                          new Journal.Body(
                              seq,
                              rs.getObject("at", OffsetDateTime.class).toInstant(),
                              rs.getString("officer"),
                              rs.getString("act"),
                              rs.getString("subject"),
                              rs.getString("details"),
                              rs.getString("session"),
                              rs.getLong("own_seq"))))
              .one();
      handle.execute("update journal set prev_hash = ?, hash = ? where seq = ?", prev, hash, seq);
      prev = hash;
    }
    handle.execute("update head set journal_seq = ?, journal_hash = ?", all.getLast(), prev);
  }
}
