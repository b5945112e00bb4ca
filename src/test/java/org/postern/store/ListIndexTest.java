package org.postern.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.policy.Entry;
import org.postern.policy.EntryPattern;
import org.postern.policy.Listing;
import org.postern.policy.Mode;
import org.postern.store.Found.Order;

/** Lists in memory over a real store. */
@SuppressWarnings("NullAway.Init") // set in open, before each test
class ListIndexTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-22T09:00:00Z"), ZoneOffset.UTC);
  private static final Author BY = new Author("R. Osei", "test");

  @TempDir Path directory;
  private Store store;

  @BeforeEach
  void open() throws Exception {
    store = Store.open(directory, CLOCK);
  }

  @AfterEach
  void close() throws Exception {
    store.close();
  }

  private static EntryPattern pattern(String text) {
    return EntryPattern.parse(text).ok().orElseThrow();
  }

  private static Entry entry(String text, String note, String owner, @Nullable String expires) {
    return new Entry(
        pattern(text),
        Listing.BLOCKED,
        Mode.ENFORCE,
        note,
        owner,
        "feed",
        expires == null ? null : Instant.parse(expires));
  }

  private ListIndex index(@Nullable ListIndex before) throws StoreException {
    return store.lists().index(Listing.BLOCKED, before);
  }

  private static List<String> names(List<Item> items) {
    return items.stream().map(i -> i.entry().pattern().text()).toList();
  }

  private static List<String> found(ListIndex index, String contains, Order order, boolean down) {
    return names(Found.in(index, new Found.Query(contains, order, down, Map.of())));
  }

  @Test
  void filter_findsInPatternNoteOwnerAndSource_whateverTheCase() throws Exception {
    store
        .lists()
        .add(
            List.of(
                entry("army.ml", "Mali, not MIL", "A. Carter", null),
                entry("=navy.ml", "", "B. Army", null),
                entry("liaison@gov.ml", "", "", null)),
            BY);
    ListIndex index = index(null);
    assertThat(found(index, "ARMY", Order.PATTERN, false)).containsExactly("=navy.ml", "army.ml");
    assertThat(found(index, "not mil", Order.PATTERN, false)).containsExactly("army.ml");
    assertThat(found(index, "feed", Order.PATTERN, false)).hasSize(3);
    assertThat(found(index, "ml\nar", Order.PATTERN, false)).isEmpty();
    assertThat(found(index, "carterfeed", Order.PATTERN, false)).isEmpty();
  }

  @Test
  void filter_ofThousandsOfNames_isAsSlowReadingSays() throws Exception {
    Random random = new Random(7);
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < 150_000; i++) {
      entries.add(entry("n" + random.nextInt(1_000_000) + "x" + i + ".ml", "", "", null));
    }
    store.lists().add(entries, BY);
    ListIndex index = index(null);
    for (String wanted : List.of("7", "99x", ".ml", "n1", "x149999")) {
      List<String> slowly =
          entries.stream()
              .map(e -> e.pattern().text())
              .filter(t -> t.contains(wanted))
              .sorted()
              .toList();
      assertThat(found(index, wanted, Order.PATTERN, false)).as(wanted).isEqualTo(slowly);
    }
  }

  @Test
  void order_byAnyColumn_bothWays_patternsWithinEqualOnes() throws Exception {
    store
        .lists()
        .add(
            List.of(
                entry("a.ml", "b", "x", "2027-01-01T00:00:00Z"),
                entry("b.ml", "a", "x", null),
                entry("ml", "c", "w", "2026-12-01T00:00:00Z")),
            BY);
    ListIndex index = index(null);
    assertThat(found(index, "", Order.PATTERN, true)).containsExactly("ml", "b.ml", "a.ml");
    assertThat(found(index, "", Order.NOTE, false)).containsExactly("b.ml", "a.ml", "ml");
    assertThat(found(index, "", Order.OWNER, true)).containsExactly("a.ml", "b.ml", "ml");
    assertThat(found(index, "", Order.ENDS, false)).containsExactly("ml", "a.ml", "b.ml");
    assertThat(found(index, "", Order.KIND, false)).containsExactly("ml", "a.ml", "b.ml");
    Map<String, Hits.Count> hits =
        Map.of(
            "b.ml", new Hits.Count(9, LocalDate.of(2026, 11, 1)),
            "a.ml", new Hits.Count(2, LocalDate.of(2026, 11, 20)));
    assertThat(names(Found.in(index, new Found.Query("", Order.HELD, true, hits))))
        .containsExactly("b.ml", "a.ml", "ml");
    assertThat(names(Found.in(index, new Found.Query("", Order.SEEN, true, hits))))
        .containsExactly("a.ml", "b.ml", "ml");
  }

  @Test
  void indexOf_findsAnEntry_inAnyOrder_andNotWhatTheFilterLeavesOut() throws Exception {
    store
        .lists()
        .add(
            List.of(
                entry("a.ml", "2", "", null),
                entry("b.ml", "1", "", null),
                entry("c.com", "3", "", null)),
            BY);
    ListIndex index = index(null);
    Found byNote = Found.in(index, new Found.Query("ml", Order.NOTE, false, Map.of()));
    assertThat(byNote.indexOf(pattern("b.ml"))).isZero();
    assertThat(byNote.indexOf(pattern("a.ml"))).isEqualTo(1);
    assertThat(byNote.indexOf(pattern("c.com"))).isEqualTo(-1);
    Found byName = Found.in(index, new Found.Query("ml", Order.PATTERN, false, Map.of()));
    assertThat(byName.indexOf(byName.get(1))).isEqualTo(1);
    assertThat(byName.indexOf(pattern("c.com"))).isEqualTo(-1);
  }

  @Test
  void tag_findsEntriesWithExactlyThatTag_besideOtherWords() throws Exception {
    store
        .lists()
        .add(
            List.of(
                entry("a.ml", "case #ally #old", "", null),
                entry("b.ml", "case #ally", "", null),
                entry("c.ml", "case #allied", "", null),
                entry("d.ml", "#ally in words", "", null)),
            BY);
    ListIndex index = index(null);
    assertThat(found(index, "tag:Ally", Order.PATTERN, false)).containsExactly("a.ml", "b.ml");
    assertThat(found(index, "tag:ally tag:old", Order.PATTERN, false)).containsExactly("a.ml");
    assertThat(found(index, "tag:ally b.", Order.PATTERN, false)).containsExactly("b.ml");
    assertThat(found(index, "tag:", Order.PATTERN, false)).hasSize(4);
    assertThat(found(index, "tag:none", Order.PATTERN, false)).isEmpty();
    assertThat(found(index, "", Order.TAGS, true)).startsWith("a.ml");
  }

  @Test
  void followed_throughAddsEditsRemovalsAndUndo_isAsReadAnew() throws Exception {
    store.lists().add(List.of(entry("m.ml", "1", "", null), entry("z.ml", "1", "", null)), BY);
    ListIndex index = index(null);
    store.lists().add(List.of(entry("a.ml", "2", "", null), entry("n.ml", "2", "", null)), BY);
    store.lists().add(List.of(Entry.of(Listing.TRUSTED, pattern("army.mil"))), BY);
    index = same(index);
    Item item = store.lists().find(Listing.BLOCKED, pattern("m.ml")).orElseThrow();
    store
        .lists()
        .apply(List.of(new Op.Edit(entry("m.ml", "edited", "me", null), item.since())), BY);
    store.lists().remove(Listing.BLOCKED, List.of(pattern("z.ml"), pattern("a.ml")), BY);
    index = same(index);
    store.lists().undo(store.lists().serial(), BY);
    index = same(index);
    assertThat(names(Found.in(index, Found.Query.ALL)))
        .containsExactly("a.ml", "m.ml", "n.ml", "z.ml");
    assertThat(index(index)).isSameAs(index);
  }

  private ListIndex same(ListIndex before) throws StoreException {
    ListIndex followed = index(before);
    List<Item> anew = new ArrayList<>();
    store.lists().each(Listing.BLOCKED, anew::add);
    anew.sort(Comparator.comparing(i -> i.entry().pattern().text()));
    assertThat(List.copyOf(Found.in(followed, Found.Query.ALL))).isEqualTo(anew);
    assertThat(found(followed, "edited", Order.PATTERN, false))
        .isEqualTo(found(index(null), "edited", Order.PATTERN, false));
    return followed;
  }

  @Test
  void hits_countEachCopyOnce_andForgetWhatIsOlderThanNinetyDays() throws Exception {
    LocalDate today = LocalDate.of(2026, 11, 22);
    EntryPattern ml = pattern("army.ml");
    var first = new Hits.Hit("c1", Listing.BLOCKED, ml, today.minusDays(1));
    var old = new Hits.Hit("c2", Listing.BLOCKED, ml, today.minusDays(Hits.DAYS));
    var same = new Hits.Hit("c3", Listing.BLOCKED, ml, today.minusDays(1));
    assertThat(store.hits().since()).isEmpty();
    assertThat(store.hits().count(List.of(first, old))).isEqualTo(2);
    assertThat(store.hits().count(List.of(first, old, same))).isEqualTo(1);
    assertThat(store.hits().counts(Listing.BLOCKED, today))
        .isEqualTo(Map.of("army.ml", new Hits.Count(2, today.minusDays(1))));
    assertThat(store.hits().counts(Listing.TRUSTED, today)).isEmpty();
    assertThat(store.hits().since()).contains(today.minusDays(Hits.DAYS));
  }
}
