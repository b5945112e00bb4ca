package org.postern.ui.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.policy.Entry;
import org.postern.policy.EntryPattern;
import org.postern.policy.Listing;
import org.postern.policy.Unlisted;
import org.postern.policy.slip.Sensitivity;
import org.postern.store.Author;
import org.postern.store.Op;
import org.postern.store.Past.Difference;
import org.postern.store.Rules;
import org.postern.store.Store;
import org.postern.ui.DirectBackground;

@SuppressWarnings("NullAway.Init") // set in open, before each test
class PastModelTest {
  private static final Instant NINE = Instant.parse("2026-11-22T09:00:00Z");
  private static final Author OSEI = new Author("R. Osei", "given");

  @TempDir Path directory;
  private Store store;
  private PastModel model;

  @BeforeEach
  void open() throws Exception {
    revision(9, () -> store.lists().add(List.of(entry(Listing.TRUSTED, "army.mil")), OSEI));
    revision(10, () -> store.lists().add(List.of(entry(Listing.BLOCKED, "ml")), OSEI));
    revision(11, () -> store.lists().remove(Listing.BLOCKED, List.of(pattern("ml")), OSEI));
    begin(12);
  }

  private interface Change {
    Object make() throws Exception;
  }

  /** As it would be if it happened at that hour. */
  private void revision(int hour, Change change) throws Exception {
    try (Store at = Store.open(directory, clock(hour))) {
      store = at;
      change.make();
    }
  }

  private void begin(int hour) throws Exception {
    store = Store.open(directory, clock(hour));
    model = new PastModel(store, store::policy, new DirectBackground(), clock(hour), _ -> null);
    model.start();
  }

  private static Clock clock(int hour) {
    return Clock.fixed(NINE.plusSeconds(3600L * (hour - 9)), ZoneOffset.UTC);
  }

  @AfterEach
  void close() throws Exception {
    store.close();
  }

  private static EntryPattern pattern(String text) {
    return EntryPattern.parse(text).ok().orElseThrow();
  }

  private static Entry entry(Listing listing, String text) {
    return Entry.of(listing, pattern(text));
  }

  private PastModel.Shown shown() {
    return Objects.requireNonNull(model.shown().get());
  }

  private List<String> found() {
    return Objects.requireNonNull(model.found().get()).stream()
        .map(i -> i.entry().pattern().text())
        .toList();
  }

  private CompareModel.Compared compared() {
    return Objects.requireNonNull(model.compare().compared().get());
  }

  private JudgeModel.Judged judged() {
    return Objects.requireNonNull(model.judge().judged().get());
  }

  @Test
  void begins_withTheMomentsThereWere_andTheListsAsTheyStand() {
    assertThat(model.rows()).extracting(PastModel.Row::at).containsExactly(at(11), at(10), at(9));
    assertThat(shown().revision().serial()).isEqualTo(3);
    assertThat(found()).containsExactly("army.mil");
    assertThat(model.working().busy().get()).isEmpty();
  }

  private static Instant at(int hour) {
    return clock(hour).instant();
  }

  @Test
  void bundles_standAmongTheMoments_withTheirOwnTime() throws Exception {
    store.close();
    revision(
        11, () -> store.publications().made(2, "p", "sha256:1", "f", List.of("A"), "A. Carter"));
    begin(12);
    assertThat(model.rows().getFirst()).isInstanceOf(PastModel.Row.class);
    var bundle =
        model.rows().stream()
            .filter(PastModel.Row.OfBundle.class::isInstance)
            .findFirst()
            .orElseThrow();
    model.pick(bundle);
    assertThat(shown().moment().serial()).isEqualTo(2);
    assertThat(shown().moment().at()).isEqualTo(at(11));
  }

  @Test
  void aTypedMoment_showsTheListsAsTheyStood() {
    model.pick("2026-11-22 10:30");
    assertThat(shown().revision().serial()).isEqualTo(2);
    model.listing().set(Listing.BLOCKED);
    assertThat(found()).containsExactly("ml");
    model.filter().set("nothing like it");
    assertThat(found()).isEmpty();
    model.pick("1");
    model.filter().set("");
    assertThat(found()).isEmpty();
  }

  @Test
  void whatIsNoMoment_isSaid_andNothingElseChanges() {
    model.pick("yesterday");
    assertThat(model.working().problem().get()).contains("“yesterday” is no moment");
    model.pick("77");
    assertThat(model.working().problem().get()).contains("no such serial");
    assertThat(shown().revision().serial()).isEqualTo(3);
    model.pick("2");
    assertThat(model.working().problem().get()).isEmpty();
  }

  @Test
  void compare_inEitherDirection_tellsTheDifferenceForward() throws Exception {
    store
        .lists()
        .apply(List.of(new Op.SetRules(new Rules(Unlisted.HOLD, Sensitivity.STRICT, false))), OSEI);
    model.pick("1");
    model.compareWith("2");
    assertThat(compared().differences())
        .containsExactly(new Difference.Added(entry(Listing.BLOCKED, "ml")));
    assertThat(compared().rules()).isEmpty();
    model.pick("3");
    model.compareWith("2");
    assertThat(compared().differences())
        .containsExactly(new Difference.Removed(entry(Listing.BLOCKED, "ml")));
    model.compareWith("now");
    assertThat(compared().differences()).isEmpty();
    assertThat(compared().rules().orElseThrow().after().unlisted()).isEqualTo(Unlisted.HOLD);
    model.compareWith("never");
    assertThat(model.compare().working().problem().get()).contains("no moment");
    model.compare(model.rows().getLast(), model.rows().getFirst());
    assertThat(compared().from().serial()).isEqualTo(1);
  }

  @Test
  void compare_ofMany_isPaged() throws Exception {
    int many = CompareModel.PAGE * 8;
    List<Entry> names =
        IntStream.range(0, many).mapToObj(i -> entry(Listing.BLOCKED, "n" + i + ".ml")).toList();
    store.lists().add(names, OSEI);
    model.pick("3");
    model.compareWith("4");
    int first = compared().differences().size();
    assertThat(first).isBetween(CompareModel.PAGE, many - 1);
    assertThat(compared().touched()).isEqualTo(many);
    List<Difference> all = new ArrayList<>();
    while (compared().next() != null) {
      model.compare().more();
    }
    all.addAll(compared().differences());
    assertThat(all).hasSize(many).doesNotHaveDuplicates();
  }

  @Test
  void judge_underTheMoment_hasTheProofOfThen() throws Exception {
    String now = store.policy().judge("gen@army.ml").proof().hash();
    model.judge().address().set("gen@army.ml");
    assertThat(judged().then().proof().hash()).isEqualTo(now);
    model.pick("2");
    assertThat(judged().then().word()).isEqualTo("blocked");
    assertThat(judged().then().proof().hash())
        .isEqualTo(store.policyAt(2, at(10)).judge("gen@army.ml").proof().hash());
    assertThat(judged().now().proof().hash()).isEqualTo(now);
    model.judge().address().set("");
    assertThat(model.judge().judged().get()).isNull();
  }

  @Test
  void reading_canBeStopped_andWhatIsShownStays() throws Exception {
    DirectBackground later = DirectBackground.paused();
    PastModel slow = new PastModel(store, store::policy, later, clock(12), _ -> null);
    slow.start();
    later.flush();
    later.flush();
    assertThat(slow.shown().get()).isNotNull();
    slow.pick("1");
    assertThat(slow.working().busy().get()).isEqualTo("Reading the lists…");
    slow.cancel();
    assertThat(slow.working().busy().get()).isEmpty();
    later.flush();
    assertThat(Objects.requireNonNull(slow.shown().get()).revision().serial()).isEqualTo(3);
  }
}
