package org.postern.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.Certificates;
import org.postern.store.Deliveries.Parcel;

/** The script with which a gateway fetches bundles, with a real curl and a real web server. */
@SuppressWarnings("NullAway.Init") // set in start, before each test
class FetchScriptTest {
  @TempDir Path dir;
  private Path published;
  private Path incoming;
  private HttpsServer server;
  private final List<String> asked = new CopyOnWriteArrayList<>();

  /** How many bytes of an answer leave before the connection breaks; negative for all. */
  private volatile int cutAt = -1;

  /** Whether an answer goes on and on, without saying how long it is. */
  private volatile boolean endless;

  private static final long ENOUGH = 64_000_000;
  private final AtomicLong sent = new AtomicLong();

  private record Ran(int code, String said) {}

  @BeforeEach
  void start() throws Exception {
    published = Files.createDirectory(dir.resolve("published"));
    incoming = Files.createDirectory(dir.resolve("incoming"));
    Certificates certificates = new Certificates(dir);
    certificates.authority("house");
    certificates.authority("other");
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(
        new HttpsConfigurator(certificates.signed("web", "house", "IP:127.0.0.1", true).context()));
    server.createContext("/postern/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String range = exchange.getRequestHeaders().getFirst("Range");
      Path file = published.resolve(Path.of(exchange.getRequestURI().getPath()).getFileName());
      asked.add(file.getFileName() + (range == null ? "" : " " + range));
      if (!Files.exists(file)) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      if (endless && !file.endsWith("index")) {
        exchange.sendResponseHeaders(200, 0);
        byte[] piece = new byte[1 << 16];
        while (sent.get() < ENOUGH) {
          exchange.getResponseBody().write(piece);
          sent.addAndGet(piece.length);
        }
        return;
      }
      byte[] all = Files.readAllBytes(file);
      int from = range == null ? 0 : Integer.parseInt(range.replaceAll("bytes=([0-9]+)-", "$1"));
      byte[] part = Arrays.copyOfRange(all, from, all.length);
      if (range != null) {
        exchange
            .getResponseHeaders()
            .set("Content-Range", "bytes " + from + "-" + (all.length - 1) + "/" + all.length);
      }
      exchange.sendResponseHeaders(range == null ? 200 : 206, part.length);
      int much = cutAt < 0 || file.endsWith("index") ? part.length : Math.min(cutAt, part.length);
      exchange.getResponseBody().write(part, 0, much);
    }
  }

  private Ran fetch(String shell, String... more) throws Exception {
    Path conf = dir.resolve("fetch.conf");
    Files.writeString(
        conf,
        "URL=https://127.0.0.1:"
            + server.getAddress().getPort()
            + "/postern/\nCACERT="
            + dir.resolve("house.pem")
            + "\nINCOMING="
            + incoming
            + "\nSTATE="
            + dir.resolve("state")
            + "\n"
            + String.join("\n", more)
            + "\n");
    List<String> command = new ArrayList<>(List.of(shell));
    if (shell.equals("busybox")) {
      command.add("sh");
    }
    command.add(Path.of("installer/gateway/postern-fetch").toAbsolutePath().toString());
    command.add(conf.toString());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Ran(process.exitValue(), said);
  }

  /** As the console publishes. */
  private Parcel published(String name, int octets) throws Exception {
    Parcel parcel = Parcels.of(dir.resolve("here"), name, octets);
    new FolderWay(published, true).bring(parcel, new Sending(octets));
    return parcel;
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash", "busybox"})
  void newestPolicy_andEachTrustFile_once_andNothingTwice(String shell) throws Exception {
    published("policy-1.postern", 5_000);
    published("trust-2.postern", 3_000);
    Parcel newest = published("policy-2.postern", 300_000);
    Ran ran = fetch(shell);
    assertThat(ran.said()).contains("fetched trust-2.postern").contains("fetched policy-2");
    assertThat(ran.code()).isZero();
    assertThat(incoming.toFile().list())
        .containsExactlyInAnyOrder("trust-2.postern", "policy-2.postern");
    assertThat(incoming.resolve("policy-2.postern")).hasBinaryContent(Parcels.bytes(newest));
    Files.delete(incoming.resolve("policy-2.postern")); // the gateway took it
    asked.clear();
    assertThat(fetch(shell)).isEqualTo(new Ran(0, ""));
    assertThat(asked).containsExactly("index");
    assertThat(incoming.toFile().list()).containsExactly("trust-2.postern");
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "busybox"})
  void cutInTheMiddle_goesOnWhereItWas(String shell) throws Exception {
    Parcel parcel = published("policy-1.postern", 900_000);
    cutAt = 200_000;
    Ran ran = fetch(shell);
    assertThat(ran.said()).contains("broke off");
    assertThat(ran.code()).isEqualTo(75);
    assertThat(incoming).isEmptyDirectory();
    cutAt = -1;
    assertThat(fetch(shell).code()).isZero();
    assertThat(asked).last().isEqualTo("policy-1.postern bytes=200000-");
    assertThat(incoming.resolve("policy-1.postern")).hasBinaryContent(Parcels.bytes(parcel));
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash"})
  void serverThatNobodyVouchesFor_isNotAsked(String shell) throws Exception {
    published("policy-1.postern", 5_000);
    Ran ran = fetch(shell, "CACERT=" + dir.resolve("other.pem"));
    assertThat(ran.code()).isEqualTo(75);
    assertThat(asked).isEmpty();
    assertThat(fetch(shell, "URL=http://127.0.0.1/").code()).isEqualTo(78);
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash"})
  void hostileIndex_bringsNothing_andRunsNothing(String shell) throws Exception {
    Parcel real = published("policy-1.postern", 5_000);
    String sum = real.content().substring(7);
    Path trap = dir.resolve("trap");
    Files.writeString(published.resolve("trust-3.postern"), "other bytes");
    Files.writeString(
        published.resolve("index"),
        String.join(
            "\n",
            sum + " 5000 ../policy-1.postern",
            sum + " 5000 $(touch${IFS}" + trap + ").postern",
            sum + " 5000 -o.postern",
            sum + " 99999999999 policy-1.postern",
            "x".repeat(64) + " 5000 policy-1.postern",
            sum + " 11 trust-3.postern",
            sum + " 999999999 trust-4.postern",
            ""));
    Ran ran = fetch(shell);
    assertThat(ran.code()).isEqualTo(10);
    assertThat(ran.said())
        .contains("trust-3.postern is not what the index says")
        .contains("trust-4.postern is larger than MAXSIZE");
    assertThat(incoming).isEmptyDirectory();
    assertThat(trap).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash", "busybox"})
  void moreThanItSaid_isCutOff(String shell) throws Exception {
    published("policy-1.postern", 5_000);
    endless = true;
    Ran ran = fetch(shell);
    assertThat(ran.code()).isNotZero();
    assertThat(incoming).isEmptyDirectory();
    assertThat(sent.get()).isLessThan(ENOUGH);
  }
}
