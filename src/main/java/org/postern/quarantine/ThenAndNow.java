package org.postern.quarantine;

import java.util.Optional;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.postern.mail.Inert;
import org.postern.policy.Disposition;
import org.postern.policy.Policy;
import org.postern.policy.Verdict;
import org.postern.store.Past;
import org.postern.store.StoreException;

/**
 * How a held copy's address was judged by the lists under which its gateway held it, beside how
 * today's lists judge it. Immutable.
 *
 * @param serial the revision that the gateway enforced
 * @param then with the proof of then
 * @param today the serial of today's lists
 * @param difference one sentence for officers, inert
 */
public record ThenAndNow(long serial, Verdict then, Verdict now, long today, String difference) {

  /** Finds the policies of the past, and keeps the last one. Confined to one thread at a time. */
  public static final class Finder {
    private final Past past;
    private @Nullable Policy last;

    public Finder(Past past) {
      this.past = past;
    }

    /**
     * Empty if no gateway vouches for the copy, or the lists of then are not in this store. Takes
     * seconds for millions of entries.
     *
     * @param read told how many entries were read; may throw to end it
     */
    public Optional<ThenAndNow> of(HeldMessage held, Policy today, LongConsumer read)
        throws StoreException {
      long serial = held.serial();
      if (serial <= 0 || held.gateway().isEmpty() || past.revision(serial).isEmpty()) {
        return Optional.empty();
      }
      Policy policy = last;
      boolean kept =
          policy != null
              && policy.serial() == serial
              && !held.received().isBefore(policy.at())
              && held.received().isBefore(policy.until());
      if (policy == null || !kept) {
        policy = past.policy(new Past.Moment(serial, held.received()), read);
        last = policy;
      }
      Verdict then = policy.judge(held.recipient());
      Verdict now = today.judge(held.recipient());
      return Optional.of(
          new ThenAndNow(
              serial, then, now, today.serial(), sentence(held, then, now, today.serial())));
    }
  }

  /** Whether today's lists lead to something else. */
  public boolean differs() {
    return !cause(then).equals(cause(now)) || then.disposition() != now.disposition();
  }

  private static String sentence(HeldMessage held, Verdict then, Verdict now, long today) {
    boolean alike = cause(then).equals(cause(now)) && then.disposition() == now.disposition();
    String word = held.heldAs().word();
    String doubt =
        word.equals(then.word()) || held.heldAs() == HeldClass.UNKNOWN
            ? ""
            : " The gateway itself said " + word + ".";
    if (alike) {
      return "Judged under policy "
          + held.serial()
          + " as now"
          + (today == held.serial() ? "" : ", under " + today)
          + ": "
          + as(then)
          + "."
          + doubt;
    }
    return "Held under policy "
        + held.serial()
        + " "
        + as(then)
        + "; under today’s, "
        + today
        + ", it would be "
        + done(now.disposition())
        + " because "
        + cause(now)
        + "."
        + doubt;
  }

  private static String as(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Lookalike l -> "as a lookalike of " + Inert.brief(l.best().meant(), 120);
      case Verdict.Blocked b -> "as blocked by " + Inert.brief(b.entry().pattern().text(), 120);
      case Verdict.Trusted t ->
          "although " + Inert.brief(t.entry().pattern().text(), 120) + " was trusted";
      case Verdict.Unlisted _ -> "as being on no list";
      case Verdict.Malformed _ -> "as no proper address";
    };
  }

  private static String cause(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Lookalike l -> "it looks like " + Inert.brief(l.best().meant(), 120);
      case Verdict.Blocked b -> Inert.brief(b.entry().pattern().text(), 120) + " is blocked";
      case Verdict.Trusted t -> Inert.brief(t.entry().pattern().text(), 120) + " is trusted";
      case Verdict.Unlisted _ -> "it is on no list and looks like nothing trusted";
      case Verdict.Malformed _ -> "it is no proper address";
    };
  }

  private static String done(Disposition disposition) {
    return switch (disposition) {
      case DELIVER -> "delivered";
      case HOLD -> "held";
      case REJECT -> "refused";
    };
  }
}
