package org.postern.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.Certificates;
import org.postern.delivery.DeliveryException.Reason;
import org.postern.store.Deliveries.Parcel;
import org.postern.store.GatewayAccess;

@SuppressWarnings("NullAway.Init") // set in start, before each test
class HttpsWayTest {
  private static final String HERE = "IP:127.0.0.1";

  @TempDir Path dir;
  private Certificates certificates;
  private HttpsHost host;
  private Parcel parcel;
  private String authority;

  @BeforeEach
  void start() throws Exception {
    certificates = new Certificates(dir);
    certificates.authority("house");
    authority = certificates.pem("house");
    host = new HttpsHost(dir.resolve("root"), certificates.signed("relay", "house", HERE, true));
    parcel = Parcels.of(dir.resolve("here"), "policy-1.postern", 700_000);
  }

  @AfterEach
  void stop() {
    host.close();
  }

  private DeliveryException fails(Way way) {
    return Parcels.fails(way, parcel);
  }

  private Path there() {
    return host.root.resolve("policy-1.postern");
  }

  @Test
  void put_whole_andOnceMoreIsHarmless() throws Exception {
    Sending sending = new Sending(parcel.octets());
    host.way(authority).bring(parcel, sending);
    assertThat(there()).hasBinaryContent(Parcels.bytes(parcel));
    assertThat(sending.sent()).isEqualTo(700_000);
    host.way(authority).bring(parcel, new Sending(parcel.octets()));
    assertThat(there()).hasBinaryContent(Parcels.bytes(parcel));
    assertThat(host.asked).contains("PUT /incoming/policy-1.postern");
  }

  @Test
  void certificateNobodyVouchesFor_nothingIsSent_andItMayBeChosen() throws Exception {
    DeliveryException e = fails(host.way(""));
    assertThat(e.reason()).isEqualTo(Reason.UNTRUSTED);
    assertThat(host.asked).isEmpty();
    Identity shown = e.shown().orElseThrow();
    assertThat(shown.changed()).isFalse();
    host.way(shown.value()).bring(parcel, new Sending(parcel.octets()));
    assertThat(there()).exists();
  }

  @Test
  void anotherCertificateThanTheTrusted_isAnAlarm() {
    certificates.authority("other");
    DeliveryException e = fails(host.way(certificates.pem("other")));
    assertThat(e.reason()).isEqualTo(Reason.UNTRUSTED);
    assertThat(e).hasMessageContaining("may be an attack");
    assertThat(e.shown().orElseThrow().changed()).isTrue();
    assertThat(host.asked).isEmpty();
  }

  @Test
  void certificateForAnotherName_isRefused() throws Exception {
    host.close();
    host =
        new HttpsHost(
            dir.resolve("root"),
            certificates.signed("elsewhere", "house", "DNS:elsewhere.example", true));
    DeliveryException e = fails(host.way(authority));
    assertThat(e.reason()).isEqualTo(Reason.UNTRUSTED);
    assertThat(e).hasMessageContaining("elsewhere.example");
    assertThat(host.asked).isEmpty();
  }

  @Test
  void expiredCertificate_cannotBeChosen() throws Exception {
    host.close();
    host = new HttpsHost(dir.resolve("root"), certificates.signed("old", "house", HERE, false));
    Identity shown = fails(host.way(authority)).shown().orElseThrow();
    assertThat(shown.value()).isEmpty();
  }

  @Test
  void wrongToken_isNotTriedAgain_andIsNotInTheSentence() {
    DeliveryException e =
        fails(host.way(new GatewayAccess("", "hunter2", "", "", authority, false)));
    assertThat(e.reason()).isEqualTo(Reason.SIGN_IN);
    assertThat(e.reason().lasting()).isTrue();
    assertThat(e.sentence()).doesNotContain("hunter2");
  }

  @Test
  void redirect_isNotFollowed() {
    host.fault =
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange
              .getResponseHeaders()
              .set("Location", "https://127.0.0.1:" + host.port() + "/elsewhere");
          exchange.sendResponseHeaders(307, -1);
          return true;
        };
    DeliveryException e = fails(host.way(authority));
    assertThat(e.reason()).isEqualTo(Reason.REFUSED);
    assertThat(e).hasMessageContaining("points elsewhere");
    assertThat(host.asked).containsExactly("HEAD /incoming/policy-1.postern");
  }

  @Test
  void statuses_areTold() {
    for (var one :
        Map.of(
                507, Reason.FULL,
                503, Reason.LOST,
                404, Reason.SETTINGS,
                403, Reason.SIGN_IN,
                413, Reason.REFUSED)
            .entrySet()) {
      host.fault =
          exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(one.getKey(), -1);
            return true;
          };
      assertThat(fails(host.way(authority)).reason()).isEqualTo(one.getValue());
    }
  }

  @Test
  void cutInTheMiddle_leavesNothingOfItsName_andTheNextTryIsWhole() throws Exception {
    host.fault =
        exchange -> {
          if (exchange.getRequestMethod().equals("PUT")) {
            exchange.getRequestBody().readNBytes(100_000);
            throw new IOException("cut");
          }
          return false;
        };
    assertThat(fails(host.way(authority)).reason()).isEqualTo(Reason.LOST);
    assertThat(there()).doesNotExist();
    host.fault = _ -> false;
    host.way(authority).bring(parcel, new Sending(parcel.octets()));
    assertThat(there()).hasBinaryContent(Parcels.bytes(parcel));
  }

  @Test
  void lying_tookItAndHasLess_isNoticed() {
    host.fault =
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          boolean put = exchange.getRequestMethod().equals("PUT");
          if (!put) {
            exchange.getResponseHeaders().set("Content-Length", "600000");
          }
          exchange.sendResponseHeaders(put ? 201 : 200, -1);
          return true;
        };
    DeliveryException e = fails(host.way(authority));
    assertThat(e.reason()).isEqualTo(Reason.LOST);
    assertThat(e).hasMessageContaining("has 600000 of 700000 bytes");
  }

  @Test
  void endlessAnswer_isCutOff() {
    host.fault =
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(201, 0);
          byte[] piece = new byte[1 << 16];
          for (int i = 0; i < 10_000; i++) {
            exchange.getResponseBody().write(piece);
          }
          return true;
        };
    assertThat(fails(host.way(authority)).reason()).isEqualTo(Reason.LOST);
  }

  @Test
  void silent_isHungUpOn() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    host.fault =
        _ -> {
          try {
            over.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return false;
        };
    Sending sending = new Sending(parcel.octets());
    Patience little = new Patience(Duration.ofMillis(700), Duration.ofMinutes(1), 1 << 20);
    try (Watch watch = Watch.over(sending, little)) {
      watch.start();
      DeliveryException e =
          catchThrowableOfType(
              DeliveryException.class, () -> host.way(authority).bring(parcel, sending));
      assertThat(e.reason()).isEqualTo(Reason.TOO_SLOW);
    } finally {
      over.countDown();
    }
  }

  @Test
  void nobodyThere_andUnusableSettings_saySo() throws Exception {
    Way way = host.way(authority);
    host.close();
    assertThat(fails(way).reason()).isEqualTo(Reason.UNREACHABLE);
    assertThat(fails(host.way("no certificate")).reason()).isEqualTo(Reason.SETTINGS);
    String p12 = HttpsHost.p12(dir.resolve("relay.p12"));
    assertThat(fails(host.way(new GatewayAccess("", "", p12, "not pw", authority, false))).reason())
        .isEqualTo(Reason.SETTINGS);
  }

  @Test
  void clientCertificate_ofTheServersAuthority_signsIn_anotherDoesNot() throws Exception {
    certificates.signed("console", "house", "DNS:console.example", true);
    certificates.authority("strangers");
    certificates.signed("stranger", "strangers", "DNS:console.example", true);
    Path root = dir.resolve("guarded");
    try (HttpsHost guarded = HttpsHost.asking(root, certificates.asking("relay", "house"))) {
      assertThat(Parcels.fails(guarded.way(authority), parcel).reason()).isEqualTo(Reason.SIGN_IN);
      assertThat(Parcels.fails(guarded.way(signedIn("stranger", "pw")), parcel).reason())
          .isEqualTo(Reason.SIGN_IN);
      assertThat(root).isEmptyDirectory();
      guarded.way(signedIn("console", "pw")).bring(parcel, new Sending(parcel.octets()));
      assertThat(root.resolve("policy-1.postern")).hasBinaryContent(Parcels.bytes(parcel));
    }
  }

  private GatewayAccess signedIn(String client, String password) throws Exception {
    String p12 = HttpsHost.p12(dir.resolve(client + ".p12"));
    return new GatewayAccess("", HttpsHost.TOKEN, p12, password, authority, false);
  }

  @Test
  void trial_saysEachStep_andLeavesNothing() {
    Trial good = Trial.of(new Gateway("relay-1.example", "https", host.way(authority)));
    assertThat(good.text()).contains("went   server identity");
    assertThat(good.works()).isTrue();
    assertThat(host.root).isEmptyDirectory();
    Trial bad = Trial.of(new Gateway("relay-1.example", "https", host.way("")));
    assertThat(bad.lines().getLast().step()).isEqualTo(Step.IDENTITY);
    assertThat(bad.shown()).isPresent();
  }
}
