package org.postern.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.common.config.keys.AuthorizedKeyEntry;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.delivery.DeliveryException.Reason;
import org.postern.store.Deliveries.Parcel;
import org.postern.store.GatewayAccess;
import org.postern.store.Settings;

@SuppressWarnings("NullAway.Init") // set in start, before each test
class SftpWayTest {
  @TempDir Path dir;
  private SftpHost host;
  private Parcel parcel;

  @BeforeEach
  void start() throws Exception {
    host = new SftpHost(dir, "host.key");
    parcel = Parcels.of(dir.resolve("here"), "policy-1.postern", 700_000);
  }

  @AfterEach
  void stop() throws Exception {
    host.close();
  }

  private DeliveryException fails(Way way) {
    return Parcels.fails(way, parcel);
  }

  private Path there() {
    return host.incoming().resolve("policy-1.postern");
  }

  @Test
  void bring_byPassword_whole_andOnceMoreReplacesIt() throws Exception {
    Sending sending = new Sending(parcel.octets());
    host.way().bring(parcel, sending);
    assertThat(there()).hasBinaryContent(Parcels.bytes(parcel));
    assertThat(sending.sent()).isEqualTo(700_000);
    parcel = Parcels.of(dir.resolve("here"), "policy-1.postern", 700_001);
    host.way().bring(parcel, new Sending(parcel.octets()));
    assertThat(there()).hasBinaryContent(Parcels.bytes(parcel));
    assertThat(host.incoming().toFile().list()).containsExactly("policy-1.postern");
  }

  @Test
  void bring_byKey_ofOpenSshWithAPassword() throws Exception {
    Path key = dir.resolve("id");
    Process made =
        new ProcessBuilder("ssh-keygen", "-q", "-t", "ed25519", "-N", "horse", "-f", key.toString())
            .inheritIO()
            .start();
    assertThat(made.waitFor(30, TimeUnit.SECONDS)).isTrue();
    host.trusted =
        AuthorizedKeyEntry.parseAuthorizedKeyEntry(Files.readString(dir.resolve("id.pub")).strip())
            .resolvePublicKey(null, null);
    GatewayAccess access =
        new GatewayAccess(
            SftpHost.USER, "", Files.readString(key), "horse", host.fingerprint(), false);
    Gateway gateway =
        Gateway.of(
            new Settings.Gateway(
                "relay-1.example", "sftp://127.0.0.1:" + host.port() + "/incoming", access));
    gateway.way().bring(parcel, new Sending(parcel.octets()));
    assertThat(there()).hasBinaryContent(Parcels.bytes(parcel));
    Way wrong =
        new SftpWay(
            "127.0.0.1",
            host.port(),
            "/incoming",
            new GatewayAccess(
                SftpHost.USER, "", Files.readString(key), "cow", host.fingerprint(), false));
    assertThat(fails(wrong).reason()).isEqualTo(Reason.SETTINGS);
  }

  @Test
  void unknownHostKey_nothingIsSent_andItIsShown() throws Exception {
    DeliveryException e = fails(host.way(SftpHost.PASSWORD, ""));
    assertThat(e.reason()).isEqualTo(Reason.UNTRUSTED);
    assertThat(e).hasMessageContaining(host.fingerprint()).hasMessageContaining("not known yet");
    Identity shown = e.shown().orElseThrow();
    assertThat(shown.value()).isEqualTo(host.fingerprint());
    assertThat(shown.changed()).isFalse();
    assertThat(host.signInTries).hasValue(0);
    host.way(SftpHost.PASSWORD, "SHA256:other\n" + shown.value())
        .bring(parcel, new Sending(parcel.octets()));
    assertThat(there()).exists();
  }

  @Test
  void ofSeveralHostKeys_theEd25519OneCounts_asWithOpenSsh() throws Exception {
    host.keys(
        KeyUtils.generateKeyPair("ecdsa-sha2-nistp256", 256),
        KeyUtils.generateKeyPair("ssh-ed25519", 256));
    assertThat(fails(host.way(SftpHost.PASSWORD, ""))).hasMessageContaining("ssh-ed25519 host key");
  }

  @Test
  void changedHostKey_isAnAlarm_andNoPasswordIsGiven() throws Exception {
    String before = host.fingerprint();
    host.close();
    host = new SftpHost(dir, "another.key");
    DeliveryException e = fails(host.way(SftpHost.PASSWORD, before));
    assertThat(e.reason()).isEqualTo(Reason.UNTRUSTED);
    assertThat(e).hasMessageContaining("may be an attack");
    assertThat(e.shown().orElseThrow().changed()).isTrue();
    assertThat(host.signInTries).hasValue(0);
  }

  @Test
  void wrongPassword_isTriedOnce() throws Exception {
    DeliveryException e = fails(host.way("wrong", host.fingerprint()));
    assertThat(e.reason()).isEqualTo(Reason.SIGN_IN);
    assertThat(host.signInTries).hasValue(1);
  }

  @Test
  void noSuchFolder_andNobodyThere_saySo() throws Exception {
    Files.delete(host.incoming());
    DeliveryException e = fails(host.way());
    assertThat(e.reason()).isEqualTo(Reason.SETTINGS);
    assertThat(e).hasMessageContaining("has no folder /incoming");
    Way way = host.way();
    host.close();
    assertThat(fails(way).reason()).isEqualTo(Reason.UNREACHABLE);
  }

  @Test
  void cutInTheMiddle_leavesNothingOfItsName_andTheNextTryIsWhole() throws Exception {
    host.writing =
        (session, _, offset) -> {
          if (offset > 200_000) {
            session.close(true);
          }
        };
    assertThat(fails(host.way()).reason()).isEqualTo(Reason.LOST);
    assertThat(there()).doesNotExist();
    host.writing = (_, _, _) -> {};
    host.way().bring(parcel, new Sending(parcel.octets()));
    assertThat(there()).hasBinaryContent(Parcels.bytes(parcel));
    assertThat(host.incoming().toFile().list()).containsExactly("policy-1.postern");
  }

  @Test
  void full_leavesNothingOfItsName() throws Exception {
    host.writing =
        (_, _, offset) -> {
          if (offset > 200_000) {
            throw new IOException("No space left on device");
          }
        };
    DeliveryException e = fails(host.way());
    assertThat(e.reason()).isEqualTo(Reason.LOST);
    assertThat(e).hasMessageContaining("may be full");
    assertThat(there()).doesNotExist();
  }

  @Test
  void lying_keepsLessThanItTook_isNoticed() throws Exception {
    host.closing =
        (_, file, _) -> {
          if (file.getFile().toString().endsWith(".part")) {
            file.getFileChannel().truncate(600_000);
          }
        };
    DeliveryException e = fails(host.way());
    assertThat(e.reason()).isEqualTo(Reason.LOST);
    assertThat(e).hasMessageContaining("kept 600000 of 700000 bytes");
    assertThat(there()).doesNotExist();
  }

  @Test
  void silent_isHungUpOn() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    host.writing =
        (_, _, _) -> {
          try {
            over.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        };
    Sending sending = new Sending(parcel.octets());
    Patience little = new Patience(Duration.ofMillis(700), Duration.ofMinutes(1), 1 << 20);
    try (Watch watch = Watch.over(sending, little)) {
      watch.start();
      DeliveryException e =
          catchThrowableOfType(DeliveryException.class, () -> host.way().bring(parcel, sending));
      assertThat(e.reason()).isEqualTo(Reason.TOO_SLOW);
    } finally {
      over.countDown();
    }
    assertThat(there()).doesNotExist();
  }

  @Test
  void notSsh_saysSo() throws Exception {
    try (ServerSocket other = new ServerSocket(0)) {
      Thread.ofVirtual()
          .start(
              () -> {
                try (Socket one = other.accept()) {
                  one.getOutputStream()
                      .write("HTTP/1.0 400 no\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                } catch (IOException e) {
                  // The test is over.
                }
              });
      Way way =
          new SftpWay(
              "127.0.0.1",
              other.getLocalPort(),
              "",
              new GatewayAccess("u", "p", "", "", "SHA256:x", false));
      assertThat(fails(way)).hasMessageContaining("does not answer like an SSH server");
    }
  }

  @Test
  void trial_saysEachStep_andLeavesNothing() throws Exception {
    Trial good = Trial.of(new Gateway("relay-1.example", "sftp", host.way()));
    assertThat(good.works()).isTrue();
    assertThat(good.lines())
        .extracting(Trial.Line::step)
        .containsExactly(Step.CONNECT, Step.IDENTITY, Step.SIGN_IN, Step.WRITE);
    assertThat(host.incoming()).isEmptyDirectory();
    Trial bad =
        Trial.of(new Gateway("relay-1.example", "sftp", host.way("hunter2", host.fingerprint())));
    assertThat(bad.lines().getLast().step()).isEqualTo(Step.SIGN_IN);
    assertThat(bad.text()).doesNotContain("hunter2");
  }
}
