package org.postern.delivery;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.postern.Certificates;
import org.postern.store.GatewayAccess;

/** A real HTTPS server on loopback that keeps what is put there, with faults to order. */
final class HttpsHost implements AutoCloseable {
  /** Answers in place of the server; false to let it go on. */
  interface Fault {
    boolean answered(HttpExchange exchange) throws IOException;
  }

  static final String TOKEN = "t0ken-of-the-console";

  final Path root;
  final List<String> asked = new CopyOnWriteArrayList<>();
  volatile Fault fault = _ -> false;
  private final HttpsServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  HttpsHost(Path root, Certificates.Server certificate) throws IOException {
    this(root, new HttpsConfigurator(certificate.context()));
  }

  private HttpsHost(Path root, HttpsConfigurator configurator) throws IOException {
    this.root = Files.createDirectories(root);
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(configurator);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /**
   * Lets nobody in without a client certificate that {@code context} trusts; asks for the token,
   * too.
   */
  static HttpsHost asking(Path root, SSLContext context) throws IOException {
    return new HttpsHost(
        root,
        new HttpsConfigurator(context) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters asking = getSSLContext().getDefaultSSLParameters();
            asking.setNeedClientAuth(true);
            parameters.setSSLParameters(asking);
          }
        });
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
      if (fault.answered(exchange)) {
        return;
      }
      if (!("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
        exchange.sendResponseHeaders(401, -1);
        return;
      }
      Path file = root.resolve(Path.of(exchange.getRequestURI().getPath()).getFileName());
      switch (exchange.getRequestMethod()) {
        case "PUT" -> {
          Path part = Files.createTempFile(root, ".", ".part");
          try (InputStream in = exchange.getRequestBody()) {
            Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
          } finally {
            Files.deleteIfExists(part);
          }
          exchange.sendResponseHeaders(201, -1);
        }
        case "HEAD" -> {
          if (Files.exists(file)) {
            exchange.getResponseHeaders().set("Content-Length", "" + Files.size(file));
            exchange.sendResponseHeaders(200, -1);
          } else {
            exchange.sendResponseHeaders(404, -1);
          }
        }
        case "DELETE" -> {
          Files.deleteIfExists(file);
          exchange.sendResponseHeaders(204, -1);
        }
        default -> exchange.sendResponseHeaders(405, -1);
      }
    }
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** With the token, trusting this. */
  Way way(String trustedPem) {
    return way(new GatewayAccess("", TOKEN, "", "", trustedPem, false));
  }

  Way way(GatewayAccess access) {
    return new HttpsWay(URI.create("https://127.0.0.1:" + port() + "/incoming/"), access);
  }

  /** A client certificate as the settings keep it. */
  static String p12(Path file) throws IOException {
    return Base64.getEncoder().encodeToString(Files.readAllBytes(file));
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
