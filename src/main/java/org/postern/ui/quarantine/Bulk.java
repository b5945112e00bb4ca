package org.postern.ui.quarantine;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;
import org.postern.mail.Inert;
import org.postern.policy.Disposition;
import org.postern.policy.Explanation;
import org.postern.policy.Policy;
import org.postern.policy.Verdict;
import org.postern.quarantine.DecisionDesk.Answer;
import org.postern.quarantine.HeldId;
import org.postern.quarantine.HeldMessage;
import org.postern.quarantine.QuarantineException;
import org.postern.quarantine.Why;
import org.postern.store.Decisions.Act;
import org.postern.store.Decisions.State;
import org.postern.store.Handling;
import org.postern.store.StoreException;
import org.postern.ui.Background;

/**
 * One decision about many copies: nothing is recorded before it may not be taken back any more;
 * then each copy is decided, recorded and carried out for itself, one after the other, so that it
 * can be stopped in between, and what failed is told at the end. Only what the lists let pass at
 * that moment is released. FX thread only.
 */
final class Bulk {
  /** So many failures in a row are no accident of single messages. */
  private static final int HOPELESS = 3;

  /**
   * How far it is.
   *
   * @param good copies about which everything was done
   * @param left copies that wait
   * @param failed a sentence for each about which nothing was done, or not all
   */
  record Progress(Act act, int good, int left, int all, List<String> failed) {
    Progress {
      failed = List.copyOf(failed);
    }

    boolean over() {
      return left == 0;
    }
  }

  private final Access access;
  private final Background background;
  private final Consumer<Notice> tell;
  private final Runnable changed;
  private final Supplier<Handling> handling;
  private final ReadOnlyObjectWrapper<Optional<Progress>> progress =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final Deque<HeldMessage> left = new ArrayDeque<>();
  private final List<String> failed = new ArrayList<>();
  private Access.@Nullable Connection box;
  private Act act = Act.REJECT;
  private @Nullable Why why;
  private String officer = "";
  private Instant due = Instant.MAX;
  private int all;
  private int good;
  private int hopeless;

  Bulk(
      Access access,
      Background background,
      Consumer<Notice> tell,
      Runnable changed,
      Supplier<Handling> handling) {
    this.access = access;
    this.background = background;
    this.tell = tell;
    this.changed = changed;
    this.handling = handling;
  }

  /** What is being done; empty before the first. The last one's stays until the next begins. */
  ReadOnlyObjectProperty<Optional<Progress>> progress() {
    return progress.getReadOnlyProperty();
  }

  boolean running() {
    return !left.isEmpty();
  }

  /** Copies that wait for it, and how they stand meanwhile. */
  Map<HeldId, Fate> pending() {
    Map<HeldId, Fate> fates = new HashMap<>();
    left.forEach(c -> fates.put(c.id(), act == Act.REJECT ? Fate.REJECTING : Fate.WAITING));
    return fates;
  }

  /** Copies of these messages that are still to be decided. */
  static List<HeldMessage> open(List<HeldItem> items) {
    return items.stream().flatMap(i -> i.open().stream()).flatMap(r -> r.copy().stream()).toList();
  }

  /** Why the lists do not let a copy pass; empty if they do. */
  static Optional<String> against(HeldMessage copy, Policy policy) {
    Verdict verdict = policy.judge(copy.recipient());
    return verdict.disposition() == Disposition.DELIVER
        ? Optional.empty()
        : Optional.of(shown(copy) + ": " + Inert.text(Explanation.of(verdict).headline()));
  }

  private static String shown(HeldMessage copy) {
    return copy.recipient().isEmpty() ? "(recipient unknown)" : Inert.brief(copy.recipient(), 120);
  }

  /**
   * Begins, unless one is under way.
   *
   * @param what to reject, or to release as typed
   */
  void begin(Access.Connection where, Act what, List<HeldMessage> copies, Why reason) {
    if (running()) {
      tell.accept(
          Notice.of("Another act about many messages is under way. Wait for it, or stop it."));
      return;
    }
    if (what != Act.REJECT && what != Act.RELEASE) {
      throw new IllegalArgumentException("only a rejection or a release is for many");
    }
    box = where;
    act = what;
    why = reason;
    officer = access.officer().get();
    left.addAll(copies);
    all = copies.size();
    failed.clear();
    good = 0;
    hopeless = 0;
    due = access.clock().instant().plusSeconds(handling.get().graceSeconds());
    show();
    String things = all == 1 ? "one copy" : Words.number(all) + " copies";
    tell.accept(
        new Notice(
            (act == Act.REJECT ? "Rejecting " : "Releasing ") + things + " in a few seconds.",
            Optional.of(this::takeBack)));
    changed.run();
  }

  private void takeBack() {
    if (due.equals(Instant.MAX)) {
      tell.accept(
          Notice.of(
              "Too late to take all of it back: it has begun. Stop it to keep what is left."));
      return;
    }
    due = Instant.MAX;
    left.clear();
    progress.set(Optional.empty());
    tell.accept(Notice.of("Taken back. Nothing was changed."));
    changed.run();
  }

  /** Begins when it is due. Call it every second. */
  void tick() {
    if (!access.clock().instant().isBefore(due)) {
      due = Instant.MAX;
      next();
    }
  }

  /** Does nothing more; what is done is done. */
  void stop() {
    if (!running()) {
      return;
    }
    if (!due.equals(Instant.MAX)) {
      takeBack();
      return;
    }
    failed.add("Stopped: " + Words.number(left.size()) + " were left as they were.");
    left.clear();
    over();
  }

  private void next() {
    HeldMessage copy = left.peek();
    Access.Connection where = box;
    Why reason = why;
    if (copy == null || where == null || reason == null) {
      over();
      return;
    }
    background.run(
        Background.Job.each("quarantine.bulk").on(Deciding.LANE),
        () -> one(where, copy, reason),
        trouble -> {
          hopeless = 0;
          did(copy, trouble);
        },
        e -> {
          hopeless++;
          did(copy, Optional.of(Words.failure(e)));
        });
  }

  private void did(HeldMessage copy, Optional<String> trouble) {
    HeldMessage next = left.peek();
    if (next == null || !next.id().equals(copy.id())) {
      changed.run(); // stopped meanwhile: it was the last one
      return;
    }
    left.poll();
    good += trouble.isEmpty() ? 1 : 0;
    trouble.ifPresent(t -> failed.add(shown(copy) + ": " + t));
    if (hopeless == HOPELESS && !left.isEmpty()) {
      failed.add(
          "Three failed one after the other, so the other "
              + Words.number(left.size())
              + " were left as they were.");
      left.clear();
    }
    if (left.isEmpty()) {
      over();
    } else {
      show();
      next();
    }
  }

  /** What is left to say about it; empty if everything was done. */
  private Optional<String> one(Access.Connection where, HeldMessage copy, Why reason)
      throws StoreException, QuarantineException {
    Policy policy = access.policy().get();
    if (act == Act.RELEASE) {
      Optional<String> against = against(copy, policy);
      if (against.isPresent()) {
        return Optional.of("the lists hold it now. Nothing was done.");
      }
    }
    Answer answer =
        act == Act.REJECT
            ? where.desk().reject(copy, reason, officer, policy)
            : where.desk().release(copy, reason, officer, policy);
    return switch (answer) {
      case Answer.Recorded(var decision) -> {
        var outcome = where.desk().carryOut(decision);
        boolean well = outcome.decision().state() == State.ACCEPTED && outcome.trouble().isEmpty();
        yield well ? Optional.empty() : Optional.of(Words.outcome(outcome));
      }
      case Answer.Already(var existing) ->
          Optional.of(
              Words.decided(existing)
                  + " was decided before by "
                  + Inert.text(existing.intent().officer())
                  + ".");
      case Answer.WouldBeHeld(var verdict) ->
          Optional.of(Inert.text(Explanation.of(verdict).headline()));
      case Answer.NotPossible(String sentence) -> Optional.of(sentence);
    };
  }

  private void over() {
    show();
    tell.accept(
        Notice.of(
            Words.number(good)
                + " of "
                + Words.number(all)
                + (act == Act.REJECT ? " rejected." : " released.")
                + (failed.isEmpty() ? "" : " What was not done stands under the list.")));
    changed.run();
  }

  private void show() {
    progress.set(Optional.of(new Progress(act, good, left.size(), all, failed)));
  }
}
