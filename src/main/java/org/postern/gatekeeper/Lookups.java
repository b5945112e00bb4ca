package org.postern.gatekeeper;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.postern.policy.Policy;
import org.postern.policy.Verdict;

/**
 * Answers one question at a time by the policy in force. Never throws: what goes wrong is answered
 * with "later". Thread-safe.
 */
final class Lookups {
  /** Postfix takes no longer replies (socketmap_table(5)). */
  static final int LONGEST_REPLY = 100_000;

  private static final String TRANSPORT = "transport";
  private static final String PROOF = "proof";

  private final InForce inForce;
  private final String nexthop;
  private final Metrics metrics;
  private final Events events;
  private final boolean logged;

  /**
   * @param logged whether each lookup is logged, without the part before the @
   */
  Lookups(InForce inForce, String nexthop, Metrics metrics, Events events, boolean logged) {
    this.inForce = inForce;
    this.nexthop = nexthop;
    this.metrics = metrics;
    this.events = events;
    this.logged = logged;
  }

  /**
   * @param map what is asked for: {@code transport}, or {@code proof} for the canonical JSON
   */
  Answer answer(String map, String key) {
    return guarded(() -> found(map, key));
  }

  /** What an access policy does with this recipient; not found: nothing against it. */
  Answer action(String recipient) {
    return guarded(() -> judged(recipient, Answer::action));
  }

  private Answer guarded(Supplier<Answer> question) {
    long began = System.nanoTime();
    Answer answer;
    try {
      answer = bounded(question.get());
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      events.rarely("internal-error", String.valueOf(e));
      answer = Answer.later("internal error, see the gatekeeper's log");
    }
    metrics.answered(answer.status(), System.nanoTime() - began);
    return answer;
  }

  private static Answer bounded(Answer answer) {
    return answer.text().length() < LONGEST_REPLY - 16
        ? answer
        : Answer.later("the answer is too long");
  }

  private Answer found(String map, String key) {
    if (!map.equals(TRANSPORT) && !map.equals(PROOF)) {
      return new Answer(Answer.Status.NEVER, "there is no such table here, but transport");
    }
    if (map.equals(PROOF)) {
      return judged(
          key, verdict -> new Answer(Answer.Status.FOUND, verdict.proof().jsonWithHash()));
    }
    if (inForce.canary().equals(Optional.of(key.substring(key.indexOf('@') + 1)))) {
      return Answer.published(inForce.bundle().orElseThrow().manifest().serial());
    }
    // The wildcard, the null sender and the names of parents are no recipients.
    boolean nobody = key.equals("*") || key.equals("<>") || key.startsWith(".");
    return judged(nobody ? "" : key, verdict -> Answer.transport(verdict, nexthop));
  }

  /**
   * @param key empty: nobody is judged, but whether there is a policy to judge by still counts
   */
  private Answer judged(String key, Function<Verdict, Answer> answer) {
    Policy policy = inForce.policy().orElse(null);
    if (policy == null) {
      return Answer.later(inForce.trouble());
    }
    if (key.isEmpty()) {
      return Answer.NOT_FOUND;
    }
    Verdict verdict = policy.judge(key);
    metrics.judged(verdict);
    if (logged) {
      events.lookup(verdict);
    }
    return answer.apply(verdict);
  }
}
