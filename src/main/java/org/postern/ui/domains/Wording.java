package org.postern.ui.domains;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postern.policy.Listing;
import org.postern.store.Item;
import org.postern.ui.ViewState;

/** Words about entries and what went wrong with them. Pure. */
final class Wording {
  private Wording() {}

  static String ends(int n, @Nullable LocalDate day) {
    String verb = n == 1 ? "ends" : "end";
    return day == null ? " no longer " + verb + "." : " " + verb + " after " + day + ".";
  }

  static String entries(long n) {
    return n == 1 ? "1 entry" : String.format("%,d entries", n);
  }

  static String named(List<Item> items) {
    return items.size() == 1
        ? items.getFirst().entry().pattern().display()
        : items.size() + " entries";
  }

  static String name(Listing listing) {
    return switch (listing) {
      case TRUSTED -> "Trusted";
      case BLOCKED -> "Blocked";
    };
  }

  static String sentence(Exception e) {
    String said = e.getMessage();
    return said == null ? "Something failed, and nothing was changed. Try again." : said;
  }

  /** What a list says that has no entry yet. */
  static ViewState empty(Listing listing, ViewState.Act act) {
    return switch (listing) {
      case TRUSTED ->
          new ViewState.Empty(
              "fth-shield",
              "No domain is trusted yet",
              "Add the domains that your people write to. Slips are found by comparing with these names only.",
              act);
      case BLOCKED ->
          new ViewState.Empty(
              "fth-slash",
              "No domain is blocked yet",
              "Slips of trusted domains are held without an entry here. Block what must never be delivered, whatever it looks like.",
              act);
    };
  }
}
