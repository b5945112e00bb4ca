package org.postern.gatekeeper;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes on the wire: framing, hostile clients, crowds. */
@Timeout(30)
class WireTest {
  @TempDir Path dir;
  private Gate gate;

  @BeforeEach
  void open() throws Exception {
    gate = new Gate(dir);
    gate.put(gate.bundle(3, Gate.blocked("evil.example")).bytes());
  }

  @AfterEach
  void close() {
    gate.close();
  }

  @Test
  void requests_inPiecesAndSeveralAtOnce() throws Exception {
    gate.start();
    String request = Gate.netstring("transport gen@army.mil");
    try (Gate.Client client = new Gate.Client(gate.socket())) {
      for (String piece : request.split("")) {
        client.send(piece);
      }
      assertThat(client.receive()).isEqualTo("OK :");
      client.send(request + Gate.netstring("transport x@evil.example") + request.substring(0, 9));
      assertThat(client.receive()).isEqualTo("OK :");
      assertThat(client.receive()).isEqualTo("OK q-blocked:" + Gate.NEXTHOP);
      client.send(request.substring(9));
      assertThat(client.receive()).isEqualTo("OK :");
    }
  }

  @Test
  void request_longestAndUnknownTable() throws Exception {
    gate.start();
    try (Gate.Client client = new Gate.Client(gate.socket())) {
      assertThat(client.ask("a".repeat(90_000) + "@army.mil")).startsWith("OK error:5.1.3 ");
      client.send(Gate.netstring("virtual gen@army.mil"));
      assertThat(client.receive()).startsWith("PERM ");
      client.send(Gate.netstring("transport"));
      assertThat(client.receive()).startsWith("PERM ");
      assertThat(client.ask("gen@army.mil")).isEqualTo("OK :");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\n\r\n",
        "-1:x,",
        "07:transport,",
        "100001:transport ",
        "9999999999:x",
        ":x,",
        "4:transport gen@army.mil,",
        " 1:x,"
      })
  void garbled_hangsUp(String bytes) throws Exception {
    Gatekeeper gatekeeper = gate.start();
    try (Gate.Client client = new Gate.Client(gate.socket())) {
      client.send(bytes);
      assertThat(client.read()).isEqualTo(-1);
    }
    assertThat(gatekeeper.metricsText()).contains("dropped_total{reason=\"garbled\"} 1\n");
    assertThat(gate.ask("gen@army.mil")).isEqualTo("OK :");
  }

  @Test
  void slowClient_isDroppedAndOthersAreServed() throws Exception {
    gate.times = new Times(Duration.ofMillis(300), Duration.ofMinutes(1));
    Gatekeeper gatekeeper = gate.start();
    try (Gate.Client slow = new Gate.Client(gate.socket());
        Gate.Client good = new Gate.Client(gate.socket())) {
      slow.send("22:tran");
      assertThat(good.ask("gen@army.mil")).isEqualTo("OK :");
      assertThat(slow.read()).isEqualTo(-1);
      assertThat(good.ask("gen@army.mil")).isEqualTo("OK :");
    }
    assertThat(gatekeeper.metricsText()).contains("dropped_total{reason=\"slow\"} 1\n");
  }

  @Test
  void idleClient_isDropped() throws Exception {
    gate.times = new Times(Duration.ofMinutes(1), Duration.ofMillis(300));
    Gatekeeper gatekeeper = gate.start();
    try (Gate.Client idle = new Gate.Client(gate.socket())) {
      assertThat(idle.ask("gen@army.mil")).isEqualTo("OK :");
      assertThat(idle.read()).isEqualTo(-1);
    }
    assertThat(gatekeeper.metricsText()).contains("dropped_total{reason=\"idle\"} 1\n");
  }

  /** A client that asks and never reads the answers fills its socket and no more. */
  @Test
  void clientThatDoesNotRead_isDropped() throws Exception {
    gate.times = new Times(Duration.ofMillis(500), Duration.ofMinutes(1));
    Gatekeeper gatekeeper = gate.start();
    String many = Gate.netstring("proof gen@army.ml").repeat(50);
    try (Gate.Client deaf = new Gate.Client(gate.socket())) {
      for (int i = 0; i < 10_000; i++) {
        deaf.send(many);
      }
    } catch (java.io.IOException hungUp) {
      assertThat(gatekeeper.metricsText()).contains("dropped_total{reason=\"slow\"} 1\n");
      assertThat(gate.ask("gen@army.mil")).isEqualTo("OK :");
      return;
    }
    throw new AssertionError("it was never hung up on");
  }

  @Test
  void crowd_whoRestsLongestGoes() throws Exception {
    gate.connections = 4;
    Gatekeeper gatekeeper = gate.start();
    List<Gate.Client> crowd = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      crowd.add(new Gate.Client(gate.socket()));
      assertThat(crowd.get(i).ask("gen@army.mil")).isEqualTo("OK :");
    }
    assertThat(crowd.get(0).ask("gen@army.mil")).isEqualTo("OK :");
    assertThat(gate.ask("gen@army.ml")).startsWith("OK q-lookalike:");
    assertThat(crowd.get(1).read()).isEqualTo(-1);
    assertThat(crowd.get(0).ask("gen@army.mil")).isEqualTo("OK :");
    assertThat(gatekeeper.metricsText()).contains("dropped_total{reason=\"crowded\"} 1\n");
    for (Gate.Client client : crowd) {
      client.close();
    }
  }

  @Test
  void crowd_allBusy_newOneIsClosed() throws Exception {
    gate.connections = 1;
    gate.start();
    try (Gate.Client busy = new Gate.Client(gate.socket())) {
      busy.send(Gate.netstring("transport gen@army.mil") + "22:tran");
      assertThat(busy.receive()).isEqualTo("OK :");
      try (Gate.Client late = new Gate.Client(gate.socket())) {
        assertThat(late.read()).isEqualTo(-1);
      }
      busy.send("sport gen@army.mil,");
      assertThat(busy.receive()).isEqualTo("OK :");
    }
    assertThat(gate.log()).contains("\"event\":\"overload\"");
  }

  /** Answers to mail that flows while bundles change are those of one bundle or the other. */
  @Test
  void swaps_underLoad_noWrongAnswer() throws Exception {
    Gatekeeper gatekeeper = gate.start();
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Integer> relay =
          () -> {
            int asked = 0;
            try (Gate.Client client = new Gate.Client(gate.socket())) {
              for (; asked < 3_000; asked++) {
                assertThat(client.ask("gen@army.mil")).isEqualTo("OK :");
                assertThat(client.ask("gen@army.ml")).isEqualTo("OK q-lookalike:" + Gate.NEXTHOP);
                assertThat(client.ask("x@evil.example")).startsWith("OK q-");
              }
            }
            return asked;
          };
      List<Future<Integer>> relays = List.of(pool.submit(relay), pool.submit(relay));
      for (int serial = 4; serial < 12; serial++) {
        gate.put(gate.bundle(serial, Gate.blocked("evil.example")).bytes());
        gatekeeper.look();
      }
      for (Future<Integer> asked : relays) {
        assertThat(asked.get()).isEqualTo(3_000);
      }
    }
    assertThat(gatekeeper.metricsText())
        .contains("bundle_serial 11\n", "answers_total{status=\"later\"} 0\n");
  }

  @Test
  void policyDelegation_refusesOrSaysNothing() throws Exception {
    gate.start();
    assertThat(action("x@army.mil")).isEqualTo("action=DUNNO");
    assertThat(action("x@nobody-knows-me.org")).isEqualTo("action=DUNNO");
    assertThat(action("")).isEqualTo("action=DUNNO");
    assertThat(action("x@army.ml"))
        .isEqualTo("action=REJECT 5.7.1 this domain looks like army.mil: check the address");
    assertThat(action("x@evil.example"))
        .isEqualTo("action=REJECT 5.7.1 mail to this domain is blocked by policy");
    assertThat(action("a@@b")).startsWith("action=REJECT 5.1.3 ");
    gate.clock.pass(Duration.ofDays(60));
    assertThat(action("x@army.mil")).startsWith("action=DEFER_IF_PERMIT 4.3.0 ");
    assertThat(action("")).startsWith("action=DEFER_IF_PERMIT 4.3.0 ");
  }

  private String action(String recipient) throws Exception {
    try (Gate.Client client = new Gate.Client(gate.policySocket())) {
      client.send(
          "request=smtpd_access_policy\nprotocol_state=RCPT\nsender=a@b\nrecipient="
              + recipient
              + "\nqueue_id=\n\n");
      StringBuilder line = new StringBuilder();
      for (int c = client.read(); c != '\n'; c = client.read()) {
        line.append((char) c);
      }
      assertThat(client.read()).isEqualTo('\n');
      return line.toString();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "inet:10.0.0.1:25",
        "inet:localhost:25",
        "inet:127.0.0.1:99999",
        "inet:127.0.0.1",
        "unix:relative",
        "tcp:127.0.0.1:1",
        ""
      })
  void endpoint_elsewhereOrMisspelled_refused(String text) {
    assertThat(Endpoint.parse(text)).isEmpty();
    assertThat(Endpoint.parse("inet:127.0.0.1:10023")).isPresent();
    assertThat(Endpoint.parse("inet:[::1]:10023")).isPresent();
  }
}
