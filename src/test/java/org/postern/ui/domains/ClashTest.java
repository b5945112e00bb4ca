package org.postern.ui.domains;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.policy.Entry;
import org.postern.policy.EntryPattern;
import org.postern.policy.Listing;
import org.postern.store.Author;
import org.postern.store.Item;
import org.postern.store.Op;
import org.postern.store.Store;
import org.postern.ui.DirectBackground;

/** Two officers edit the same entry. */
@SuppressWarnings("NullAway.Init") // set in open, before each test
class ClashTest {
  private static final Author LOWE = new Author("Lt. B. Lowe", "meanwhile");

  @TempDir Path directory;
  private Store store;
  private DomainsModel model;

  @BeforeEach
  void open() throws Exception {
    Clock clock = Clock.fixed(Instant.parse("2026-11-22T09:00:00Z"), ZoneOffset.UTC);
    store = Store.open(directory, clock);
    model =
        new DomainsModel(
            store, store::policy, new DirectBackground(), clock, () -> "A. Carter", () -> {});
  }

  @AfterEach
  void close() throws Exception {
    store.close();
  }

  private static EntryPattern pattern(String text) {
    return EntryPattern.parse(text).ok().orElseThrow();
  }

  private String note() throws Exception {
    return store.lists().find(Listing.TRUSTED, pattern("army.mil")).orElseThrow().entry().note();
  }

  private Item clashing() throws Exception {
    store.lists().add(List.of(Entry.of(Listing.TRUSTED, pattern("army.mil"))), LOWE);
    Item item = store.lists().find(Listing.TRUSTED, pattern("army.mil")).orElseThrow();
    model.edit(item);
    draft().note.set("mine");
    return item;
  }

  private void lowe(Op op) throws Exception {
    store.lists().apply(List.of(op), LOWE);
  }

  private Draft draft() {
    return Objects.requireNonNull(model.panel().draft().get());
  }

  private static Entry noted(Item item, String note) {
    Entry e = item.entry();
    return new Entry(e.pattern(), e.listing(), e.mode(), note, e.owner(), e.source(), e.expires());
  }

  @Test
  void sameEntryEditedByAnother_asksWhose_mineGoesOverTheirs() throws Exception {
    Item item = clashing();
    lowe(new Op.Edit(noted(item, "theirs"), item.since()));
    model.panel().save();
    assertThat(Objects.requireNonNull(model.panel().clash().get()).text(model.zone()))
        .startsWith("Changed by Lt. B. Lowe at ")
        .contains("note “theirs”");
    assertThat(note()).isEqualTo("theirs");
    model.panel().saveMine();
    assertThat(note()).isEqualTo("mine");
    assertThat(model.panel().draft().get()).isNull();
    assertThat(model.panel().clash().get()).isNull();
  }

  @Test
  void sameEntryEditedByAnother_theirsIsTakenUp() throws Exception {
    Item item = clashing();
    lowe(new Op.Edit(noted(item, "theirs"), item.since()));
    model.panel().save();
    model.panel().takeTheirs();
    assertThat(draft().note.get()).isEqualTo("theirs");
    assertThat(model.panel().clash().get()).isNull();
    assertThat(model.problem().get()).isEmpty();
  }

  @Test
  void entryRemovedByAnother_mineComesBackAsANewOne() throws Exception {
    Item item = clashing();
    lowe(new Op.Remove(Listing.TRUSTED, pattern("army.mil"), item.since()));
    model.panel().save();
    assertThat(Objects.requireNonNull(model.panel().clash().get()).text(model.zone()))
        .startsWith("Removed by Lt. B. Lowe at ");
    model.panel().saveMine();
    assertThat(note()).isEqualTo("mine");
  }
}
