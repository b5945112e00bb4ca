package org.postern.ui.tester;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;
import org.postern.policy.Disposition;
import org.postern.policy.Explanation;
import org.postern.policy.Listing;
import org.postern.policy.Policy;
import org.postern.policy.Verdict;
import org.postern.ui.Background;
import org.postern.ui.Background.Job;
import org.postern.ui.ViewState;

/** Judges what is typed or pasted, under the policy as the lists stand now. FX thread only. */
public final class TesterModel {
  private static final Duration PAUSE = Duration.ofMillis(120);
  private static final int REMEMBERED = 30;

  /** One of many: what was pasted, and the answer. */
  record Row(Verdict verdict, String headline) {}

  private final Callable<Policy> policy;
  private final Background background;
  private final BiConsumer<Listing, String> propose;
  private final StringProperty input = new SimpleStringProperty("");
  private final ReadOnlyObjectWrapper<@Nullable Reading> reading = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<ViewState> state = new ReadOnlyObjectWrapper<>(nothingYet());
  private final ReadOnlyObjectWrapper<ViewState> manyState =
      new ReadOnlyObjectWrapper<>(ViewState.READY);
  private final ObservableList<Verdict> before = FXCollections.observableArrayList();
  private final ObservableList<Row> many = FXCollections.observableArrayList();
  private final ReadOnlyBooleanWrapper manyOpen = new ReadOnlyBooleanWrapper();
  private final SimpleStringProperty manySummary = new SimpleStringProperty("");

  /**
   * @param policy reads the lists as they stand now; may block
   * @param propose what "Trust…" and "Block…" lead to, with the pattern to begin from
   */
  public TesterModel(
      Callable<Policy> policy, Background background, BiConsumer<Listing, String> propose) {
    this.policy = policy;
    this.background = background;
    this.propose = propose;
    input.addListener((_, old, now) -> typed(old, now));
  }

  /** What the officer types. */
  public StringProperty input() {
    return input;
  }

  /** Judges again, because the lists may have changed. */
  public void refresh() {
    judge(input.get(), Duration.ZERO);
  }

  ReadOnlyObjectProperty<@Nullable Reading> reading() {
    return reading.getReadOnlyProperty();
  }

  ReadOnlyObjectProperty<ViewState> state() {
    return state.getReadOnlyProperty();
  }

  ReadOnlyObjectProperty<ViewState> manyState() {
    return manyState.getReadOnlyProperty();
  }

  /** What was tested in this session, newest first. */
  ObservableList<Verdict> before() {
    return before;
  }

  /** The answers to a paste of several addresses; empty when one is looked at. */
  ObservableList<Row> many() {
    return many;
  }

  /** Whether a paste of several is looked at, or still being judged. */
  ReadOnlyBooleanProperty manyOpen() {
    return manyOpen.getReadOnlyProperty();
  }

  SimpleStringProperty manySummary() {
    return manySummary;
  }

  /**
   * Takes what came from the clipboard: one address goes to the field, several are judged together.
   * False if it holds none.
   */
  boolean paste(String text) {
    Pasted pasted = Pasted.of(text);
    if (Pasted.single(text)) {
      String only = pasted.addresses().size() == 1 ? pasted.addresses().getFirst() : text.strip();
      input.set(only.lines().findFirst().orElse(""));
      return !only.isEmpty();
    }
    if (pasted.addresses().isEmpty()) {
      return false;
    }
    manyOpen.set(true);
    manySummary.set("");
    manyState.set(new ViewState.Loading("Judging " + pasted.addresses().size() + " addresses…"));
    background.run(
        Job.newest("tester.many"),
        () -> {
          Policy now = policy.call();
          return pasted.addresses().stream().map(now::judge).map(TesterModel::row).toList();
        },
        rows -> show(rows, pasted.skipped()),
        e -> manyState.set(unreadable(e)));
    return true;
  }

  /** Back from many to one. */
  void one() {
    background.cancel("tester.many");
    many.clear();
    manyOpen.set(false);
    manyState.set(ViewState.READY);
  }

  /** Keeps the present answer among those tested before. */
  void remember() {
    Reading now = reading.get();
    if (now != null) {
      before.removeIf(v -> v.input().equals(now.verdict().input()));
      before.addFirst(now.verdict());
      if (before.size() > REMEMBERED) {
        before.removeLast();
      }
    }
  }

  /** Begins to put the judged domain on a list. */
  void propose(Listing listing) {
    Reading now = reading.get();
    if (now != null) {
      now.verdict().domain().ifPresent(d -> propose.accept(listing, d.ascii()));
    }
  }

  /** Begins to block a whole ending, or a neighbour. */
  void propose(Listing listing, String pattern) {
    propose.accept(listing, pattern);
  }

  /** The proof of the present answer, as canonical JSON with its hash; empty if there is none. */
  String proof() {
    Reading now = reading.get();
    return now == null ? "" : now.verdict().proof().jsonWithHash();
  }

  /** The many answers as CSV. */
  String csv() {
    return Csv.of(List.copyOf(many));
  }

  private void typed(String old, String now) {
    boolean another = !now.startsWith(old) && !old.startsWith(now);
    if (another || now.isBlank()) {
      remember();
    }
    judge(now, PAUSE);
  }

  private void judge(String text, Duration pause) {
    if (text.isBlank()) {
      background.cancel("tester.verdict");
      reading.set(null);
      state.set(nothingYet());
      return;
    }
    if (reading.get() == null) {
      state.set(new ViewState.Loading("Comparing with the trusted names…"));
    }
    background.run(
        Job.newest("tester.verdict").after(pause),
        () -> Reading.of(policy.call(), text),
        answer -> {
          reading.set(answer);
          state.set(ViewState.READY);
        },
        e -> {
          reading.set(null);
          state.set(unreadable(e));
        });
  }

  private void show(List<Row> rows, int skipped) {
    many.setAll(rows);
    manyState.set(ViewState.READY);
    List<String> words = new ArrayList<>();
    words.add(rows.size() + (rows.size() == 1 ? " address" : " addresses"));
    count(rows, Disposition.DELIVER, "delivered", words);
    count(rows, Disposition.HOLD, "held", words);
    count(rows, Disposition.REJECT, "refused", words);
    if (skipped > 0) {
      words.add(skipped + (skipped == 1 ? " piece was no address" : " pieces were no addresses"));
    }
    manySummary.set(String.join("  ·  ", words));
  }

  private static void count(
      List<Row> rows, Disposition disposition, String word, List<String> words) {
    long n = rows.stream().filter(r -> r.verdict().disposition() == disposition).count();
    if (n > 0) {
      words.add(n + " " + word);
    }
  }

  private static Row row(Verdict verdict) {
    return new Row(verdict, Explanation.of(verdict).headline());
  }

  private ViewState unreadable(Exception e) {
    String said = e.getMessage();
    return new ViewState.Failed(
        "The lists could not be read, so nothing can be said about this address",
        said == null ? "Try again; if it stays so, restart the console." : said,
        new ViewState.Act("Try again", this::refresh));
  }

  private static ViewState nothingYet() {
    return new ViewState.Empty(
        "fth-at-sign",
        "What would happen to mail for an address?",
        "Type it above, or paste a To: line, a column or a whole header. Nothing is sent, and nobody else sees it.",
        null);
  }
}
