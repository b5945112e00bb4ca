package org.postern.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The verifier in Java and the one in the shell give the same, right answer to each bundle of the
 * reference set.
 */
class ReferenceSetTest {
  private static final Path SCRIPT = Path.of("installer/gateway/postern-apply").toAbsolutePath();
  private static final Pattern ANSWER =
      Pattern.compile("postern-apply: (accepted|current|refused \\(([a-z-]+)\\)): .+\n");

  @TempDir static Path dir;
  private static ReferenceSet set;
  private static BundleVerifier java;

  @BeforeAll
  static void install() throws Exception {
    set = new ReferenceSet();
    java =
        new BundleVerifier(Fixtures.GATEWAY, Fixtures.POLICY_ID, set.trustFile(), Fixtures.CLOCK);
    set.trustFile().write(dir.resolve("trust"));
    Fixtures.write(dir.resolve("state/serial-5-1/manifest"), set.active().signedBytes());
    Files.createSymbolicLink(dir.resolve("state/current"), Path.of("serial-5-1"));
    Files.writeString(
        dir.resolve("conf"),
        "GATEWAY="
            + Fixtures.GATEWAY
            + "\nSTATE="
            + dir.resolve("state")
            + "\nTRUST="
            + dir.resolve("trust")
            + "\nPOLICY_ID="
            + Fixtures.POLICY_ID
            + "\nQUARANTINE_NEXTHOP=inet:127.0.0.1:24\n");
  }

  @TestFactory
  Stream<DynamicTest> java_givesTheRightAnswer() {
    return set.cases().stream()
        .map(
            c ->
                DynamicTest.dynamicTest(
                    c.name(), () -> assertThat(javaAnswer(c.bundle())).isEqualTo(c.answer())));
  }

  /** Every shell that is there; what the machine lacks is not tested. */
  @TestFactory
  Stream<DynamicTest> script_givesTheRightAnswer() throws Exception {
    List<DynamicTest> tests = new ArrayList<>();
    List<Forge.Case> cases = set.cases();
    boolean second = opensslKnowsMlDsa();
    for (String shell : shells()) {
      Map<String, byte[]> bundles = new LinkedHashMap<>();
      cases.forEach(c -> bundles.put(c.name(), c.bundle()));
      Map<String, String> answers = scriptAnswers(shell, bundles);
      for (Forge.Case c : cases) {
        tests.add(
            DynamicTest.dynamicTest(
                shell + " " + c.name(),
                () ->
                    assertThat(answers.get(c.name()))
                        .isEqualTo(second ? c.answer() : c.withoutSecond())));
      }
      cases = onePerAnswer(set.cases());
    }
    return tests.stream();
  }

  /** Enough to see that another shell understands the script; the first shell gets every bundle. */
  private static List<Forge.Case> onePerAnswer(List<Forge.Case> all) {
    Map<String, Forge.Case> some = new LinkedHashMap<>();
    all.forEach(
        c ->
            some.putIfAbsent(
                c.name().startsWith("good")
                        || c.name().endsWith("-good")
                        || c.name().contains("second-")
                    ? c.name()
                    : c.answer(),
                c));
    return List.copyOf(some.values());
  }

  /** OpenSSL from 3.5 on; a gateway with an older one counts first signatures alone. */
  private static boolean opensslKnowsMlDsa() throws Exception {
    Process list = new ProcessBuilder("openssl", "list", "-signature-algorithms").start();
    return new String(list.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
        .contains("ML-DSA-65");
  }

  @Test
  void anyFlippedBit_isRefusedByBothForTheSameReason() throws Exception {
    byte[] good = set.good().bytes();
    Random random = new Random(42);
    Map<String, byte[]> some = new LinkedHashMap<>();
    for (int i = 0; i < 1500; i++) {
      int at = random.nextInt(good.length);
      int bit = random.nextInt(8);
      byte[] bad = good.clone();
      bad[at] ^= (byte) (1 << bit);
      String name = "flip-" + at + "-" + bit;
      assertThat(javaAnswer(bad)).as(name).isNotIn("accepted", "current");
      if (i % 100 == 0) {
        some.put(name, bad);
      }
    }
    Map<String, String> answers = scriptAnswers("sh", some);
    some.forEach((name, bad) -> assertThat(answers.get(name)).as(name).isEqualTo(javaAnswer(bad)));
  }

  @Test
  void everyWayToRefuse_isInTheSet() {
    List<String> answers = set.cases().stream().map(Forge.Case::answer).toList();
    for (Refusal refusal : Refusal.values()) {
      assertThat(answers).contains(refusal.word());
    }
  }

  private static String javaAnswer(byte[] bundle) {
    BundleVerifier.Active active = new BundleVerifier.Active(5, set.active().digest());
    return switch (java.verify(bundle, Optional.of(active))) {
      case Verification.Accepted _ -> "accepted";
      case Verification.Trusting _ -> "accepted";
      case Verification.Current _ -> "current";
      case Verification.Refused(Refusal refusal, String sentence) -> {
        assertThat(sentence).matches("[ -~]+");
        yield refusal.word();
      }
    };
  }

  /** Every shell that is there, dash first if it is. */
  static List<String> shells() {
    List<String> shells = new ArrayList<>();
    for (String shell : List.of("dash", "bash", "busybox sh")) {
      String program = "/" + shell.split(" ")[0];
      if (Files.isExecutable(Path.of("/bin" + program))
          || Files.isExecutable(Path.of("/usr/bin" + program))) {
        shells.add(shell);
      }
    }
    return shells.isEmpty() ? List.of("sh") : shells;
  }

  private static Map<String, String> scriptAnswers(String shell, Map<String, byte[]> bundles)
      throws Exception {
    StringBuilder loop = new StringBuilder();
    for (Map.Entry<String, byte[]> bundle : bundles.entrySet()) {
      Path file = dir.resolve("in").resolve(bundle.getKey());
      Fixtures.write(file, bundle.getValue());
      loop.append(shell)
          .append(" '")
          .append(SCRIPT)
          .append("' --verify-only conf 'in/")
          .append(bundle.getKey())
          .append("' > 'out/")
          .append(bundle.getKey())
          .append("' 2>&1; echo $? >> 'out/")
          .append(bundle.getKey())
          .append("'\n");
    }
    Files.createDirectories(dir.resolve("out"));
    Files.createDirectories(dir.resolve("tmp"));
    ProcessBuilder builder =
        new ProcessBuilder("sh", "-c", loop.toString()).directory(dir.toFile()).inheritIO();
    builder.environment().put("TMPDIR", dir.resolve("tmp").toString());
    assertThat(builder.start().waitFor()).isZero();
    Map<String, String> answers = new LinkedHashMap<>();
    for (String name : bundles.keySet()) {
      String out = Files.readString(dir.resolve("out").resolve(name), StandardCharsets.UTF_8);
      answers.put(name, answer(out));
    }
    try (Stream<Path> left = Files.list(dir.resolve("tmp"))) {
      assertThat(left).as("work directories left behind").isEmpty();
    }
    return answers;
  }

  private static String answer(String out) {
    int code = Integer.parseInt(out.substring(out.lastIndexOf('\n', out.length() - 2) + 1).strip());
    Matcher matcher = ANSWER.matcher(out.substring(0, out.lastIndexOf('\n', out.length() - 2) + 1));
    if (!matcher.matches()) {
      return out;
    }
    String word = matcher.group(2) == null ? matcher.group(1) : matcher.group(2);
    return code == (matcher.group(2) == null ? 0 : 10) ? word : word + " but exit " + code;
  }
}
