package org.postern.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.officer.OfficerKey;

/**
 * {@code postern-enrol} under each shell that is here: what it writes is what the console reads,
 * and the other way round. Postfix's commands are small scripts.
 */
class EnrolScriptTest {
  private static final Path SCRIPT = Path.of("installer/gateway/postern-enrol").toAbsolutePath();
  private static final OfficerKey ALICE = Fixtures.officer("Alice Carter");

  @TempDir Path dir;
  private TrustFile trust;
  private Bundle bundle;

  static Stream<List<String>> shells() {
    return Stream.of(List.of("dash"), List.of("bash", "--posix"), List.of("busybox", "sh"))
        .filter(shell -> there(shell.getFirst()));
  }

  private static boolean there(String program) {
    return Stream.of(System.getenv("PATH").split(":", -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  @BeforeEach
  void machine() throws Exception {
    program(
        "postmap",
        """
        case "$*" in
        *" -q - "*) awk 'NR == FNR { v[$1] = $2; next } $1 in v { print $1 "\\t" v[$1] }' "${5#*:}" - ;;
        *) cp "${3#*:}" "${3#*:}.lmdb" ;;
        esac
        """);
    program("postfix", "");
    program("sleep", "");
    Files.writeString(
        dir.resolve("conf"),
        "GATEWAY=relay.example\nPOLICY_ID=7f3c\nQUARANTINE_NEXTHOP=inet:127.0.0.1:24\nASK_POSTFIX=no\nSTATE="
            + dir.resolve("state")
            + "\nTRUST="
            + dir.resolve("trust")
            + "\n");
    trust = new TrustFile(1, 1, List.of(Fixtures.key(ALICE)));
    bundle =
        Bundle.of(
                Fixtures.policy(1, Fixtures.trust("army.mil"), Fixtures.block("ml")),
                Fixtures.terms(0))
            .signedBy(ALICE);
  }

  @ParameterizedTest
  @MethodSource("shells")
  void theWholeWay_enrolAcceptRenew(List<String> shell) throws Exception {
    String said = run(shell, "-c", "conf", "out.gateway");
    assertThat(said).startsWith("0 ");
    GatewayFile file = GatewayFile.read(dir.resolve("out.gateway"));
    assertThat(file.gateway()).isEqualTo("relay.example");
    assertThat(file.policyId()).isEqualTo("7f3c");
    assertThat(file.sequence()).isZero();
    assertThat(said).contains("read out: " + Fingerprint.aloud(file.fingerprint()));

    admission(file, Optional.of(bundle)).write(dir.resolve("in"));
    String aloud = Fingerprint.aloud(trust.digest());
    String looked = run(shell, "--accept", "-c", "conf", "in");
    assertThat(looked).startsWith("1 ").contains("fingerprint: " + aloud, "  Alice Carter");
    assertThat(dir.resolve("trust")).doesNotExist();
    String accepted = run(shell, "--accept", "-c", "conf", "in", aloud);
    assertThat(accepted).startsWith("0 ").contains("applied: serial 1");
    assertThat(TrustFile.read(dir.resolve("trust"))).isEqualTo(trust);
    assertThat(receipt(1, file.key())).isInstanceOf(Receipt.Genuine.class);

    assertThat(run(shell, "--renew", "-c", "conf", "renewed.gateway")).startsWith("0 ");
    GatewayFile renewed = GatewayFile.read(dir.resolve("renewed.gateway"));
    assertThat(renewed.follows(file.key())).isTrue();
    assertThat(renewed.key()).isNotEqualTo(file.key());
    assertThat(renewed.sequence()).isEqualTo(1);
    assertThat(run(shell, "-c", "conf", "again.gateway")).startsWith("0 ");
    assertThat(GatewayFile.read(dir.resolve("again.gateway")).follows(file.key())).isTrue();
    admission(renewed, Optional.of(bundle)).write(dir.resolve("in-2"));
    assertThat(run(shell, "--accept", "-c", "conf", "in-2", aloud))
        .startsWith("0 ")
        .contains("current: serial 1");
    assertThat(receipt(2, file.key())).isInstanceOf(Receipt.Bad.class);
    assertThat(receipt(2, renewed.key())).isInstanceOf(Receipt.Genuine.class);
    try (Stream<Path> left = Files.list(dir.resolve("state"))) {
      assertThat(left).noneMatch(f -> f.getFileName().toString().startsWith("enrol."));
    }
  }

  @ParameterizedTest
  @MethodSource("shells")
  void accept_whatIsNotForIt_takesNothing(List<String> shell) throws Exception {
    run(shell, "-c", "conf", "out.gateway");
    GatewayFile file = GatewayFile.read(dir.resolve("out.gateway"));
    Path in = dir.resolve("in");
    admission(file, Optional.empty()).write(in);
    String good = Files.readString(in);
    String aloud = Fingerprint.aloud(trust.digest());
    record Case(String bad, String says) {}
    for (Case c :
        List.of(
            new Case(good.replace("gateway: relay.example", "gateway: other.example"), "is for"),
            new Case(good.replace("policy-id: 7f3c", "policy-id: aaaa"), "of the policy"),
            new Case(good.replaceFirst("key: sha256:.", "key: sha256:x"), "another key"),
            new Case(good.replace("Alice Carter", "Mallory"), "not the one that it names"),
            new Case(good.replace("trust| threshold: 1", "trust| threshold: 0"), "not the one"),
            new Case(
                good.replaceFirst("[0-9a-f]{16}\\.pem\\| ", "../../evil| "), "line 6 is unknown"),
            new Case(
                good.replace("bundle: none", "0123456789abcdef.pem| x\nbundle: none"),
                "other keys lie in"),
            new Case(good.replace("bundle: none", "bundle: none\nbundle: none"), "repeated"),
            new Case(good.replace("end: postern-admission\n", ""), "cut short"),
            new Case(good.replace("postern-admission: 1", "postern-admission: 2"), "version 1"),
            new Case(good.replace("Alice", "Al\u0007ice"), "control characters"),
            new Case("", "no admission"))) {
      assertThat(c.bad()).isNotEqualTo(good);
      Files.writeString(in, c.bad());
      assertThat(run(shell, "--accept", "-c", "conf", "in", aloud))
          .as(c.says())
          .startsWith("1 ")
          .contains(c.says());
      assertThat(dir.resolve("trust")).doesNotExist();
      assertThat(dir.resolve("evil")).doesNotExist();
    }
    Files.writeString(in, good);
    assertThat(run(shell, "--accept", "-c", "conf", "in", aloud.replace(aloud.charAt(0), 'g')))
        .startsWith("1 ")
        .contains("not the fingerprint");
    assertThat(dir.resolve("trust")).doesNotExist();
    assertThat(run(shell, "--accept", "-c", "conf", "in", aloud))
        .startsWith("0 ")
        .contains("no bundle in it yet");
    assertThat(TrustFile.read(dir.resolve("trust"))).isEqualTo(trust);
  }

  @ParameterizedTest
  @MethodSource("shells")
  void accept_anOlderTrustFile_isRefused(List<String> shell) throws Exception {
    run(shell, "-c", "conf", "out.gateway");
    GatewayFile file = GatewayFile.read(dir.resolve("out.gateway"));
    TrustFile there =
        new TrustFile(2, 1, List.of(Fixtures.key(Fixtures.officer("Bob")), Fixtures.key(ALICE)));
    there.write(dir.resolve("trust"));
    admission(file, Optional.empty()).write(dir.resolve("in"));
    assertThat(run(shell, "--accept", "-c", "conf", "in", Fingerprint.aloud(trust.digest())))
        .startsWith("1 ")
        .contains("holds trust file 2 already");
    assertThat(TrustFile.read(dir.resolve("trust"))).isEqualTo(there);
  }

  @ParameterizedTest
  @MethodSource("shells")
  void wrongUsageAndConfiguration_sayWhich(List<String> shell) throws Exception {
    assertThat(run(shell, "--nonsense")).startsWith("64 ");
    assertThat(run(shell, "--accept", "-c", "conf")).startsWith("64 ");
    assertThat(run(shell, "-c", "no-such-conf")).startsWith("78 ");
    Files.writeString(dir.resolve("conf"), "GATEWAY=\nPOLICY_ID=x\nSTATE=/x\nTRUST=/y\n");
    assertThat(run(shell, "-c", "conf")).startsWith("78 ").contains("GATEWAY");
  }

  private Admission admission(GatewayFile file, Optional<Bundle> first) {
    return new Admission(file.gateway(), "7f3c", file.fingerprint(), trust, first);
  }

  private Receipt.Reading receipt(int number, java.security.PublicKey key) throws IOException {
    return Receipt.read(
        Files.readString(dir.resolve("state/receipts/" + number + ".receipt")), _ -> List.of(key));
  }

  private void program(String name, String body) throws IOException {
    Path file = dir.resolve("bin").resolve(name);
    Fixtures.write(file, ("#!/bin/sh\n" + body).getBytes(StandardCharsets.UTF_8));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Exit code, a space, output. */
  private String run(List<String> shell, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(shell);
    command.add(SCRIPT.toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(dir.toFile()).redirectErrorStream(true);
    builder.environment().merge("PATH", "", (path, _) -> dir.resolve("bin") + ":" + path);
    Process process = builder.start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() + " " + out;
  }
}
