package org.postern.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.policy.Entry;
import org.postern.policy.EntryPattern;
import org.postern.policy.Listing;
import org.postern.policy.Mode;
import org.postern.policy.Policy;
import org.postern.policy.Unlisted;
import org.postern.policy.slip.Sensitivity;

/** A policy that follows the lists says what one read anew says. */
@OnEveryEngine
class PolicyAfterTest {

  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final Author MAJOR = new Author("major", "weekly review");

  private final Engine engine;
  @TempDir Path dir;
  private Store store;
  private Lists lists;
  private Policy followed;

  PolicyAfterTest(Engine engine) {
    this.engine = engine;
  }

  @BeforeEach
  void open() throws Exception {
    store = engine.open(dir, Clock.fixed(NOON, ZoneOffset.UTC));
    lists = store.lists();
    followed = store.policy();
  }

  @AfterEach
  void close() throws Exception {
    store.close();
  }

  private static EntryPattern pattern(String text) {
    return EntryPattern.parse(text).ok().orElseThrow();
  }

  private static Entry entry(Listing listing, String text, @Nullable Instant expires) {
    return new Entry(pattern(text), listing, Mode.ENFORCE, "note", "J6", "import", expires);
  }

  private void assertFollows() throws StoreException {
    followed = store.policyAfter(followed);
    Policy anew = store.policy();
    assertEquals(anew.serial(), followed.serial());
    assertEquals(anew.until(), followed.until());
    assertThat(followed.entries()).containsExactlyInAnyOrderElementsOf(anew.entries());
    for (String q : List.of("a@army.ml", "army.mil", "navy.mi", "x@firm.example", "usarmy.mil")) {
      assertEquals(anew.judge(q), followed.judge(q), q);
    }
  }

  @Test
  void everyKindOfChange_isFollowed() throws Exception {
    Entry army = entry(Listing.TRUSTED, "army.mil", null);
    Entry firm = entry(Listing.TRUSTED, "firm.example", NOON.plusSeconds(60));
    lists.add(List.of(army, firm, entry(Listing.BLOCKED, "ml", null)), MAJOR);
    assertFollows();
    Item item = lists.find(Listing.TRUSTED, firm.pattern()).orElseThrow();
    Entry over = entry(Listing.TRUSTED, "firm.example", NOON.minusSeconds(60));
    lists.apply(List.of(new Op.Edit(over, item.since())), MAJOR);
    assertFollows();
    lists.remove(Listing.BLOCKED, List.of(pattern("ml")), MAJOR);
    assertFollows();
    lists.apply(
        List.of(new Op.SetRules(new Rules(Unlisted.HOLD, Sensitivity.STRICT, false))), MAJOR);
    assertFollows();
    lists.undo(lists.serial() - 1, MAJOR);
    assertFollows();
  }

  @Test
  void severalRevisionsAtOnce_areFollowed() throws Exception {
    lists.add(List.of(entry(Listing.TRUSTED, "army.mil", null)), MAJOR);
    lists.add(List.of(entry(Listing.BLOCKED, "army.mil", null)), MAJOR);
    lists.remove(Listing.TRUSTED, List.of(pattern("army.mil")), MAJOR);
    lists.add(List.of(entry(Listing.TRUSTED, "navy.mil", null)), MAJOR);
    assertFollows();
  }

  @Test
  void manyChanges_areReadAnew() throws Exception {
    lists.add(List.of(entry(Listing.TRUSTED, "army.mil", null)), MAJOR);
    assertFollows();
    List<Entry> feed =
        IntStream.range(0, 12_000)
            .mapToObj(i -> entry(Listing.BLOCKED, "bad" + i + ".example", null))
            .toList();
    lists.add(feed, MAJOR);
    assertFollows();
    assertThat(followed.entries()).hasSize(12_001);
  }
}
