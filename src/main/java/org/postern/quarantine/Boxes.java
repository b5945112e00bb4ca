package org.postern.quarantine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.postern.quarantine.Quarantine.Kept;
import org.postern.quarantine.QuarantineException.Reason;

/**
 * All folders of all quarantine boxes that the console is set up with, as one: a box that does not
 * answer hides none of the others, and each has its own clock. With one folder it is that folder.
 * Calls block, from any thread; each folder is asked by one call at a time.
 */
public final class Boxes implements HeldCopies, AutoCloseable {
  /** What a slow box may cost the others; what it says later comes with the next look. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  private final List<Drawer> drawers;
  private final Merging merging = new Merging();

  /**
   * A folder of a box.
   *
   * @param name tells it from the others: "relay-2 box", "INBOX"
   */
  public record Source(String name, Quarantine box) {}

  /**
   * How it stands with one folder.
   *
   * @param trouble a sentence if it cannot be read now
   */
  public record Standing(String name, Optional<Instant> lastContact, Optional<String> trouble) {}

  private Boxes(List<Drawer> drawers) {
    this.drawers = drawers;
  }

  /** One folder. */
  public static Boxes of(Quarantine box) {
    return new Boxes(List.of(new Drawer("", box, Clock.systemUTC())));
  }

  /** Folders of one box, dialled when they are needed. */
  public static Boxes of(Mailbox box, List<String> folders, Clock clock) {
    return of(
        folders.stream().map(f -> new Source(f, Quarantine.of(box.in(f), clock))).toList(), clock);
  }

  /** At least one folder. */
  public static Boxes of(List<Source> sources, Clock clock) {
    if (sources.isEmpty()) {
      throw new IllegalArgumentException("no folder to read");
    }
    boolean one = sources.size() == 1;
    return new Boxes(
        sources.stream().map(s -> new Drawer(one ? "" : s.name(), s.box(), clock)).toList());
  }

  /** One for each folder, in the order of the settings. */
  public List<Standing> standings() {
    return drawers.stream()
        .map(
            d ->
                new Standing(
                    d.name,
                    d.box.lastContact(),
                    Optional.ofNullable(d.trouble()).map(QuarantineException::sentence)))
        .toList();
  }

  /**
   * When the folder that was silent for longest last gave a whole answer; empty if one never did.
   */
  public Optional<Instant> lastContact() {
    List<Instant> all = drawers.stream().flatMap(d -> d.box.lastContact().stream()).toList();
    return all.size() < drawers.size() ? Optional.empty() : all.stream().min(Instant::compareTo);
  }

  /** What an earlier run knew, without asking a server; empty if there is nothing. */
  public Optional<Kept> kept() {
    List<Instant> at = new ArrayList<>();
    for (Drawer drawer : drawers) {
      drawer
          .box
          .kept()
          .ifPresent(
              kept -> {
                drawer.put(kept.contents());
                at.add(kept.at());
              });
    }
    return at.stream().min(Instant::compareTo).map(oldest -> new Kept(merging.of(drawers), oldest));
  }

  /** Why an earlier run's list was thrown away, to be told once; empty if it was not. */
  public Optional<String> forgotten() {
    return drawers.stream().flatMap(d -> d.box.forgotten().stream()).findFirst();
  }

  /** Held copies, newest first. */
  public List<HeldMessage> list() throws QuarantineException {
    return contents().held();
  }

  /**
   * Everything in all folders; what cannot be read now is told by {@link #standings}.
   *
   * @throws QuarantineException if none can be read
   */
  public BoxContents contents() throws QuarantineException {
    for (Drawer drawer : drawers) {
      drawer.read(drawer.box::contents);
    }
    return merged();
  }

  /**
   * What is in all folders as far as it can be read in about so much time; see {@link
   * Quarantine#contents(Duration)}.
   *
   * @throws QuarantineException if none can be read
   */
  public BoxContents contents(Duration atMost) throws QuarantineException {
    if (drawers.size() == 1) {
      Drawer only = drawers.getFirst();
      only.read(() -> only.box.contents(atMost));
      return merged();
    }
    List<Drawer> asked = drawers.stream().filter(Drawer::begin).toList();
    CountDownLatch running = new CountDownLatch(asked.size());
    for (Drawer drawer : asked) {
      Thread.ofVirtual()
          .name("postern-box")
          .start(
              () -> {
                try {
                  drawer.read(() -> drawer.box.contents(atMost));
                } finally {
                  drawer.ended();
                  running.countDown();
                }
              });
    }
    try {
      if (!running.await(atMost.plus(GRACE).toMillis(), TimeUnit.MILLISECONDS)) {
        asked.forEach(Drawer::late);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return merged();
  }

  private BoxContents merged() throws QuarantineException {
    List<QuarantineException> troubles =
        drawers.stream().map(Drawer::trouble).filter(Objects::nonNull).toList();
    if (troubles.size() == drawers.size()) {
      throw troubles.getFirst();
    }
    return merging.of(drawers);
  }

  /** The held copy as it is listed now; empty if it is in no box. */
  public Optional<HeldMessage> find(HeldId id) throws QuarantineException {
    return list().stream().filter(m -> m.id().equals(id)).findFirst();
  }

  private interface Work<T> {
    T with(Quarantine box) throws QuarantineException;
  }

  /** From whichever folder has it. */
  private <T> T from(HeldId id, Work<T> work) throws QuarantineException {
    List<Drawer> holding = merging.holding(id, drawers);
    QuarantineException failed = null;
    for (Drawer drawer : holding.isEmpty() ? drawers : holding) {
      try {
        return work.with(drawer.box);
      } catch (QuarantineException e) {
        failed = failed == null || failed.reason() == Reason.GONE ? e : failed;
      }
    }
    throw Objects.requireNonNull(failed);
  }

  @Override
  public byte[] fetch(HeldId id) throws QuarantineException {
    return from(id, box -> box.fetch(id));
  }

  /** A receipt that {@link BoxContents#receipts} named; its signature is still to be checked. */
  public Receipt receipt(HeldId id) throws QuarantineException {
    return from(id, box -> box.receipt(id));
  }

  @Override
  public boolean file(HeldId id, Filing filing) throws QuarantineException {
    return each(id, box -> box.file(id, filing));
  }

  @Override
  public boolean mark(HeldId id, Function<Set<String>, Keywords.Change> change)
      throws QuarantineException {
    return each(id, box -> box.mark(id, change));
  }

  /** In every folder where it lies; true if it was done in one, and failed in none that has it. */
  private boolean each(HeldId id, Work<Boolean> work) throws QuarantineException {
    List<Drawer> holding = merging.holding(id, drawers);
    boolean done = false;
    QuarantineException failed = null;
    // A copy that was delivered into two folders must leave both, or it would be found again.
    for (Drawer drawer : holding.isEmpty() ? drawers : holding) {
      try {
        done |= work.with(drawer.box);
      } catch (QuarantineException e) {
        failed = e;
      }
    }
    if (failed != null && (!done || !holding.isEmpty())) {
      throw failed;
    }
    return done;
  }

  /**
   * Wherever it lies, always in the same order, so that of two consoles one is first everywhere.
   */
  @Override
  public Claim claim(HeldId id, String sign) throws QuarantineException {
    List<Drawer> holding = merging.holding(id, drawers);
    Claim claim = Claim.GONE;
    for (Drawer drawer : holding.isEmpty() ? drawers : holding) {
      Claim here = drawer.box.claim(id, sign);
      if (here == Claim.THEIRS || here == Claim.DECIDED) {
        return here;
      }
      claim = here == Claim.OURS ? here : claim;
    }
    return claim;
  }

  /** Tells about news in any folder until closed. */
  public Watching watch(Watch.Listener listener) {
    return new Watching(
        drawers.stream()
            .map(d -> d.box.watch(d.listening(listener, () -> lostAll(listener))))
            .toList());
  }

  private void lostAll(Watch.Listener listener) {
    QuarantineException first = drawers.getFirst().trouble();
    if (first != null && drawers.stream().allMatch(d -> d.trouble() != null)) {
      listener.lost(first);
    } else {
      listener.changed(); // the others are to be seen still, and what is the matter with this one
    }
  }

  /** Watches all folders, each on its own connection. */
  public static final class Watching implements AutoCloseable {
    private final List<Watch> all;

    private Watching(List<Watch> all) {
      this.all = all;
    }

    /** Stops at once. */
    @Override
    public void close() {
      all.forEach(Watch::close);
    }
  }

  @Override
  public void close() {
    drawers.forEach(d -> d.box.close());
  }

  /** One folder and what was last known of it. Thread-safe. */
  static final class Drawer {
    private static final Duration AGAIN = Duration.ofSeconds(30);

    final String name;
    final Quarantine box;
    private final Clock clock;
    private @Nullable BoxContents contents;
    private @Nullable QuarantineException trouble;
    private Instant failed = Instant.MIN;
    private boolean running;
    private boolean late;
    private Watch.@Nullable Listener listener;

    Drawer(String name, Quarantine box, Clock clock) {
      this.name = name;
      this.box = box;
      this.clock = clock;
    }

    /** Reading the folder. */
    interface Reading {
      BoxContents read() throws QuarantineException;
    }

    void read(Reading reading) {
      try {
        put(reading.read());
      } catch (QuarantineException e) {
        synchronized (this) {
          trouble = e;
          failed = clock.instant();
        }
      }
    }

    synchronized void put(BoxContents read) {
      contents = read;
      trouble = null;
    }

    synchronized @Nullable BoxContents contents() {
      return contents;
    }

    synchronized @Nullable QuarantineException trouble() {
      return trouble;
    }

    /** Whether it should be asked now: not while it is, nor at once after it failed. */
    synchronized boolean begin() {
      boolean due = trouble == null || !clock.instant().isBefore(failed.plus(AGAIN));
      if (running || !due) {
        return false;
      }
      running = true;
      late = false;
      return true;
    }

    /** The caller waits no longer. */
    synchronized void late() {
      late = running;
    }

    void ended() {
      Watch.Listener hears;
      synchronized (this) {
        running = false;
        hears = late ? listener : null;
        late = false;
      }
      if (hears != null) {
        hears.changed();
      }
    }

    Watch.Listener listening(Watch.Listener all, Runnable lost) {
      synchronized (this) {
        listener = all;
      }
      return new Watch.Listener() {
        @Override
        public void changed() {
          synchronized (Drawer.this) {
            failed = Instant.MIN; // it is there again: worth asking
          }
          all.changed();
        }

        @Override
        public void lost(QuarantineException why) {
          synchronized (Drawer.this) {
            trouble = why;
            failed = clock.instant();
          }
          lost.run();
        }
      };
    }
  }
}
