package org.postern.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javafx.application.Platform;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postern.ui.Background.Job;
import org.testfx.framework.junit5.ApplicationExtension;

@Timeout(30)
@ExtendWith(ApplicationExtension.class)
class FxBackgroundTest {
  private final LinkedBlockingQueue<Throwable> bugs = new LinkedBlockingQueue<>();
  private final LinkedBlockingQueue<String> answers = new LinkedBlockingQueue<>();
  private final FxBackground background = new FxBackground((_, bug) -> bugs.add(bug));

  @AfterEach
  void close() {
    background.close();
  }

  @Test
  void answer_comesOnTheFxThread_workDoesNot() throws Exception {
    background.run(
        Job.newest("where"),
        () -> Platform.isFxApplicationThread() ? "fx" : "behind",
        worked -> answers.add(worked + (Platform.isFxApplicationThread() ? ", then fx" : "")),
        _ -> {});
    assertThat(next()).isEqualTo("behind, then fx");
  }

  @Test
  void newest_ofTheSameName_dropsTheOlderAnswer_evenIfThatComesLater() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch hold = new CountDownLatch(1);
    CountDownLatch finished = new CountDownLatch(1);
    background.run(
        Job.newest("verdict"),
        () -> {
          begun.countDown();
          hold.await();
          finished.countDown();
          return "old";
        },
        answers::add,
        _ -> {});
    begun.await();
    background.run(Job.newest("verdict"), () -> "new", answers::add, _ -> {});
    assertThat(next()).isEqualTo("new");
    hold.countDown();
    finished.await();
    background.run(Job.newest("other"), () -> "last", answers::add, _ -> {});
    assertThat(next()).isEqualTo("last");
  }

  @Test
  void ticksThatWaitBehindASlowFrame_comeNoMoreAfterStop() throws Exception {
    Platform.runLater(
        () -> {
          Background.Ticking ticking =
              background.every(Duration.ofMillis(1), () -> answers.add("tick"));
          long frame = System.nanoTime() + Duration.ofMillis(50).toNanos();
          while (System.nanoTime() < frame) {
            Thread.onSpinWait(); // the FX thread is busy meanwhile
          }
          ticking.stop();
          Platform.runLater(() -> answers.add("later"));
        });
    assertThat(next()).isEqualTo("later");
  }

  @Test
  void each_ofTheSameName_allReport() throws Exception {
    background.run(Job.each("release").on("box"), () -> "one", answers::add, _ -> {});
    background.run(Job.each("release").on("box"), () -> "two", answers::add, _ -> {});
    assertThat(List.of(next(), next())).containsExactly("one", "two");
  }

  @Test
  void lane_runsOneAfterTheOther_inOrder() throws Exception {
    List<Integer> order = Collections.synchronizedList(new ArrayList<>());
    for (int i = 0; i < 50; i++) {
      int n = i;
      background.run(
          Job.each("step " + n).on("box"),
          () -> {
            order.add(n);
            var _ = "x".repeat(100_000).hashCode(); // long enough to be overtaken
            order.add(n);
            return "";
          },
          _ -> {},
          _ -> {});
    }
    background.run(Job.each("end").on("box"), () -> "end", answers::add, _ -> {});
    assertThat(next()).isEqualTo("end");
    List<Integer> expected = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      expected.addAll(List.of(i, i));
    }
    assertThat(order).isEqualTo(expected);
  }

  @Test
  void failure_expected_goesToFailed_andIsNoBug() throws Exception {
    background.run(
        Job.each("read"),
        () -> {
          throw new IOException("gone");
        },
        _ -> {},
        e -> answers.add(String.valueOf(e.getMessage())));
    assertThat(next()).isEqualTo("gone");
    assertThat(bugs).isEmpty();
  }

  @Test
  void bug_goesToTheDialog_andToFailed_soThatNothingSpins() throws Exception {
    background.run(
        Job.each("read"),
        () -> {
          throw new IllegalStateException("bug");
        },
        _ -> {},
        e -> answers.add("failed"));
    assertThat(next()).isEqualTo("failed");
    assertThat(bugs).hasSize(1);
  }

  @Test
  void bug_inACallback_goesToTheDialog() throws Exception {
    background.run(
        Job.each("read"),
        () -> "",
        _ -> {
          throw new IllegalStateException("bug in callback");
        },
        _ -> {});
    assertThat(bugs.poll(5, TimeUnit.SECONDS)).hasMessage("bug in callback");
  }

  @Test
  void after_waits_andOnlyTheLastKeystrokeIsJudged() throws Exception {
    for (String text : List.of("a", "ar", "arm")) {
      background.run(
          Job.newest("type").after(Duration.ofMillis(80)), () -> text, answers::add, _ -> {});
    }
    assertThat(next()).isEqualTo("arm");
    assertThat(answers).isEmpty();
  }

  private @Nullable String next() throws InterruptedException {
    return answers.poll(5, TimeUnit.SECONDS);
  }
}
