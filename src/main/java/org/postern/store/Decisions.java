package org.postern.store;

import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postern.officer.Right;
import org.postern.store.StoreException.Reason;

/**
 * The write-ahead record of what officers decide about held messages. A decision is on the disk
 * before a byte leaves, each step is on the disk before the next begins, and there is at most one
 * live decision for a held copy and recipient. What was being sent when the console died is {@link
 * State#UNKNOWN}: shown, never sent again by itself. Thread-safe.
 */
public final class Decisions {
  /** What the officer decided. */
  public enum Act {
    /** Let it go to the address as it was typed. */
    RELEASE,
    /** Let it go to the address that was meant. */
    CORRECT,
    /** Do not let it go. */
    REJECT,
    /** Do not let it go, and tell the sender. */
    RETURN
  }

  /** How far it has come. */
  public enum State {
    /** Waits for a second officer to agree; no byte has left. */
    PROPOSED,
    /** Recorded; no byte has left. */
    INTENDED,
    /** Handing over to the relay; found at the console's next start it becomes UNKNOWN. */
    SENDING,
    /** The relay took it; the reply is kept. A reject is accepted as soon as it is recorded. */
    ACCEPTED,
    /** The relay refused it; the reply is kept. It may be decided again. */
    REFUSED,
    /** Nobody can tell whether it left; an officer has to settle it. */
    UNKNOWN,
    /** Taken back before anything left. It may be decided again. */
    WITHDRAWN;

    /** True if a new decision for the same copy may follow this one. */
    public boolean mayDecideAgain() {
      return this == REFUSED || this == WITHDRAWN;
    }
  }

  /**
   * What an officer wants to do.
   *
   * @param heldId the HeldId of the held copy
   * @param recipient the envelope address of the copy, as the gateway wrote it
   * @param sendTo where it shall go, or for a return the note about it; null for a reject
   * @param reason why, in the officer's words
   * @param officer who decides
   * @param proof the hash of the verdict's proof, {@code sha256:…}
   * @param against whether it goes against the policy, so that a second officer must agree
   * @param details a JSON object with whatever the quarantine wants to find again
   */
  public record Intent(
      String heldId,
      String recipient,
      Act act,
      @Nullable String sendTo,
      String reason,
      String officer,
      String proof,
      boolean against,
      String details) {
    public Intent {
      if (heldId.isBlank() || recipient.isBlank() || officer.isBlank()) {
        throw new IllegalArgumentException("held id, recipient and officer must be given");
      }
      if ((act == Act.REJECT) != (sendTo == null)) {
        throw new IllegalArgumentException("a release names where to send to, a reject does not");
      }
    }
  }

  /**
   * A recorded decision.
   *
   * @param attempt 1 for the first decision about this copy, 2 after a refused or withdrawn one …
   * @param reply the relay's reply, or why the state is what it is
   * @param decided when it was recorded
   * @param changed when it last changed
   * @param second the second officer who agreed; null if none did, or none was needed
   * @param filed when the held copy was moved out of the box, null until then
   */
  public record Decision(
      long id,
      Intent intent,
      int attempt,
      State state,
      @Nullable String reply,
      @Nullable String second,
      Instant decided,
      Instant changed,
      @Nullable Instant filed) {}

  /** The answer to {@link #begin}: only {@code Recorded} allows going on. */
  public sealed interface Begun {
    /** It is on the disk; go on. */
    record Recorded(Decision decision) implements Begun {}

    /** There is a live decision for this copy and recipient; nothing was recorded. */
    record Already(Decision existing) implements Begun {}
  }

  private final Database database;
  private final String console;
  private final String sign;

  /**
   * @param console which of several consoles on one database this is
   * @param secret of this data directory
   */
  Decisions(Database database, String console, byte[] secret) {
    this.database = database;
    this.console = console;
    this.sign = HexFormat.of().formatHex(secret, 0, 6);
  }

  /**
   * How this console signs what it begins in a mailbox that consoles with other databases use, too:
   * 12 hex digits, the same as long as the data directory lives.
   */
  public String sign() {
    return sign;
  }

  /** Records what shall be done, before it is done. */
  public Begun begin(Intent intent) throws StoreException {
    return begin(intent, null);
  }

  /**
   * Records that somebody began to send a copy of whom this record knows nothing, so that an
   * officer can settle it.
   */
  public Begun found(Intent intent) throws StoreException {
    return begin(intent, State.UNKNOWN);
  }

  private Begun begin(Intent intent, @Nullable State already) throws StoreException {
    return database.write(
        Right.DECIDE,
        writing -> {
          Optional<Decision> last =
              DecisionRows.last(writing.handle(), intent.heldId, intent.recipient);
          if (last.isPresent() && !last.get().state.mayDecideAgain()) {
            return new Begun.Already(last.get());
          }
          State state = already == null ? first(intent, writing) : already;
          int attempt = last.map(Decision::attempt).orElse(0) + 1;
          long id = DecisionRows.insert(writing, intent, attempt, state);
          writing.journal(
              intent.officer,
              already == null
                  ? "decision." + intent.act.name().toLowerCase(Locale.ROOT)
                  : "decision.found",
              intent.heldId + " " + intent.recipient,
              Map.of(
                  "decision",
                  id,
                  "attempt",
                  attempt,
                  "proof",
                  intent.proof,
                  "reason",
                  intent.reason,
                  "sendTo",
                  intent.sendTo == null ? "" : intent.sendTo));
          return new Begun.Recorded(DecisionRows.get(writing.handle(), id));
        });
  }

  private static State first(Intent intent, Writing writing) {
    return intent.act == Act.REJECT
        ? State.ACCEPTED
        : intent.against && !writing.openMode() ? State.PROPOSED : State.INTENDED;
  }

  /**
   * A second officer agrees: it may go on.
   *
   * @throws StoreException {@link Reason#NOT_ALLOWED} if it is the one who decided
   */
  public Decision agreed(long id, String officer) throws StoreException {
    return database.write(
        Right.DECIDE,
        writing -> {
          String second = second(writing, id, officer, "agree to");
          step(writing, id, State.INTENDED, null, State.PROPOSED);
          writing.handle().execute("update decision set seconded_by = ? where id = ?", second, id);
          return told(writing, id, second, "decision.agreed", "");
        });
  }

  /** A second officer does not agree: it may be decided again. */
  public Decision declined(long id, String officer, String why) throws StoreException {
    return database.write(
        Right.DECIDE,
        writing -> {
          String second = second(writing, id, officer, "decline");
          step(writing, id, State.WITHDRAWN, "Declined by " + second + ": " + why, State.PROPOSED);
          return told(writing, id, second, "decision.declined", why);
        });
  }

  private static String second(Writing writing, long id, String officer, String act)
      throws StoreException {
    String second = writing.officer(officer);
    if (second.equals(DecisionRows.get(writing.handle(), id).intent.officer)) {
      throw new StoreException(
          Reason.NOT_ALLOWED,
          "You decided this yourself: a second officer has to "
              + act
              + " it. You can take it back.");
    }
    return second;
  }

  /** Bytes are about to leave. Only the caller whom this returns to may send them. */
  public Decision sending(long id) throws StoreException {
    return step(id, State.SENDING, null, null, State.INTENDED);
  }

  /** The relay took the message with this reply. */
  public Decision accepted(long id, String reply) throws StoreException {
    return step(id, State.ACCEPTED, reply, null, State.SENDING);
  }

  /** The relay refused the message with this reply; nothing left. */
  public Decision refused(long id, String reply) throws StoreException {
    return step(id, State.REFUSED, reply, null, State.SENDING);
  }

  /** The connection died where nobody can tell whether the relay took the message. */
  public Decision unknown(long id, String why) throws StoreException {
    return step(id, State.UNKNOWN, why, null, State.SENDING);
  }

  /** Takes a decision back before anything has left. */
  public Decision withdrawn(long id, String why) throws StoreException {
    return step(id, State.WITHDRAWN, why, null, State.INTENDED, State.PROPOSED);
  }

  /** An officer found out what became of an UNKNOWN one: it left (true) or it did not (false). */
  public Decision settled(long id, boolean left, String officer, String why) throws StoreException {
    return step(id, left ? State.ACCEPTED : State.REFUSED, why, officer, State.UNKNOWN);
  }

  /** The held copy was moved out of the box. Saying it twice is harmless. */
  public Decision filed(long id) throws StoreException {
    return database.write(
        writing -> {
          Decision decision = DecisionRows.get(writing.handle(), id);
          if (decision.filed != null) {
            return decision;
          }
          if (decision.state != State.ACCEPTED && decision.state != State.UNKNOWN) {
            throw DecisionRows.conflict(decision);
          }
          writing
              .handle()
              .execute(
                  "update decision set filed = ?, changed = ? where id = ?",
                  writing.nowUtc(),
                  writing.nowUtc(),
                  id);
          writing.journal(
              decision.intent.officer,
              "decision.filed",
              decision.intent.heldId + " " + decision.intent.recipient,
              Map.of("decision", id));
          return DecisionRows.get(writing.handle(), id);
        });
  }

  /** The newest decision about this copy and recipient. */
  public Optional<Decision> of(String heldId, String recipient) throws StoreException {
    return database.read(handle -> DecisionRows.last(handle, heldId, recipient));
  }

  /** Every decision about this copy, oldest first. */
  public List<Decision> of(String heldId) throws StoreException {
    return list("where held_id = ? order by id", heldId);
  }

  /** What still needs somebody: proposed, intended, sending, unknown, or done but not yet filed. */
  public List<Decision> unfinished() throws StoreException {
    return list(
        "where state in ('PROPOSED', 'INTENDED', 'SENDING', 'UNKNOWN') or (state = 'ACCEPTED' and filed is"
            + " null) order by id");
  }

  /** The newest decisions first, at most {@code limit} of them. */
  public List<Decision> newest(int limit) throws StoreException {
    return list("order by id desc fetch first " + limit + " rows only");
  }

  /**
   * Those of the newest decisions whose details hold this text, in any case, newest first.
   *
   * @param looked how many of the newest are looked at
   */
  public List<Decision> naming(String text, int looked) throws StoreException {
    return list(
        "where id > (select coalesce(max(id), 0) from decision) - ? and lower(details) like ? escape"
            + " '!' order by id desc",
        looked,
        ListRows.like(text));
  }

  /**
   * Turns what was being sent when a process died into UNKNOWN: what this console began, and what
   * another one began so long ago that it cannot be at it any more. The database's clock decides,
   * so that it does not matter what the consoles' own say.
   */
  void recover() throws StoreException {
    for (Decision decision : database.read(handle -> DecisionRows.stopped(handle, console))) {
      try {
        unknown(
            decision.id,
            "The console stopped while the message was being handed to the relay. Ask the recipient"
                + " or look in the relay's log whether it left.");
      } catch (StoreException e) {
        // Another console that starts now may have said so first.
        if (e.reason() != Reason.CONFLICT) {
          throw e;
        }
      }
    }
  }

  private Decision step(
      long id, State to, @Nullable String reply, @Nullable String officer, State... from)
      throws StoreException {
    return database.write(
        writing -> {
          step(writing, id, to, reply, from);
          return told(
              writing,
              id,
              officer,
              "decision." + to.name().toLowerCase(Locale.ROOT),
              reply == null ? "" : reply);
        });
  }

  private void step(Writing writing, long id, State to, @Nullable String reply, State... from)
      throws StoreException {
    int changed =
        writing
            .handle()
            .createUpdate(
                "update decision set state = :to, reply = :reply, changed = :now, console ="
                    + " :console, stepped = current_timestamp where id = :id and state in (<from>)")
            .bind("to", to.name())
            .bind("reply", reply == null ? null : Texts.storable(reply, 4000))
            .bind("now", writing.nowUtc())
            .bind("console", console)
            .bind("id", id)
            .bindList("from", Stream.of(from).map(State::name).toList())
            .execute();
    if (changed != 1) {
      throw DecisionRows.conflict(DecisionRows.get(writing.handle(), id));
    }
  }

  /** Writes a step into the record. */
  private static Decision told(
      Writing writing, long id, @Nullable String officer, String action, String reply) {
    Decision decision = DecisionRows.get(writing.handle(), id);
    writing.journal(
        officer == null ? decision.intent.officer : officer,
        action,
        decision.intent.heldId + " " + decision.intent.recipient,
        Map.of("decision", id, "reply", reply));
    return decision;
  }

  private List<Decision> list(String where, Object... args) throws StoreException {
    return database.read(handle -> DecisionRows.list(handle, where, args));
  }
}
