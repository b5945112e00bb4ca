package org.postern.store;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import org.jdbi.v3.core.Handle;
import org.postern.officer.Right;
import org.postern.officer.Roster;
import org.postern.officer.Roster.Member;
import org.postern.officer.Signatures;
import org.postern.store.Changes.Change;
import org.postern.store.Changes.Kind;
import org.postern.store.Changes.State;

/** Checks that everything in force was signed by its author and by somebody else. Not reusable. */
final class ApprovalCheck {
  /** Where a finding goes. */
  interface Found {
    void say(long seq, String sentence);
  }

  private final Handle handle;
  private final LongFunction<Optional<Roster>> rosters;
  private final long newest;

  ApprovalCheck(Handle handle, LongFunction<Optional<Roster>> rosters, long newest) {
    this.handle = handle;
    this.rosters = rosters;
    this.newest = newest;
  }

  void run(Found found) {
    // Each roster checks the one after it, so the newest vouches for the line.
    Optional<Roster> roster = rosters.apply(newest);
    for (Change change : ChangeSets.newest(handle, Integer.MAX_VALUE)) {
      if (change.kind() == Kind.LISTS
          && (change.state() == State.APPLIED || change.state() == State.URGENT)) {
        flaw(change, roster).ifPresent(f -> found.say(0, "The change “" + change.why() + "” " + f));
      }
    }
    List<Long> signed =
        handle
            .createQuery(
                "select r.serial from revision r where r.added + r.edited + r.removed > 0 and r.serial > (select coalesce(max(cast(j.subject"
                    + " as bigint)), 0) from journal j where j.act = 'lists.changed' and j.seq <"
                    + " (select coalesce(min(b.seq), 0) from journal b where b.act ="
                    + " 'roster.begun')) and not exists (select 1 from change_set c where c.kind ="
                    + " 'LISTS' and c.serial = r.serial) order by r.serial")
            .mapTo(Long.class)
            .list();
    if (newest > 0) {
      signed.forEach(s -> found.say(0, "Revision " + s + " of the lists was approved by nobody."));
    }
  }

  private Optional<String> flaw(Change change, Optional<Roster> roster) {
    if (!ChangeRows.digest(handle, change.digest()).equals(change.digest())) {
      return Optional.of("is not the text that was signed.");
    }
    byte[] text = ChangeSets.approvalText(change.digest()).getBytes(StandardCharsets.UTF_8);
    Map<String, byte[]> signatures = Rosters.signatures(handle, change.digest());
    List<Member> signers =
        signatures.entrySet().stream()
            .flatMap(
                s ->
                    roster.flatMap(r -> r.member(s.getKey())).stream()
                        .filter(m -> Signatures.verify(m.key(), text, s.getValue())))
            .toList();
    if (signers.stream().noneMatch(m -> m.id().equals(change.authorKey()))) {
      return Optional.of("was not signed by " + change.author() + ", its author.");
    }
    // A key that was revoked since may have had the role then.
    boolean second =
        signers.stream()
            .anyMatch(
                m ->
                    !m.name().equals(change.author())
                        && (Right.APPROVE.isFor(m.roles()) || !m.active()));
    return second || change.state() == State.URGENT
        ? Optional.empty()
        : Optional.of("was approved by nobody but its author.");
  }
}
