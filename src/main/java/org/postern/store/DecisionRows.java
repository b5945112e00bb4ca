package org.postern.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.postern.store.Decisions.Act;
import org.postern.store.Decisions.Decision;
import org.postern.store.Decisions.Intent;
import org.postern.store.Decisions.State;
import org.postern.store.StoreException.Reason;

/** Decisions as rows. */
final class DecisionRows {
  private static final String COLUMNS =
      "id, held_id, recipient, attempt, act, send_to, reason, officer, proof, details, state,"
          + " reply, seconded_by, against, decided, changed, filed";

  /** A handover to a relay ends by its deadlines within a few minutes, one way or the other. */
  private static final int LONGEST_MINUTES = 15;

  private DecisionRows() {}

  static List<Decision> list(Handle handle, String where, Object... args) {
    return handle
        .select("select " + COLUMNS + " from decision " + where, args)
        .map((rs, ctx) -> decision(rs))
        .list();
  }

  static long insert(Writing writing, Intent intent, int attempt, State state) {
    return writing
        .handle()
        .createUpdate(
            "insert into decision (held_id, recipient, attempt, act, send_to, reason, officer,"
                + " proof, details, state, decided, changed, against) values (?, ?, ?, ?, ?, ?, ?,"
                + " ?, ?, ?, ?, ?, ?)")
        .bind(0, intent.heldId())
        .bind(1, intent.recipient())
        .bind(2, attempt)
        .bind(3, intent.act().name())
        .bind(4, intent.sendTo())
        .bind(5, Texts.storable(intent.reason(), 4000))
        .bind(6, Texts.storable(writing.officer(intent.officer()), 200))
        .bind(7, intent.proof())
        .bind(8, intent.details())
        .bind(9, state.name())
        .bind(10, writing.nowUtc())
        .bind(11, writing.nowUtc())
        .bind(12, intent.against())
        .executeAndReturnGeneratedKeys("id")
        .mapTo(Long.class)
        .one();
  }

  static Optional<Decision> last(Handle handle, String heldId, String recipient) {
    return list(
            handle,
            "where held_id = ? and recipient = ? order by attempt desc fetch first 1 rows only",
            heldId,
            recipient)
        .stream()
        .findFirst();
  }

  static Decision get(Handle handle, long id) {
    return list(handle, "where id = ?", id).stream()
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no decision " + id));
  }

  private static Decision decision(ResultSet rs) throws SQLException {
    return new Decision(
        rs.getLong("id"),
        new Intent(
            rs.getString("held_id"),
            rs.getString("recipient"),
            Rows.constant(Act.class, rs.getString("act")),
            rs.getString("send_to"),
            rs.getString("reason"),
            rs.getString("officer"),
            rs.getString("proof"),
            rs.getBoolean("against"),
            rs.getString("details")),
        rs.getInt("attempt"),
        Rows.constant(State.class, rs.getString("state")),
        rs.getString("reply"),
        rs.getString("seconded_by"),
        Rows.instant(rs, "decided"),
        Rows.instant(rs, "changed"),
        Rows.instantOrNull(rs, "filed"));
  }

  /** What a console was sending when it stopped. */
  static List<Decision> stopped(Handle handle, String console) {
    return list(
        handle,
        "where state = 'SENDING' and (console is null or console = ? or stepped <"
            + " current_timestamp - interval '"
            + LONGEST_MINUTES
            + "' minute) order by id",
        console);
  }

  static StoreException conflict(Decision decision) {
    return new StoreException(
        Reason.CONFLICT,
        "This decision is already "
            + decision.state().name().toLowerCase(Locale.ROOT)
            + "; somebody else went on with it. Look at the message again.");
  }
}
