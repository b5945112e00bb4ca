package org.postern.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.postern.officer.OfficerKey;

/** Java and the shell make the same, right thing of each heartbeat of the reference set. */
class HeartbeatSetTest {
  private static final Path SCRIPT = Path.of("installer/gateway/postern-apply").toAbsolutePath();
  private static final Pattern ANSWER =
      Pattern.compile(
          "postern-apply: (?:(accepted|current): .+|ALARM \\((\\w+)\\): .+|refused \\(([a-z-]+)\\): .+)\n([0-9]+)\n");

  @TempDir static Path dir;
  private static HeartbeatCases set;

  @BeforeAll
  static void install() throws Exception {
    set = new HeartbeatCases(dir);
    set.trust().write(dir.resolve("trust"));
    for (Map.Entry<String, Optional<byte[]>> before : set.before().entrySet()) {
      Path state = dir.resolve("state-" + before.getKey());
      Fixtures.write(state.resolve("serial-5-1/manifest"), Fixtures.ascii(HeartbeatCases.MANIFEST));
      Files.createSymbolicLink(state.resolve("current"), Path.of("serial-5-1"));
      before.getValue().ifPresent(kept -> Fixtures.write(state.resolve("heartbeat"), kept));
      Files.writeString(
          dir.resolve("conf-" + before.getKey()),
          "GATEWAY=relay.example\nPOLICY_ID=7f3c\nQUARANTINE_NEXTHOP=inet:127.0.0.1:24\nSTATE="
              + state
              + "\nTRUST="
              + dir.resolve("trust")
              + "\n");
    }
  }

  @TestFactory
  Stream<DynamicTest> java_givesTheRightAnswer() {
    return set.cases().stream()
        .map(
            c ->
                DynamicTest.dynamicTest(c.name(), () -> assertThat(java(c)).isEqualTo(c.answer())));
  }

  /** Every shell that is there; the first one gets every heartbeat. */
  @TestFactory
  Stream<DynamicTest> script_givesTheRightAnswer() throws Exception {
    List<DynamicTest> tests = new ArrayList<>();
    List<HeartbeatCases.Case> cases = set.cases();
    for (String shell : ReferenceSetTest.shells()) {
      for (HeartbeatCases.Case c : cases) {
        tests.add(
            DynamicTest.dynamicTest(
                shell + " " + c.name(), () -> assertThat(script(shell, c)).isEqualTo(c.answer())));
      }
      Map<String, HeartbeatCases.Case> some = new LinkedHashMap<>();
      set.cases().forEach(c -> some.putIfAbsent(c.answer(), c));
      cases = List.copyOf(some.values());
    }
    return tests.stream();
  }

  @Test
  void everyWord_isInTheSet() {
    List<String> answers = set.cases().stream().map(HeartbeatCases.Case::answer).toList();
    for (Pulse.Word word : Pulse.Word.values()) {
      assertThat(answers).containsAnyOf(word.word(), "alarm " + word.word());
    }
  }

  @Test
  void heartbeatKey_unknownToTheTrustFile_saysNothing() throws Exception {
    HeartbeatKey stranger = HeartbeatKey.read(dir.resolve("stranger"));
    assertThatThrownBy(
            () ->
                Heartbeat.of(
                    "7f3c",
                    set.active(),
                    set.trust(),
                    stranger,
                    Fixtures.NOW,
                    Duration.ofHours(26)))
        .hasMessageContaining("does not name this heartbeat key");
  }

  @Test
  void made_isSignedAsOpensslVerifiesIt() throws Exception {
    HeartbeatKey key = HeartbeatKey.read(dir.resolve("key"));
    Heartbeat heartbeat =
        Heartbeat.of("7f3c", set.active(), set.trust(), key, Fixtures.NOW, Duration.ofHours(26));
    assertThat(heartbeat.fileName()).isEqualTo("heartbeat-20261122T094000Z.postern");
    assertThat(new String(heartbeat.signed(key), StandardCharsets.US_ASCII))
        .startsWith(
            "postern-heartbeat: 1\npolicy-id: 7f3c\ntime: 2026-11-22T09:40:00Z\nnext: 2026-11-23T11:40:00Z\nserial: 5\nmanifest: "
                + set.active().digest()
                + "\ntrust-serial: 3\ntrust: "
                + set.trust().digest()
                + "\nkey: "
                + set.trust().heartbeats().getFirst().id()
                + "\nend: postern-heartbeat\nsignature: ME");
    // The key is one that openssl made as well as one that openssl reads.
    assertThat(run("openssl", "pkey", "-in", "key", "-pubout"))
        .isEqualTo(Files.readString(dir.resolve("key.pub")));
    run(
        "openssl",
        "genpkey",
        "-algorithm",
        "EC",
        "-pkeyopt",
        "ec_paramgen_curve:P-384",
        "-out",
        "k384");
    run("openssl", "pkey", "-in", "k384", "-pubout", "-out", "k384.pub");
    assertThat(
            HeartbeatKey.read(dir.resolve("k384"))
                .belongsTo(TrustFile.publicKey(dir.resolve("k384.pub"))))
        .isTrue();
  }

  @Test
  void heartbeatKey_ofAnOfficer_isNotTaken() throws Exception {
    OfficerKey alice = Fixtures.officer("Alice");
    TrustFile trust = new TrustFile(1, 1, List.of(Fixtures.key(alice)));
    assertThatThrownBy(() -> trust.withHeartbeats(List.of(Fixtures.key(alice))))
        .hasMessageContaining("needs a key of its own");
    assertThatThrownBy(() -> HeartbeatKey.create(dir.resolve("key")))
        .hasMessageContaining("is there already");
    assertThatThrownBy(() -> HeartbeatKey.read(dir.resolve("key.pub")))
        .hasMessageContaining("postern key heartbeat");
  }

  private static String java(HeartbeatCases.Case c) {
    HeartbeatVerifier verifier = new HeartbeatVerifier("7f3c", set.trust(), Clock.systemUTC());
    Optional<Heartbeat> last =
        set.before().getOrDefault(c.before(), Optional.empty()).flatMap(verifier::kept);
    return switch (verifier.verify(c.file(), last, Optional.of(set.active()))) {
      case Pulse.Well w ->
          last.isPresent() && last.get().equals(w.heartbeat()) ? "current" : "accepted";
      case Pulse.Alarm(Heartbeat _, Pulse.Word word, String sentence) -> {
        assertThat(sentence).matches("[ -~]+");
        yield "alarm " + word.word();
      }
      case Pulse.Refused(Pulse.Word word, String sentence) -> {
        assertThat(sentence).matches("[ -~]+");
        yield word.word();
      }
    };
  }

  private static String script(String shell, HeartbeatCases.Case c) throws Exception {
    Fixtures.write(dir.resolve("in").resolve(c.name()), c.file());
    String out =
        run(
            "sh",
            "-c",
            shell
                + " '"
                + SCRIPT
                + "' --verify-only conf-"
                + c.before()
                + " in/"
                + c.name()
                + " 2>&1; echo $?");
    Matcher m = ANSWER.matcher(out);
    if (!m.matches()) {
      return out;
    }
    String word =
        m.group(1) != null ? m.group(1) : m.group(2) != null ? "alarm " + m.group(2) : m.group(3);
    String code = m.group(1) != null ? "0" : m.group(2) != null ? "40" : "10";
    return m.group(4).equals(code) ? word : word + " but exit " + m.group(4);
  }

  private static String run(String... command) throws Exception {
    Process process =
        new ProcessBuilder(command).directory(dir.toFile()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return out;
  }
}
