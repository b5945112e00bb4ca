package org.postern.gatekeeper;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks a running gatekeeper as Postfix would. Each question has a connection of its own. */
public final class Asking {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int MOST_DIGITS = 6;

  private Asking() {}

  /** What a running gatekeeper said. */
  public sealed interface Reply {
    /**
     * @param proof canonical JSON of the verdict, with its hash
     */
    record Judged(String proof) implements Reply {}

    /** It cannot judge now: Postfix would keep the mail. */
    record Later(String why) implements Reply {}
  }

  /**
   * @param address an address or a bare domain
   * @throws IOException if nobody answers there, or not in ten seconds, or not as a gatekeeper does
   */
  public static Reply ask(Endpoint endpoint, String address) throws IOException {
    try (SocketChannel channel = endpoint.connect()) {
      var asked = new FutureTask<>(() -> exchange(channel, "proof " + address));
      Thread.ofVirtual().start(asked);
      String reply = asked.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      if (reply.startsWith("OK ")) {
        return new Reply.Judged(reply.substring(3));
      }
      if (reply.startsWith("TEMP ")) {
        return new Reply.Later(reply.substring(5));
      }
      throw new IOException("what answers at " + endpoint + " is no gatekeeper");
    } catch (ExecutionException e) {
      throw new IOException("the gatekeeper at " + endpoint + " hung up: " + e.getCause(), e);
    } catch (TimeoutException e) {
      throw new IOException("nothing came from " + endpoint + " in ten seconds", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static String exchange(SocketChannel channel, String request) throws IOException {
    byte[] text = request.getBytes(StandardCharsets.UTF_8);
    var frame = new ByteArrayOutputStream(text.length + 8);
    frame.writeBytes((text.length + ":").getBytes(StandardCharsets.US_ASCII));
    frame.writeBytes(text);
    frame.write(',');
    ByteBuffer out = ByteBuffer.wrap(frame.toByteArray());
    while (out.hasRemaining()) {
      channel.write(out);
    }
    var arrived = new ByteArrayOutputStream(1_024);
    ByteBuffer in = ByteBuffer.allocate(4_096);
    Optional<String> reply = Optional.empty();
    while (reply.isEmpty() && channel.read(in) >= 0) {
      arrived.write(in.array(), 0, in.position());
      in.clear();
      reply = whole(arrived.toByteArray());
    }
    return reply.orElseThrow(() -> new IOException("it closed the connection"));
  }

  /** The netstring, if it is there as a whole. */
  private static Optional<String> whole(byte[] arrived) throws IOException {
    int length = 0;
    int at = 0;
    while (at < arrived.length && arrived[at] >= '0' && arrived[at] <= '9' && at < MOST_DIGITS) {
      length = length * 10 + arrived[at++] - '0';
    }
    if (at == arrived.length && at < MOST_DIGITS) {
      return Optional.empty();
    }
    if (at == 0 || arrived[at] != ':') {
      throw new IOException("not a netstring");
    }
    return arrived.length > at + 1 + length
        ? Optional.of(new String(arrived, at + 1, length, StandardCharsets.UTF_8))
        : Optional.empty();
  }
}
