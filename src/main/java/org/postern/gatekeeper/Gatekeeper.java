package org.postern.gatekeeper;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.postern.files.AtomicFiles;

/**
 * The slip engine at a gateway: answers Postfix's lookups by the policy of the bundle in a file,
 * and changes to the next bundle as soon as it is there and verified. Thread-safe.
 */
public final class Gatekeeper implements AutoCloseable {
  private static final Duration METRICS_EVERY = Duration.ofSeconds(10);

  private final Options options;
  private final Clock clock;
  private final InForce inForce;
  private final Metrics metrics = new Metrics();
  private final Events events;
  private final Intake intake;
  private final Heartbeats heartbeats;
  private final List<Door> doors = new ArrayList<>();
  private final ScheduledExecutorService timer =
      Executors.newScheduledThreadPool(
          2, Thread.ofPlatform().name("gatekeeper").daemon(false).factory());

  /**
   * What a gatekeeper needs to know.
   *
   * @param bundle the file that is enforced; looked at anew every half second
   * @param trust folders of trust files; of those that are there the newest counts, the first must
   *     be
   * @param gateway this gateway's name, as in the bundles' audience
   * @param policyId the line of policies that it follows
   * @param quarantine nexthop of the quarantine box, as in transport(5)
   * @param heartbeat the file of the newest heartbeat, looked at as the bundle is
   * @param state where the bundle in force and the newest heartbeat are kept; empty: a restart
   *     forgets its serial
   * @param listen where socketmap lookups come in
   * @param listenPolicy where policy delegation requests come in
   * @param metrics where the counters are written, for the textfile collector of node_exporter
   * @param grace for how long a bundle is enforced after its end
   * @param connections at most so many at one endpoint
   * @param times for requests and for resting connections
   * @param logLookups whether each lookup is logged, without the part before the @
   */
  public record Options(
      Path bundle,
      List<Path> trust,
      String gateway,
      String policyId,
      String quarantine,
      Optional<Path> heartbeat,
      Optional<Path> state,
      List<Endpoint> listen,
      List<Endpoint> listenPolicy,
      Optional<Path> metrics,
      Duration grace,
      int connections,
      Times times,
      boolean logLookups) {
    public Options {
      listen = List.copyOf(listen);
      listenPolicy = List.copyOf(listenPolicy);
    }
  }

  private Gatekeeper(Options options, Clock clock, PrintStream log) {
    this.options = options;
    this.clock = clock;
    this.events = new Events(log, clock);
    this.inForce = new InForce(clock, options.grace());
    this.intake = new Intake(options, clock, inForce, metrics, events);
    this.heartbeats = new Heartbeats(options, clock, inForce, metrics, events);
  }

  /**
   * Loads the bundle, if there is one that may be enforced, and answers from then on; without one,
   * every answer is "later" until there is.
   *
   * @param log one JSON object a line
   * @throws IOException if an endpoint cannot be opened; nothing was started
   */
  public static Gatekeeper start(Options options, Clock clock, PrintStream log) throws IOException {
    Gatekeeper gatekeeper = new Gatekeeper(options, clock, log);
    try {
      gatekeeper.start();
      return gatekeeper;
    } catch (IOException e) {
      gatekeeper.close();
      throw e;
    }
  }

  private void start() throws IOException {
    intake.resume();
    heartbeats.resume();
    look();
    Lookups lookups =
        new Lookups(inForce, options.quarantine(), metrics, events, options.logLookups());
    for (Endpoint endpoint : options.listen()) {
      doors.add(door(endpoint, new Socketmap(lookups)));
    }
    for (Endpoint endpoint : options.listenPolicy()) {
      doors.add(door(endpoint, new PolicyDelegation(lookups)));
    }
    doors.forEach(Door::start);
    every(Duration.ofMillis(500), this::look);
    every(Duration.ofMillis(250), () -> doors.forEach(Door::sweep));
    writeMetrics();
    every(METRICS_EVERY, this::writeMetrics);
    events.say(
        "started",
        "listen",
        options.listen().toString(),
        "listen-policy",
        options.listenPolicy().toString(),
        "bundle",
        options.bundle().toString(),
        "state",
        options
            .state()
            .map(Path::toString)
            .orElse("none: a restart forgets which serial was in force"));
  }

  private Door door(Endpoint endpoint, Protocol protocol) throws IOException {
    return new Door(endpoint, protocol, options.connections(), options.times(), metrics, events);
  }

  /** Looks at the files now, not in half a second. */
  void look() {
    intake.look();
    heartbeats.look();
  }

  private void every(Duration pause, Runnable task) {
    Future<?> _ =
        timer.scheduleWithFixedDelay(
            () -> guarded(task), pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** A timer drops what throws, and would look no more. */
  private void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | OutOfMemoryError e) {
      events.rarely("internal-error", String.valueOf(e));
    }
  }

  private void writeMetrics() {
    options
        .metrics()
        .ifPresent(
            file -> {
              try {
                AtomicFiles.write(
                    file,
                    metricsText().getBytes(StandardCharsets.US_ASCII),
                    AtomicFiles.Readers.EVERYONE);
              } catch (IOException e) {
                events.rarely("metrics-not-written", String.valueOf(e));
              }
            });
  }

  /** The counters, as Prometheus reads them. */
  public String metricsText() {
    return metrics.text(inForce, () -> doors.stream().mapToInt(Door::connections).sum(), clock);
  }

  /** Stops answering; whoever asks is told nothing, and Postfix keeps the mail. */
  @Override
  public void close() {
    timer.shutdownNow();
    doors.forEach(Door::close);
    events.say("stopped");
  }
}
