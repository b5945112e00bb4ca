package org.postern.ui;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The only way from a model to work that can block. Work runs off the FX thread; the answer comes
 * back on it, so that models are touched by one thread only. Checked exceptions are expected
 * failures: logged once here and handed to {@code failed}, which says so in place. Unchecked ones
 * are bugs: they go to {@link Errors} and to {@code failed} too, so that nothing keeps spinning.
 *
 * <p>Work is never interrupted: an interrupt would close the file channel of an embedded database.
 * Work that takes long sets its own time limits. {@link FxBackground} is the real one; the tests
 * have a twin that runs on the calling thread.
 */
public interface Background {

  /**
   * How a piece of work relates to others.
   *
   * @param name what it is, as it appears in the log; unique to its caller: "tester.verdict"
   * @param newestOnly a newer job of the same name makes this one's answer unwanted
   * @param lane jobs of one lane run one after the other, in order: a mailbox session, a database
   *     writer
   * @param after how long to wait before starting, for work that follows typing
   */
  record Job(String name, boolean newestOnly, @Nullable String lane, Duration after) {

    /** Only the newest of this name counts: a look-up, a refresh, a filter. */
    public static Job newest(String name) {
      return new Job(name, true, null, Duration.ZERO);
    }

    /** Every one counts and reports: a release, a list change. */
    public static Job each(String name) {
      return new Job(name, false, null, Duration.ZERO);
    }

    /** The same, one after the other with everything else on that lane. */
    public Job on(String resource) {
      return new Job(name, newestOnly, resource, after);
    }

    /** The same, started only after a pause. */
    public Job after(Duration pause) {
      return new Job(name, newestOnly, lane, pause);
    }
  }

  /** A running {@link #every}. */
  interface Ticking {
    void stop();
  }

  /**
   * Runs {@code work}, then {@code done} or {@code failed} on the FX thread, unless the answer
   * became unwanted meanwhile.
   */
  <T> void run(
      Job job, Callable<T> work, Consumer<? super T> done, Consumer<? super Exception> failed);

  /**
   * Drops the answers, present and still to come, of all jobs of that name that were started so
   * far.
   */
  void cancel(String name);

  /** Calls {@code tick} on the FX thread again and again, first after one period. */
  Ticking every(Duration period, Runnable tick);
}
