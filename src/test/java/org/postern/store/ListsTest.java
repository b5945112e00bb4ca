package org.postern.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.policy.Disposition;
import org.postern.policy.Entry;
import org.postern.policy.EntryPattern;
import org.postern.policy.Listing;
import org.postern.policy.Mode;
import org.postern.policy.Unlisted;
import org.postern.policy.slip.Sensitivity;
import org.postern.store.Lists.Change;
import org.postern.store.StoreException.Reason;

@OnEveryEngine
class ListsTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final Author MAJOR = new Author("major", "weekly review");

  private final Engine engine;
  @TempDir Path dir;
  private Store store;
  private Lists lists;

  ListsTest(Engine engine) {
    this.engine = engine;
  }

  @BeforeEach
  void open() throws Exception {
    store = engine.open(dir, Clock.fixed(NOON, ZoneOffset.UTC));
    lists = store.lists();
  }

  @AfterEach
  void close() throws Exception {
    store.close();
  }

  private static EntryPattern pattern(String text) {
    return EntryPattern.parse(text).ok().orElseThrow();
  }

  private static Entry trusted(String text) {
    return entry(Listing.TRUSTED, text, "note", null);
  }

  private static Entry blocked(String text) {
    return entry(Listing.BLOCKED, text, "note", null);
  }

  private static Entry entry(Listing listing, String text, String note, @Nullable Instant expires) {
    return new Entry(pattern(text), listing, Mode.ENFORCE, note, "J6", "import", expires);
  }

  private Item item(Listing listing, String text) throws StoreException {
    return lists.find(listing, pattern(text)).orElseThrow();
  }

  private List<String> texts(Listing listing) throws StoreException {
    List<String> texts = new ArrayList<>();
    lists.each(listing, item -> texts.add(item.entry().pattern().text()));
    return texts;
  }

  @Test
  void add_is_one_revision_and_counts_what_was_there() throws Exception {
    assertThat(lists.serial()).isZero();
    var first = lists.add(List.of(trusted("army.mil"), trusted("=navy.mil")), MAJOR);
    assertThat(first).isEqualTo(new Lists.Added(1, 2, 0));
    var second =
        lists.add(List.of(trusted("army.mil"), trusted("af.mil"), trusted("af.mil")), MAJOR);
    assertThat(second).isEqualTo(new Lists.Added(2, 1, 2));
    assertThat(texts(Listing.TRUSTED)).containsExactly("=navy.mil", "af.mil", "army.mil");
    assertThat(lists.count(Listing.TRUSTED)).isEqualTo(3);
    Item item = item(Listing.TRUSTED, "army.mil");
    assertThat(item).isEqualTo(new Item(trusted("army.mil"), NOON, "major", 1));
  }

  @Test
  void add_of_what_is_there_is_no_revision() throws Exception {
    lists.add(List.of(trusted("army.mil")), MAJOR);
    assertThat(lists.add(List.of(trusted("army.mil")), MAJOR)).isEqualTo(new Lists.Added(1, 0, 1));
    assertThat(store.past().revisions(Long.MAX_VALUE, 10)).hasSize(1);
  }

  @Test
  void every_field_of_an_entry_comes_back() throws Exception {
    Entry full =
        new Entry(
            pattern("liaison@gov.ml"),
            Listing.BLOCKED,
            Mode.MONITOR,
            "Ärger \u202e \uD83D\uDE00",
            "J6",
            "feed",
            Instant.parse("2027-01-01T00:00:00.123456Z"));
    lists.add(List.of(full), MAJOR);
    assertThat(item(Listing.BLOCKED, "liaison@gov.ml").entry()).isEqualTo(full);
  }

  @Test
  void export_is_recorded_before_the_first_entry_leaves() throws Exception {
    lists.add(List.of(trusted("army.mil")), MAJOR);
    List<String> left = new ArrayList<>();
    lists.export(
        Listing.TRUSTED,
        "major",
        "trusted.csv",
        item -> {
          left.add(item.entry().pattern().text());
        });
    assertThat(left).containsExactly("army.mil");
    Journal.Act act = store.journal().newest(1).getFirst();
    assertThat(act.act()).isEqualTo("lists.exported");
    assertThat(act.subject()).isEqualTo("trusted");
    assertThat(act.details()).contains("trusted.csv");
  }

  @Test
  void edit_keeps_the_history() throws Exception {
    lists.add(List.of(trusted("army.mil")), MAJOR);
    Item before = item(Listing.TRUSTED, "army.mil");
    Entry after = entry(Listing.TRUSTED, "army.mil", "checked", NOON.plusSeconds(60));
    long serial =
        lists.apply(List.of(new Op.Edit(after, before.since())), new Author("colonel", "typo"));
    assertThat(serial).isEqualTo(2);
    assertThat(item(Listing.TRUSTED, "army.mil").entry()).isEqualTo(after);
    assertThat(store.past().history(Listing.TRUSTED, pattern("army.mil")))
        .extracting(Past.Step::before, Past.Step::after)
        .containsExactly(tuple(null, before), tuple(before, item(Listing.TRUSTED, "army.mil")));
  }

  @Test
  void edit_of_what_somebody_else_edited_is_refused_whole() throws Exception {
    lists.add(List.of(trusted("army.mil"), trusted("navy.mil")), MAJOR);
    Item army = item(Listing.TRUSTED, "army.mil");
    Item navy = item(Listing.TRUSTED, "navy.mil");
    Entry other = entry(Listing.TRUSTED, "army.mil", "other", null);
    lists.apply(List.of(new Op.Edit(other, army.since())), MAJOR);
    Entry mine = entry(Listing.TRUSTED, "navy.mil", "mine", null);
    assertThatThrownBy(
            () ->
                lists.apply(
                    List.of(
                        new Op.Edit(mine, navy.since()), new Op.Edit(army.entry(), army.since())),
                    MAJOR))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CONFLICT));
    assertThat(item(Listing.TRUSTED, "navy.mil")).isEqualTo(navy);
    assertThat(lists.serial()).isEqualTo(2);
  }

  @Test
  void removed_entry_comes_back_with_undo_as_it_was() throws Exception {
    lists.add(List.of(blocked("ml"), blocked("il")), MAJOR);
    Item before = item(Listing.BLOCKED, "ml");
    var removed = lists.remove(Listing.BLOCKED, List.of(pattern("ml"), pattern("to")), MAJOR);
    assertThat(removed).isEqualTo(new Lists.Removed(2, 1, List.of(pattern("to"))));
    assertThat(texts(Listing.BLOCKED)).containsExactly("il");
    assertThat(lists.undo(2, MAJOR)).isEqualTo(3);
    Item after = item(Listing.BLOCKED, "ml");
    assertThat(after.entry()).isEqualTo(before.entry());
    assertThat(after.created()).isEqualTo(before.created());
    assertThat(lists.undo(3, MAJOR)).isEqualTo(4);
    assertThat(texts(Listing.BLOCKED)).containsExactly("il");
  }

  @Test
  void undo_of_an_import_takes_away_only_what_it_added() throws Exception {
    lists.add(List.of(trusted("army.mil")), MAJOR);
    lists.add(List.of(trusted("army.mil"), trusted("navy.mil"), trusted("af.mil")), MAJOR);
    lists.undo(2, MAJOR);
    assertThat(texts(Listing.TRUSTED)).containsExactly("army.mil");
    assertThat(store.past().revisions(Long.MAX_VALUE, 1).getFirst().removed()).isEqualTo(2);
  }

  @Test
  void undo_of_an_edit_brings_the_earlier_text_back() throws Exception {
    lists.add(List.of(trusted("army.mil")), MAJOR);
    Item before = item(Listing.TRUSTED, "army.mil");
    lists.apply(
        List.of(new Op.Edit(entry(Listing.TRUSTED, "army.mil", "worse", null), before.since())),
        MAJOR);
    lists.undo(2, MAJOR);
    assertThat(item(Listing.TRUSTED, "army.mil").entry()).isEqualTo(before.entry());
  }

  @Test
  void undo_is_refused_when_an_entry_was_changed_since() throws Exception {
    lists.add(List.of(trusted("army.mil")), MAJOR);
    lists.remove(Listing.TRUSTED, List.of(pattern("army.mil")), MAJOR);
    lists.add(List.of(trusted("army.mil")), MAJOR);
    for (long serial : new long[] {1, 2}) {
      assertThatThrownBy(() -> lists.undo(serial, MAJOR))
          .isInstanceOfSatisfying(
              StoreException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CONFLICT));
    }
    assertThat(lists.serial()).isEqualTo(3);
    assertThat(texts(Listing.TRUSTED)).containsExactly("army.mil");
  }

  @Test
  void changes_between_serials_tell_the_net_difference() throws Exception {
    lists.add(List.of(trusted("army.mil"), trusted("navy.mil"), trusted("af.mil")), MAJOR);
    Item army = item(Listing.TRUSTED, "army.mil");
    Entry edited = entry(Listing.TRUSTED, "army.mil", "new", null);
    lists.apply(List.of(new Op.Edit(edited, army.since())), MAJOR);
    lists.remove(Listing.TRUSTED, List.of(pattern("navy.mil")), MAJOR);
    lists.add(List.of(blocked("ml"), blocked("gone.example")), MAJOR);
    lists.remove(Listing.BLOCKED, List.of(pattern("gone.example")), MAJOR);
    lists.remove(Listing.TRUSTED, List.of(pattern("af.mil")), MAJOR);
    lists.undo(6, MAJOR);
    assertThat(lists.changes(1, 7, 100))
        .containsExactly(
            new Change(null, blocked("ml")),
            new Change(army.entry(), edited),
            new Change(trusted("navy.mil"), null));
    assertThat(lists.changes(7, 7, 100)).isEmpty();
    assertThat(lists.changes(0, 1, 100)).hasSize(3);
  }

  @Test
  void policy_carries_the_serial_and_the_past_can_be_asked() throws Exception {
    lists.add(List.of(trusted("army.mil")), MAJOR);
    lists.add(List.of(blocked("ml")), MAJOR);
    String now = store.policy().judge("gen@army.ml").proof().hash();
    lists.remove(Listing.BLOCKED, List.of(pattern("ml")), MAJOR);
    assertThat(store.policy().serial()).isEqualTo(3);
    assertThat(store.policyAt(2, NOON).judge("gen@army.ml").proof().hash()).isEqualTo(now);
    assertThat(store.policyAt(1, NOON).entries()).containsExactly(trusted("army.mil"));
    assertThat(store.policyAt(0, NOON).entries()).isEmpty();
  }

  @Test
  void rules_are_part_of_the_revision() throws Exception {
    assertThat(lists.rules()).isEqualTo(new Rules(Unlisted.DELIVER, Sensitivity.BALANCED, false));
    Rules strict = new Rules(Unlisted.HOLD, Sensitivity.STRICT, false);
    assertThat(lists.apply(List.of(new Op.SetRules(strict)), MAJOR)).isEqualTo(1);
    assertThat(lists.apply(List.of(new Op.SetRules(strict)), MAJOR)).isEqualTo(1);
    lists.add(List.of(trusted("army.mil")), MAJOR);
    assertThat(lists.rules()).isEqualTo(strict);
    assertThat(store.policy().judge("x@example.org").disposition()).isEqualTo(Disposition.HOLD);
    assertThat(store.policyAt(0, NOON).judge("x@example.org").disposition())
        .isEqualTo(Disposition.DELIVER);
    lists.undo(1, MAJOR);
    assertThat(lists.rules()).isEqualTo(new Rules(Unlisted.DELIVER, Sensitivity.BALANCED, false));
    assertThat(texts(Listing.TRUSTED)).containsExactly("army.mil");
  }

  @Test
  void first_change_makes_an_unset_directory_the_organisations_own() throws Exception {
    assertThat(store.setup().state()).isEqualTo(Setup.State.UNSET);
    lists.add(List.of(trusted("army.mil")), MAJOR);
    assertThat(store.setup().state()).isEqualTo(Setup.State.OWN);
  }

  @Test
  void change_in_a_practice_directory_leaves_it_practice() throws Exception {
    store.setup().choose(Setup.State.PRACTICE, "major");
    lists.add(List.of(trusted("army.mil")), MAJOR);
    assertThat(store.setup().state()).isEqualTo(Setup.State.PRACTICE);
  }

  @Test
  void failing_source_of_entries_leaves_nothing_behind() throws Exception {
    var source =
        List.of(trusted("army.mil")).stream()
            .map(
                e -> {
                  if (e.note().equals("note")) {
                    throw new IllegalStateException("source failed");
                  }
                  return e;
                })
            .iterator();
    assertThatThrownBy(() -> lists.add(source, MAJOR)).hasMessage("source failed");
    assertThat(lists.serial()).isZero();
    lists.add(List.of(trusted("navy.mil")), MAJOR);
    assertThat(texts(Listing.TRUSTED)).containsExactly("navy.mil");
  }

  @Test
  void lists_survive_closing() throws Exception {
    engine.requireLasting();
    lists.add(List.of(trusted("army.mil"), blocked("ml")), MAJOR);
    store.close();
    open();
    assertThat(lists.serial()).isEqualTo(1);
    assertThat(texts(Listing.BLOCKED)).containsExactly("ml");
  }
}
