package org.postern.ui.domains;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.postern.policy.Entry;
import org.postern.policy.LastDay;
import org.postern.policy.Mode;
import org.postern.store.Item;
import org.postern.store.Past;
import org.postern.store.StoreException;

/**
 * Somebody else changed or removed an entry while it was being edited here.
 *
 * @param theirs what they did last
 */
record Clash(Draft mine, Past.Step theirs) {
  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm");

  /** Looks who it was; blocks. Empty if nobody did. */
  static Optional<Clash> of(Past past, Draft mine, Item read) throws StoreException {
    var steps = past.history(read.entry().listing(), read.entry().pattern());
    return steps.isEmpty() || steps.getLast().revision().serial() <= read.since()
        ? Optional.empty()
        : Optional.of(new Clash(mine, steps.getLast()));
  }

  /** Mine, to be saved over theirs. */
  Draft over() {
    return mine.over(theirs.after());
  }

  /** Who did what, for the officer who has to choose; not escaped. */
  String text(ZoneId zone) {
    String who =
        theirs.revision().officer() + " at " + CLOCK.format(theirs.revision().at().atZone(zone));
    Item after = theirs.after();
    if (after == null) {
      return "Removed by " + who + ".";
    }
    Entry now = after.entry();
    return "Changed by "
        + who
        + ". It is now: "
        + (now.mode() == Mode.MONITOR ? "monitored" : "enforced")
        + ", "
        + (now.expires() == null ? "no end" : "last day " + LastDay.of(now.expires(), zone))
        + (now.owner().isBlank() ? "" : ", owner " + now.owner())
        + (now.note().isBlank() ? "." : ", note “" + now.note() + "”.");
  }
}
