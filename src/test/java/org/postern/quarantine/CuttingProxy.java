package org.postern.quarantine;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Stands between consoles and a real IMAP server, counts the bytes that are said over all
 * connections, and breaks whatever connection is at a planned byte, in the middle of a word or of a
 * message.
 */
final class CuttingProxy extends ScriptedServer {
  /** Which way bytes go. */
  enum Side {
    TO_SERVER,
    TO_CLIENT
  }

  /** How a connection ends. */
  enum Way {
    /** Both sides are told that it is over. */
    CLOSED,
    /** It is gone at once (RST), and what was under way with it. */
    RESET,
    /** The server hears and does everything, but its answers are swallowed: silence. */
    MUTE,
    /** Nothing goes either way any more, and nobody is told. */
    PARTED
  }

  /** What the console was doing. */
  enum Doing {
    SIGN_IN,
    LOOKING,
    FETCH,
    MARK,
    CLAIM,
    MOVE;

    static Doing of(String command) {
      if (command.contains("$PosternSending-")) {
        return CLAIM;
      }
      if (command.contains("BODY.PEEK[]")) {
        return FETCH;
      }
      if (command.contains(" MOVE ") || command.contains("$PosternReleased")) {
        return MOVE;
      }
      if (command.contains(" STORE ")) {
        return MARK;
      }
      return command.matches("(?s).*(FETCH|SELECT|EXAMINE|NOOP|CREATE).*") ? LOOKING : SIGN_IN;
    }
  }

  /** What is said one way while the console does one thing. */
  record Place(Side side, Doing doing) {}

  /**
   * A fault that waits.
   *
   * @param at so many bytes still pass there, counted from the plan on
   */
  record Fault(Place place, long at, Way way) {}

  /** A fault that happened. */
  record Met(Doing doing, Way way) {}

  private final int server;
  private final Map<Place, Deque<Fault>> waiting = new HashMap<>();
  private final Map<Place, Long> passed = new HashMap<>();
  private final List<Met> met = new ArrayList<>();
  private Consumer<Met> meeting = _ -> {};
  private int conditional;

  /**
   * @param server its port on this computer
   */
  CuttingProxy(int server) {
    this.server = server;
    plan(List.of());
    begin();
  }

  /** From now on: these faults and no others, each once. */
  synchronized void plan(List<Fault> faults) {
    passed.clear();
    waiting.clear();
    faults.stream()
        .sorted(Comparator.comparingLong(Fault::at))
        .forEach(f -> waiting.computeIfAbsent(f.place(), _ -> new ArrayDeque<>()).add(f));
  }

  /**
   * So many faults, as many in each thing that consoles do, however little is said there.
   *
   * @param usual how many bytes pass where nothing is broken
   */
  void plan(int faults, Map<Place, Long> usual, Random random) {
    List<Fault> planned = new ArrayList<>();
    for (int i = 0; i < faults; i++) {
      Place place = new Place(drawn(random, Side.values()), drawn(random, Doing.values()));
      long bytes = Math.max(1, usual.getOrDefault(place, 1L));
      planned.add(new Fault(place, random.nextLong(bytes), drawn(random, Way.values())));
    }
    plan(planned);
  }

  /** One of them. */
  @SafeVarargs
  static <T> T drawn(Random random, T... all) {
    return all[random.nextInt(all.length)];
  }

  /** Told of each fault just before it happens. */
  synchronized void meeting(Consumer<Met> listener) {
    meeting = listener;
  }

  /** How many bytes passed since the plan. */
  synchronized Map<Place, Long> passed() {
    return Map.copyOf(passed);
  }

  synchronized List<Met> met() {
    return List.copyOf(met);
  }

  /** What was met, counted, to be read. */
  static String counted(List<Met> met) {
    Map<String, Integer> counts = new TreeMap<>();
    met.forEach(m -> counts.merge(m.doing() + " " + m.way(), 1, Integer::sum));
    return counts.toString();
  }

  /** How many commands bade the server compare before it writes (RFC 7162). */
  synchronized int conditional() {
    return conditional;
  }

  @Override
  void play(Socket client, InputStream in, OutputStream out) throws IOException {
    try (Socket upstream = new Socket(InetAddress.getLoopbackAddress(), server)) {
      Connection connection = new Connection(client, upstream);
      InputStream answers = upstream.getInputStream();
      Thread back = Thread.ofVirtual().start(() -> connection.pump(Side.TO_CLIENT, answers, out));
      connection.pump(Side.TO_SERVER, in, upstream.getOutputStream());
      back.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  void play(InputStream in, OutputStream out) {
    throw new IllegalStateException("it needs the socket");
  }

  /** Of so many bytes these pass, and then this happens. */
  private record Share(int bytes, @Nullable Fault then) {}

  private synchronized Share share(Side side, int bytes, String command) {
    Place place = new Place(side, Doing.of(command));
    long before = passed.getOrDefault(place, 0L);
    passed.put(place, before + bytes);
    Deque<Fault> here = waiting.getOrDefault(place, new ArrayDeque<>());
    if (here.isEmpty() || here.getFirst().at() >= before + bytes) {
      return new Share(bytes, null);
    }
    Fault fault = here.removeFirst();
    Met now = new Met(place.doing(), fault.way());
    met.add(now);
    meeting.accept(now);
    return new Share((int) Math.max(0, fault.at() - before), fault);
  }

  private synchronized void heard(String text) {
    conditional += text.contains("UNCHANGEDSINCE") ? 1 : 0;
  }

  /** One connection through it. */
  private final class Connection {
    private final Socket client;
    private final Socket upstream;
    private volatile String command = "";
    private volatile boolean mute;
    private volatile boolean deaf;

    Connection(Socket client, Socket upstream) {
      this.client = client;
      this.upstream = upstream;
    }

    void pump(Side side, InputStream in, OutputStream out) {
      byte[] buffer = new byte[4096];
      try (client;
          upstream) {
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          pass(side, buffer, n, out);
        }
      } catch (IOException e) {
        // One of the two hung up, or a fault did: the other is told by closing.
      }
    }

    private void pass(Side side, byte[] buffer, int n, OutputStream out) throws IOException {
      if (side == Side.TO_SERVER) {
        String text = new String(buffer, 0, n, StandardCharsets.ISO_8859_1);
        command = command.endsWith("\n") ? text : command + text;
        heard(text);
      }
      if (side == Side.TO_SERVER ? deaf : mute) {
        return;
      }
      Share share = share(side, n, command);
      out.write(buffer, 0, share.bytes());
      out.flush();
      if (share.then() != null) {
        breaks(share.then().way());
      }
    }

    private void breaks(Way way) throws IOException {
      switch (way) {
        case CLOSED -> throw new IOException("cut");
        case RESET -> {
          client.setSoLinger(true, 0);
          upstream.setSoLinger(true, 0);
          throw new IOException("reset");
        }
        case MUTE -> mute = true;
        case PARTED -> {
          mute = true;
          deaf = true;
        }
      }
    }
  }
}
