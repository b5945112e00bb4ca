package org.postern.ui.domains;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.listfile.Form.Encoding;
import org.postern.listfile.Form.Format;
import org.postern.policy.Entry;
import org.postern.policy.EntryPattern;
import org.postern.policy.Listing;
import org.postern.store.Author;
import org.postern.store.Item;
import org.postern.store.Standing;
import org.postern.store.Store;
import org.postern.ui.DirectBackground;

class ImportModelTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-22T10:00:00Z"), ZoneOffset.UTC);

  @TempDir Path dir;
  private Store store;
  private int changes;

  @BeforeEach
  void open() throws Exception {
    store = Store.open(dir.resolve("data"), CLOCK);
    store
        .lists()
        .add(
            List.of(
                Entry.of(Listing.BLOCKED, pattern("wide.ml")),
                Entry.of(Listing.TRUSTED, pattern("army.mil"))),
            new Author("A. Carter", "first"));
  }

  @AfterEach
  void close() throws Exception {
    store.close();
  }

  private static EntryPattern pattern(String text) {
    return EntryPattern.parse(text).ok().orElseThrow();
  }

  private ImportModel model(Listing listing, DirectBackground background) {
    return new ImportModel(
        store, listing, background, CLOCK, () -> "A. Carter", 12, () -> changes++);
  }

  private Path file(String text) throws Exception {
    return Files.writeString(dir.resolve("feed.txt"), text);
  }

  @Test
  void trust_ends_after_the_months_of_the_settings_and_blocks_never() {
    ImportModel model =
        new ImportModel(
            store, Listing.TRUSTED, new DirectBackground(), CLOCK, () -> "A. Carter", 6, () -> {});
    assertThat(model.lastDay.get()).isEqualTo(LocalDate.now(CLOCK).plusMonths(6));
    model.listing.set(Listing.BLOCKED);
    assertThat(model.lastDay.get()).isNull();
  }

  @Test
  void a_file_is_shown_as_a_difference_before_anything_changes() throws Exception {
    ImportModel model = model(Listing.BLOCKED, new DirectBackground());
    model.open(file("new.ml\na.wide.ml\narmy.mil\nno good\n"));
    assertThat(model.step().get())
        .isInstanceOfSatisfying(
            ImportModel.Step.Ready.class,
            ready -> {
              assertThat(ready.preview().count(Standing.NEW)).isEqualTo(1);
              assertThat(ready.preview().count(Standing.COVERED)).isEqualTo(1);
              assertThat(ready.preview().count(Standing.CONFLICTING)).isEqualTo(1);
              assertThat(ready.preview().bad()).singleElement().matches(b -> b.line() == 4);
            });
    assertThat(model.toWrite()).isEqualTo(2);
    assertThat(store.lists().serial()).isEqualTo(1);
    model.want(Standing.COVERED, false);
    model.go();
    assertThat(store.lists().find(Listing.BLOCKED, pattern("new.ml"))).isPresent();
    assertThat(store.lists().find(Listing.BLOCKED, pattern("a.wide.ml"))).isEmpty();
    assertThat(store.lists().find(Listing.BLOCKED, pattern("army.mil"))).isEmpty();
    assertThat(changes).isEqualTo(1);
    assertThat(model.step().get())
        .isInstanceOfSatisfying(
            ImportModel.Step.Finished.class,
            done -> {
              assertThat(done.done().text()).isEqualTo("Imported 1 entries.");
              assertThat(done.done().made().serial()).isEqualTo(2);
            });
  }

  @Test
  void trust_ends_after_a_year_unless_said_otherwise_and_notes_are_kept() throws Exception {
    ImportModel model = model(Listing.BLOCKED, new DirectBackground());
    model.paste("navy.mil\naf.mil\n");
    model.listing.set(Listing.TRUSTED);
    model.note.set("partners");
    model.go();
    Item item = store.lists().find(Listing.TRUSTED, pattern("navy.mil")).orElseThrow();
    assertThat(item.entry().expires()).isEqualTo("2027-11-23T00:00:00Z");
    assertThat(item.entry().note()).isEqualTo("partners");
    assertThat(item.entry().source()).isEqualTo("pasted lines");
  }

  @Test
  void another_format_is_looked_at_anew() throws Exception {
    ImportModel model = model(Listing.BLOCKED, new DirectBackground());
    model.open(file("0.0.0.0 bad.ml\n"));
    assertThat(model.toWrite()).isEqualTo(1);
    model.readAs(Format.PLAIN, Encoding.UTF_8);
    assertThat(model.toWrite()).isZero();
    model.readAs(Format.HOSTS, Encoding.UTF_8);
    assertThat(model.toWrite()).isEqualTo(1);
  }

  @Test
  void a_file_that_cannot_be_read_is_a_sentence() {
    ImportModel model = model(Listing.BLOCKED, new DirectBackground());
    model.open(dir.resolve("none"));
    assertThat(model.step().get()).isEqualTo(new ImportModel.Step.Failed("There is no such file."));
  }

  @Test
  void cancelling_before_it_begins_changes_nothing() throws Exception {
    DirectBackground background = DirectBackground.paused();
    ImportModel model = model(Listing.BLOCKED, background);
    model.open(file("new.ml\n"));
    background.flush();
    background.flush();
    model.go();
    model.cancel();
    background.flush();
    assertThat(model.step().get())
        .isEqualTo(new ImportModel.Step.Failed("Stopped. Nothing was changed."));
    assertThat(store.lists().serial()).isEqualTo(1);
  }
}
