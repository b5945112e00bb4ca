package org.postern.ui.domains;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.policy.Entry;
import org.postern.policy.EntryPattern;
import org.postern.policy.Listing;
import org.postern.policy.Mode;
import org.postern.store.Author;
import org.postern.store.Editing;
import org.postern.store.Hygiene.Finding;
import org.postern.store.Hygiene.Kind;
import org.postern.store.Store;
import org.postern.ui.DirectBackground;
import org.postern.ui.ViewState;

/** Tidying up over a real store. */
@SuppressWarnings("NullAway.Init") // set in open, before each test
class TidyModelTest {
  private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  private static final Instant LATER = Instant.parse("2027-06-01T00:00:00Z");

  @TempDir Path directory;
  private final DirectBackground background = new DirectBackground();
  private final List<String> done = new ArrayList<>();
  private Store store;
  private TidyModel model;

  @BeforeEach
  void open() throws Exception {
    store = Store.open(directory, CLOCK);
    model = tidy(background);
  }

  @AfterEach
  void close() throws Exception {
    store.close();
  }

  private TidyModel tidy(DirectBackground background) {
    return new TidyModel(
        store,
        store::policy,
        background,
        CLOCK,
        _ -> null,
        (ops, why, text, then) -> {
          Editing.Made made;
          try {
            made = store.editing().change(ops, new Author("Maj. A. Carter", why));
          } catch (org.postern.store.StoreException e) {
            throw new AssertionError(e);
          }
          done.add(text);
          then.accept(made);
        });
  }

  private static EntryPattern pattern(String text) {
    return EntryPattern.parse(text).ok().orElseThrow();
  }

  private void given(Listing listing, Instant expires, String... patterns) throws Exception {
    List<Entry> entries = new ArrayList<>();
    for (String text : patterns) {
      entries.add(new Entry(pattern(text), listing, Mode.ENFORCE, "", "", "", expires));
    }
    store.lists().add(entries, new Author("R. Osei", "given"));
  }

  private List<Finding> found(Kind kind) {
    return Objects.requireNonNull(model.report().get()).findings().getOrDefault(kind, List.of());
  }

  private static String name(Finding finding) {
    return finding.item().entry().listing().word() + " " + finding.item().entry().pattern().text();
  }

  @Test
  void listsInOrder_saySo() {
    model.look();
    assertThat(model.state().get())
        .isInstanceOfSatisfying(
            ViewState.Empty.class, e -> assertThat(e.title()).isEqualTo("Nothing to tidy up"));
  }

  @Test
  void oneClick_putsAKindRight_andTheNextLookIsEmpty() throws Exception {
    given(Listing.TRUSTED, LATER, "army.mil", "navy.mil", "evil.example");
    given(Listing.BLOCKED, LATER, "evil.example", "ml", "army.ml");
    model.look();
    assertThat(found(Kind.CONFLICT))
        .extracting(TidyModelTest::name)
        .containsExactly("trusted evil.example");
    assertThat(found(Kind.COVERED_BLOCK))
        .extracting(TidyModelTest::name)
        .containsExactly("blocked army.ml");

    model.settle(Kind.CONFLICT, found(Kind.CONFLICT));
    assertThat(done).containsExactly("Only block: evil.example.");
    assertThat(store.lists().find(Listing.TRUSTED, pattern("evil.example"))).isEmpty();
    assertThat(store.lists().find(Listing.BLOCKED, pattern("evil.example"))).isPresent();
    assertThat(found(Kind.CONFLICT)).isEmpty();

    model.settle(Kind.COVERED_BLOCK, found(Kind.COVERED_BLOCK));
    assertThat(store.policy().judge("a@army.ml").word()).isEqualTo("blocked");
    assertThat(model.state().get()).isInstanceOf(ViewState.Empty.class);
  }

  @Test
  void trustThatEnds_getsAnotherYear_throughTheSameDay() throws Exception {
    given(Listing.TRUSTED, NOW.plusSeconds(86_400), "army.mil", "navy.mil");
    model.look();
    model.settle(Kind.ENDING, found(Kind.ENDING));
    assertThat(done).containsExactly("Another year: 2 entries.");
    assertThat(
            store
                .lists()
                .find(Listing.TRUSTED, pattern("army.mil"))
                .orElseThrow()
                .entry()
                .expires())
        .isEqualTo("2027-11-23T00:00:00Z");
    assertThat(store.lists().serial()).isEqualTo(2);
  }

  @Test
  void nothingChosen_changesNothing() throws Exception {
    model.settle(Kind.CONFLICT, List.of());
    assertThat(done).isEmpty();
    assertThat(store.lists().serial()).isZero();
  }

  @Test
  void stopped_showsWhatWasFoundSoFar() throws Exception {
    given(Listing.BLOCKED, LATER, "ml", "army.ml", "navy.ml");
    DirectBackground paused = DirectBackground.paused();
    model = tidy(paused);
    model.look();
    assertThat(model.state().get()).isInstanceOf(ViewState.Loading.class);
    model.cancel();
    paused.flush();
    assertThat(model.state().get()).isNotInstanceOf(ViewState.Loading.class);
    assertThat(found(Kind.COVERED_BLOCK)).isEmpty();
    model.look();
    paused.flush();
    assertThat(found(Kind.COVERED_BLOCK)).hasSize(2);
  }
}
