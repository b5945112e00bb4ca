package org.postern.quarantine;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postern.mail.MailHeaders;
import org.postern.mail.TraceBlock;
import org.postern.policy.Disposition;
import org.postern.policy.EmailAddress;
import org.postern.policy.Parsed;
import org.postern.policy.Policy;
import org.postern.policy.Verdict;
import org.postern.quarantine.QuarantineException.Reason;
import org.postern.store.Decisions;
import org.postern.store.Decisions.Act;
import org.postern.store.Decisions.Begun;
import org.postern.store.Decisions.Decision;
import org.postern.store.Decisions.Intent;
import org.postern.store.Decisions.State;
import org.postern.store.StoreException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Carries out what officers decide about held copies, so that nothing is lost and nothing sent
 * twice whatever breaks: a decision is on the disk before anything is done, "sending" is on the
 * disk after the gateway accepted the recipient and before the first byte of the message leaves,
 * and only who wrote "sending" may send. A decision whose fate nobody knows stays unknown until an
 * officer settles it. Thread-safe.
 */
public final class DecisionDesk {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Where the details of a decision keep a whole note. */
  static final String NOTE = "note";

  private final Decisions log;
  private final HeldCopies box;
  private final Claims claims;
  private final @Nullable Releaser releaser;

  /** A desk without a release gateway can reject only. */
  public DecisionDesk(Decisions log, HeldCopies box, Optional<ReleaseGateway> gateway) {
    this.log = log;
    this.box = box;
    this.claims = new Claims(box, log.sign());
    this.releaser = gateway.map(Releaser::new).orElse(null);
  }

  /** The answer to a wish. */
  public sealed interface Answer {
    /** It is recorded; {@link #carryOut} does it, {@link #undo} takes it back until then. */
    record Recorded(Decision decision) implements Answer {}

    /** Somebody decided about this copy already. */
    record Already(Decision existing) implements Answer {}

    /** The corrected address would be held, too; nothing was recorded. */
    record WouldBeHeld(Verdict verdict) implements Answer {}

    /** It cannot be done with this copy; nothing was recorded. */
    record NotPossible(String sentence) implements Answer {}
  }

  /**
   * How far a decision came.
   *
   * @param trouble a sentence if something is left to do (the copy could not be filed yet); it is
   *     done at the next {@link #resume}
   */
  public record Outcome(Decision decision, Optional<String> trouble) {}

  /**
   * Lets the copy go to the address as it was typed. If the policy would hold it still, it waits
   * until a second officer {@linkplain #agree agrees}; not in open mode.
   */
  public Answer release(HeldMessage held, Why why, String officer, Policy policy)
      throws StoreException {
    if (held.recipient().isEmpty()) {
      return new Answer.NotPossible(
          "No gateway said to whom this message was addressed. Correct it to an address that you"
              + " are sure of, or reject it.");
    }
    return begin(held, Act.RELEASE, held.recipient(), why, officer, policy, Map.of());
  }

  /** Lets the copy go to another address, which itself must pass the policy. */
  public Answer correct(HeldMessage held, String sendTo, Why why, String officer, Policy policy)
      throws StoreException {
    Verdict verdict = policy.judge(sendTo);
    if (!(EmailAddress.parse(sendTo) instanceof Parsed.Ok<EmailAddress>(EmailAddress address))
        || verdict.disposition() != Disposition.DELIVER) {
      return new Answer.WouldBeHeld(verdict);
    }
    return begin(held, Act.CORRECT, address.ascii(), why, officer, policy, Map.of());
  }

  /**
   * The note that would go to the sender of a copy, exactly as it would be sent. Reads the copy:
   * blocks.
   *
   * @param from the address that notes come from; empty if none is set up
   * @throws QuarantineException if the copy cannot be read
   */
  public ReturnNote.Made note(
      HeldMessage held, ReturnNote.Choice choice, String from, Policy policy, Clock clock)
      throws QuarantineException {
    MailHeaders headers = MailHeaders.of(TraceBlock.split(box.fetch(held.id())));
    return ReturnNote.of(held, headers, choice, from, policy, clock.instant());
  }

  /** Does not let the copy go, and sends the sender this note. */
  public Answer giveBack(HeldMessage held, ReturnNote note, Why why, String officer, Policy policy)
      throws StoreException {
    if (!note.about().equals(held.id()) || !note.to().equals(held.sender())) {
      throw new IllegalArgumentException("a note about another message");
    }
    return begin(held, Act.RETURN, note.to(), why, officer, policy, Map.of(NOTE, note.whole()));
  }

  /** Does not let the copy go. */
  public Answer reject(HeldMessage held, Why why, String officer, Policy policy)
      throws StoreException {
    return begin(held, Act.REJECT, null, why, officer, policy, Map.of());
  }

  private Answer begin(
      HeldMessage held,
      Act act,
      @Nullable String sendTo,
      Why why,
      String officer,
      Policy policy,
      Map<String, String> more)
      throws StoreException {
    if (sendTo != null) {
      if (releaser == null) {
        return new Answer.NotPossible(
            "No release gateway is set up, so nothing can be released. Set it up first.");
      }
      if (!Outgoing.sendable(sendTo) || !Outgoing.sendable(held.sender())) {
        return new Answer.NotPossible(
            "The address cannot be written in an SMTP command; correct it or reject the message.");
      }
    }
    Optional<Keywords.Elsewhere> elsewhere = elsewhere(held);
    if (elsewhere.isPresent()) {
      return new Answer.NotPossible(Claims.sentence(elsewhere.get()));
    }
    Answer answer = answer(log.begin(intent(held, act, sendTo, why, officer, policy, more)));
    if (answer instanceof Answer.Recorded(Decision decision)) {
      claims.recorded(decision);
    }
    return answer;
  }

  /** What this console itself began is in its record, unless that was lost. */
  private Optional<Keywords.Elsewhere> elsewhere(HeldMessage held) throws StoreException {
    if (held.flags().isEmpty()) {
      return Optional.empty();
    }
    boolean known = !log.of(held.id().hex()).isEmpty();
    return Keywords.elsewhere(held.flags(), known ? log.sign() : "");
  }

  private static Answer answer(Begun begun) {
    return switch (begun) {
      case Begun.Recorded(Decision decision) -> new Answer.Recorded(decision);
      case Begun.Already(Decision existing) -> new Answer.Already(existing);
    };
  }

  private static Intent intent(
      HeldMessage held,
      Act act,
      @Nullable String sendTo,
      Why why,
      String officer,
      Policy policy,
      Map<String, String> more) {
    Map<String, Object> details = new LinkedHashMap<>(more);
    details.put("at", policy.at().toString()); // with the serial: which entries were in force
    details.put("code", why.code().word());
    details.put("from", held.from());
    details.put("gateway", held.gateway());
    details.put("messageId", held.messageId());
    details.put("original", held.original());
    details.put("sender", held.sender());
    details.put("serial", policy.serial());
    details.put("subject", held.subject());
    boolean against =
        act == Act.RELEASE && policy.judge(held.recipient()).disposition() != Disposition.DELIVER;
    return new Intent(
        held.id().hex(),
        held.recipient().isEmpty() ? "unknown" : held.recipient(),
        act,
        sendTo,
        why.line(),
        officer,
        policy.judge(held.recipient()).proof().hash(),
        against,
        JSON.writeValueAsString(details));
  }

  /**
   * Records that another console, or this one before it lost its record, began to send this copy:
   * its fate is unknown until somebody {@linkplain #settle settles} it.
   */
  public Answer foundBegun(HeldMessage held, String officer, Policy policy) throws StoreException {
    if (!elsewhere(held).equals(Optional.of(Keywords.Elsewhere.BEGUN))) {
      return new Answer.NotPossible("Nobody else began to send this message.");
    }
    Why why = new Why(Why.Code.OTHER, "Found in the mailbox: another console began to send it.");
    String to = held.recipient().isEmpty() ? "unknown" : held.recipient();
    return answer(log.found(intent(held, Act.RELEASE, to, why, officer, policy, Map.of())));
  }

  /** A second officer agrees to what goes against the policy. */
  public Decision agree(Decision decision, String officer) throws StoreException {
    return log.agreed(decision.id(), officer);
  }

  /** A second officer does not agree; the copy may be decided again. */
  public Decision decline(Decision decision, String officer, String why) throws StoreException {
    return log.declined(decision.id(), officer, why);
  }

  /** Takes a decision back; possible only while nothing has been done. */
  public Decision undo(Decision decision, String why) throws StoreException {
    Decision withdrawn = log.withdrawn(decision.id(), why);
    claims.dropped(withdrawn);
    return withdrawn;
  }

  /** An officer found out what became of an unknown one; if it left, the copy is filed. */
  public Outcome settle(Decision decision, boolean left, String officer, String why)
      throws StoreException {
    Decision settled = log.settled(decision.id(), left, officer, why);
    if (left) {
      return file(settled);
    }
    claims.allDropped(settled);
    return done(settled);
  }

  /**
   * Does what was decided, from whatever step it is at. Blocks until the gateway answered.
   *
   * @throws QuarantineException if it could not even begin; the decision stands as it was and may
   *     be carried out later or undone
   * @throws StoreException if the record cannot be written, or somebody else is at it; then nothing
   *     more is sent
   */
  public Outcome carryOut(Decision decision) throws QuarantineException, StoreException {
    return switch (decision.state()) {
      case INTENDED -> send(decision);
      case ACCEPTED -> decision.filed() == null ? file(decision) : done(decision);
      case PROPOSED, SENDING, UNKNOWN, REFUSED, WITHDRAWN -> done(decision);
    };
  }

  private static Outcome done(Decision decision) {
    return new Outcome(decision, Optional.empty());
  }

  private Outcome send(Decision decision) throws QuarantineException, StoreException {
    String sendTo = decision.intent().sendTo();
    if (releaser == null || sendTo == null) {
      throw new QuarantineException(
          Reason.SETTINGS, "No release gateway is set up, so nothing can be released.");
    }
    byte[] raw = box.fetch(new HeldId(decision.intent().heldId()));
    Outgoing mail = outgoing(decision, sendTo, raw);
    claims.take(decision);
    Sent sent;
    try {
      sent = releaser.send(mail, () -> log.sending(decision.id()));
    } catch (StoreException e) {
      overtaken(decision);
      throw e;
    }
    Decision after =
        switch (sent) {
          case Sent.Accepted a -> log.accepted(decision.id(), a.text());
          case Sent.Refused r -> log.refused(decision.id(), r.text());
          case Sent.Unknown u -> log.unknown(decision.id(), u.text());
        };
    if (after.state() == State.REFUSED) {
      claims.dropped(after);
    }
    return after.state() == State.ACCEPTED ? file(after) : done(after);
  }

  /** If it was taken back just before the claim, nobody else will take the claim back. */
  private void overtaken(Decision decision) throws StoreException {
    if (log.of(decision.intent().heldId()).getLast().state().mayDecideAgain()) {
      claims.dropped(decision);
    }
  }

  private static Outgoing outgoing(Decision decision, String sendTo, byte[] raw) {
    TraceBlock block = TraceBlock.split(raw);
    if (decision.intent().act() == Act.RETURN) {
      String note = JSON.readTree(decision.intent().details()).path(NOTE).asString();
      return new Outgoing("", sendTo, note.getBytes(StandardCharsets.US_ASCII));
    }
    return new Outgoing(Trace.of(block, MailHeaders.of(block)).sender(), sendTo, block.message());
  }

  private Outcome file(Decision decision) throws StoreException {
    Filing to =
        switch (decision.intent().act()) {
          case RELEASE, CORRECT -> Filing.RELEASED;
          case REJECT -> Filing.REJECTED;
          case RETURN -> Filing.RETURNED;
        };
    try {
      // Not there any more = somebody moved it by hand or the console died in between: it is out of
      // the box.
      box.file(new HeldId(decision.intent().heldId()), to);
    } catch (QuarantineException e) {
      return new Outcome(decision, Optional.of(e.sentence()));
    }
    return done(log.filed(decision.id()));
  }

  /**
   * Goes on with everything that an earlier run left unfinished: intended ones are carried out,
   * accepted ones filed, unknown ones left to an officer. Call it once after opening store and box.
   */
  public List<Outcome> resume() throws StoreException {
    List<Outcome> outcomes = new ArrayList<>();
    for (Decision decision : log.unfinished()) {
      try {
        outcomes.add(carryOut(decision));
      } catch (QuarantineException e) {
        outcomes.add(new Outcome(decision, Optional.of(e.sentence())));
      }
    }
    return outcomes;
  }
}
