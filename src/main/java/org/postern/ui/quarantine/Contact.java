package org.postern.ui.quarantine;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postern.quarantine.Boxes;
import org.postern.quarantine.DecisionDesk.Outcome;
import org.postern.ui.Background;
import org.postern.ui.Status;
import org.postern.ui.Tone;

/**
 * The line to the box: dialled until it stands, then watched for news; says in the rail whether it
 * is alive. FX thread only.
 */
final class Contact {
  private static final Duration REDIAL = Duration.ofSeconds(30);

  private final Access access;
  private final Background background;
  private final Status status;
  private Optional<Access.Connection> connection = Optional.empty();
  private Arrivals arrivals = new Arrivals();
  private Boxes.@Nullable Watching watch;
  private Instant dialled = Instant.MIN;
  private boolean resumed;

  Contact(Access access, Background background, Status status) {
    this.access = access;
    this.background = background;
    this.status = status;
  }

  /** The open box; empty before it was reached, or if none is set up. */
  Optional<Access.Connection> connection() {
    return connection;
  }

  /** Finds the box; what it holds is asked of it later. */
  void dial(Runnable done, Consumer<? super Exception> failed) {
    dialled = access.clock().instant();
    background.run(
        Background.Job.newest("quarantine.connect").on(Deciding.LANE),
        access.connector()::connect,
        answer -> {
          connection = answer;
          connection.ifPresent(this::follow);
          tell(true);
          done.run();
        },
        failed);
  }

  /** The first time, carries out what an earlier run left unfinished. */
  void resume(Consumer<List<Outcome>> done, Consumer<? super Exception> failed) {
    Access.Connection box = connection.orElse(null);
    if (resumed || box == null) {
      done.accept(List.of());
      return;
    }
    resumed = true;
    background.run(
        Background.Job.each("quarantine.resume").on(Deciding.LANE),
        box.desk()::resume,
        done,
        failed);
  }

  private void follow(Access.Connection box) {
    arrivals = new Arrivals();
    watch = box.box().watch(arrivals);
  }

  /** Whether it is time to dial again. */
  boolean dueAgain() {
    return connection.isEmpty() && !access.clock().instant().isBefore(dialled.plus(REDIAL));
  }

  /** Whether something may have changed in the box since the last call. */
  boolean news() {
    return arrivals.take();
  }

  /** Why the watch has no contact now, if it has none. */
  Optional<String> lost() {
    return arrivals.lost();
  }

  /** Which of several boxes cannot be read, each with its own clock; empty if all can. */
  Optional<String> partly() {
    List<Boxes.Standing> all = standings();
    List<String> dead =
        all.stream()
            .filter(s -> s.trouble().isPresent())
            .map(s -> s.name() + " cannot be read: " + s.trouble().get() + since(s))
            .toList();
    return dead.isEmpty() || all.size() < 2
        ? Optional.empty()
        : Optional.of(String.join(" ", dead) + " The others are shown.");
  }

  private List<Boxes.Standing> standings() {
    return connection.map(c -> c.box().standings()).orElse(List.of());
  }

  private String since(Boxes.Standing standing) {
    return standing
        .lastContact()
        .map(at -> " What you see of it is from " + clock(at) + ".")
        .orElse("");
  }

  private String clock(Instant at) {
    return Words.clock(at, access.clock().getZone());
  }

  /** Says in the rail that the box could not be reached. */
  void failed() {
    tell(false);
  }

  /** Says in the rail how it stands. */
  void tell(boolean live) {
    String name = connection.map(Access.Connection::name).orElse("Quarantine mailbox");
    Instant now = access.clock().instant();
    Optional<String> last =
        connection
            .flatMap(c -> c.box().lastContact())
            .map(at -> Words.ago(at, now, access.clock().getZone()));
    long dead = standings().stream().filter(s -> s.trouble().isPresent()).count();
    Status.Line line;
    if (dead > 0 && dead < standings().size()) {
      line =
          new Status.Line(
              Tone.HOLD,
              name,
              (standings().size() - dead)
                  + " of "
                  + standings().size()
                  + " live"
                  + last.map(ago -> " · oldest contact " + ago).orElse(""));
    } else if (live && connection.isEmpty()) {
      line = new Status.Line(Tone.NEUTRAL, "No mailbox yet", "nothing is held or shown");
    } else {
      line =
          new Status.Line(
              live ? Tone.OK : Tone.BAD,
              name,
              (live ? "live" : "no contact")
                  + last.map(ago -> " · last contact " + ago).orElse(""));
    }
    status.mailbox().set(line);
  }

  void close() {
    if (watch != null) {
      watch.close();
    }
    watch = null;
    connection = Optional.empty();
  }
}
