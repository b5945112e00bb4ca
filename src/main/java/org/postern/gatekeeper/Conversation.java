package org.postern.gatekeeper;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;

/**
 * One connection: requests and replies in turn, each within its time. Runs in a thread of its own;
 * {@link #drop} is for the others.
 */
final class Conversation implements Runnable {
  private static final int USUAL_REQUEST = 2_048;

  private final SocketChannel channel;
  private final Protocol protocol;
  private final Times times;
  private final Runnable atEnd;
  private final Metrics metrics;

  private volatile long deadline;
  private volatile boolean busy;
  private volatile boolean dropped;

  Conversation(
      SocketChannel channel,
      Protocol protocol,
      Times times,
      Metrics metrics,
      java.util.function.Consumer<Conversation> atEnd) {
    this.channel = channel;
    this.protocol = protocol;
    this.times = times;
    this.metrics = metrics;
    this.atEnd = () -> atEnd.accept(this);
    rest();
  }

  @Override
  public void run() {
    try (channel) {
      try {
        converse();
      } catch (Protocol.Garbled e) {
        metrics.dropped("garbled"); // before the other side can see that it is closed
      }
    } catch (IOException closed) {
      // The other side is gone, or this one was dropped, which is counted there.
    } finally {
      atEnd.run();
    }
  }

  private void converse() throws IOException, Protocol.Garbled {
    byte[] arrived = new byte[USUAL_REQUEST];
    ByteBuffer into = ByteBuffer.wrap(arrived);
    var reply = new ByteArrayOutputStream(256);
    while (channel.read(into) >= 0) {
      if (!busy) {
        busy = true;
        deadline = System.nanoTime() + times.request().toNanos();
      }
      int from = 0;
      int to = into.position();
      for (int took = -1; took != 0 && from < to; from += took) {
        took = protocol.take(arrived, from, to, reply);
      }
      if (reply.size() > 0) {
        write(ByteBuffer.wrap(reply.toByteArray()));
        reply.reset();
        // What follows is another request, with a time of its own.
        deadline = System.nanoTime() + times.request().toNanos();
      }
      if (from == to) {
        into.clear();
        rest();
      } else {
        into.limit(to).position(from);
        into.compact();
        if (!into.hasRemaining()) {
          arrived = Arrays.copyOf(arrived, larger(arrived.length));
          into = ByteBuffer.wrap(arrived).position(to - from);
        }
      }
    }
  }

  private static int larger(int length) throws Protocol.Garbled {
    if (length > Protocol.LONGEST_REQUEST + 16) {
      throw new Protocol.Garbled("the request is too long");
    }
    return length * 4;
  }

  private void write(ByteBuffer reply) throws IOException {
    while (reply.hasRemaining()) {
      channel.write(reply);
    }
  }

  private void rest() {
    deadline = System.nanoTime() + times.idle().toNanos();
    busy = false;
  }

  /** Nothing has been asked since the last reply. */
  boolean resting() {
    return !busy;
  }

  /** When it is too late; {@link System#nanoTime}. */
  long deadline() {
    return deadline;
  }

  boolean late() {
    return System.nanoTime() - deadline > 0;
  }

  void drop(String reason) {
    if (!dropped) {
      dropped = true;
      metrics.dropped(reason);
    }
    try {
      channel.close();
    } catch (IOException e) {
      // It is closed to this side in any case.
    }
  }
}
