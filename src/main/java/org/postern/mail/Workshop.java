package org.postern.mail;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.postern.mail.hint.Markings;

/**
 * Runs a reading on threads of its own and gives them up when their time is over. Interrupting does
 * not help against a parser that computes, so a thread given up runs on, as a daemon, until one of
 * our own checks stops it or the process ends; how many may do so is limited. Thread-safe.
 */
final class Workshop {
  /** What came of a piece of work. */
  private sealed interface Outcome<T> {
    record Done<T>(T value) implements Outcome<T> {}

    record Failed<T>(Throwable why) implements Outcome<T> {}

    record Abandoned<T>() implements Outcome<T> {}
  }

  private final Duration wallClock;
  private final Semaphore places = new Semaphore(Limits.ABANDONED);

  Workshop(Duration wallClock) {
    this.wallClock = wallClock;
  }

  ReadMessage read(byte[] raw, Markings markings) {
    Budget budget = new Budget(wallClock);
    Findings findings = new Findings();
    if (!places.tryAcquire()) {
      findings.add(
          Finding.Kind.UNREADABLE,
          "Too many unreadable messages are being read at the same time. Close and open the message again in a minute.");
      return MailReader.rawOnly(raw, findings);
    }
    return switch (run(() -> FirstReading.of(raw, markings, budget), budget)) {
      case Outcome.Done<FirstReading>(FirstReading first) -> {
        List<Difference> differences = secondOpinion(raw, first, budget);
        yield first.finished(differences, archives(raw, first, budget));
      }
      case Outcome.Failed<FirstReading>(Throwable why) -> {
        findings.add(
            Finding.Kind.UNREADABLE,
            "The message could not be read safely ("
                + reason(why)
                + "). Only its source is shown.");
        yield MailReader.rawOnly(raw, findings);
      }
      case Outcome.Abandoned<FirstReading> _ -> {
        findings.add(
            Finding.Kind.UNREADABLE,
            "Reading the message took too long and was given up. Only its source is shown.");
        yield MailReader.rawOnly(raw, findings);
      }
    };
  }

  private List<Difference> secondOpinion(byte[] raw, FirstReading first, Budget budget) {
    if (first.overLimits()) {
      return first.withoutSecondOpinion(
          "The message breaks a limit, so programs may read it differently.", true);
    }
    if (!places.tryAcquire()) {
      return first.withoutSecondOpinion(
          "The message was read by one parser only: the other is busy.", false);
    }
    return switch (run(() -> SecondOpinion.of(raw, budget), budget)) {
      case Outcome.Done<SecondOpinion.Result>(SecondOpinion.Result other) ->
          first.comparedWith(other);
      case Outcome.Failed<SecondOpinion.Result> _ ->
          first.withoutSecondOpinion("A second parser could not read the message.", true);
      case Outcome.Abandoned<SecondOpinion.Result> _ ->
          first.withoutSecondOpinion("A second parser did not finish in time.", true);
    };
  }

  private Archives.Result archives(byte[] raw, FirstReading first, Budget budget) {
    List<Attachment> attachments = first.attachments();
    if (attachments.isEmpty()) {
      return new Archives.Result(Map.of(), List.of());
    }
    String why;
    if (!places.tryAcquire()) {
      why = "too much is being read at the same time";
    } else {
      switch (run(() -> Archives.of(raw, attachments, budget), budget)) {
        case Outcome.Done<Archives.Result>(Archives.Result found) -> {
          return found;
        }
        case Outcome.Failed<Archives.Result>(Throwable e) -> why = reason(e);
        case Outcome.Abandoned<Archives.Result> _ -> why = "it took too long";
      }
    }
    return new Archives.Result(
        Map.of(),
        List.of(
            new Finding(
                Finding.Kind.ARCHIVE_NOT_LISTED,
                "Nobody looked into the archives among the attachments: " + why + ".")));
  }

  /** What was drawn before time was up stands. */
  Map<String, Picture> pictures(byte[] raw, ReadMessage message) {
    Budget budget = new Budget(wallClock);
    Pictures pictures = new Pictures(message, budget);
    String why = "";
    if (!places.tryAcquire()) {
      why = "Too much is being read at the same time. Try again in a minute.";
    } else {
      switch (run(() -> pictures.draw(raw), budget)) {
        case Outcome.Done<Boolean> _ -> {}
        case Outcome.Failed<Boolean>(Throwable e) -> why = "Given up: " + reason(e) + ".";
        case Outcome.Abandoned<Boolean> _ -> why = "Given up: it took too long.";
      }
    }
    return pictures.found(why);
  }

  private <T> Outcome<T> run(Callable<T> work, Budget budget) {
    FutureTask<Outcome<T>> task =
        new FutureTask<>(
            () -> {
              try {
                return new Outcome.Done<>(work.call());
              } catch (Throwable e) {
                // The edge: stack overflows and exhausted memory of a hostile message end here,
                // too.
                return new Outcome.Failed<>(e);
              } finally {
                places.release();
              }
            });
    Thread thread = new Thread(null, task, "mail-reader", Limits.STACK);
    thread.setDaemon(true);
    thread.start();
    try {
      return task.get(Math.max(1, budget.leftNanos()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      return new Outcome.Abandoned<>();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Outcome.Abandoned<>();
    } catch (ExecutionException e) {
      return new Outcome.Failed<>(e);
    }
  }

  private static String reason(Throwable why) {
    return switch (why) {
      case Budget.Spent spent -> String.valueOf(spent.getMessage());
      case StackOverflowError _ -> "its parts are nested too deep";
      case OutOfMemoryError _ -> "it needs too much memory";
      default -> "the parser failed: " + why.getClass().getSimpleName();
    };
  }
}
