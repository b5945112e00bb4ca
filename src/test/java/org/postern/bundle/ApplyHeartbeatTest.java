package org.postern.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postern.officer.OfficerKey;

/** What {@code postern-apply} does with a heartbeat, and without one. */
class ApplyHeartbeatTest extends ScriptedGateway {
  private final Instant now = Instant.now();
  private TrustFile trust;
  private HeartbeatKey key;

  @Override
  TrustFile officers() throws BundleException {
    Path file = dir.resolve("heartbeat.key");
    PublicKey half = HeartbeatKey.create(file);
    return super.officers()
        .withHeartbeats(
            List.of(new TrustFile.Key(OfficerKey.idOf(half), "console 1", half, false)));
  }

  @BeforeEach
  void policyInForce() throws Exception {
    key = HeartbeatKey.read(dir.resolve("heartbeat.key"));
    trust = TrustFile.read(dir.resolve("trust"));
    assertThat(run("conf", "one")).startsWith("0 ");
  }

  private String hand(Instant time, Duration pause, Bundle newest) throws Exception {
    Heartbeat heartbeat =
        Heartbeat.of(
            Fixtures.POLICY_ID,
            new BundleVerifier.Active(newest.manifest().serial(), newest.digest()),
            trust,
            key,
            time,
            pause);
    Fixtures.write(dir.resolve("heartbeat"), heartbeat.signed(key));
    return run("conf", "heartbeat");
  }

  private String hand(Bundle newest) throws Exception {
    return hand(now, Duration.ofHours(26), newest);
  }

  @Test
  void allWell_keptAndAcknowledgedOnce() throws Exception {
    assertThat(run("--status", "conf")).startsWith("0 ").contains("no heartbeat has come yet");
    assertThat(hand(one))
        .startsWith("0 postern-apply: heartbeat of ")
        .endsWith("serial 1 is the newest, and in force\n");
    assertThat(Files.readAllBytes(dir.resolve("state/heartbeat")))
        .isEqualTo(Files.readAllBytes(dir.resolve("heartbeat")));
    assertThat(receipts().getLast())
        .returns(Receipt.Result.CURRENT, Receipt::result)
        .returns("heartbeat", Receipt::word)
        .returns(one.digest(), Receipt::manifest);
    assertThat(run("conf", "heartbeat")).startsWith("0 postern-apply: current");
    assertThat(run("--check", "conf")).startsWith("0 ").contains("all is well");
    assertThat(run("--status", "conf"))
        .startsWith("0 ")
        .contains("the newest heartbeat is of ")
        .contains("serial 1, trust file 1");
    assertThat(receipts()).hasSize(2);
  }

  @Test
  void newerPolicyWithheld_behind_untilItComes() throws Exception {
    assertThat(hand(two))
        .isEqualTo(
            "40 postern-apply: ALARM (behind): serial 2 was published, but this gateway has"
                + " serial 1\n");
    assertThat(active()).startsWith("serial-1-");
    for (int i = 0; i < 3; i++) {
      assertThat(run("--check", "conf")).startsWith("40 postern-apply: ALARM (behind)");
    }
    assertThat(run("--status", "conf")).startsWith("40 ").contains("ALARM (behind)");
    assertThat(run("--verify-only", "conf", "heartbeat")).startsWith("40 ");
    // It began once: one receipt.
    assertThat(receipts())
        .extracting(r -> r.result().word() + " " + r.word())
        .containsExactly("applied applied", "alarm behind");
    assertThat(receipts().getLast())
        .returns(2L, Receipt::serial)
        .returns(1L, Receipt::activeSerial);
    assertThat(run("conf", "two")).startsWith("0 ");
    assertThat(run("--check", "conf")).startsWith("0 ");
    assertThat(run("--status", "conf")).startsWith("0 ");
  }

  @Test
  void noneForItsTime_staleAndSaidOnceADay() throws Exception {
    Instant then = now.minus(Duration.ofHours(30));
    assertThat(hand(then, Duration.ofHours(26), one))
        .startsWith("10 postern-apply: refused (stale)");
    assertThat(run("--check", "conf")).startsWith("0 ");
    // It came in time, and then none.
    Files.copy(dir.resolve("heartbeat"), dir.resolve("state/heartbeat"));
    assertThat(run("--check", "conf"))
        .startsWith("40 postern-apply: ALARM (stale): the last heartbeat");
    assertThat(run("--check", "conf")).startsWith("40 ");
    assertThat(receipts()).hasSize(3);
    Path known = dir.resolve("state/receipts/alarm");
    String[] words = Files.readString(known).strip().split(" ");
    Files.writeString(
        known, words[0] + " " + words[1] + " " + (Long.parseLong(words[2]) - 86_400) + "\n");
    assertThat(run("--check", "conf")).startsWith("40 ");
    assertThat(receipts()).hasSize(4);
    assertThat(receipts().getLast())
        .returns(Receipt.Result.ALARM, Receipt::result)
        .returns("stale", Receipt::word);
    assertThat(hand(one)).startsWith("0 ");
    assertThat(run("--check", "conf")).startsWith("0 ");
  }

  @Test
  void olderOne_refusedAndTheNewestCounts() throws Exception {
    assertThat(hand(one)).startsWith("0 ");
    byte[] kept = Files.readAllBytes(dir.resolve("state/heartbeat"));
    assertThat(hand(now.minusSeconds(60), Duration.ofHours(26), one))
        .startsWith("10 postern-apply: refused (rollback)");
    assertThat(Files.readAllBytes(dir.resolve("state/heartbeat"))).isEqualTo(kept);
  }

  @Test
  void trustFileWithoutItsKey_forgetsIt() throws Exception {
    assertThat(hand(two)).startsWith("40 ");
    new TrustFile(2, 2, trust.keys()).write(dir.resolve("trust"));
    assertThat(run("--status", "conf")).startsWith("0 ").contains("no heartbeat has come yet");
    assertThat(hand(one)).startsWith("10 postern-apply: refused (key)");
  }
}
