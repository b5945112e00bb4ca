package org.postern.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.policy.Entry;
import org.postern.policy.EntryPattern;
import org.postern.policy.Listing;
import org.postern.policy.Mode;

class ImportsTest {
  private static final Author BY = new Author("A. Carter", "feed");
  private static final Set<Standing> ALL = EnumSet.allOf(Standing.class);

  @TempDir Path dir;
  private Store store;

  @BeforeEach
  void open() throws Exception {
    store = Store.open(dir.resolve("data"), Clock.systemUTC());
  }

  @AfterEach
  void close() throws Exception {
    store.close();
  }

  private static Entry entry(Listing listing, String pattern, String note) {
    return new Entry(
        EntryPattern.parse(pattern).ok().orElseThrow(),
        listing,
        Mode.ENFORCE,
        note,
        "",
        "feed",
        null);
  }

  private static Entry block(String pattern) {
    return entry(Listing.BLOCKED, pattern, "");
  }

  private List<String> compare(List<Entry> entries) {
    List<String> said = new ArrayList<>();
    store
        .imports()
        .compare(entries.iterator())
        .forEachRemaining(
            c ->
                said.add(
                    c.entry().pattern().text()
                        + " "
                        + c.standing().word()
                        + (c.met() == null ? "" : " " + c.met().entry().pattern().text())));
    return said;
  }

  private void standing() throws StoreException {
    store
        .lists()
        .add(
            List.of(
                block("wide.ml"),
                block("*.under.ml"),
                block("same.ml"),
                block("noted.ml"),
                entry(Listing.TRUSTED, "army.mil", "")),
            BY);
  }

  private static List<Entry> feed() {
    return List.of(
        block("new.ml"),
        block("a.wide.ml"),
        block("=wide.ml"),
        block("a@b.under.ml"),
        block("under.ml"),
        block("same.ml"),
        block("new.ml"),
        entry(Listing.BLOCKED, "noted.ml", "why"),
        block("army.mil"),
        block("us.army.mil"));
  }

  @Test
  void every_standing_is_told_with_what_makes_it_so() throws Exception {
    standing();
    assertThat(compare(feed()))
        .containsExactly(
            "=wide.ml covered wide.ml",
            "a.wide.ml covered wide.ml",
            "a@b.under.ml covered *.under.ml",
            "army.mil conflicting army.mil",
            "new.ml new",
            "new.ml present",
            "noted.ml changed noted.ml",
            "same.ml present same.ml",
            "under.ml new",
            "us.army.mil new");
    assertThat(store.lists().serial()).isEqualTo(1);
  }

  @Test
  void only_what_stands_as_wanted_is_taken_in_and_one_undo_takes_it_back() throws Exception {
    standing();
    long before = store.lists().count(Listing.BLOCKED);
    Imports.Taken taken =
        store
            .imports()
            .take(feed().iterator(), EnumSet.of(Standing.NEW, Standing.CHANGED), BY, _ -> {});
    assertThat(taken).isEqualTo(new Imports.Taken(2, 3, 1, 6));
    assertThat(store.lists().find(Listing.BLOCKED, block("noted.ml").pattern()))
        .hasValueSatisfying(i -> assertThat(i.entry().note()).isEqualTo("why"));
    assertThat(store.lists().find(Listing.BLOCKED, block("army.mil").pattern())).isEmpty();
    store.lists().undo(taken.serial(), BY);
    assertThat(store.lists().count(Listing.BLOCKED)).isEqualTo(before);
    assertThat(compare(List.of(entry(Listing.BLOCKED, "noted.ml", "why"))))
        .containsExactly("noted.ml changed noted.ml");
  }

  @Test
  void taking_everything_in_twice_changes_nothing_the_second_time() throws Exception {
    List<Entry> many = IntStream.range(0, 5_000).mapToObj(i -> block("n" + i + ".ml")).toList();
    assertThat(store.imports().take(many.iterator(), ALL, BY, _ -> {}))
        .isEqualTo(new Imports.Taken(1, 5_000, 0, 0));
    assertThat(store.imports().take(many.iterator(), ALL, BY, _ -> {}))
        .isEqualTo(new Imports.Taken(1, 0, 0, 5_000));
    Set<Standing> added = EnumSet.of(Standing.NEW, Standing.COVERED, Standing.CONFLICTING);
    assertThat(store.imports().take(many.iterator(), added, BY, _ -> {}))
        .isEqualTo(new Imports.Taken(1, 0, 0, 5_000));
  }

  @Test
  void a_cancelled_import_changes_nothing() throws Exception {
    List<Entry> many = IntStream.range(0, 3_000).mapToObj(i -> block("n" + i + ".ml")).toList();
    assertThatThrownBy(
            () ->
                store
                    .imports()
                    .take(
                        many.iterator(),
                        ALL,
                        BY,
                        n -> {
                          throw new CancellationException("at " + n);
                        }))
        .isInstanceOf(CancellationException.class)
        .hasMessage("at 1000");
    assertThat(store.lists().serial()).isZero();
    assertThat(store.lists().count(Listing.BLOCKED)).isZero();
  }

  private static List<Entry> thousands(int thousands) {
    return IntStream.range(0, thousands * 1_000).mapToObj(i -> block("n" + i + ".ml")).toList();
  }

  @Test
  void a_long_import_cancelled_after_parts_were_committed_leaves_nothing() throws Exception {
    standing();
    assertThatThrownBy(
            () ->
                store
                    .imports()
                    .take(
                        thousands(9).iterator(),
                        ALL,
                        BY,
                        n -> {
                          if (n >= 7_000) {
                            throw new CancellationException("at " + n);
                          }
                        }))
        .isInstanceOf(CancellationException.class);
    assertThat(store.lists().serial()).isEqualTo(1);
    assertThat(store.lists().count(Listing.BLOCKED)).isEqualTo(4);
    assertThat(store.imports().take(thousands(9).iterator(), ALL, BY, _ -> {}).added())
        .isEqualTo(9_000);
    store.lists().undo(2, BY);
    assertThat(store.lists().count(Listing.BLOCKED)).isEqualTo(4);
  }

  /** Parts of it are committed before its end; whoever reads meanwhile waits for the end. */
  @Test
  void nobody_sees_half_of_a_long_import() throws Exception {
    List<Future<Long>> seen = new ArrayList<>();
    try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
      store
          .imports()
          .take(
              thousands(9).iterator(),
              ALL,
              BY,
              n -> seen.add(readers.submit(() -> store.lists().count(Listing.BLOCKED))));
    }
    assertThat(seen).hasSize(9);
    for (Future<Long> one : seen) {
      assertThat(one.get()).isIn(0L, 9_000L);
    }
    assertThat(store.audit().verify(List.of(), _ -> {}, () -> false).findings()).isEmpty();
  }

  /** What an import edits cannot be told from what was there, so it is not committed in parts. */
  @Test
  void a_long_import_that_edits_and_is_cancelled_leaves_everything_as_it_was() throws Exception {
    store.lists().add(thousands(3), BY);
    List<Entry> noted = new ArrayList<>();
    thousands(9).forEach(e -> noted.add(entry(e.listing(), e.pattern().text(), "noted")));
    assertThatThrownBy(
            () ->
                store
                    .imports()
                    .take(
                        noted.iterator(),
                        ALL,
                        BY,
                        n -> {
                          if (n >= 8_000) {
                            throw new CancellationException("at " + n);
                          }
                        }))
        .isInstanceOf(CancellationException.class);
    assertThat(store.lists().serial()).isEqualTo(1);
    assertThat(compare(thousands(3))).allMatch(said -> said.contains(" present "));
    assertThat(store.lists().count(Listing.BLOCKED)).isEqualTo(3_000);
  }
}
