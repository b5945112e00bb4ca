package org.postern.quarantine;

import java.io.BufferedInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A loopback server whose every connection is played by the subclass on its own thread. */
abstract class ScriptedServer implements AutoCloseable {
  private final ServerSocket server;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final Thread acceptor = Thread.ofVirtual().unstarted(this::accept);

  ScriptedServer() {
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  final void begin() {
    acceptor.start();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        open.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      Socket talking = accepted(socket);
      play(
          talking,
          new BufferedInputStream(talking.getInputStream()),
          whileOpen(talking.getOutputStream()));
    } catch (IOException e) {
      // The client hung up or the script cuts the connection: both are what tests are about.
    } finally {
      open.remove(socket);
    }
  }

  /** Nothing is said any more once the server is closed, whatever thread is still at it. */
  private OutputStream whileOpen(OutputStream out) {
    return new FilterOutputStream(out) {
      @Override
      public void write(byte[] bytes, int from, int length) throws IOException {
        if (server.isClosed()) {
          throw new IOException("closed");
        }
        out.write(bytes, from, length);
      }
    };
  }

  /** What is talked over: TLS, where the subclass wants it. */
  Socket accepted(Socket plain) throws IOException {
    return plain;
  }

  /** One connection; returning or throwing closes it. */
  abstract void play(InputStream in, OutputStream out) throws IOException;

  /** The same for a subclass that puts TLS over the socket in between. */
  void play(Socket socket, InputStream in, OutputStream out) throws IOException {
    play(in, out);
  }

  final int port() {
    return server.getLocalPort();
  }

  static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new IOException("hung up");
      }
      line.append((char) b);
    }
    return line.toString().stripTrailing();
  }

  static void say(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  @Override
  public void close() {
    try {
      server.close();
      // As long as a thread is in accept, the port is there: who comes then would be cut off, not
      // refused.
      acceptor.join();
      for (Socket s : open) {
        s.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
