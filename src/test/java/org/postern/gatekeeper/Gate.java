package org.postern.gatekeeper;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.MovedClock;
import org.postern.bundle.Bundle;
import org.postern.bundle.BundleVerifier;
import org.postern.bundle.Heartbeat;
import org.postern.bundle.HeartbeatKey;
import org.postern.bundle.Terms;
import org.postern.bundle.TrustFile;
import org.postern.officer.OfficerKey;
import org.postern.policy.Entry;
import org.postern.policy.EntryPattern;
import org.postern.policy.Listing;
import org.postern.policy.Policy;
import org.postern.policy.Unlisted;
import org.postern.policy.slip.Sensitivity;

/** A gatekeeper on a socket in a folder, the officers who sign for it, and a client. */
final class Gate implements AutoCloseable {
  static final Instant NOW = Instant.parse("2026-11-22T09:40:00Z");
  static final String NEXTHOP = "inet:127.0.0.1:24";

  final Path dir;
  final MovedClock clock = new MovedClock(NOW);
  final OfficerKey alice;
  final Path file;
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private final List<Gatekeeper> started = new ArrayList<>();
  int connections = 8;
  Times times = Times.USUAL;
  boolean logLookups;
  boolean stateful = true;

  Gate(Path dir) throws Exception {
    this.dir = dir;
    this.file = dir.resolve("bundle");
    this.alice = OfficerKey.create("Alice", clock);
    trust(alice);
  }

  void trust(OfficerKey key) throws Exception {
    new TrustFile(1, 1, List.of(new TrustFile.Key(key.id(), key.officer(), key.publicKey(), false)))
        .write(dir.resolve("trust"));
  }

  void trustLater(OfficerKey key) throws Exception {
    new TrustFile(2, 1, List.of(new TrustFile.Key(key.id(), key.officer(), key.publicKey(), false)))
        .write(dir.resolve("trust-later"));
  }

  static Entry trusted(String pattern) {
    return Entry.of(Listing.TRUSTED, EntryPattern.parse(pattern).ok().orElseThrow());
  }

  static Entry blocked(String pattern) {
    return Entry.of(Listing.BLOCKED, EntryPattern.parse(pattern).ok().orElseThrow());
  }

  static Policy policy(long serial, Unlisted unlisted, Entry... more) {
    List<Entry> entries = new ArrayList<>(List.of(trusted("army.mil"), trusted("navy.mil")));
    entries.addAll(List.of(more));
    return Policy.of(serial, unlisted, entries, NOW, Sensitivity.BALANCED);
  }

  Bundle unsigned(Policy policy) throws Exception {
    Terms usual = Terms.of("postern", List.of("relay.example"), NOW, NOW.plus(Duration.ofDays(30)));
    return Bundle.of(
        policy,
        new Terms(
            usual.policyId(),
            usual.previous(),
            usual.created(),
            usual.notBefore(),
            usual.notAfter(),
            usual.audience(),
            20,
            List.of(),
            usual.reach(),
            usual.audit()));
  }

  Bundle bundle(long serial, Entry... more) throws Exception {
    return unsigned(policy(serial, Unlisted.DELIVER, more)).signedBy(alice);
  }

  /** Makes the key of a machine, and has the gateway believe it. */
  HeartbeatKey beating() throws Exception {
    Path secret = dir.resolve("heartbeat.key");
    PublicKey half = HeartbeatKey.create(secret);
    TrustFile.read(dir.resolve("trust"))
        .withHeartbeats(List.of(new TrustFile.Key(OfficerKey.idOf(half), "console 1", half, false)))
        .write(dir.resolve("trust"));
    return HeartbeatKey.read(secret);
  }

  /** Says that this bundle is the newest, until an hour from now. */
  void beat(HeartbeatKey key, Bundle newest) throws Exception {
    Heartbeat heartbeat =
        Heartbeat.of(
            "postern",
            new BundleVerifier.Active(newest.manifest().serial(), newest.digest()),
            TrustFile.read(dir.resolve("trust")),
            key,
            clock.instant(),
            Duration.ofHours(1));
    Path next = Files.write(dir.resolve("heartbeat.next"), heartbeat.signed(key));
    Files.move(next, dir.resolve("heartbeat"), StandardCopyOption.ATOMIC_MOVE);
  }

  /** As a careful deliverer does: under another name first. */
  void put(byte[] bundle) throws IOException {
    Path next = Files.write(dir.resolve("bundle.next"), bundle);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
  }

  Endpoint socket() {
    return Endpoint.parse("unix:" + dir.resolve("s")).orElseThrow();
  }

  Endpoint policySocket() {
    return Endpoint.parse("unix:" + dir.resolve("p")).orElseThrow();
  }

  Gatekeeper start() throws IOException {
    Gatekeeper gatekeeper =
        Gatekeeper.start(
            new Gatekeeper.Options(
                file,
                List.of(dir.resolve("trust"), dir.resolve("trust-later")),
                "relay.example",
                "postern",
                NEXTHOP,
                Optional.of(dir.resolve("heartbeat")),
                stateful ? Optional.of(dir.resolve("state")) : Optional.empty(),
                List.of(socket()),
                List.of(policySocket()),
                Optional.of(dir.resolve("metrics.prom")),
                Duration.ofDays(7),
                connections,
                times,
                logLookups),
            clock,
            new PrintStream(log, true, StandardCharsets.UTF_8));
    started.add(gatekeeper);
    return gatekeeper;
  }

  String log() {
    return log.toString(StandardCharsets.UTF_8);
  }

  /** One connection of a mail relay. */
  static final class Client implements AutoCloseable {
    private final SocketChannel channel;
    private final DataInputStream in;

    Client(Endpoint endpoint) throws IOException {
      channel = endpoint.connect();
      in = new DataInputStream(Channels.newInputStream(channel));
    }

    void send(String text) throws IOException {
      ByteBuffer out = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (out.hasRemaining()) {
        channel.write(out);
      }
    }

    String receive() throws IOException {
      int length = 0;
      for (int c = in.read(); c != ':'; c = in.read()) {
        if (c < 0) {
          return "hung up";
        }
        length = length * 10 + c - '0';
      }
      byte[] text = new byte[length + 1];
      in.readFully(text);
      return new String(text, 0, length, StandardCharsets.UTF_8);
    }

    int read() throws IOException {
      try {
        return in.read();
      } catch (IOException reset) {
        return -1;
      }
    }

    String ask(String key) throws IOException {
      send(netstring("transport " + key));
      return receive();
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  static String netstring(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length + ":" + text + ",";
  }

  String ask(String key) throws IOException {
    try (Client client = new Client(socket())) {
      return client.ask(key);
    }
  }

  @Override
  public void close() {
    started.forEach(Gatekeeper::close);
  }
}
