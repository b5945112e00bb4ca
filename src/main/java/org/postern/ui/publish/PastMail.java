package org.postern.ui.publish;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.postern.policy.Disposition;
import org.postern.policy.Policy;
import org.postern.policy.Verdict;
import org.postern.store.StoreException;

/**
 * The mail of the last days that this console knows of, to say what a change would have done to it:
 * what is held, and what was held and decided. Mail that passed unheld leaves no trace here. Called
 * off the FX thread.
 */
@FunctionalInterface
public interface PastMail {
  /** How far back it looks. */
  Duration REACH = Duration.ofDays(90);

  /** So many addresses at most are judged twice. */
  int MOST = 5_000;

  /** The addresses of recipients since then; one for each message and recipient. */
  List<String> since(Instant from) throws StoreException;

  /**
   * What a change does to it.
   *
   * @param rows the kinds of addresses that are judged otherwise, those of most messages first
   */
  record Effect(long recipients, long newlyHeld, long newlyDelivered, List<Row> rows) {
    static final Effect NONE = new Effect(0, 0, 0, List.of());

    /** How many stay as they are. */
    long same() {
      return recipients - newlyHeld - newlyDelivered;
    }

    static Effect of(List<String> addresses, Policy before, Policy then) {
      long held = 0;
      long delivered = 0;
      Map<Row, Long> kinds = new LinkedHashMap<>();
      List<String> judged = addresses.size() > MOST ? addresses.subList(0, MOST) : addresses;
      for (String address : judged) {
        Verdict old = before.judge(address);
        Verdict now = then.judge(address);
        boolean passed = old.disposition() == Disposition.DELIVER;
        boolean passes = now.disposition() == Disposition.DELIVER;
        held += passed && !passes ? 1 : 0;
        delivered += !passed && passes ? 1 : 0;
        String was = Changes.word(old);
        String is = Changes.word(now);
        if (!was.equals(is)) {
          String domain = address.substring(address.lastIndexOf('@') + 1);
          kinds.merge(new Row(domain, was, is, 0), 1L, Long::sum);
        }
      }
      List<Row> rows = new ArrayList<>();
      kinds.forEach((kind, count) -> rows.add(kind.of(count)));
      rows.sort(Comparator.comparingLong(Row::count).reversed());
      return new Effect(judged.size(), held, delivered, List.copyOf(rows));
    }
  }

  /** One domain that is judged otherwise; words of the verdicts. */
  record Row(String domain, String before, String after, long count) {
    Row of(long many) {
      return new Row(domain, before, after, many);
    }
  }
}
