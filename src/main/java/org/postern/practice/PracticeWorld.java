package org.postern.practice;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postern.files.AtomicFiles;
import org.postern.policy.Policy;
import org.postern.practice.PracticeException.Reason;
import org.postern.quarantine.HeldId;
import org.postern.quarantine.Mailbox;
import org.postern.quarantine.ReleaseGateway;
import org.postern.store.Author;
import org.postern.store.Decisions.Decision;
import org.postern.store.Handling;
import org.postern.store.Settings;
import org.postern.store.Setup.State;
import org.postern.store.Store;
import org.postern.store.StoreException;

/**
 * The practice world of a data directory: a quarantine box with held mail and a release door, both
 * in this process and on its loopback only. What was decided stays decided: a copy that left or was
 * rejected is not put into the box again at the next start. Thread-safe; close it after everything
 * that uses its mailbox.
 */
public final class PracticeWorld implements AutoCloseable {
  /** The name under which the practice gateway signs and is addressed. */
  public static final String GATEWAY = "gateway.practice.example";

  /** Where notes to senders come from, until an officer enters another address. */
  static final String NOTES_FROM = "mail-review@mod.example";

  private static final System.Logger LOG = System.getLogger(PracticeWorld.class.getName());

  /** A message that left through the release door. */
  @SuppressWarnings("ArrayRecordComponent") // a fresh copy from the disk for each caller
  public record Delivered(String recipient, byte[] message) {}

  private final Path folder;
  private final PracticeServers servers;
  private final PracticeGateway gateway;
  private final ScheduledExecutorService errands =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("postern-practice-gateway").factory());

  private PracticeWorld(Path folder, PracticeServers servers, PracticeGateway gateway) {
    this.folder = folder;
    this.servers = servers;
    this.gateway = gateway;
  }

  /**
   * Answers the question of the first start with "practice": the lists are the practice lists from
   * now on, and notes to senders come from an address of practice unless one is set up.
   */
  public static void choose(Store store, Clock clock, String officer) throws StoreException {
    store.setup().choose(State.PRACTICE, officer);
    store
        .lists()
        .add(PracticeLists.entries(clock.instant()), new Author(officer, "practice begins"));
    store.setup().change(officer, PracticeWorld::withNotes);
  }

  private static Settings withNotes(Settings settings) {
    Handling now = settings.handling();
    return now.noteFrom().isEmpty()
        ? settings.withHandling(
            new Handling(now.overdueHours(), now.graceSeconds(), NOTES_FROM, now.notes()))
        : settings;
  }

  /** Starts the servers and fills the box. */
  public static PracticeWorld start(Store store, Clock clock)
      throws PracticeException, StoreException {
    Path folder = store.directory().resolve("practice");
    Instant begun = begun(folder, clock);
    PracticeServers servers =
        PracticeServers.start((recipient, message) -> keep(folder, clock, recipient, message));
    try {
      PracticeGateway gateway =
          new PracticeGateway(
              folder,
              clock,
              store.setup().settings().policyId(),
              store.secret("practice-gateway"),
              PracticeLists.policy(begun),
              new Mail(folder, clock, servers));
      PracticeWorld world = new PracticeWorld(folder, servers, gateway);
      store.gatewayKeys().practise(GATEWAY, gateway.publicKey());
      world.fill(store, begun);
      gateway.collect();
      var _ = world.errands.scheduleWithFixedDelay(world::lookForBundles, 1, 1, TimeUnit.SECONDS);
      return world;
    } catch (PracticeException | StoreException | RuntimeException e) {
      servers.close();
      throw e;
    }
  }

  private void lookForBundles() {
    try {
      gateway.collect();
    } catch (PracticeException e) {
      // Nobody waits for this: the bundle stays in the folder, no receipt comes, and that shows on
      // the screen.
      LOG.log(System.Logger.Level.WARNING, e.getMessage());
    }
  }

  /** Writes each mail to the disk before it shows, so that it is there again after a restart. */
  private record Mail(Path folder, Clock clock, PracticeServers servers)
      implements PracticeGateway.Post {
    @Override
    public void hold(byte[] copy, Instant when) throws PracticeException {
      save("held/" + clock.millis() + "-" + HeldId.of(copy).hex(), copy);
      servers.deliver(copy, when);
    }

    @Override
    public void outside(String recipient, byte[] message) {
      keep(folder, clock, recipient, message);
    }

    @Override
    public void receipt(long sequence, byte[] mail) throws PracticeException {
      save("receipts/" + sequence, mail);
      servers.deliver(mail, clock.instant());
    }

    private void save(String name, byte[] mail) throws PracticeException {
      try {
        write(folder.resolve(name + ".eml"), mail);
      } catch (IOException e) {
        throw disk(e);
      }
    }
  }

  private void fill(Store store, Instant begun) throws PracticeException, StoreException {
    Policy policy = PracticeLists.policy(begun);
    for (PracticeMail mail : PracticeMail.all(begun)) {
      for (String recipient : mail.held()) {
        put(store, HeldCopy.of(mail, recipient, policy.judge(recipient), 1), mail.sent());
      }
    }
    for (Path file : files("held")) {
      try {
        put(store, Files.readAllBytes(file), Files.getLastModifiedTime(file).toInstant());
      } catch (IOException e) {
        throw disk(e);
      }
    }
    fillReceipts(store);
  }

  private void fillReceipts(Store store) throws PracticeException, StoreException {
    Set<String> known =
        store.receipts().numbers(GATEWAY).stream().map(n -> n + ".eml").collect(Collectors.toSet());
    for (Path file : files("receipts")) {
      try {
        if (!known.contains(file.getFileName().toString())) {
          servers.deliver(Files.readAllBytes(file), Files.getLastModifiedTime(file).toInstant());
        }
      } catch (IOException e) {
        throw disk(e);
      }
    }
  }

  private void put(Store store, byte[] copy, Instant when) throws StoreException {
    List<Decision> decided = store.decisions().of(HeldId.of(copy).hex());
    boolean gone = !decided.isEmpty() && decided.getLast().filed() != null;
    if (!gone) {
      servers.deliver(copy, when);
    }
  }

  /**
   * When practice began, to the second: the same moment makes the same messages, and so the same
   * ids, at each start.
   */
  private static Instant begun(Path folder, Clock clock) throws PracticeException {
    Path file = folder.resolve("begun");
    try {
      if (Files.exists(file)) {
        return Instant.parse(Files.readString(file).strip());
      }
      Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
      write(file, now.toString().getBytes(StandardCharsets.US_ASCII));
      return now;
    } catch (IOException e) {
      throw disk(e);
    } catch (DateTimeException e) {
      throw new PracticeException(
          Reason.DISK,
          "The file " + file + " is damaged. Remove it: practice then begins anew.",
          e);
    }
  }

  private static void keep(Path folder, Clock clock, String recipient, byte[] message) {
    byte[] head = ("Delivered-To: " + recipient + "\r\n").getBytes(StandardCharsets.UTF_8);
    byte[] all = java.util.Arrays.copyOf(head, head.length + message.length);
    System.arraycopy(message, 0, all, head.length, message.length);
    try {
      write(
          folder.resolve("outside").resolve(clock.millis() + "-" + HeldId.of(all).hex() + ".eml"),
          all);
    } catch (IOException e) {
      // The door answers with an error then, and the console shows that the release was refused.
      throw new UncheckedIOException("practice mail cannot be written", e);
    }
  }

  /** What left, oldest first. */
  public List<Delivered> outside() throws PracticeException {
    List<Delivered> delivered = new ArrayList<>();
    for (Path file : files("outside")) {
      try {
        byte[] all = Files.readAllBytes(file);
        String text = new String(all, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n");
        delivered.add(
            new Delivered(
                text.substring("Delivered-To: ".length(), end),
                java.util.Arrays.copyOfRange(all, end + 2, all.length)));
      } catch (IOException e) {
        throw disk(e);
      }
    }
    return delivered;
  }

  private List<Path> files(String name) throws PracticeException {
    Path directory = folder.resolve(name);
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(f -> f.toString().endsWith(".eml")).sorted().toList();
    } catch (IOException e) {
      throw disk(e);
    }
  }

  static void write(Path file, byte[] bytes) throws IOException {
    AtomicFiles.write(file, bytes, AtomicFiles.Readers.OWNER);
  }

  static PracticeException disk(IOException e) {
    return new PracticeException(
        Reason.DISK,
        "The practice mail in the data directory cannot be read or written: "
            + e.getMessage()
            + ".",
        e);
  }

  /** The box with the held mail. */
  public Mailbox mailbox() {
    return servers.mailbox();
  }

  /** The door for what may leave. */
  public ReleaseGateway release() {
    return servers.release();
  }

  /** The gateway that takes the bundles of this directory. */
  public PracticeGateway gateway() {
    return gateway;
  }

  /** Stops the servers. */
  @Override
  public void close() {
    errands.shutdownNow();
    servers.close();
  }
}
