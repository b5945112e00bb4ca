package org.postern.ui.quarantine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.postern.quarantine.BoxContents;
import org.postern.quarantine.HeldId;
import org.postern.quarantine.Quarantine;
import org.postern.store.Decisions.Decision;
import org.postern.store.StoreException;
import org.postern.ui.Background;

/**
 * Reads the box in slices, so that a full one shows its newest messages at once and an officer who
 * opens one of them does not wait for the rest; what was read is put together beside the mailbox's
 * lane, one at a time, and only the newest of what waits. FX thread only.
 */
final class Reading {
  /** How long others may have to wait for the mailbox. */
  private static final Duration SLICE = Duration.ofMillis(400);

  private static final int RECENT = 1000;

  private final Access access;
  private final Background background;
  private final Deciding deciding;
  private final Supplier<Map<HeldId, Fate>> pending;
  private final Consumer<Intake.Snapshot> shows;
  private final Consumer<Exception> failed;
  private final Intake intake = new Intake();
  private Intake.@Nullable Sources next;
  private boolean working;
  private Access.@Nullable Connection asked;
  private boolean again;
  private int shown;
  private Optional<String> forgotten = Optional.empty();

  /**
   * @param pending how copies stand about which a decision is not recorded yet
   */
  Reading(
      Access access,
      Background background,
      Deciding deciding,
      Supplier<Map<HeldId, Fate>> pending,
      Consumer<Intake.Snapshot> shows,
      Consumer<Exception> failed) {
    this.access = access;
    this.background = background;
    this.deciding = deciding;
    this.pending = pending;
    this.shows = shows;
    this.failed = failed;
  }

  /** Shows what an earlier run knew, before the server is asked. */
  void kept(Access.Connection box) {
    Set<Long> waiting = deciding.waiting();
    String officer = access.officer().get();
    background.run(
        Background.Job.newest("quarantine.kept").on(Deciding.LANE),
        () -> {
          Optional<Quarantine.Kept> kept = box.box().kept();
          return kept.isEmpty()
              ? Optional.<Intake.Sources>empty()
              : Optional.of(
                  sources(
                      kept.get().contents(), waiting, Map.of(), officer, kept.get().at(), false));
        },
        found -> {
          forgotten = box.box().forgotten();
          found.ifPresent(this::put);
        },
        failed);
  }

  /** Why an earlier run's list could not be used, once. */
  Optional<String> forgotten() {
    Optional<String> why = forgotten;
    forgotten = Optional.empty();
    return why;
  }

  /**
   * Asks the server, and goes on until everything is read. News that come meanwhile are looked at
   * afterwards: a busy box must not keep its own list from being shown.
   */
  void look(Access.Connection box) {
    if (box.equals(asked)) {
      again = true;
      return;
    }
    asked = box;
    again = false;
    Set<Long> waiting = deciding.waiting();
    Map<HeldId, Fate> soon = pending.get();
    String officer = access.officer().get();
    background.run(
        Background.Job.each("quarantine.list").on(Deciding.LANE),
        () -> {
          BoxContents contents = box.box().contents(SLICE);
          return sources(contents, waiting, soon, officer, access.clock().instant(), true);
        },
        read -> looked(box, read),
        e -> {
          if (box.equals(asked)) {
            asked = null;
            failed.accept(e);
          }
        });
  }

  private void looked(Access.Connection box, Intake.Sources read) {
    if (!box.equals(asked)) {
      return; // another box was set up meanwhile
    }
    asked = null;
    int known = read.contents().held().size();
    // A full box comes in many slices: putting each of them together would take longer than all of
    // the reading.
    if (again || read.contents().missing() == 0 || known >= 2 * shown) {
      shown = known;
      put(read);
    }
    if (again || read.contents().missing() > 0) {
      look(box);
    }
  }

  private Intake.Sources sources(
      BoxContents contents,
      Set<Long> waiting,
      Map<HeldId, Fate> soon,
      String officer,
      Instant at,
      boolean fresh)
      throws StoreException {
    List<Decision> recent = access.decisions().newest(RECENT);
    List<Decision> all = new ArrayList<>(recent);
    all.addAll(access.decisions().unfinished());
    Standing standing = new Standing(all, waiting, soon);
    Team team =
        Team.of(
            access.setup().settings().handling(),
            access.marks().reviewers(),
            officer,
            access.marks().all(),
            access.incidents().all());
    return new Intake.Sources(contents, recent, standing, team, access.policy().get(), at, fresh);
  }

  private void put(Intake.Sources read) {
    next = read;
    work();
  }

  private void work() {
    Intake.Sources now = next;
    if (working || now == null) {
      return;
    }
    working = true;
    next = null;
    background.run(
        Background.Job.each("quarantine.items"),
        () -> intake.read(now),
        made -> {
          working = false;
          shows.accept(made);
          count(made);
          work();
        },
        e -> {
          working = false;
          failed.accept(e);
        });
  }

  private void count(Intake.Snapshot made) {
    if (!made.hits().isEmpty()) {
      background.run(
          Background.Job.each("quarantine.hits").on("hits"),
          () -> access.hits().count(made.hits()),
          _ -> {},
          _ -> {});
    }
  }
}
