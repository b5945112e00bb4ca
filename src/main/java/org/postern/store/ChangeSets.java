package org.postern.store;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.postern.officer.Right;
import org.postern.officer.Signatures;
import org.postern.store.Changes.Approval;
import org.postern.store.Changes.Change;
import org.postern.store.Changes.Kind;
import org.postern.store.Changes.State;
import org.postern.store.StoreException.Reason;

/** The rows of changes and of their signatures. */
final class ChangeSets {
  private static final String COLUMNS =
      "digest, kind, state, author, author_key, why, reference, urgent, operations, at, decided,"
          + " remark, serial";

  private ChangeSets() {}

  static Optional<Change> get(Handle handle, String digest) {
    return handle
        .select("select " + COLUMNS + " from change_set where digest = ?", digest)
        .map((rs, ctx) -> change(rs))
        .findOne();
  }

  static List<Change> newest(Handle handle, int limit) {
    return handle
        .createQuery(
            "select "
                + COLUMNS
                + " from change_set order by at desc, digest fetch first "
                + limit
                + " rows only")
        .map((rs, ctx) -> change(rs))
        .list();
  }

  static List<Change> waiting(Handle handle) {
    return handle
        .createQuery(
            "select "
                + COLUMNS
                + " from change_set where state in ('PROPOSED', 'URGENT') order by at, digest fetch"
                + " first 1000 rows only")
        .map((rs, ctx) -> change(rs))
        .list();
  }

  static List<Approval> signatures(Handle handle, String digest) {
    return handle
        .select(
            "select key_id, at, signature from change_signature where digest = ? order by at, key_id",
            digest)
        .map(
            (rs, ctx) ->
                new Approval(
                    rs.getString("key_id"), Rows.instant(rs, "at"), rs.getString("signature")))
        .list();
  }

  private static Change change(ResultSet rs) throws SQLException {
    long serial = rs.getLong("serial");
    return new Change(
        rs.getString("digest"),
        Rows.constant(Kind.class, rs.getString("kind")),
        Rows.constant(State.class, rs.getString("state")),
        rs.getString("author"),
        rs.getString("author_key"),
        rs.getString("why"),
        rs.getString("reference"),
        rs.getBoolean("urgent"),
        rs.getLong("operations"),
        Rows.instant(rs, "at"),
        Rows.instantOrNull(rs, "decided"),
        rs.getString("remark"),
        rs.getObject("serial") == null ? null : serial);
  }

  static void insert(Writing writing, Change c) throws StoreException {
    int inserted =
        writing
            .handle()
            .execute(
                "insert into change_set (digest, kind, state, author, author_key, why, reference,"
                    + " urgent, operations, at, remark, serial) values (?, ?, ?, ?, ?, ?, ?, ?, ?,"
                    + " ?, ?, ?) on conflict do nothing",
                c.digest(),
                c.kind().name(),
                c.state().name(),
                Texts.storable(c.author(), 200),
                c.authorKey(),
                Texts.storable(c.why(), 4000),
                Texts.storable(c.reference(), 400),
                c.urgent(),
                c.operations(),
                Rows.utc(c.at()),
                c.remark(),
                c.serial());
    if (inserted == 0) {
      throw new StoreException(Reason.CONFLICT, "Exactly this change has been proposed before.");
    }
  }

  static void keep(Writing writing, String digest, String keyId, byte[] signature) {
    writing
        .handle()
        .execute(
            "insert into change_signature (digest, key_id, at, signature) values (?, ?, ?, ?) on"
                + " conflict do nothing",
            digest,
            keyId,
            writing.nowUtc(),
            Base64.getEncoder().encodeToString(signature));
  }

  static Change decided(
      Writing writing, Change change, State to, String remark, @Nullable Long serial) {
    writing
        .handle()
        .execute(
            "update change_set set state = ?, decided = ?, remark = ?, serial = ? where digest = ?",
            to.name(),
            writing.nowUtc(),
            Texts.storable(remark, 4000),
            serial,
            change.digest());
    return get(writing.handle(), change.digest()).orElseThrow();
  }

  /** As its author signs it. */
  static Change proposed(
      String digest, Kind kind, ChangeText.Head head, long operations, Instant at) {
    return new Change(
        digest,
        kind,
        State.PROPOSED,
        head.author(),
        head.authorKey(),
        head.why(),
        head.reference(),
        head.urgent(),
        operations,
        at,
        null,
        "",
        null);
  }

  /** What is signed for a change of the lists. */
  static String approvalText(String digest) {
    return "postern-approval: 1\nchange: " + digest + "\n";
  }

  static String signedText(Handle handle, Change change) {
    return switch (change.kind()) {
      case LISTS -> approvalText(change.digest());
      case ROSTER -> ChangeRows.text(handle, change.digest());
    };
  }

  /** Whether somebody who may, and is not its author, signed it. */
  static boolean agreed(Writing writing, Change change) {
    byte[] text = signedText(writing.handle(), change).getBytes(StandardCharsets.UTF_8);
    return Rosters.signatures(writing.handle(), change.digest()).entrySet().stream()
        .anyMatch(
            s ->
                writing
                    .roster()
                    .flatMap(r -> r.member(s.getKey()))
                    .filter(m -> m.may(Right.APPROVE) && !m.name().equals(change.author()))
                    .filter(m -> Signatures.verify(m.key(), text, s.getValue()))
                    .isPresent());
  }

  /** A row in the database is no proposal; the signature of an officer who may propose is. */
  static void requireAuthor(Writing writing, Change change) {
    byte[] text = signedText(writing.handle(), change).getBytes(StandardCharsets.UTF_8);
    Right right = change.kind() == Kind.LISTS ? Right.PROPOSE : Right.ADMINISTER;
    byte[] signature =
        Rosters.signatures(writing.handle(), change.digest()).get(change.authorKey());
    boolean signed =
        writing
            .roster()
            .flatMap(r -> r.member(change.authorKey()))
            .filter(m -> m.may(right) && m.name().equals(change.author()))
            .filter(m -> signature != null && Signatures.verify(m.key(), text, signature))
            .isPresent();
    boolean whole = ChangeRows.digest(writing.handle(), change.digest()).equals(change.digest());
    if (!signed || !whole) {
      throw new Trouble.Forged(
          "the change " + change.digest() + " is not what " + change.author() + " signed");
    }
  }
}
