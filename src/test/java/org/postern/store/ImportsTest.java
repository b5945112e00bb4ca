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
}
