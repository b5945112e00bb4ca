package org.postern.gatekeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.postern.gatekeeper.Gate.blocked;
import static org.postern.gatekeeper.Gate.trusted;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.bundle.Bundle;
import org.postern.bundle.Manifest;
import org.postern.bundle.Repacked;
import org.postern.officer.OfficerKey;
import org.postern.policy.Policy;
import org.postern.policy.Unlisted;

/** What a mail relay hears, and which bundles decide it. */
class GatekeeperTest {
  private static final String NOTHING = "TEMP no valid policy bundle is in force";

  @TempDir Path dir;
  private Gate gate;

  @BeforeEach
  void open() throws Exception {
    gate = new Gate(dir);
  }

  @AfterEach
  void close() {
    gate.close();
  }

  @Test
  void transport_everyProbe_asTheStaticTable() throws Exception {
    Bundle bundle =
        gate.unsigned(
                Gate.policy(
                    3, Unlisted.HOLD, blocked("ml"), blocked("x@army.mil"), trusted("gov.ml")))
            .signedBy(gate.alice);
    gate.put(bundle.bytes());
    gate.start();
    assertThat(bundle.manifest().probes()).hasSizeGreaterThan(20);
    for (Manifest.Probe probe : bundle.manifest().probes()) {
      String table =
          switch (probe.outcome()) {
            case DELIVER -> "OK :";
            case BLOCKED, LOOKALIKE, UNLISTED ->
                "OK q-" + probe.outcome().word() + ":" + Gate.NEXTHOP;
          };
      assertThat(gate.ask(probe.name())).as(probe.name()).isEqualTo(table);
    }
    assertThat(gate.ask("x@nobody-knows-me.org")).isEqualTo("OK q-unlisted:" + Gate.NEXTHOP);
  }

  @Test
  void proof_sameAsTheConsoles() throws Exception {
    Policy policy = Gate.policy(3, Unlisted.DELIVER, blocked("evil.example"));
    gate.put(gate.unsigned(policy).signedBy(gate.alice).bytes());
    gate.start();
    Random random = new Random(7);
    for (int i = 0; i < 500; i++) {
      StringBuilder typed = new StringBuilder("Gen.Walker@us.army.mil");
      for (int edits = random.nextInt(4); edits > 0; edits--) {
        typed.setCharAt(random.nextInt(typed.length()), (char) ('!' + random.nextInt(100)));
      }
      assertThat(Asking.ask(gate.socket(), typed.toString()))
          .as(typed.toString())
          .isEqualTo(
              new Asking.Reply.Judged(policy.judge(typed.toString()).proof().jsonWithHash()));
    }
  }

  @Test
  void transport_whatIsNoRecipient_notFound() throws Exception {
    gate.put(gate.bundle(3).bytes());
    gate.start();
    for (String key : new String[] {"*", "<>", ".army.ml", "x@nobody-knows-me.org"}) {
      assertThat(gate.ask(key)).as(key).isEqualTo("NOTFOUND ");
    }
    assertThat(gate.ask("a@@army.mil")).startsWith("OK error:5.1.3 ");
  }

  @Test
  void noBundle_laterAndNeverNotFound() throws Exception {
    Gatekeeper gatekeeper = gate.start();
    for (String key : new String[] {"gen@army.mil", "*", "<>", "x@nobody-knows-me.org"}) {
      assertThat(gate.ask(key)).as(key).isEqualTo(NOTHING);
    }
    assertThat(gate.log()).contains("\"word\":\"missing\"");
    gate.put(gate.bundle(3).bytes());
    gatekeeper.look();
    assertThat(gate.ask("gen@army.mil")).isEqualTo("OK :");
  }

  @Test
  void expired_enforcedForTheGraceAndThenLater() throws Exception {
    gate.put(gate.bundle(3).bytes());
    gate.start();
    gate.clock.pass(Duration.ofDays(36));
    assertThat(gate.ask("gen@army.ml")).startsWith("OK q-lookalike:");
    gate.clock.pass(Duration.ofDays(1));
    assertThat(gate.ask("gen@army.ml")).startsWith("TEMP the policy expired 2026-12-22");
    assertThat(gate.ask("*")).startsWith("TEMP ");
  }

  @Test
  void trustThatEnds_endsHere() throws Exception {
    gate.put(
        gate.bundle(3, trusted("partner.example").until(Gate.NOW.plus(Duration.ofDays(2))))
            .bytes());
    Gatekeeper gatekeeper = gate.start();
    assertThat(gate.ask("x@partner.example")).isEqualTo("OK :");
    gate.clock.pass(Duration.ofDays(2));
    gatekeeper.look();
    assertThat(gate.ask("x@partner.example")).isEqualTo("NOTFOUND ");
    assertThat(gate.log()).contains("trust-ended");
  }

  @Test
  void newBundle_decidesFromThenOn() throws Exception {
    gate.put(gate.bundle(3).bytes());
    Gatekeeper gatekeeper = gate.start();
    try (Gate.Client client = new Gate.Client(gate.socket())) {
      assertThat(client.ask("x@bad.example")).isEqualTo("NOTFOUND ");
      gate.put(gate.bundle(4, blocked("bad.example")).bytes());
      gatekeeper.look();
      assertThat(client.ask("x@bad.example")).isEqualTo("OK q-blocked:" + Gate.NEXTHOP);
    }
    assertThat(gatekeeper.metricsText())
        .contains("bundle_serial 4\n", "bundle_swaps_total 2\n", "bundle_file_refused 0\n");
  }

  @Test
  void badBundle_oldOneStaysAndTheReasonIsSaid() throws Exception {
    gate.put(gate.bundle(3).bytes());
    Gatekeeper gatekeeper = gate.start();
    Bundle next = gate.bundle(4, blocked("bad.example"));
    byte[] tampered = next.bytes();
    tampered[tampered.length / 2] ^= 1;
    Bundle lying =
        Repacked.withPolicy(next, text -> text.replace("bad.example\tb", "bad.example\tt"))
            .signedBy(gate.alice);
    Bundle stranger =
        gate.unsigned(Gate.policy(4, Unlisted.DELIVER))
            .signedBy(OfficerKey.create("Mallory", gate.clock));
    refused(gatekeeper, tampered, "payload");
    refused(gatekeeper, new byte[5_000], "archive");
    refused(gatekeeper, stranger.bytes(), "threshold");
    refused(gatekeeper, gate.bundle(2).bytes(), "rollback");
    refused(gatekeeper, gate.bundle(3, blocked("x.example")).bytes(), "fork");
    refused(gatekeeper, lying.bytes(), "engine-probe");
    Files.delete(gate.file);
    gatekeeper.look();
    assertThat(gate.log()).contains("\"word\":\"missing\"");
    assertThat(gate.ask("x@bad.example")).isEqualTo("NOTFOUND ");
    gate.put(next.bytes());
    gatekeeper.look();
    assertThat(gate.ask("x@bad.example")).startsWith("OK q-blocked:");
    assertThat(gatekeeper.metricsText()).contains("bundle_file_refused 0\n");
  }

  private void refused(Gatekeeper gatekeeper, byte[] bundle, String word) throws IOException {
    gate.put(bundle);
    gatekeeper.look();
    assertThat(gate.log()).contains("\"word\":\"" + word + "\"");
    assertThat(gatekeeper.metricsText())
        .contains(
            "bundle_refusals_total{reason=\"" + word + "\"} 1\n",
            "bundle_file_refused 1\n",
            "bundle_serial 3\n");
    assertThat(gate.ask("x@army.ml")).startsWith("OK q-lookalike:");
  }

  @Test
  void restart_keepsWhatWasInForce() throws Exception {
    gate.put(gate.bundle(3).bytes());
    gate.put(gate.bundle(5).bytes());
    gate.start().close();
    Files.delete(gate.file);
    gate.clock.pass(Duration.ofDays(33));
    Gatekeeper again = gate.start();
    assertThat(gate.log()).contains("bundle-resumed");
    assertThat(gate.ask("x@army.ml")).startsWith("OK q-lookalike:");
    gate.clock.pass(Duration.ofDays(-33));
    gate.put(gate.bundle(4).bytes());
    again.look();
    assertThat(gate.log()).contains("rollback");
  }

  /** What was in force is trusted no more, and still nothing older may follow. */
  @Test
  void restart_officerNoLongerTrusted_laterAndNoRollback() throws Exception {
    gate.put(gate.bundle(5).bytes());
    gate.start().close();
    OfficerKey bob = OfficerKey.create("Bob", gate.clock);
    gate.trust(bob);
    Gatekeeper again = gate.start();
    assertThat(gate.ask("x@army.ml")).isEqualTo(NOTHING);
    gate.put(gate.unsigned(Gate.policy(4, Unlisted.DELIVER)).signedBy(bob).bytes());
    again.look();
    assertThat(gate.log()).contains("\"word\":\"rollback\"");
    assertThat(gate.ask("x@army.ml")).isEqualTo(NOTHING);
    gate.put(gate.unsigned(Gate.policy(6, Unlisted.DELIVER)).signedBy(bob).bytes());
    again.look();
    assertThat(gate.ask("x@army.ml")).startsWith("OK q-lookalike:");
  }

  /** The trust file that postern-apply took out of a bundle stands in another folder. */
  @Test
  void laterTrustFile_counts() throws Exception {
    Gatekeeper keeper = gate.start();
    OfficerKey bob = OfficerKey.create("Bob", gate.clock);
    gate.trustLater(bob);
    gate.put(gate.unsigned(Gate.policy(6, Unlisted.DELIVER)).signedBy(bob).bytes());
    keeper.look();
    assertThat(gate.ask("x@army.ml")).startsWith("OK q-lookalike:");
  }

  @Test
  void log_saysNothingBeforeTheAt() throws Exception {
    gate.put(gate.bundle(3).bytes());
    gate.logLookups = true;
    gate.start();
    gate.ask("Gen.Walker@army.ml");
    String hash = gate.log().replaceAll("(?s).*\"proof\":\"(sha256:[0-9a-f]{64})\".*", "$1");
    assertThat(hash)
        .isEqualTo(Gate.policy(3, Unlisted.DELIVER).judge("Gen.Walker@army.ml").proof().hash());
    assertThat(gate.log()).contains("\"domain\":\"army.ml\"").doesNotContainIgnoringCase("walker");
    assertThat(gate.log().lines()).allMatch(line -> line.startsWith("{\"time\":\"2026-"));
  }

  @Test
  void start_anotherProcessListens_saysSo() throws Exception {
    gate.start();
    assertThatThrownBy(gate::start).hasMessageContaining("another process listens");
    assertThat(gate.ask("*")).isEqualTo(NOTHING);
  }

  @Test
  void start_socketOfAKilledProcess_isReplaced() throws Exception {
    try (var left =
        java.nio.channels.ServerSocketChannel.open(java.net.StandardProtocolFamily.UNIX)) {
      left.bind(gate.socket().address());
    }
    assertThat(dir.resolve("s")).exists();
    gate.start();
    assertThat(gate.ask("*")).isEqualTo(NOTHING);
  }
}
