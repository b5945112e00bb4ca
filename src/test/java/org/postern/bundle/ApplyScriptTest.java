package org.postern.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.bundle.Fixtures.block;
import static org.postern.bundle.Fixtures.policy;
import static org.postern.bundle.Fixtures.terms;
import static org.postern.bundle.Fixtures.trust;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.postern.officer.OfficerKey;

/** What {@code postern-apply} does beyond verifying: stage, switch, reload, ask, roll back. */
class ApplyScriptTest extends ScriptedGateway {
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
            ".ml\tq-blocked:inet:127.0.0.1:24",
            one.digest().substring(7, 23) + ".probe.postern.invalid\terror:5.1.1 postern serial 1");
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
        StandardCopyOption.REPLACE_EXISTING);
    assertThat(run("conf", "one")).startsWith("10 postern-apply: refused (trust)");
    assertThat(active()).startsWith("serial-0-");
  }

  @Test
  void reloadThatTheDaemonDoesNotNotice_rollsBack() throws Exception {
    run("conf", "one");
    String before = active();
    conf("RELOAD=true\n");
    assertThat(run("conf", "two"))
        .startsWith(
            "20 postern-apply: rolled back: the running Postfix does not ask the new table");
    assertThat(active()).isEqualTo(before);
    assertThat(receipts().getLast())
        .returns(Receipt.Result.ROLLED_BACK, Receipt::result)
        .returns("traffic", Receipt::word)
        .returns(1L, Receipt::activeSerial);
    conf("RELOAD=true\nASK_POSTFIX=no\n");
    assertThat(run("conf", "two")).startsWith("0 ");
  }

  @Test
  void killedBetweenSwitchAndReload_andStillNotAsked_saysSo() throws Exception {
    conf("RELOAD='kill -9 $PPID'\n");
    assertThat(run("conf", "one")).startsWith("137 ");
    conf("RELOAD=true\n");
    assertThat(run("conf", "one")).startsWith("30 ");
    assertThat(receipts().getLast().word()).isEqualTo("traffic");
    conf("");
    assertThat(run("conf", "one")).startsWith("0 postern-apply: current");
  }

  @Test
  void ownRouteOfAHeldName_refused() throws Exception {
    Files.writeString(dir.resolve("routes"), "ml\tsmtp:[10.0.0.1]\n");
    Files.writeString(
        dir.resolve("transport_maps"),
        "inline:{ a=b } hash:"
            + dir.resolve("routes")
            + ", lmdb:"
            + dir.resolve("state/current/transport")
            + "\n");
    assertThat(run("conf", "one"))
        .isEqualTo(
            "10 postern-apply: refused (probe): with the other tables of transport_maps,"
                + " postern-asks@ml would be deliver, not blocked\n");
    assertThat(active()).startsWith("serial-0-");
    Files.writeString(dir.resolve("routes"), "army.mil\tsmtp:[10.0.0.1]\n");
    assertThat(run("conf", "one")).startsWith("0 ");
  }
}
