package org.postern;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Certificates made by openssl, one for each thing that can be wrong with them. */
public final class Certificates {
  private final Path dir;

  public Certificates(Path dir) {
    this.dir = dir;
  }

  /** Of a server, with its key; {@code pem} is what one would be given to trust it by. */
  public record Server(SSLContext context, String pem) {}

  /** An authority of its own. */
  public void authority(String name) {
    openssl(
        "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -keyout %s.key -out %s.pem -subj /CN=%s"
            .formatted(name, name, name));
  }

  /** Vouches for itself. */
  public Server selfSigned(String name, String alternative) {
    openssl(
        "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -keyout %s.key -out %s.pem -subj /CN=%s -addext subjectAltName=%s"
            .formatted(name, name, name, alternative));
    return server(name);
  }

  /** A key that can be broken. */
  public Server weak(String name) {
    openssl(
        "req -x509 -newkey rsa:1024 -nodes -days 30 -keyout %s.key -out %s.pem -subj /CN=%s -addext subjectAltName=IP:127.0.0.1"
            .formatted(name, name, name));
    return server(name);
  }

  /**
   * Signed by an authority.
   *
   * @param good whether it holds today; else it expired
   */
  public Server signed(String name, String authority, String alternative, boolean good) {
    openssl(
        "req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout %s.key -out %s.csr -subj /CN=%s"
            .formatted(name, name, name));
    write(name + ".ext", "subjectAltName=" + alternative + "\n");
    write(
        name + ".cnf",
        "[ca]\ndefault_ca=d\n[d]\nnew_certs_dir=.\ndatabase="
            + name
            + ".db\nserial="
            + name
            + ".serial\ndefault_md=sha256\npolicy=p\nunique_subject=no\n[p]\ncommonName=supplied\n");
    write(name + ".db", "");
    write(name + ".serial", "1000\n");
    openssl(
        "ca -batch -notext -config %1$s.cnf -in %1$s.csr -cert %2$s.pem -keyfile %2$s.key -out %1$s.pem -extfile %1$s.ext -startdate 20200101000000Z -enddate %3$s"
            .formatted(name, authority, good ? "20400101000000Z" : "20210101000000Z"));
    return server(name);
  }

  public String pem(String name) {
    try {
      return Files.readString(dir.resolve(name + ".pem"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Of that server, which asks for a client certificate of that authority. */
  public SSLContext asking(String name, String authority) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      try (InputStream pem = Files.newInputStream(dir.resolve(authority + ".pem"))) {
        store.setCertificateEntry(
            authority, CertificateFactory.getInstance("X.509").generateCertificate(pem));
      }
      TrustManagerFactory trusted = TrustManagerFactory.getInstance("PKIX");
      trusted.init(store);
      return context(name, trusted.getTrustManagers());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private Server server(String name) {
    openssl(
        "pkcs12 -export -inkey %s.key -in %s.pem -passout pass:pw -out %s.p12"
            .formatted(name, name, name));
    return new Server(context(name, null), pem(name));
  }

  private SSLContext context(String name, TrustManager @Nullable [] trusted) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(
          new ByteArrayInputStream(Files.readAllBytes(dir.resolve(name + ".p12"))),
          "pw".toCharArray());
      KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
      keys.init(store, "pw".toCharArray());
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), trusted, null);
      return context;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private void write(String name, String text) {
    try {
      Files.writeString(dir.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void openssl(String command) {
    List<String> words = new ArrayList<>(List.of("openssl"));
    words.addAll(List.of(command.split(" ")));
    try {
      Process process =
          new ProcessBuilder(words).directory(dir.toFile()).redirectErrorStream(true).start();
      String said =
          new String(
              process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
      if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IllegalStateException(String.join(" ", words) + "\n" + said);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
