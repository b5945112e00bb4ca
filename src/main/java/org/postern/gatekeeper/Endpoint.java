package org.postern.gatekeeper;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where lookups come in, written as Postfix writes it: {@code unix:/run/postern/socketmap} or
 * {@code inet:127.0.0.1:10023}. Immutable.
 */
public record Endpoint(String text, SocketAddress address) {
  private static final Pattern INET = Pattern.compile("inet:(.+):([0-9]{1,5})");
  private static final int BACKLOG = 128;
  private static final int HIGHEST_PORT = 65_535;

  /**
   * @return empty if it is neither of the two forms, or if the host is not of this machine: what is
   *     asked here says who writes to whom
   */
  public static Optional<Endpoint> parse(String text) {
    if (text.startsWith("unix:/")) {
      return Optional.of(new Endpoint(text, UnixDomainSocketAddress.of(text.substring(5))));
    }
    Matcher inet = INET.matcher(text);
    if (!inet.matches() || Integer.parseInt(inet.group(2)) > HIGHEST_PORT) {
      return Optional.empty();
    }
    try {
      InetAddress host = InetAddress.ofLiteral(inet.group(1).replaceAll("[\\[\\]]", ""));
      return host.isLoopbackAddress()
          ? Optional.of(
              new Endpoint(text, new InetSocketAddress(host, Integer.parseInt(inet.group(2)))))
          : Optional.empty();
    } catch (IllegalArgumentException notAnAddress) {
      return Optional.empty();
    }
  }

  /**
   * Opens it for those who ask. A socket file that nobody listens to any more is replaced.
   *
   * @throws IOException if it cannot be opened, or if another process listens there
   */
  ServerSocketChannel open() throws IOException {
    if (!(address instanceof UnixDomainSocketAddress unix)) {
      ServerSocketChannel server = ServerSocketChannel.open();
      server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      return server.bind(address, BACKLOG);
    }
    removeStale(unix.getPath());
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(unix, BACKLOG);
    // The folder says who comes near; of those, this process's own user and group may ask.
    Files.setPosixFilePermissions(unix.getPath(), PosixFilePermissions.fromString("rw-rw----"));
    return server;
  }

  private static void removeStale(Path socket) throws IOException {
    if (!Files.exists(socket)) {
      return;
    }
    try (SocketChannel _ = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      throw new IOException("another process listens at " + socket);
    } catch (java.net.ConnectException nobody) {
      if (Files.isRegularFile(socket) || Files.isDirectory(socket)) {
        throw new IOException(socket + " is there, and is no socket", nobody);
      }
      Files.delete(socket);
    }
  }

  /** Connects as a client. */
  SocketChannel connect() throws IOException {
    return SocketChannel.open(address);
  }

  /** Removes what {@link #open} left in the file system. */
  void clean() throws IOException {
    if (address instanceof UnixDomainSocketAddress unix) {
      Files.deleteIfExists(unix.getPath());
    }
  }

  @Override
  public String toString() {
    return text;
  }
}
