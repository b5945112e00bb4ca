package org.postern.quarantine;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;
import org.postern.mail.Inert;

/**
 * The socket that Angus is given: dials and secures itself by {@link Endpoint} and lets no byte
 * through that the {@link Allowance} does not cover. STARTTLS is done here, before Angus exists, so
 * that nothing a man in the middle put into the plain part is ever believed (the greeting Angus
 * reads is our own).
 */
final class GuardedSocket extends Socket {
  private final Endpoint endpoint;
  private final Allowance allowance;
  private final Steps steps;
  private volatile Socket inner = new Socket();
  private volatile boolean replayGreeting;
  private volatile @Nullable Wire wire;

  GuardedSocket(Endpoint endpoint, Allowance allowance, Steps steps) {
    this.endpoint = endpoint;
    this.allowance = allowance;
    this.steps = steps;
  }

  /** A {@link QuarantineException} on its way through Angus. */
  static final class Failed extends IOException {
    private static final long serialVersionUID = 1L;
    final QuarantineException why;

    Failed(QuarantineException why) {
      super(why.getMessage(), why);
      this.why = why;
    }
  }

  SocketFactory asFactory() {
    return new SocketFactory() {
      @Override
      public Socket createSocket() {
        return GuardedSocket.this;
      }

      @Override
      public Socket createSocket(String host, int port) throws IOException {
        throw new SocketException("not used");
      }

      @Override
      public Socket createSocket(String host, int port, InetAddress local, int localPort)
          throws IOException {
        throw new SocketException("not used");
      }

      @Override
      public Socket createSocket(InetAddress host, int port) throws IOException {
        throw new SocketException("not used");
      }

      @Override
      public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
          throws IOException {
        throw new SocketException("not used");
      }
    };
  }

  @Override
  public void connect(SocketAddress ignored, int millis) throws IOException {
    connect(ignored);
  }

  @Override
  public void connect(SocketAddress ignored) throws IOException {
    Socket failing = inner;
    try {
      Socket plain = endpoint.dial(steps);
      failing = plain;
      inner = plain;
      inner =
          switch (endpoint.security()) {
            case TLS -> endpoint.secure(plain, steps);
            case STARTTLS -> {
              steps.at(Step.GREETING);
              startTls(plain);
              replayGreeting = true;
              yield endpoint.secure(plain, steps);
            }
            case LOOPBACK_PLAIN -> plain;
          };
      steps.at(replayGreeting ? Step.CAPABILITY : Step.GREETING);
    } catch (QuarantineException e) {
      Endpoint.closeQuietly(failing);
      throw new Failed(e);
    }
  }

  private void startTls(Socket plain) throws QuarantineException {
    try {
      String greeting = line(plain.getInputStream());
      if (!greeting.startsWith("* OK")) {
        throw protocol(greeting);
      }
      steps.at(Step.TLS);
      plain.getOutputStream().write("s1 STARTTLS\r\n".getBytes(StandardCharsets.US_ASCII));
      plain.getOutputStream().flush();
      String answer = line(plain.getInputStream());
      for (int n = 0; answer.startsWith("* ") && n < 20; n++) {
        answer = line(plain.getInputStream());
      }
      if (!answer.startsWith("s1 OK")) {
        throw new QuarantineException(
            QuarantineException.Reason.TLS,
            "The mailbox at "
                + endpoint.host()
                + " does not offer STARTTLS (it said: "
                + Inert.brief(answer, 300)
                + "). Nothing was sent. Use TLS on port 993, or have STARTTLS switched on.");
      }
    } catch (IOException e) {
      throw new QuarantineException(
          QuarantineException.Reason.PROTOCOL,
          "The mailbox at "
              + endpoint.host()
              + ":"
              + endpoint.port()
              + " did not answer like an IMAP server. Check the port.",
          e);
    }
  }

  private QuarantineException protocol(String line) {
    return new QuarantineException(
        QuarantineException.Reason.PROTOCOL,
        "The server at "
            + endpoint.host()
            + ":"
            + endpoint.port()
            + " is not an IMAP server (it said: "
            + Inert.brief(line, 300)
            + "). Check the port.");
  }

  /** Byte by byte: what follows the line belongs to TLS and must stay in the socket. */
  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0 || line.length() > 1000) {
        throw new IOException("no line");
      }
      line.append((char) b);
    }
    return line.toString().strip();
  }

  @Override
  public InputStream getInputStream() throws IOException {
    InputStream in = inner.getInputStream();
    if (replayGreeting) {
      replayGreeting = false;
      byte[] greeting = "* OK secured\r\n".getBytes(StandardCharsets.US_ASCII);
      in = new java.io.SequenceInputStream(new java.io.ByteArrayInputStream(greeting), in);
    }
    Wire made = new Wire(in, allowance);
    wire = made;
    return made;
  }

  /** What Angus reads from; there is none before it was connected. */
  Wire wire() {
    return java.util.Objects.requireNonNull(wire);
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    return new FilterOutputStream(inner.getOutputStream()) {
      private boolean spoken;

      @Override
      public void write(byte[] bytes, int from, int length) throws IOException {
        if (!spoken) {
          spoken = true;
          steps.at(Step.CAPABILITY); // we speak first when the greeting was heard
        }
        out.write(bytes, from, length);
      }
    };
  }

  /** One line that is no command, as authentication needs it. */
  void say(String line) throws IOException {
    inner.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    inner.getOutputStream().flush();
  }

  @Override
  public void setSoTimeout(int millis) throws SocketException {
    inner.setSoTimeout(millis);
  }

  @Override
  public int getSoTimeout() throws SocketException {
    return inner.getSoTimeout();
  }

  @Override
  public boolean isConnected() {
    return inner.isConnected();
  }

  @Override
  public boolean isClosed() {
    return inner.isClosed();
  }

  @Override
  public InetAddress getInetAddress() {
    return inner.getInetAddress();
  }

  @Override
  public synchronized void close() throws IOException {
    inner.close();
  }
}
