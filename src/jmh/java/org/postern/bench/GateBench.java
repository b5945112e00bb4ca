package org.postern.bench;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.postern.bundle.Bundle;
import org.postern.bundle.BundleException;
import org.postern.bundle.Terms;
import org.postern.bundle.TrustFile;
import org.postern.officer.OfficerException;
import org.postern.officer.OfficerKey;
import org.postern.policy.Entry;
import org.postern.policy.Listing;
import org.postern.policy.Policy;
import org.postern.policy.Unlisted;
import org.postern.policy.slip.Sensitivity;

/**
 * A gatekeeper with 100,000 entries as a process of its own, on one core and in 256 MB, asked by so
 * many relays at once as an argument says; and Postfix's own lmdb lookups of the same questions.
 */
final class GateBench {
  private static final int ENTRIES = 100_000;
  private static final int QUESTIONS = 200_000;
  private static final int RELAYS = Integer.getInteger("relays", 8);
  private static final Duration WARM = Duration.ofSeconds(15);

  private final Path dir;
  private final List<byte[]> questions = new ArrayList<>();
  private final Path socket;

  private GateBench(Path dir, SampleNames names) {
    this.dir = dir;
    this.socket = dir.resolve("s");
    // Seventy of a hundred trusted, twenty-six strangers, two slips, two blocked.
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < QUESTIONS; i++) {
      int kind = random.nextInt(100);
      String name =
          kind < 70
              ? names.trusted().get(random.nextInt(ENTRIES / 2))
              : kind < 96
                  ? names.strangers().get(random.nextInt(names.strangers().size()))
                  : kind < 98
                      ? names.slips().get(random.nextInt(names.slips().size()))[0]
                      : names.blocked().get(random.nextInt(ENTRIES / 2));
      questions.add(("transport gen@" + name).getBytes(StandardCharsets.US_ASCII));
    }
  }

  /** One line of the table each: what, measured, aim. */
  static List<String[]> rows(SampleNames names) throws IOException, InterruptedException {
    Path dir = Files.createTempDirectory("gate");
    try {
      GateBench bench = new GateBench(dir, names);
      bench.bundle(names);
      return bench.measured();
    } catch (BundleException | OfficerException e) {
      throw new IllegalStateException(e);
    }
  }

  private void bundle(SampleNames names) throws BundleException, OfficerException {
    List<Entry> entries = new ArrayList<>(ENTRIES);
    names.trusted().stream()
        .limit(ENTRIES / 2)
        .forEach(n -> entries.add(VerdictBench.entry(Listing.TRUSTED, n)));
    names.blocked().stream()
        .limit(ENTRIES / 2)
        .forEach(n -> entries.add(VerdictBench.entry(Listing.BLOCKED, n)));
    OfficerKey officer = OfficerKey.create("Bench", Clock.systemUTC());
    Instant now = Instant.now();
    Terms t = Terms.of("postern", List.of("relay.example"), now, now.plus(Duration.ofDays(1)));
    Terms terms =
        new Terms(
            t.policyId(),
            t.previous(),
            t.created(),
            t.notBefore(),
            t.notAfter(),
            t.audience(),
            4,
            t.probes(),
            Optional.empty(),
            Optional.empty());
    Policy policy = Policy.of(1, Unlisted.DELIVER, entries, now, Sensitivity.BALANCED);
    Bundle bundle = Bundle.of(policy, terms).signedBy(officer);
    bundle.write(dir.resolve("bundle"));
    new TrustFile(
            1,
            1,
            List.of(new TrustFile.Key(officer.id(), officer.officer(), officer.publicKey(), false)))
        .write(dir.resolve("trust"));
    StringBuilder table = new StringBuilder();
    bundle.rules(
        rule -> {
          String kind = rule.kind().word();
          String to = kind.equals("trusted") ? ":" : "q-" + kind + ":inet:127.0.0.1:24";
          table.append(rule.key()).append(' ').append(to).append('\n');
        });
    try {
      Files.writeString(dir.resolve("table"), table);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private List<String[]> measured() throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "taskset",
                "-c",
                "0",
                System.getProperty("java.home") + "/bin/java",
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                "org.postern.app.Main",
                "gatekeeper"));
    command.addAll(
        List.of(
            "--bundle",
            dir.resolve("bundle").toString(),
            "--trust",
            dir.resolve("trust").toString(),
            "--gateway",
            "relay.example",
            "--quarantine",
            "inet:127.0.0.1:24",
            "--listen",
            "unix:" + socket));
    Process gatekeeper =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(dir.resolve("log").toFile())
            .start();
    try {
      while (!Files.exists(socket)) {
        if (gatekeeper.waitFor(200, TimeUnit.MILLISECONDS)) {
          throw new IOException(Files.readString(dir.resolve("log")));
        }
      }
      ask(WARM, 0);
      Duration before = cpu(gatekeeper);
      long began = System.nanoTime();
      long[] took = ask(Duration.ofSeconds(20), 1);
      double seconds = (System.nanoTime() - began) / 1e9;
      double micros = cpu(gatekeeper).minus(before).toNanos() / 1e3 / took.length;
      Arrays.sort(took);
      String what = "socketmap, 100,000 entries, " + RELAYS + " relays, one core";
      List<String[]> rows = new ArrayList<>();
      rows.add(
          new String[] {
            what, "%,.0f a second".formatted(took.length / seconds), "20,000 a second"
          });
      rows.add(
          new String[] {
            "  as the relay sees it",
            "p50 %.0f, p99 %.0f, p99.9 %.0f µs"
                .formatted(at(took, 0.5), at(took, 0.99), at(took, 0.999)),
            "p99 1,000 µs"
          });
      rows.add(
          new String[] {
            "  processor time of one lookup",
            "%.1f µs = %,.0f a second".formatted(micros, 1e6 / micros),
            "50 µs"
          });
      rows.add(
          new String[] {"  memory of the process", memory(gatekeeper), "256 MB heap (-Xmx256m)"});
      rows.add(lmdb());
      return rows;
    } finally {
      gatekeeper.destroy();
      gatekeeper.waitFor();
    }
  }

  private static double at(long[] sorted, double part) {
    return sorted[(int) (part * (sorted.length - 1))] / 1e3;
  }

  private static Duration cpu(Process process) {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  private static String memory(Process process) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
        .filter(line -> line.startsWith("VmHWM") || line.startsWith("VmRSS"))
        .map(line -> line.replaceAll("\\s+", " "))
        .reduce((a, b) -> a + ", " + b)
        .orElse("unknown");
  }

  /** Each relay asks and waits, as Postfix does; how long each answer took, in nanoseconds. */
  private long[] ask(Duration time, int seed) throws InterruptedException {
    long end = System.nanoTime() + time.toNanos();
    List<long[]> all = new ArrayList<>();
    List<Thread> relays = new ArrayList<>();
    for (int i = 0; i < RELAYS; i++) {
      int first = i * 7919 + seed;
      relays.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    long[] took = relay(first, end);
                    synchronized (all) {
                      all.add(took);
                    }
                  }));
    }
    for (Thread relay : relays) {
      relay.join();
    }
    return all.stream().flatMapToLong(LongStream::of).toArray();
  }

  private long[] relay(int first, long end) {
    long[] took = new long[4_000_000];
    int asked = 0;
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(socket));
      var in = new DataInputStream(Channels.newInputStream(channel));
      byte[] reply = new byte[512];
      for (int at = first; System.nanoTime() < end && asked < took.length; at++) {
        byte[] key = questions.get(at % QUESTIONS);
        ByteBuffer out = ByteBuffer.allocate(key.length + 8);
        out.put((key.length + ":").getBytes(StandardCharsets.US_ASCII)).put(key).put((byte) ',');
        long began = System.nanoTime();
        channel.write(out.flip());
        int read = in.read(reply);
        while (read > 0 && reply[read - 1] != ',') {
          read += in.read(reply, read, reply.length - read);
        }
        took[asked++] = System.nanoTime() - began;
      }
      return Arrays.copyOf(took, asked);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** The same questions by Postfix's own code, in one process, with nothing in between. */
  private String[] lmdb() throws IOException, InterruptedException {
    String what = "plain lmdb, postmap -q -, user, domain and two parents";
    Path keys = dir.resolve("keys");
    StringBuilder text = new StringBuilder();
    for (byte[] question : questions) {
      String address = new String(question, StandardCharsets.US_ASCII).substring(10);
      String domain = address.substring(4);
      text.append(address).append('\n').append(domain).append('\n');
      for (int dot = domain.indexOf('.'); dot >= 0; dot = domain.indexOf('.', dot + 1)) {
        text.append(domain, dot, domain.length()).append('\n');
      }
    }
    Files.writeString(keys, text);
    try {
      if (shell("postmap lmdb:" + dir.resolve("table")) != 0) {
        return new String[] {what, "Postfix with lmdb is not installed", ""};
      }
    } catch (IOException e) {
      return new String[] {what, "Postfix is not installed", ""};
    }
    String query = "taskset -c 0 postmap -q - lmdb:" + dir.resolve("table") + " < " + keys;
    long began = System.nanoTime();
    shell(query + " > /dev/null");
    double micros = (System.nanoTime() - began) / 1e3 / QUESTIONS;
    return new String[] {
      what, "%.1f µs a recipient = %,.0f a second".formatted(micros, 1e6 / micros), "wall time"
    };
  }

  private static int shell(String command) throws IOException, InterruptedException {
    return new ProcessBuilder("sh", "-c", command).inheritIO().start().waitFor();
  }
}
