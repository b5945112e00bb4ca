package org.postern.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.bundle.Bundle;
import org.postern.bundle.BundleDelta;
import org.postern.bundle.BundleException;
import org.postern.bundle.BundleVerifier;
import org.postern.bundle.Terms;
import org.postern.bundle.TrustFile;
import org.postern.bundle.Verification;
import org.postern.officer.OfficerKey;
import org.postern.policy.Entry;
import org.postern.policy.Listing;
import org.postern.policy.Policy;
import org.postern.policy.Unlisted;
import org.postern.policy.slip.Sensitivity;

/**
 * A process of its own, in the heap that it is given: two bundles of a million names each, the
 * second with a hundred changed, and what is done with them. Prints a line for each figure.
 */
final class BundleWork {
  private static final int NAMES = 1_000_000;
  private static final int CHANGED = 100;
  private static final String GATEWAY = "relay.example";

  private BundleWork() {}

  /**
   * @param args the folder to work in; how many of the names are trusted; how many lookalikes are
   *     written down for each of these
   */
  public static void main(String[] args) throws Exception {
    Path dir = Path.of(args[0]);
    int trusted = Integer.parseInt(args[1]);
    int neighbours = Integer.parseInt(args[2]);
    OfficerKey officer = OfficerKey.create("Bench", Clock.systemUTC());
    trust(officer).write(dir.resolve("trust"));
    Bundle old =
        build(policy(1, trusted), neighbours, Optional.empty(), officer, dir.resolve("old"));
    build(policy(2, trusted), neighbours, Optional.of(old), officer, dir.resolve("new"));
    verify(trust(officer), dir.resolve("new"));
    delta(dir);
    System.out.println("peak " + Runtime.getRuntime().totalMemory() / 1_000_000 + " MB");
  }

  private static TrustFile trust(OfficerKey officer) {
    return new TrustFile(
        1,
        1,
        List.of(new TrustFile.Key(officer.id(), officer.officer(), officer.publicKey(), false)));
  }

  /** In a method of its own, so that the names are gone when the bundle is made. */
  private static Policy policy(long serial, int trusted) {
    SampleNames names = SampleNames.load();
    List<Entry> entries = new ArrayList<>(NAMES);
    names.trusted().stream()
        .limit(trusted)
        .forEach(n -> entries.add(VerdictBench.entry(Listing.TRUSTED, n)));
    names.blocked().stream()
        .limit(NAMES - trusted)
        .forEach(n -> entries.add(VerdictBench.entry(Listing.BLOCKED, n)));
    for (int i = entries.size(); i < NAMES; i++) {
      entries.add(VerdictBench.entry(Listing.BLOCKED, "more-" + i + ".example"));
    }
    for (int i = 0; serial > 1 && i < CHANGED; i++) {
      entries.set(
          NAMES - 1 - i * 997, VerdictBench.entry(Listing.BLOCKED, "new-" + i + ".example"));
    }
    return Policy.of(serial, Unlisted.DELIVER, entries, VerdictBench.NOW, Sensitivity.BALANCED);
  }

  private static Bundle build(
      Policy policy, int neighbours, Optional<Bundle> before, OfficerKey officer, Path file)
      throws BundleException, IOException {
    Instant now = Instant.now();
    Terms usual = Terms.of("postern", List.of(GATEWAY), now, now.plus(Duration.ofDays(1)));
    Terms terms =
        new Terms(
            usual.policyId(),
            before.map(Bundle::digest),
            usual.created(),
            usual.notBefore(),
            usual.notAfter(),
            usual.audience(),
            neighbours,
            List.of(),
            Optional.empty(),
            Optional.empty());
    Stopwatch watch = new Stopwatch();
    Bundle bundle = Bundle.of(policy, terms).signedBy(officer);
    bundle.write(file);
    watch.say(before.isEmpty() ? "build" : "again");
    System.out.println("size " + Files.size(file) / 1e6 + " MB");
    return bundle;
  }

  private static void verify(TrustFile trust, Path file) throws BundleException {
    Stopwatch watch = new Stopwatch();
    BundleVerifier verifier = new BundleVerifier(GATEWAY, "postern", trust, Clock.systemUTC());
    if (!(verifier.verify(file, Optional.empty()) instanceof Verification.Accepted)) {
      throw new IllegalStateException("not accepted");
    }
    watch.say("verify");
  }

  private static void delta(Path dir) throws BundleException, IOException {
    Stopwatch watch = new Stopwatch();
    byte[] delta = BundleDelta.between(dir.resolve("old"), dir.resolve("new"));
    watch.say("delta");
    Files.write(dir.resolve("delta"), delta);
    watch = new Stopwatch();
    byte[] rebuilt = BundleDelta.rebuild(dir.resolve("old"), dir.resolve("delta"));
    watch.say("rebuild");
    System.out.println("smaller " + rebuilt.length / delta.length + " times");
  }

  /** Wall time, and processor time of all threads, which a busy machine distorts less. */
  private static final class Stopwatch {
    private final long began = System.nanoTime();
    private final long worked = worked();

    void say(String what) {
      System.out.printf(
          "%s %d ms (%d ms of processor time)%n",
          what, (System.nanoTime() - began) / 1_000_000, (worked() - worked) / 1_000_000);
    }

    private static long worked() {
      return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }
  }
}
