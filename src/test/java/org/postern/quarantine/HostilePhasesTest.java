package org.postern.quarantine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever a hostile mailbox does, in whatever phase: it costs one sentence and one connection, in
 * bounded time, and the next call works.
 */
@Timeout(120)
class HostilePhasesTest {
  private static final Duration TIMEOUT = Duration.ofMillis(300);
  private static final Duration DEADLINE = Duration.ofMillis(700);
  private static final Watch.Pace QUICK =
      new Watch.Pace(Duration.ofMillis(300), Duration.ofMillis(100), Duration.ofMillis(50));

  /** Where it happens, and the command that it answers. */
  enum Phase {
    GREETING(""),
    CAPABILITY("CAPABILITY"),
    SIGN_IN("LOGIN"),
    FOLDER("EXAMINE"),
    FLAGS("UID FETCH 1:*"),
    HEADERS("UID FETCH 7 (UID FLAGS INTERNALDATE"),
    BODY("UID FETCH 7 (UID RFC822.SIZE BODY.PEEK[])"),
    IDLE("IDLE"),
    LISTENING("IDLE"),
    FILING("UID MOVE");

    private final String command;

    Phase(String command) {
      this.command = command;
    }
  }

  /** What it does in place of an answer. */
  enum Misdeed {
    SILENT,
    DRIP,
    LINES,
    ENDLESS_LINE,
    GIANT_LITERAL,
    NEGATIVE_LITERAL,
    SHORT_LITERAL,
    IMPOSSIBLE_COUNT,
    DEEP_STRUCTURE,
    GARBAGE,
    GOODBYE,
    HANG_UP
  }

  private final ScriptedImap server = new ScriptedImap();
  private final CountDownLatch end = new CountDownLatch(1);

  @AfterEach
  void stop() {
    end.countDown();
    server.close();
  }

  static Stream<Arguments> all() {
    List<Arguments> all = new ArrayList<>();
    for (Phase phase : Phase.values()) {
      for (Misdeed misdeed : Misdeed.values()) {
        all.add(Arguments.of(phase, misdeed));
      }
    }
    return all.stream();
  }

  private void commit(Misdeed misdeed, OutputStream out) throws IOException {
    switch (misdeed) {
      case SILENT -> rest(20_000);
      case DRIP -> {
        while (true) {
          ScriptedServer.say(out, "*");
          rest(20);
        }
      }
      case LINES -> {
        String many = "* 1 RECENT\r\n".repeat(10_000);
        while (true) {
          ScriptedServer.say(out, many);
        }
      }
      case ENDLESS_LINE -> {
        String many = "* OK " + "x".repeat(100_000);
        while (true) {
          ScriptedServer.say(out, many);
        }
      }
      case GIANT_LITERAL -> {
        ScriptedServer.say(out, "* 1 FETCH (UID 7 BODY[] {1900000000}\r\nx");
        rest(20_000);
      }
      case NEGATIVE_LITERAL -> {
        ScriptedServer.say(out, "* 1 FETCH (UID 7 BODY[] {-5}\r\n)\r\n");
        rest(20_000);
      }
      case SHORT_LITERAL -> {
        ScriptedServer.say(out, "* 1 FETCH (UID 7 BODY[] {500}\r\nhalf");
        throw new IOException("cut");
      }
      case IMPOSSIBLE_COUNT -> {
        ScriptedServer.say(out, "* -5 EXISTS\r\n* 2147483647 EXISTS\r\n");
        rest(20_000);
      }
      case DEEP_STRUCTURE -> {
        ScriptedServer.say(out, "* 1 FETCH (UID 7 BODYSTRUCTURE " + "(".repeat(60_000) + ")\r\n");
        rest(20_000);
      }
      case GARBAGE -> {
        byte[] bytes = new byte[4000];
        new java.util.Random(7).nextBytes(bytes);
        ScriptedServer.say(out, new String(bytes, StandardCharsets.ISO_8859_1) + "\r\n");
        rest(20_000);
      }
      case GOODBYE -> {
        ScriptedServer.say(out, "* BYE go away\r\n");
        throw new IOException("cut");
      }
      case HANG_UP -> throw new IOException("cut");
    }
  }

  private void rest(int millis) throws IOException {
    try {
      if (end.await(millis, TimeUnit.MILLISECONDS)) {
        throw new IOException("test over");
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void costsASentence_andTheNextCallWorks(Phase phase, Misdeed misdeed) throws Exception {
    if (phase == Phase.GREETING) {
      server.greeted(out -> commit(misdeed, out));
    } else {
      server.when(
          phase.command,
          (out, tag, c) -> {
            if (phase == Phase.LISTENING) {
              ScriptedServer.say(out, "+ idling\r\n");
            }
            commit(misdeed, out);
          });
    }
    server.start();
    Mailbox box = server.box(TIMEOUT, DEADLINE);
    try (Quarantine q = Quarantine.of(box, Clock.systemUTC())) {
      long begun = System.nanoTime();
      String sentence =
          phase == Phase.IDLE || phase == Phase.LISTENING ? watched(q) : asked(q, phase);
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(15));
      assertThat(sentence).isNotEmpty().matches("\\P{Cc}*");
      server.behaves();
      assertThat(q.list()).hasSize(1);
      assertThat(q.fetch(q.list().getFirst().id())).hasSize(ScriptedImap.MESSAGE.length());
    }
  }

  private static String asked(Quarantine q, Phase phase) {
    Throwable e =
        catchThrowable(
            () -> {
              HeldId id = q.list().getFirst().id();
              if (phase == Phase.BODY) {
                q.fetch(id);
              } else {
                q.file(id, Filing.REJECTED);
              }
            });
    assertThat(e).isInstanceOf(QuarantineException.class);
    return ((QuarantineException) e).sentence();
  }

  /** The loss is told; then the watch has to come back by itself. */
  private String watched(Quarantine q) throws Exception {
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    Watch.Listener ear =
        new Watch.Listener() {
          @Override
          public void changed() {
            heard.add("");
          }

          @Override
          public void lost(QuarantineException why) {
            heard.add(why.sentence());
          }
        };
    try (Watch watch = q.watch(ear, QUICK)) {
      assertThat(watch).isNotNull();
      String sentence = next(heard);
      while (sentence.isEmpty()) {
        sentence = next(heard);
      }
      server.behaves();
      while (!next(heard).isEmpty()) {}
      return sentence;
    }
  }

  private static String next(BlockingQueue<String> heard) throws InterruptedException {
    String word = heard.poll(20, TimeUnit.SECONDS);
    assertThat(word).as("the watch says something").isNotNull();
    return java.util.Objects.requireNonNull(word);
  }
}
