package org.postern.quarantine;

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
import org.postern.quarantine.Quarantine.Filing;
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

  private final Decisions log;
  private final Quarantine box;
  private final @Nullable Releaser releaser;

  /** A desk without a release gateway can reject only. */
  public DecisionDesk(Decisions log, Quarantine box, Optional<ReleaseGateway> gateway) {
    this.log = log;
    this.box = box;
    this.releaser = gateway.map(Releaser::new).orElse(null);
  }

  /**
   * Logs in to the release gateway without sending anything; returns quietly or says which step
   * failed.
   */
  public static void test(ReleaseGateway gateway) throws QuarantineException {
    new Releaser(gateway).test();
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
    return begin(held, Act.RELEASE, held.recipient(), why, officer, policy);
  }

  /** Lets the copy go to another address, which itself must pass the policy. */
  public Answer correct(HeldMessage held, String sendTo, Why why, String officer, Policy policy)
      throws StoreException {
    Verdict verdict = policy.judge(sendTo);
    if (!(EmailAddress.parse(sendTo) instanceof Parsed.Ok<EmailAddress>(EmailAddress address))
        || verdict.disposition() != Disposition.DELIVER) {
      return new Answer.WouldBeHeld(verdict);
    }
    return begin(held, Act.CORRECT, address.ascii(), why, officer, policy);
  }

  /** Does not let the copy go. */
  public Answer reject(HeldMessage held, Why why, String officer, Policy policy)
      throws StoreException {
    return begin(held, Act.REJECT, null, why, officer, policy);
  }

  private Answer begin(
      HeldMessage held, Act act, @Nullable String sendTo, Why why, String officer, Policy policy)
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
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("at", policy.at().toString()); // with the serial: which entries were in force
    details.put("code", why.code().word());
    details.put("from", held.from());
    details.put("gateway", held.gateway());
    details.put("messageId", held.messageId());
    details.put("original", held.original());
    details.put("sender", held.sender());
    details.put("serial", policy.serial());
    details.put("subject", held.subject());
    Begun begun =
        log.begin(
            new Intent(
                held.id().hex(),
                held.recipient().isEmpty() ? "unknown" : held.recipient(),
                act,
                sendTo,
                why.line(),
                officer,
                policy.judge(held.recipient()).proof().hash(),
                sendTo != null && policy.judge(sendTo).disposition() != Disposition.DELIVER,
                JSON.writeValueAsString(details)));
    return switch (begun) {
      case Begun.Recorded(Decision decision) -> new Answer.Recorded(decision);
      case Begun.Already(Decision existing) -> new Answer.Already(existing);
    };
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
    return log.withdrawn(decision.id(), why);
  }

  /** An officer found out what became of an unknown one; if it left, the copy is filed. */
  public Outcome settle(Decision decision, boolean left, String officer, String why)
      throws StoreException {
    Decision settled = log.settled(decision.id(), left, officer, why);
    return left ? file(settled) : new Outcome(settled, Optional.empty());
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
    HeldId id = new HeldId(decision.intent().heldId());
    byte[] raw = box.fetch(id);
    TraceBlock block = TraceBlock.split(raw);
    Outgoing mail =
        new Outgoing(Trace.of(block, MailHeaders.of(block)).sender(), sendTo, block.message());
    Sent sent = releaser.send(mail, () -> log.sending(decision.id()));
    Decision after =
        switch (sent) {
          case Sent.Accepted a -> log.accepted(decision.id(), a.text());
          case Sent.Refused r -> log.refused(decision.id(), r.text());
          case Sent.Unknown u -> log.unknown(decision.id(), u.text());
        };
    return after.state() == State.ACCEPTED ? file(after) : done(after);
  }

  private Outcome file(Decision decision) throws StoreException {
    Filing to = decision.intent().act() == Act.REJECT ? Filing.REJECTED : Filing.RELEASED;
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
