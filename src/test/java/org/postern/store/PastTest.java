package org.postern.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.MovedClock;
import org.postern.policy.Entry;
import org.postern.policy.EntryPattern;
import org.postern.policy.Listing;
import org.postern.policy.Mode;
import org.postern.store.Past.Difference;
import org.postern.store.Past.Moment;

@OnEveryEngine
class PastTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final Author MAJOR = new Author("major", "weekly review");

  private final Engine engine;
  private final MovedClock clock = new MovedClock(NOON);
  @TempDir Path dir;
  private Store store;
  private Past past;

  PastTest(Engine engine) {
    this.engine = engine;
  }

  @BeforeEach
  void open() throws Exception {
    store = engine.open(dir, clock);
    past = store.past();
  }

  @AfterEach
  void close() throws Exception {
    store.close();
  }

  private static EntryPattern pattern(String text) {
    return EntryPattern.parse(text).ok().orElseThrow();
  }

  private static Entry entry(Listing listing, String text, String note, @Nullable Instant end) {
    return new Entry(pattern(text), listing, Mode.ENFORCE, note, "J6", "import", end);
  }

  private static Entry trusted(String text) {
    return entry(Listing.TRUSTED, text, "note", null);
  }

  private static Entry blocked(String text) {
    return entry(Listing.BLOCKED, text, "note", null);
  }

  /** An hour passes, then it happens. */
  private void apply(Op... ops) throws StoreException {
    clock.pass(Duration.ofHours(1));
    store.lists().apply(List.of(ops), MAJOR);
  }

  private void edit(Entry after) throws StoreException {
    apply(new Op.Edit(after, since(after.listing(), after.pattern())));
  }

  private void remove(Listing listing, String text) throws StoreException {
    apply(new Op.Remove(listing, pattern(text), since(listing, pattern(text))));
  }

  private long since(Listing listing, EntryPattern pattern) throws StoreException {
    return store.lists().find(listing, pattern).orElseThrow().since();
  }

  private Moment at(long serial) throws StoreException {
    return past.moment(new When.Serial(serial)).orElseThrow();
  }

  private List<Difference> differences(Moment from, Moment to) throws StoreException {
    return past.differences(from, to, 100, _ -> {}).differences();
  }

  @Test
  void a_moment_is_found_by_its_time_by_its_serial_and_as_now() throws Exception {
    apply(new Op.Add(trusted("army.mil")));
    apply(new Op.Add(blocked("ml")));
    Instant second = NOON.plus(Duration.ofHours(2));
    assertThat(past.moment(new When.Time(second.minusSeconds(1))).orElseThrow())
        .isEqualTo(new Moment(1, second.minusSeconds(1)));
    assertThat(past.moment(new When.Time(second)).orElseThrow()).isEqualTo(new Moment(2, second));
    assertThat(past.moment(new When.Time(NOON)).orElseThrow().serial()).isZero();
    assertThat(at(2)).isEqualTo(new Moment(2, second));
    assertThat(past.moment(new When.Serial(3))).isEmpty();
    clock.pass(Duration.ofHours(5));
    assertThat(past.moment(new When.Now()).orElseThrow()).isEqualTo(new Moment(2, clock.instant()));
  }

  @Test
  void an_address_judged_under_the_past_has_the_proof_of_then() throws Exception {
    apply(new Op.Add(entry(Listing.TRUSTED, "army.mil", "", NOON.plus(Duration.ofHours(5)))));
    apply(new Op.Add(blocked("ml")));
    String blocked = store.policy().judge("gen@army.ml").proof().hash();
    Instant then = clock.instant();
    remove(Listing.BLOCKED, "ml");
    String lookalike = store.policy().judge("gen@army.ml").proof().hash();
    clock.pass(Duration.ofHours(9));
    String lapsed = store.policy().judge("gen@army.ml").proof().hash();
    assertThat(List.of(blocked, lookalike, lapsed)).doesNotHaveDuplicates();
    assertThat(hash(new When.Time(then))).isEqualTo(blocked);
    assertThat(hash(new When.Serial(2))).isEqualTo(blocked);
    assertThat(hash(new When.Serial(3))).isEqualTo(lookalike);
    assertThat(hash(new When.Now())).isEqualTo(lapsed);
  }

  private String hash(When when) throws StoreException {
    Moment moment = past.moment(when).orElseThrow();
    return past.policy(moment, _ -> {}).judge("gen@army.ml").proof().hash();
  }

  @Test
  void differences_tell_what_was_removed_changed_added_and_what_ended_by_itself() throws Exception {
    Entry lapsing = entry(Listing.TRUSTED, "firm.example", "", NOON.plus(Duration.ofHours(4)));
    apply(new Op.Add(trusted("army.mil")), new Op.Add(trusted("navy.mil")), new Op.Add(lapsing));
    Entry edited = entry(Listing.TRUSTED, "army.mil", "new", null);
    edit(edited);
    remove(Listing.TRUSTED, "navy.mil");
    apply(new Op.Add(blocked("ml")), new Op.Add(blocked("gone.example")));
    remove(Listing.BLOCKED, "gone.example");
    assertThat(differences(at(1), at(5)))
        .containsExactly(
            new Difference.Changed(trusted("army.mil"), edited),
            new Difference.Removed(trusted("navy.mil")),
            new Difference.Added(blocked("ml")),
            new Difference.Ended(lapsing));
    assertThat(differences(at(1), at(2)))
        .containsExactly(new Difference.Changed(trusted("army.mil"), edited));
    assertThat(differences(at(5), at(5))).isEmpty();
    Moment later = new Moment(5, NOON.plus(Duration.ofDays(1)));
    assertThat(differences(at(2), new Moment(2, later.at())))
        .containsExactly(new Difference.Ended(lapsing));
    assertThatThrownBy(() -> differences(at(5), at(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void what_came_back_as_it_was_is_no_difference() throws Exception {
    apply(new Op.Add(trusted("army.mil")));
    remove(Listing.TRUSTED, "army.mil");
    store.lists().undo(2, MAJOR);
    assertThat(differences(at(1), at(3))).isEmpty();
    assertThat(differences(at(1), at(2)))
        .containsExactly(new Difference.Removed(trusted("army.mil")));
    assertThat(differences(at(2), at(3)))
        .containsExactly(new Difference.Added(trusted("army.mil")));
  }

  @Test
  void pages_follow_each_other_without_gap_or_repetition() throws Exception {
    List<Entry> many = IntStream.range(0, 2_500).mapToObj(i -> blocked("n" + i + ".ml")).toList();
    store.lists().add(many.subList(0, 1_200), MAJOR);
    store.lists().add(many.subList(1_200, 2_500), MAJOR);
    store
        .lists()
        .remove(
            Listing.BLOCKED, many.subList(0, 1_100).stream().map(Entry::pattern).toList(), MAJOR);
    List<String> told = new ArrayList<>();
    var page = past.differences(at(1), at(3), 10, _ -> {});
    int pages = 1;
    while (true) {
      page.differences()
          .forEach(d -> told.add(d.getClass().getSimpleName() + d.entry().pattern().text()));
      if (page.next() == null) {
        break;
      }
      page = past.differences(at(1), at(3), page.next(), 10, _ -> {});
      pages++;
    }
    assertThat(pages).isGreaterThan(2);
    assertThat(told).doesNotHaveDuplicates().hasSize(1_100 + 1_300);
    assertThat(told.stream().filter(t -> t.startsWith("Removed"))).hasSize(1_100);
  }

  @Test
  void a_list_of_the_past_is_the_same_from_any_index_and_read_anew() throws Exception {
    apply(new Op.Add(blocked("m.ml")), new Op.Add(blocked("z.ml")));
    apply(new Op.Add(blocked("a.ml")), new Op.Add(trusted("army.mil")));
    edit(entry(Listing.BLOCKED, "m.ml", "edited", null));
    remove(Listing.BLOCKED, "z.ml");
    ListIndex now = store.lists().index(Listing.BLOCKED, null);
    for (long serial = 0; serial <= 4; serial++) {
      ListIndex anew = past.index(Listing.BLOCKED, serial, null, _ -> {});
      assertThat(items(past.index(Listing.BLOCKED, serial, now, _ -> {}))).isEqualTo(items(anew));
      assertThat(anew.serial()).isEqualTo(serial);
    }
    assertThat(items(past.index(Listing.BLOCKED, 2, now, _ -> {})))
        .extracting(i -> i.entry().pattern().text(), i -> i.entry().note())
        .containsExactly(tuple("a.ml", "note"), tuple("m.ml", "note"), tuple("z.ml", "note"));
  }

  private static List<Item> items(ListIndex index) {
    return IntStream.range(0, index.size()).mapToObj(index::item).toList();
  }

  @Test
  void a_long_reading_can_be_ended() throws Exception {
    store
        .lists()
        .add(IntStream.range(0, 6_000).mapToObj(i -> blocked("n" + i + ".ml")).iterator(), MAJOR);
    assertThatThrownBy(
            () ->
                past.policy(
                    at(1),
                    n -> {
                      throw new CancellationException();
                    }))
        .isInstanceOf(CancellationException.class);
    assertThatThrownBy(
            () ->
                past.index(
                    Listing.BLOCKED,
                    1,
                    null,
                    n -> {
                      throw new CancellationException();
                    }))
        .isInstanceOf(CancellationException.class);
  }

  @Test
  void history_of_an_entry_tells_each_step_and_who_why_when() throws Exception {
    apply(new Op.Add(trusted("army.mil")));
    Entry edited = entry(Listing.TRUSTED, "army.mil", "checked", null);
    edit(edited);
    remove(Listing.TRUSTED, "army.mil");
    apply(new Op.Add(trusted("navy.mil")));
    apply(new Op.Add(trusted("army.mil")));
    assertThat(past.history(Listing.TRUSTED, pattern("army.mil")))
        .extracting(
            s -> s.revision().serial(),
            s -> s.before() == null ? null : s.before().entry(),
            s -> s.after() == null ? null : s.after().entry())
        .containsExactly(
            tuple(1L, null, trusted("army.mil")),
            tuple(2L, trusted("army.mil"), edited),
            tuple(3L, edited, null),
            tuple(5L, null, trusted("army.mil")));
    assertThat(past.history(Listing.TRUSTED, pattern("army.mil")))
        .allMatch(s -> s.origin() == null && s.revision().why().equals("weekly review"));
    assertThat(past.history(Listing.BLOCKED, pattern("army.mil"))).isEmpty();
  }

  @Test
  void history_names_who_approved_and_the_reference() throws Exception {
    try (var officers = Enrolled.two(engine, dir.resolve("enrolled"))) {
      var session = officers.store().session();
      var change = officers.propose("army.mil");
      session.signOut();
      session.signIn(Enrolled.LOWE);
      officers.store().changes().approve(change.digest(), "known to me");
      var steps = officers.store().past().history(Listing.TRUSTED, pattern("army.mil"));
      assertThat(steps).hasSize(1);
      var origin = Objects.requireNonNull(steps.getFirst().origin());
      assertThat(origin.change().reference()).isEqualTo("T-1");
      assertThat(origin.change().author()).isEqualTo(Enrolled.CARTER.officer());
      assertThat(origin.signers())
          .extracting(Past.Signer::officer)
          .containsExactly(Enrolled.LOWE.officer());
    }
  }

  @Test
  void when_is_read_as_it_is_typed() {
    ZoneId zone = ZoneOffset.ofHours(2);
    assertThat(When.parse(" now ", zone)).contains(new When.Now());
    assertThat(When.parse("12", zone)).contains(new When.Serial(12));
    assertThat(When.parse("2026-11-20 14:30", zone))
        .contains(new When.Time(Instant.parse("2026-11-20T12:30:00Z")));
    assertThat(When.parse("2026-11-20T14:30:05", zone))
        .contains(new When.Time(Instant.parse("2026-11-20T12:30:05Z")));
    assertThat(When.parse("2026-11-20T14:30:05Z", zone))
        .contains(new When.Time(Instant.parse("2026-11-20T14:30:05Z")));
    assertThat(When.parse("2026-11-20", zone))
        .contains(new When.Time(Instant.parse("2026-11-20T22:00:00Z").minusNanos(1)));
    for (String bad : List.of("", "-1", "yesterday", "2026-13-01", "99999999999999999999", "1 2")) {
      assertThat(When.parse(bad, zone)).as(bad).isEmpty();
    }
  }
}
