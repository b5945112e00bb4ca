package org.postern.app;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postern.officer.OfficerException;
import org.postern.officer.Right;
import org.postern.officer.Role;
import org.postern.officer.Roster.Member;
import org.postern.store.Fleet;
import org.postern.store.Fleet.Concern;
import org.postern.store.Store;
import org.postern.store.StoreException;
import org.postern.ui.Status;
import org.postern.ui.Tone;

/**
 * What the foot of the rail says, read at one moment: who acts and what they may, which gateways
 * run what.
 *
 * @param open whether no officer is enrolled yet
 * @param clockBehind whether the record has acts later than the clock
 * @param serial of the lists
 */
record Look(
    String officer,
    String detail,
    boolean open,
    boolean clockBehind,
    Set<Right> rights,
    Fleet fleet,
    long serial) {

  /** Reads it; blocks. */
  static Look at(Store store, Site site, Instant now) throws StoreException, OfficerException {
    boolean open = store.session().openMode();
    Optional<Member> member = store.session().officer();
    return new Look(
        open ? site.desk().acting() : member.map(Member::name).orElse("Nobody"),
        open ? unsigned(site) : member.map(Look::roles).orElse("not signed in"),
        open,
        store.journal().ahead().isPresent(),
        Stream.of(Right.values())
            .filter(right -> open || member.filter(m -> m.may(right)).isPresent())
            .collect(Collectors.toSet()),
        store.gateways().fleet(now),
        store.lists().serial());
  }

  private static String unsigned(Site site) throws OfficerException {
    return site.desk().kept().isEmpty()
        ? "no key yet: changes are unsigned"
        : "open mode: changes are unsigned";
  }

  private static String roles(Member member) {
    return member.roles().stream().sorted().map(Role::label).collect(Collectors.joining(", "));
  }

  Status.Line officerLine() {
    return new Status.Line(open ? Tone.NEUTRAL : Tone.OK, officer, detail);
  }

  Status.Line gatewaysLine() {
    int all = fleet.lines().size();
    if (all == 0) {
      return new Status.Line(Tone.NEUTRAL, "No gateway yet", "nothing enforces the lists");
    }
    if (fleet.serial() == 0) {
      return new Status.Line(
          Tone.HOLD, all == 1 ? "1 gateway" : all + " gateways", "nothing published yet");
    }
    boolean trouble = fleet.lines().stream().anyMatch(l -> l.concern() == Concern.TROUBLE);
    return new Status.Line(
        fleet.whole() ? Tone.OK : trouble ? Tone.BAD : Tone.HOLD,
        fleet.enforcing() + " of " + all + (all == 1 ? " gateway" : " gateways"),
        (fleet.enforcing() == 1 ? "enforces serial " : "enforce serial ") + fleet.serial());
  }
}
