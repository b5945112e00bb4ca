package org.postern.ui.quarantine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.postern.mail.Inert;
import org.postern.policy.Explanation;
import org.postern.policy.Policy;
import org.postern.quarantine.DecisionDesk;
import org.postern.quarantine.DecisionDesk.Answer;
import org.postern.quarantine.DecisionDesk.Outcome;
import org.postern.quarantine.HeldId;
import org.postern.quarantine.HeldMessage;
import org.postern.quarantine.QuarantineException;
import org.postern.quarantine.ReturnNote;
import org.postern.store.Decisions.Act;
import org.postern.store.Decisions.Decision;
import org.postern.store.Decisions.State;
import org.postern.store.Handling;
import org.postern.store.StoreException;
import org.postern.ui.Background;
import org.postern.ui.quarantine.Wish.Envelope;

/**
 * From a wish to its outcome: recorded at once, carried out when the time for taking it back is
 * over. A rejection is recorded only then, because a recorded one is final; nothing is lost if the
 * console dies before. FX thread only.
 */
final class Deciding {
  /** How long a decision may be taken back, unless the settings say otherwise. */
  static final Duration GRACE = Duration.ofSeconds(Handling.GRACE_SECONDS);

  static final String LANE = "mailbox";

  /**
   * @param toReject what is recorded only when it is due
   */
  private record Batch(
      Access.Connection box,
      Optional<Wish> toReject,
      List<Decision> recorded,
      String officer,
      Instant due) {}

  /**
   * @param proposed recorded, but waiting for a second officer
   * @param accepted what goes when it is due
   */
  private record Begun(
      List<Decision> recorded,
      List<Decision> proposed,
      List<Envelope> accepted,
      List<String> troubles) {}

  private record Done(List<Outcome> outcomes, List<String> troubles) {}

  private final Access access;
  private final Background background;
  private final Consumer<Notice> tell;
  private final Runnable changed;
  private final Supplier<Handling> handling;
  private final List<Batch> batches = new ArrayList<>();

  /**
   * @param changed called when the list should be read again
   * @param handling as the settings say now
   */
  Deciding(
      Access access,
      Background background,
      Consumer<Notice> tell,
      Runnable changed,
      Supplier<Handling> handling) {
    this.handling = handling;
    this.access = access;
    this.background = background;
    this.tell = tell;
    this.changed = changed;
  }

  /** Decisions that may still be taken back. */
  Set<Long> waiting() {
    return batches.stream()
        .flatMap(b -> b.recorded().stream())
        .map(Decision::id)
        .collect(Collectors.toSet());
  }

  /** Copies about to be rejected. */
  Set<HeldId> rejecting() {
    Set<HeldId> ids = new HashSet<>();
    batches.stream()
        .flatMap(b -> b.toReject().stream())
        .forEach(wish -> wish.envelopes().forEach(e -> ids.add(e.copy().id())));
    return ids;
  }

  /** Records that another console began to send a copy. */
  void foundBegun(Access.Connection box, HeldMessage copy, Consumer<Decision> then) {
    String officer = access.officer().get();
    background.run(
        Background.Job.each("quarantine.found").on(LANE),
        () -> box.desk().foundBegun(copy, officer, access.policy().get()),
        answer -> {
          switch (answer) {
            case Answer.Recorded(Decision decision) -> then.accept(decision);
            case Answer.Already(Decision existing) -> then.accept(existing);
            case Answer.WouldBeHeld _ -> {}
            case Answer.NotPossible(String sentence) -> tell.accept(Notice.of(sentence));
          }
          changed.run();
        },
        this::failed);
  }

  /** Has the notes of a return written as they would be sent. */
  void write(Access.Connection box, Draft draft) {
    Map<HeldMessage, ReturnNote.Choice> wanted = choices(draft);
    String from = handling.get().noteFrom();
    background.run(
        Background.Job.newest("quarantine.note").on(LANE),
        () -> {
          Policy policy = access.policy().get();
          Map<HeldId, ReturnNote.Made> made = new HashMap<>();
          for (var each : wanted.entrySet()) {
            made.put(
                each.getKey().id(),
                box.desk().note(each.getKey(), each.getValue(), from, policy, clock()));
          }
          return Map.copyOf(made);
        },
        made -> {
          if (wanted.equals(choices(draft))) {
            draft.notes().made().set(made);
          }
        },
        this::failed);
  }

  private static Map<HeldMessage, ReturnNote.Choice> choices(Draft draft) {
    Map<HeldMessage, ReturnNote.Choice> choices = new LinkedHashMap<>();
    draft.lines().forEach(l -> choices.put(l.copy(), draft.notes().choice(l.sendTo().get())));
    return choices;
  }

  void decide(Access.Connection box, Wish wish) {
    String officer = access.officer().get();
    if (wish.act() == Act.REJECT) {
      begun(box, wish, officer, new Begun(List.of(), List.of(), wish.envelopes(), List.of()));
      return;
    }
    background.run(
        Background.Job.each("quarantine.decide").on(LANE),
        () -> begin(box.desk(), wish, officer),
        begun -> begun(box, wish, officer, begun),
        this::failed);
  }

  private Begun begin(DecisionDesk desk, Wish wish, String officer) throws StoreException {
    Policy policy = access.policy().get();
    List<Decision> recorded = new ArrayList<>();
    List<Decision> proposed = new ArrayList<>();
    List<Envelope> accepted = new ArrayList<>();
    List<String> troubles = new ArrayList<>();
    for (Envelope e : wish.envelopes()) {
      switch (answer(desk, wish, e, officer, policy)) {
        case Answer.Recorded(Decision decision) -> {
          if (decision.state() == State.PROPOSED) {
            proposed.add(decision);
          } else {
            recorded.add(decision);
            accepted.add(e);
          }
        }
        case Answer.Already(Decision existing) -> troubles.add(already(e, existing));
        case Answer.WouldBeHeld(var verdict) ->
            troubles.add(
                Inert.text(e.sendTo())
                    + " would be held again: "
                    + Explanation.of(verdict).headline());
        case Answer.NotPossible(String sentence) -> troubles.add(sentence);
      }
    }
    return new Begun(recorded, proposed, accepted, troubles);
  }

  private static Answer answer(
      DecisionDesk desk, Wish wish, Envelope e, String officer, Policy policy)
      throws StoreException {
    return switch (wish.act()) {
      case RELEASE -> desk.release(e.copy(), wish.why(), officer, policy);
      case CORRECT -> desk.correct(e.copy(), e.sendTo(), wish.why(), officer, policy);
      case REJECT -> desk.reject(e.copy(), wish.why(), officer, policy);
      case RETURN -> desk.giveBack(e.copy(), e.note().orElseThrow(), wish.why(), officer, policy);
    };
  }

  private static String already(Envelope e, Decision existing) {
    return Words.decided(existing)
        + " was decided before for "
        + Inert.text(e.copy().recipient())
        + " by "
        + Inert.text(existing.intent().officer())
        + ". Nothing was changed.";
  }

  private void begun(Access.Connection box, Wish wish, String officer, Begun begun) {
    begun.troubles().forEach(trouble -> tell.accept(Notice.of(trouble)));
    begun
        .proposed()
        .forEach(
            decision ->
                tell.accept(
                    new Notice(
                        Words.outcome(new Outcome(decision, Optional.empty())),
                        Optional.of(() -> takeBack(box, decision)))));
    if (!begun.accepted().isEmpty()) {
      Wish accepted = new Wish(wish.act(), begun.accepted(), wish.why());
      Optional<Wish> toReject = Optional.of(accepted).filter(w -> w.act() == Act.REJECT);
      Batch batch = new Batch(box, toReject, begun.recorded(), officer, due());
      batches.add(batch);
      tell.accept(new Notice(Words.intended(accepted), Optional.of(() -> takeBack(batch))));
    }
    changed.run();
  }

  /** Carries out what is due. Call it every second. */
  void tick() {
    Instant now = clock().instant();
    for (Batch batch : List.copyOf(batches)) {
      if (!now.isBefore(batch.due())) {
        carryOut(batch);
      }
    }
  }

  private void carryOut(Batch batch) {
    batches.remove(batch);
    background.run(
        Background.Job.each("quarantine.carry-out").on(LANE),
        () -> carriedOut(batch),
        this::done,
        this::failed);
  }

  private Done carriedOut(Batch batch) throws StoreException {
    List<String> troubles = new ArrayList<>();
    List<Decision> decisions = new ArrayList<>(batch.recorded());
    if (batch.toReject().isPresent()) {
      Begun begun = begin(batch.box().desk(), batch.toReject().get(), batch.officer());
      decisions.addAll(begun.recorded());
      troubles.addAll(begun.troubles());
    }
    List<Outcome> outcomes = new ArrayList<>();
    for (Decision decision : decisions) {
      try {
        outcomes.add(batch.box().desk().carryOut(decision));
      } catch (QuarantineException e) {
        troubles.add(Words.stuck(decision, e.sentence()));
      }
    }
    return new Done(outcomes, troubles);
  }

  private void done(Done done) {
    done.troubles().forEach(trouble -> tell.accept(Notice.of(trouble)));
    Words.outcomes(done.outcomes()).forEach(text -> tell.accept(Notice.of(text)));
    changed.run();
  }

  private void takeBack(Batch batch) {
    if (!batches.remove(batch)) {
      tell.accept(Notice.of("Too late to take back: it was carried out already."));
      return;
    }
    if (batch.recorded().isEmpty()) {
      tell.accept(Notice.of("Taken back. Nothing was changed."));
      changed.run();
      return;
    }
    batch.recorded().forEach(decision -> takeBack(batch.box(), decision));
  }

  /** The second officer agrees: it goes, unless taken back in time. */
  void agree(Access.Connection box, Decision decision) {
    String officer = access.officer().get();
    background.run(
        Background.Job.each("quarantine.agree").on(LANE),
        () -> box.desk().agree(decision, officer),
        agreed -> {
          Batch batch = new Batch(box, Optional.empty(), List.of(agreed), officer, due());
          batches.add(batch);
          tell.accept(
              new Notice(
                  "Agreed. Releasing to "
                      + Inert.brief(Words.destination(agreed), 120)
                      + " in a few seconds.",
                  Optional.of(() -> takeBack(batch))));
          changed.run();
        },
        this::failed);
  }

  /** The second officer does not agree. */
  void decline(Access.Connection box, Decision decision, String why) {
    String officer = access.officer().get();
    background.run(
        Background.Job.each("quarantine.decline").on(LANE),
        () -> box.desk().decline(decision, officer, why),
        declined -> {
          tell.accept(
              Notice.of(
                  "Declined. Nothing goes to "
                      + Inert.brief(Words.destination(declined), 120)
                      + "; it can be decided again."));
          changed.run();
        },
        this::failed);
  }

  /** Takes back a decision of which nothing has left. */
  void takeBack(Access.Connection box, Decision decision) {
    background.run(
        Background.Job.each("quarantine.take-back").on(LANE),
        () -> box.desk().undo(decision, "Taken back by the officer"),
        after -> {
          tell.accept(
              Notice.of(
                  "Taken back. Nothing was sent to "
                      + Inert.brief(Words.destination(after), 120)
                      + "."));
          changed.run();
        },
        this::failed);
  }

  /** Goes on with a decision that got stuck: sends it, or files what was sent. */
  void tryAgain(Access.Connection box, Decision decision) {
    background.run(
        Background.Job.each("quarantine.try-again").on(LANE),
        () -> box.desk().carryOut(decision),
        outcome -> done(new Done(List.of(outcome), List.of())),
        this::failed);
  }

  /** An officer found out what became of a message whose fate was unknown. */
  void settle(Access.Connection box, Decision decision, boolean left, String how) {
    String officer = access.officer().get();
    background.run(
        Background.Job.each("quarantine.settle").on(LANE),
        () -> box.desk().settle(decision, left, officer, how),
        outcome -> {
          tell.accept(
              Notice.of(
                  outcome.decision().state() == State.ACCEPTED
                      ? "Recorded: it left. The message is filed as released."
                      : "Recorded: it did not leave. You can decide about it again."));
          changed.run();
        },
        this::failed);
  }

  private void failed(Exception e) {
    tell.accept(Notice.of(Words.failure(e)));
    changed.run();
  }

  private Instant due() {
    return clock().instant().plusSeconds(handling.get().graceSeconds());
  }

  private Clock clock() {
    return access.clock();
  }
}
