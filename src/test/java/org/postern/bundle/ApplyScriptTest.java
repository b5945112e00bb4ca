package org.postern.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.bundle.Fixtures.block;
import static org.postern.bundle.Fixtures.policy;
import static org.postern.bundle.Fixtures.terms;
import static org.postern.bundle.Fixtures.trust;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.officer.OfficerKey;

/**
 * What {@code postern-apply} does beyond verifying: stage, switch, reload, roll back, receipts, one
 * run at a time. Postfix's two commands are small scripts here, so that this runs anywhere; the
 * relay lab does it with the real ones.
 */
class ApplyScriptTest {
  private static final Path SCRIPT = Path.of("installer/gateway/postern-apply").toAbsolutePath();
  private static final OfficerKey ALICE = Fixtures.officer("alice");
  private static final OfficerKey BOB = Fixtures.officer("bob");

  @TempDir Path dir;
  private Bundle one;
  private Bundle two;

  @BeforeEach
  void gateway() throws Exception {
    new TrustFile(1, 2, List.of(Fixtures.key(ALICE), Fixtures.key(BOB)))
        .write(dir.resolve("trust"));
    program(
        "postmap",
        """
        case "$*" in
        *" -q - "*) awk 'NR == FNR { v[$1] = $2; next } $1 in v { print $1 "\\t" v[$1] }' "${5#*:}" - ;;
        *) cp "${3#*:}" "${3#*:}.lmdb" ;;
        esac
        """);
    program("postfix", "echo \"$*\" >> postfix.log\n");
    program("sleep", "");
    conf("");
    one =
        Bundle.of(policy(1, trust("army.mil"), block("ml")), terms(0))
            .signedBy(ALICE)
            .signedBy(BOB);
    two =
        Bundle.of(
                policy(2, trust("army.mil"), block("ml"), block("new.example")),
                terms(0).following(one))
            .signedBy(ALICE)
            .signedBy(BOB);
    one.write(dir.resolve("one"));
    two.write(dir.resolve("two"));
    assertThat(run("--init", "conf")).startsWith("0 ").contains("BEGIN PUBLIC KEY");
  }

  @Test
  void init_isAnEmptyPolicyThatPostfixCanStartWith() throws Exception {
    assertThat(active()).startsWith("serial-0-");
    assertThat(Files.size(dir.resolve("state/current/transport"))).isZero();
    assertThat(Files.readString(dir.resolve("state/current/q-lookalike.pcre")))
        .contains(
            "/^X-Postern-/ IGNORE\n",
            "by relay\\.example \\(Postfix/ PREPEND X-Postern-Divert: class=lookalike; policy-serial=0; gateway=relay.example\n");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(dir.resolve("state/gateway.key"))))
        .isEqualTo("rw-------");
    byte[] key = Files.readAllBytes(dir.resolve("state/gateway.key"));
    String before = active();
    assertThat(run("--init", "conf")).startsWith("0 ");
    assertThat(active()).isEqualTo(before);
    assertThat(Files.readAllBytes(dir.resolve("state/gateway.key"))).isEqualTo(key);
  }

  @Test
  void apply_switchesReloadsAndSendsAReceipt() throws Exception {
    assertThat(run("conf", "one"))
        .isEqualTo("0 postern-apply: applied: serial 1, signed by 2 officers\n");
    assertThat(active()).startsWith("serial-1-");
    assertThat(Files.readAllLines(dir.resolve("state/current/transport")))
        .containsExactly(
            "army.mil\t:",
            ".army.mil\t:",
            "ml\tq-blocked:inet:127.0.0.1:24",
            ".ml\tq-blocked:inet:127.0.0.1:24");
    assertThat(Files.readString(dir.resolve("postfix.log")))
        .startsWith("-c /etc/postfix reload\n-c /etc/postfix status\n");
    Receipt receipt = receipts().getFirst();
    assertThat(receipt.result()).isEqualTo(Receipt.Result.APPLIED);
    assertThat(receipt.serial()).isEqualTo(1);
    assertThat(receipt.manifest()).isEqualTo(one.digest()).isEqualTo(receipt.activeManifest());
    assertThat(receipt.activeMap())
        .isEqualTo(
            "sha256:" + Grammar.sha256(Files.readAllBytes(dir.resolve("state/current/transport"))));
    assertThat(run("--status", "conf")).contains("serial 1 is in force");
  }

  @Test
  void apply_nextSameOlder_onlyTheNextCounts() throws Exception {
    run("conf", "one");
    assertThat(run("conf", "two")).startsWith("0 ");
    String active = active();
    assertThat(run("conf", "two")).startsWith("0 postern-apply: current");
    assertThat(run("conf", "one")).startsWith("10 postern-apply: refused (rollback)");
    assertThat(active()).isEqualTo(active).startsWith("serial-2-");
    assertThat(receipts().stream().map(r -> r.result().word() + " " + r.word()).toList())
        .containsExactly(
            "applied applied", "applied applied", "current current", "refused rollback");
    try (Stream<Path> state = Files.list(dir.resolve("state"))) {
      assertThat(state.map(f -> f.getFileName().toString()).filter(n -> n.startsWith("serial-")))
          .hasSize(2);
    }
  }

  @Test
  void apply_reloadFails_rollsBack() throws Exception {
    run("conf", "one");
    String before = active();
    conf("RELOAD='echo no such daemon; false'\n");
    assertThat(run("conf", "two")).isEqualTo("20 postern-apply: rolled back: no such daemon\n");
    assertThat(active()).isEqualTo(before);
    assertThat(receipts().getLast().result()).isEqualTo(Receipt.Result.ROLLED_BACK);
    assertThat(receipts().getLast().activeSerial()).isEqualTo(1);
    conf("");
    assertThat(run("conf", "two")).startsWith("0 ");
  }

  @Test
  void apply_killedBetweenSwitchAndReload_nextRunReloads() throws Exception {
    conf("RELOAD='kill -9 $PPID'\n");
    assertThat(run("conf", "one")).startsWith("137 ");
    assertThat(active()).startsWith("serial-1-");
    conf("");
    assertThat(run("conf", "one")).startsWith("0 postern-apply: current");
    assertThat(Files.readString(dir.resolve("postfix.log"))).contains("reload");
    assertThat(run("conf", "two")).startsWith("0 ");
    try (Stream<Path> state = Files.list(dir.resolve("state"))) {
      assertThat(state.map(f -> f.getFileName().toString())).noneMatch(n -> n.startsWith("work."));
    }
  }

  @Test
  void apply_postmapDisagreesWithAProbe_refused() throws Exception {
    program("postmap", "case \"$*\" in *' -q - '*) echo 'army.mil q-blocked:x' ;; *) : ;; esac\n");
    assertThat(run("conf", "one"))
        .startsWith("10 postern-apply: refused (probe): in Postfix's own map, ");
    assertThat(active()).startsWith("serial-0-");
  }

  @Test
  void apply_postmapFails_refusedAndCleanedUp() throws Exception {
    program("postmap", "echo 'disk full' >&2; exit 1\n");
    assertThat(run("conf", "one")).isEqualTo("10 postern-apply: refused (postmap): disk full\n");
    assertThat(active()).startsWith("serial-0-");
    try (Stream<Path> state = Files.list(dir.resolve("state"))) {
      assertThat(state.map(f -> f.getFileName().toString()))
          .noneMatch(n -> n.startsWith("serial-1") || n.startsWith("work."));
    }
  }

  @Test
  void unsignedGarbage_oneReceiptThenCounted() throws Exception {
    Files.writeString(dir.resolve("garbage"), "garbage");
    for (int i = 0; i < 5; i++) {
      assertThat(run("conf", "garbage")).startsWith("10 postern-apply: refused (archive)");
    }
    assertThat(receipts()).hasSize(1);
    run("conf", "one");
    assertThat(receipts()).hasSize(2);
    assertThat(receipts().getLast().suppressed()).isEqualTo(4);
  }

  @Test
  void receiptCommand_getsTheFile() throws Exception {
    conf("RECEIPT_CMD='cat \"$1\" >> mailed'\n");
    run("conf", "one");
    run("conf", "two");
    assertThat(Files.readString(dir.resolve("mailed")))
        .isEqualTo(
            Files.readString(dir.resolve("state/receipts/1.receipt"))
                + Files.readString(dir.resolve("state/receipts/2.receipt")));
    assertThat(Receipt.missing(receipts())).isEmpty();
    assertThat(Receipt.missing(List.of(receipts().getLast()))).isEmpty();
  }

  @Test
  void secondRun_waitsForNobody() throws Exception {
    conf("RELOAD='sh \"" + SCRIPT + "\" conf two; true'\n");
    assertThat(run("conf", "one")).startsWith("0 ");
    assertThat(active()).startsWith("serial-1-");
    conf("RELOAD='sh \"" + SCRIPT + "\" conf two > inner 2>&1; echo $? >> inner; true'\n");
    Bundle three = Bundle.of(policy(3, trust("army.mil")), terms(0)).signedBy(ALICE).signedBy(BOB);
    three.write(dir.resolve("three"));
    run("conf", "three");
    assertThat(Files.readString(dir.resolve("inner")))
        .isEqualTo("postern-apply: another run is at work\n75\n");
  }

  @Test
  void withoutFlock_theLockOfADeadRunIsTakenOver() throws Exception {
    String script =
        Files.readString(SCRIPT).replace("command -v flock", "command -v no-flock-on-this-machine");
    assertThat(script).contains("no-flock");
    Files.writeString(dir.resolve("apply-without-flock"), script);
    Files.writeString(dir.resolve("state/lock"), "999999999\n");
    assertThat(exec("sh", "apply-without-flock", "conf", "one")).startsWith("0 ");
    assertThat(dir.resolve("state/lock")).doesNotExist();
    Files.writeString(dir.resolve("state/lock"), ProcessHandle.current().pid() + "\n");
    assertThat(exec("sh", "apply-without-flock", "conf", "two"))
        .startsWith("75 ")
        .contains("another run is at work");
    assertThat(active()).startsWith("serial-1-");
  }

  @Test
  void nextTrustFile_bringsAnOfficerInAndAnotherOut() throws Exception {
    OfficerKey carol = Fixtures.officer("carol");
    TrustFile now = TrustFile.read(dir.resolve("trust"));
    TrustFile next =
        new TrustFile(
            2, 2, List.of(Fixtures.key(ALICE), Fixtures.key(carol), Fixtures.revoked(BOB)));
    Bundle.trusting(now, next, terms())
        .signedBy(ALICE)
        .signedBy(BOB)
        .signedBy(carol)
        .write(dir.resolve("next"));
    Bundle byCarol = Bundle.of(policy(3, trust("army.mil"), block("ml")), terms(0)).signedBy(ALICE);
    byCarol.signedBy(carol).write(dir.resolve("three"));

    assertThat(run("conf", "three")).startsWith("10 postern-apply: refused (threshold)");
    assertThat(run("conf", "next"))
        .isEqualTo(
            "0 postern-apply: applied: trust file 2, signed by 2 officers of the one in force and 2"
                + " of the new one\n");
    assertThat(run("conf", "next")).startsWith("0 postern-apply: current: trust file 2");
    assertThat(run("--status", "conf")).contains("trust file 2 is in force");
    assertThat(run("conf", "one")).startsWith("10 postern-apply: refused (threshold)");
    assertThat(run("conf", "three")).startsWith("0 postern-apply: applied: serial 3");
    assertThat(receipts())
        .extracting(Receipt::result)
        .containsExactly(
            Receipt.Result.REFUSED,
            Receipt.Result.APPLIED,
            Receipt.Result.CURRENT,
            // The second refusal for want of signatures earns none within the minute.
            Receipt.Result.APPLIED);

    // A later one that the administrator put there by hand is the one that counts.
    new TrustFile(3, 2, List.of(Fixtures.key(ALICE), Fixtures.key(BOB)))
        .write(dir.resolve("trust"));
    byCarol.signedBy(carol).write(dir.resolve("again"));
    assertThat(run("conf", "again")).startsWith("10 postern-apply: refused (threshold)");
  }

  @Test
  void configurationMistakes_sayWhichAndTouchNothing() throws Exception {
    String before = active();
    for (String bad :
        List.of(
            "GATEWAY=",
            "GATEWAY='a b'",
            "POLICY_ID=",
            "QUARANTINE_NEXTHOP=",
            "QUARANTINE_NEXTHOP='inet: x'",
            "STATE=here",
            "MAXSIZE=lots")) {
      conf(bad + "\n");
      assertThat(run("conf", "one"))
          .as(bad)
          .startsWith("78 postern-apply: ")
          .contains(bad.substring(0, bad.indexOf('=')));
    }
    assertThat(run("no-such-conf", "one")).startsWith("78 ");
    assertThat(run("conf")).startsWith("64 ");
    assertThat(active()).isEqualTo(before);
  }

  @Test
  void trustFileDamaged_refused() throws Exception {
    Files.writeString(
        dir.resolve("trust/trust"),
        Files.readString(dir.resolve("trust/trust")).replace("end: postern-trust\n", ""));
    assertThat(run("conf", "one")).startsWith("10 postern-apply: refused (trust)");
    new TrustFile(1, 2, List.of(Fixtures.key(ALICE), Fixtures.key(BOB)))
        .write(dir.resolve("trust"));
    Files.copy(
        dir.resolve("trust").resolve(BOB.id() + ".pem"),
        dir.resolve("trust").resolve(ALICE.id() + ".pem"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertThat(run("conf", "one")).startsWith("10 postern-apply: refused (trust)");
    assertThat(active()).startsWith("serial-0-");
  }

  private void conf(String more) throws IOException {
    Files.writeString(
        dir.resolve("conf"),
        "GATEWAY=relay.example\nSTATE="
            + dir.resolve("state")
            + "\nTRUST="
            + dir.resolve("trust")
            + "\nPOLICY_ID=7f3c\nQUARANTINE_NEXTHOP=inet:127.0.0.1:24\n"
            + more);
  }

  private void program(String name, String body) throws IOException {
    Fixtures.write(
        dir.resolve("bin").resolve(name), ("#!/bin/sh\n" + body).getBytes(StandardCharsets.UTF_8));
    Files.setPosixFilePermissions(
        dir.resolve("bin").resolve(name), PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private String active() throws IOException {
    return Files.readSymbolicLink(dir.resolve("state/current")).toString();
  }

  /** Exit code, a space, output. */
  private String run(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("sh", SCRIPT.toString()));
    command.addAll(List.of(arguments));
    return exec(command.toArray(String[]::new));
  }

  private String exec(String... command) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(dir.toFile()).redirectErrorStream(true);
    builder.environment().merge("PATH", "", (path, _) -> dir.resolve("bin") + ":" + path);
    Process process = builder.start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() + " " + out;
  }

  /** Every receipt kept, each genuine, in the order of its number. */
  private List<Receipt> receipts() throws Exception {
    PublicKey gateway = TrustFile.publicKey(dir.resolve("state/gateway.pub"));
    List<Receipt> receipts = new ArrayList<>();
    for (int i = 1; Files.exists(dir.resolve("state/receipts/" + i + ".receipt")); i++) {
      String text = Files.readString(dir.resolve("state/receipts/" + i + ".receipt"));
      Receipt.Reading reading =
          Receipt.read(
              text, name -> name.equals("relay.example") ? Optional.of(gateway) : Optional.empty());
      assertThat(reading).isInstanceOf(Receipt.Genuine.class);
      receipts.add(((Receipt.Genuine) reading).receipt());
      assertThat(receipts.getLast().sequence()).isEqualTo(i);
    }
    return receipts;
  }
}
