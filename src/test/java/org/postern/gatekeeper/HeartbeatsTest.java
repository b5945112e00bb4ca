package org.postern.gatekeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.gatekeeper.Gate.blocked;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.bundle.Bundle;
import org.postern.bundle.HeartbeatKey;

/** What the gatekeeper says when a heartbeat raises the alarm; and that it goes on judging. */
class HeartbeatsTest {
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
  void newerPolicyWithheld_behindUntilItComes() throws Exception {
    HeartbeatKey key = gate.beating();
    gate.put(gate.bundle(3).bytes());
    Gatekeeper gatekeeper = gate.start();
    assertThat(gatekeeper.metricsText()).doesNotContain("heartbeat");
    Bundle next = gate.bundle(4, blocked("bad.example"));
    gate.beat(key, next);
    gatekeeper.look();
    assertThat(gate.log()).contains("\"event\":\"heartbeat-alarm\"", "\"word\":\"behind\"");
    assertThat(gatekeeper.metricsText())
        .contains(
            "heartbeat_alarm{word=\"behind\"} 1\n",
            "heartbeat_alarm{word=\"stale\"} 0\n",
            "heartbeat_serial 4\n",
            "heartbeat_due_seconds 3600\n");
    assertThat(gate.ask("x@army.ml")).startsWith("OK q-lookalike:");
    gate.put(next.bytes());
    gatekeeper.look();
    assertThat(gate.log()).contains("\"event\":\"heartbeat\"");
    assertThat(gatekeeper.metricsText()).contains("heartbeat_alarm{word=\"behind\"} 0\n");
  }

  @Test
  void noneInItsTime_stale_alsoAfterARestart() throws Exception {
    HeartbeatKey key = gate.beating();
    Bundle bundle = gate.bundle(3);
    gate.put(bundle.bytes());
    gate.beat(key, bundle);
    Gatekeeper gatekeeper = gate.start();
    gate.clock.pass(Duration.ofHours(1).plusSeconds(1));
    gatekeeper.look();
    gatekeeper.look();
    assertThat(gate.log().lines().filter(l -> l.contains("heartbeat-alarm"))).hasSize(1);
    assertThat(gatekeeper.metricsText()).contains("heartbeat_alarm{word=\"stale\"} 1\n");
    gatekeeper.close();
    Files.delete(dir.resolve("heartbeat"));
    assertThat(gate.start().metricsText()).contains("heartbeat_alarm{word=\"stale\"} 1\n");
    assertThat(gate.ask("x@army.ml")).startsWith("OK q-lookalike:");
  }

  @Test
  void olderOrForged_refusedAndCounted() throws Exception {
    HeartbeatKey key = gate.beating();
    Bundle bundle = gate.bundle(3);
    gate.put(bundle.bytes());
    gate.beat(key, bundle);
    byte[] old = Files.readAllBytes(dir.resolve("heartbeat"));
    gate.clock.pass(Duration.ofMinutes(1));
    gate.beat(key, bundle);
    Gatekeeper gatekeeper = gate.start();
    Files.write(dir.resolve("heartbeat"), old);
    gatekeeper.look();
    String forged =
        new String(old, StandardCharsets.US_ASCII).replace("\nserial: 3", "\nserial: 4");
    Files.writeString(dir.resolve("heartbeat"), forged);
    gatekeeper.look();
    Files.writeString(dir.resolve("heartbeat"), "garbage");
    gatekeeper.look();
    assertThat(gatekeeper.metricsText())
        .contains(
            "heartbeat_refusals_total{reason=\"rollback\"} 1\n",
            "heartbeat_refusals_total{reason=\"signature\"} 1\n",
            "heartbeat_refusals_total{reason=\"form\"} 1\n",
            "heartbeat_age_seconds 0\n");
  }

  /** What postern-apply asks Postfix for, to see that the serial is in force. */
  @Test
  void canary_answersWithTheSerialInForce() throws Exception {
    Bundle bundle = gate.bundle(3);
    String canary = "postern@" + bundle.digest().substring(7, 23) + ".probe.postern.invalid";
    gate.start();
    assertThat(gate.ask(canary)).startsWith("TEMP ");
    gate.put(gate.bundle(2).bytes());
    Gatekeeper gatekeeper = reopened();
    assertThat(gate.ask(canary)).isEqualTo("NOTFOUND ");
    gate.put(bundle.bytes());
    gatekeeper.look();
    assertThat(gate.ask(canary)).isEqualTo("OK error:5.1.1 postern serial 3");
  }

  private Gatekeeper reopened() throws Exception {
    gate.close();
    return gate.start();
  }
}
