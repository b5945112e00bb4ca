package org.postern.gatekeeper;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lets a bounded number of connections in. When all places are taken, the one that has rested
 * longest goes: Postfix opens a new one when it needs it. Thread-safe.
 */
final class Door implements AutoCloseable {
  private final Endpoint endpoint;
  private final ServerSocketChannel server;
  private final Protocol protocol;
  private final int most;
  private final Times times;
  private final Metrics metrics;
  private final Events events;
  private final Set<Conversation> open = ConcurrentHashMap.newKeySet();

  /**
   * @throws IOException if the endpoint cannot be opened
   */
  Door(Endpoint endpoint, Protocol protocol, int most, Times times, Metrics metrics, Events events)
      throws IOException {
    this.endpoint = endpoint;
    this.protocol = protocol;
    this.most = most;
    this.times = times;
    this.metrics = metrics;
    this.events = events;
    this.server = endpoint.open();
  }

  void start() {
    Thread.ofVirtual().name("door " + endpoint).start(this::admit);
  }

  private void admit() {
    while (server.isOpen()) {
      try {
        SocketChannel channel = server.accept();
        if (place()) {
          Conversation conversation =
              new Conversation(channel, protocol, times, metrics, open::remove);
          open.add(conversation);
          Thread.ofVirtual().start(conversation);
        } else {
          metrics.dropped("crowded");
          events.rarely("overload", "all connections are busy: a new one was closed");
          channel.close();
        }
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        // Out of file descriptors, say: what is open goes on, and the next may find a place.
        events.rarely("cannot-accept", String.valueOf(e));
        pause();
      }
    }
  }

  private boolean place() {
    if (open.size() < most) {
      return true;
    }
    Optional<Conversation> longest =
        open.stream()
            .filter(Conversation::resting)
            .min(Comparator.comparingLong(Conversation::deadline));
    longest.ifPresent(
        c -> {
          c.drop("crowded");
          open.remove(c);
        });
    return longest.isPresent();
  }

  private static void pause() {
    try {
      Thread.sleep(Duration.ofMillis(50));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Hangs up on whoever takes too long. */
  void sweep() {
    for (Conversation c : open) {
      if (c.late()) {
        c.drop(c.resting() ? "idle" : "slow");
      }
    }
  }

  int connections() {
    return open.size();
  }

  @Override
  public void close() {
    try {
      server.close();
      endpoint.clean();
    } catch (IOException e) {
      events.say("cannot-close", "reason", String.valueOf(e));
    }
    open.forEach(c -> c.drop("stopped"));
  }
}
