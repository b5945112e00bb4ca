package org.postern.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Whatever a message says, reading it asks no name server, no proxy, no host. */
@Isolated
class NoRequestTest {
  private final ConcurrentLinkedQueue<URI> proxied = new ConcurrentLinkedQueue<>();
  private final AtomicInteger connections = new AtomicInteger();
  private ProxySelector before = ProxySelector.getDefault();
  private ServerSocket server = unbound();

  private static ServerSocket unbound() {
    try {
      return new ServerSocket();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @BeforeEach
  void setTraps() throws IOException {
    server = new ServerSocket(0, 200, InetAddress.ofLiteral("127.0.0.1"));
    Thread.ofVirtual().start(this::count);
    before = ProxySelector.getDefault();
    ProxySelector.setDefault(
        new ProxySelector() {
          @Override
          public List<Proxy> select(URI uri) {
            proxied.add(uri);
            return List.of(Proxy.NO_PROXY);
          }

          @Override
          public void connectFailed(URI uri, SocketAddress address, IOException e) {}
        });
    ResolverTrap.ASKED.clear();
  }

  private void count() {
    try {
      while (true) {
        server.accept().close();
        connections.incrementAndGet();
      }
    } catch (IOException _) {
      // Closed: the test is over.
    }
  }

  @AfterEach
  void removeTraps() throws IOException {
    ProxySelector.setDefault(before);
    server.close();
  }

  @Test
  void traps_work() throws Exception {
    org.junit.jupiter.api.Assertions.assertThrows(
        java.net.UnknownHostException.class, () -> InetAddress.getAllByName("trap.invalid"));
    assertThat(ResolverTrap.ASKED).contains("trap.invalid");
    try (Socket socket = new Socket(server.getInetAddress(), server.getLocalPort())) {
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
    assertThat(proxied).isNotEmpty();
  }

  @Test
  void htmlVectors_renderedWithoutOneRequest() {
    String vectors = new String(Mails.stored("html-vectors.txt"), StandardCharsets.UTF_8);
    List<String> all = vectors.lines().filter(line -> !line.isBlank()).toList();
    assertThat(all).hasSizeGreaterThan(30);
    for (String vector : all) {
      ReadMessage message = Mails.html(vector.replace("PORT", "" + server.getLocalPort()));
      assertThat(message.rawOnly()).as(vector).isFalse();
    }
    ReadMessage together = Mails.html(vectors.replace("PORT", "" + server.getLocalPort()));
    assertThat(together.findings()).isNotEmpty();
    assertThat(ResolverTrap.ASKED).filteredOn(host -> host.contains("trap.invalid")).isEmpty();
    assertThat(proxied).isEmpty();
    assertThat(connections.get()).isZero();
  }

  @Test
  void headersAndExternalBodies_readWithoutOneRequest() {
    Mails.read(
        """
        From: a@trap.invalid
        To: b@trap.invalid
        Subject: http://trap.invalid
        List-Unsubscribe: <http://trap.invalid>
        Disposition-Notification-To: x@trap.invalid
        Content-Type: message/external-body; access-type=URL; URL="http://trap.invalid/x"

        Content-Type: text/html

        http://trap.invalid
        """);
    assertThat(ResolverTrap.ASKED).filteredOn(host -> host.contains("trap.invalid")).isEmpty();
    assertThat(proxied).isEmpty();
  }
}
