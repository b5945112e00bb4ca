package org.postern.ui.publish;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.IntegerBinding;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.jspecify.annotations.Nullable;
import org.postern.officer.OfficerException;
import org.postern.ui.Background;
import org.postern.ui.ViewState;

/**
 * What the Publish screen knows and what an officer does there: sign, hand over, see what runs. FX
 * thread only; the {@link Press} works in the background.
 */
public final class PublishModel {
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(10);
  private static final Duration PROGRESS = Duration.ofMillis(500);
  private static final String LANE = "publish";

  private final Press press;
  private final Background background;
  private final Consumer<String> tell;
  private final ReadOnlyObjectWrapper<ViewState> state =
      new ReadOnlyObjectWrapper<>(new ViewState.Loading("Reading the lists and the receipts…"));
  private final ReadOnlyObjectWrapper<Board> board = new ReadOnlyObjectWrapper<>(Board.EMPTY);
  private final ReadOnlyObjectWrapper<Next> next = new ReadOnlyObjectWrapper<>(Next.READING);
  private final ReadOnlyStringWrapper busy = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
  private final ReadOnlyBooleanWrapper keyProblem = new ReadOnlyBooleanWrapper();
  private final IntegerBinding waiting =
      Bindings.createIntegerBinding(() -> waiting(board.get()), board);
  private Map<String, String> refused = Map.of();
  private Background.@Nullable Ticking progress;
  private Background.@Nullable Ticking ticking;

  /**
   * @param tell says in passing that something was done, such as a toast
   */
  public PublishModel(Press press, Background background, Consumer<String> tell) {
    this.press = press;
    this.background = background;
    this.tell = tell;
  }

  ReadOnlyObjectProperty<ViewState> state() {
    return state.getReadOnlyProperty();
  }

  ReadOnlyObjectProperty<Board> board() {
    return board.getReadOnlyProperty();
  }

  ReadOnlyObjectProperty<Next> next() {
    return next.getReadOnlyProperty();
  }

  /** What is being done right now, a sentence; empty while nothing is. */
  ReadOnlyStringProperty busy() {
    return busy.getReadOnlyProperty();
  }

  /** Why the last step was not taken; empty if it was. */
  ReadOnlyStringProperty problem() {
    return problem.getReadOnlyProperty();
  }

  /** Whether the problem is the passphrase: it is asked for again. */
  ReadOnlyBooleanProperty keyProblem() {
    return keyProblem.getReadOnlyProperty();
  }

  /** How many changes of the lists no gateway runs yet. */
  IntegerBinding waiting() {
    return waiting;
  }

  /** Reads anew, and again every few seconds until {@link #stop}. */
  void start() {
    look();
    if (ticking == null) {
      ticking = background.every(LOOK_AGAIN, this::look);
    }
  }

  void stop() {
    if (ticking != null) {
      ticking.stop();
      ticking = null;
    }
  }

  /** Reads anew. Also for whoever knows that lists, settings or receipts changed. */
  public void look() {
    background.run(
        Background.Job.newest("publish.look").on(LANE), press::look, this::show, this::unreadable);
  }

  /**
   * Signs the bundle that is shown.
   *
   * @param passphrase zeroed after use; empty for a key without one
   */
  void sign(Board.Signer signer, char[] passphrase) {
    Board now = board.get();
    if (!busy.get().isEmpty() || next.get().step() != Next.Step.SIGN || now.sheet().isEmpty()) {
      return;
    }
    String digest = now.sheet().get().digest();
    begin("Signing…");
    background.run(
        Background.Job.each("publish.sign").on(LANE),
        () -> {
          press.sign(digest, signer.keyId(), passphrase);
          return press.look();
        },
        after -> {
          end(after);
          tell.accept("Signed as " + signer.officer() + ".");
        },
        this::failed);
  }

  /** Brings the bundle that is shown to the gateways that do not run it; again, if they wait. */
  void handOver() {
    Board now = board.get();
    Next.Step step = next.get().step();
    if (!busy.get().isEmpty()
        || (step != Next.Step.HAND_OVER && step != Next.Step.WAIT)
        || now.sheet().isEmpty()) {
      return;
    }
    String digest = now.sheet().get().digest();
    begin("Handing over…");
    progress =
        background.every(
            PROGRESS,
            () -> {
              String far = press.progress(digest);
              busy.set(far.isEmpty() ? "Handing over…" : "Handing over to " + far);
            });
    background.run(
        Background.Job.each("publish.hand-over").on(LANE),
        () -> new Handed(press.handOver(digest), press.look()),
        handed -> {
          refused = handed.result().refused();
          end(handed.board());
          int reached = handed.result().reached().size();
          if (reached > 0) {
            tell.accept(
                "Serial "
                    + handed.board().serial()
                    + " handed over to "
                    + (reached == 1 ? handed.result().reached().getFirst() : reached + " gateways")
                    + ".");
          }
        },
        this::failed);
  }

  private record Handed(Press.HandedOver result, Board board) {}

  /** Whether something is on its way that can be stopped. */
  boolean stoppable() {
    return progress != null || !board.get().undelivered().isEmpty();
  }

  /** Hands over no further what did not arrive yet. */
  void stopHandingOver() {
    board
        .get()
        .sheet()
        .ifPresent(
            sheet ->
                background.run(
                    // Not on the lane: it would wait for what it is to stop.
                    Background.Job.newest("publish.stop"),
                    () -> {
                      press.stop(sheet.digest());
                      return sheet;
                    },
                    _ -> {
                      tell.accept("Not handed over any further.");
                      look();
                    },
                    this::failed));
  }

  /** Writes the bundle that is shown to a file, for an officer whose key is elsewhere. */
  void save(Path file) {
    board
        .get()
        .sheet()
        .ifPresent(
            sheet ->
                background.run(
                    Background.Job.each("publish.save").on(LANE),
                    () -> {
                      press.save(sheet.digest(), file);
                      return file;
                    },
                    saved -> tell.accept("Saved as " + saved + "."),
                    this::failed));
  }

  /** Takes in the signatures of the same bundle, signed elsewhere. */
  void takeIn(Path file) {
    board
        .get()
        .sheet()
        .ifPresent(
            sheet -> {
              begin("Checking the signatures…");
              background.run(
                  Background.Job.each("publish.take-in").on(LANE),
                  () -> {
                    press.takeIn(sheet.digest(), file);
                    return press.look();
                  },
                  after -> {
                    end(after);
                    tell.accept("The signatures in the file were taken over.");
                  },
                  this::failed);
            });
  }

  /** What other mail systems would make of the bundle that is shown. */
  Optional<TargetsModel> targets() {
    return board.get().sheet().map(sheet -> new TargetsModel(sheet.bundle(), background, tell));
  }

  private void begin(String what) {
    problem.set("");
    keyProblem.set(false);
    busy.set(what);
  }

  private void end(Board after) {
    quiet();
    show(after);
  }

  private void quiet() {
    if (progress != null) {
      progress.stop();
      progress = null;
    }
    busy.set("");
  }

  private void show(Board now) {
    if (now.serial() != board.get().serial()) {
      refused = Map.of();
    }
    // first: the focus cannot go to what is hidden
    state.set(
        now.serial() > 0
            ? ViewState.READY
            : new ViewState.Empty(
                "fth-send",
                "Nothing to publish yet",
                "The lists are empty. Add the domains that you trust in Domains; what changes there"
                    + " waits here until officers have signed it.",
                new ViewState.Act("Look again", this::look)));
    board.set(now);
    Map<String, String> failed = new TreeMap<>(now.undelivered());
    failed.putAll(refused);
    next.set(Next.of(now, failed));
  }

  private void failed(Exception e) {
    quiet();
    keyProblem.set(
        e instanceof OfficerException key
            && (key.reason() == OfficerException.Reason.WRONG_PASSPHRASE
                || key.reason() == OfficerException.Reason.NO_PASSPHRASE));
    problem.set(String.valueOf(e.getMessage()));
    look();
  }

  private void unreadable(Exception e) {
    state.set(
        new ViewState.Failed(
            "What is published cannot be read",
            String.valueOf(e.getMessage()),
            new ViewState.Act("Try again", this::look)));
  }

  private static int waiting(Board board) {
    return board.changed() ? (int) Math.min(9999, board.waiting()) : 0;
  }
}
