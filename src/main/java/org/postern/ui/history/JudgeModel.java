package org.postern.ui.history;

import java.time.Duration;
import java.util.concurrent.Callable;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;
import org.postern.policy.Policy;
import org.postern.policy.Verdict;
import org.postern.store.Past.Moment;
import org.postern.store.Store;
import org.postern.ui.Background;
import org.postern.ui.Background.Job;

/** How an address was judged at a moment, and is judged now. FX thread only. */
final class JudgeModel {
  private static final Duration PAUSE = Duration.ofMillis(120);

  /** Both verdicts. */
  record Judged(Verdict then, Verdict now) {}

  private final Store store;
  private final Callable<Policy> policy;
  private final Background background;
  private final Working working;
  private final StringProperty address = new SimpleStringProperty("");
  private final ReadOnlyObjectWrapper<@Nullable Judged> judged = new ReadOnlyObjectWrapper<>();
  private @Nullable Moment moment;
  private @Nullable Policy then;

  /**
   * @param policy the lists as they stand now; may block
   */
  JudgeModel(Store store, Callable<Policy> policy, Background background) {
    this.store = store;
    this.policy = policy;
    this.background = background;
    this.working = new Working(background, "history.policy");
    address.addListener((_, _, _) -> judge(PAUSE));
  }

  /** What is judged. */
  StringProperty address() {
    return address;
  }

  /** Null while no address is typed, or the policy of then is being made. */
  ReadOnlyObjectProperty<@Nullable Judged> judged() {
    return judged.getReadOnlyProperty();
  }

  Working working() {
    return working;
  }

  /** From now on judged as at this moment. */
  void under(Moment chosen) {
    if (!chosen.equals(moment)) {
      working.cancel();
      moment = chosen;
      then = null;
      judged.set(null);
      judge(Duration.ZERO);
    }
  }

  /** Again, after the making of the policy was stopped. */
  void again() {
    judge(Duration.ZERO);
  }

  private void judge(Duration pause) {
    Moment at = moment;
    String typed = address.get().strip();
    if (typed.isEmpty() || at == null) {
      background.cancel("history.judge");
      judged.set(null);
      return;
    }
    Policy made = then;
    if (made != null) {
      background.run(
          Job.newest("history.judge").after(pause),
          () -> new Judged(made.judge(typed), policy.call().judge(typed)),
          judged::set,
          e -> working.failed(String.valueOf(e.getMessage())));
    } else if (working.busy().get().isEmpty()) {
      working.run(
          "Making the policy of then",
          reading -> store.past().policy(at, reading::at),
          done -> {
            then = done;
            judge(Duration.ZERO);
          });
    }
  }
}
