package org.postern.ui.domains;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.policy.DomainName;
import org.postern.policy.Entry;
import org.postern.policy.EntryPattern;
import org.postern.policy.Forecast;
import org.postern.policy.Listing;
import org.postern.policy.Mode;
import org.postern.store.Author;
import org.postern.store.Found;
import org.postern.store.Store;
import org.postern.ui.DirectBackground;

/** The forecast over a real store. */
@SuppressWarnings("NullAway.Init") // set in open, before each test
class ForecastModelTest {
  private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");

  @TempDir Path directory;
  private Store store;
  private ForecastModel model;
  private int changes;

  @BeforeEach
  void open() throws Exception {
    store = Store.open(directory, Clock.fixed(NOW, ZoneOffset.UTC));
    model =
        new ForecastModel(
            store, store::policy, new DirectBackground(), () -> "A. Carter", () -> changes++);
  }

  @AfterEach
  void close() throws Exception {
    store.close();
  }

  private static EntryPattern pattern(String text) {
    return EntryPattern.parse(text).ok().orElseThrow();
  }

  private void given(Entry... entries) throws Exception {
    store.lists().add(List.of(entries), new Author("R. Osei", "given"));
  }

  private Forecast look(String name) {
    model.look(DomainName.parse(name).ok().orElseThrow(), Duration.ZERO);
    return Objects.requireNonNull(model.forecast().get());
  }

  private List<String> blocked() throws Exception {
    return Found.in(store.lists().index(Listing.BLOCKED, null), Found.Query.ALL).stream()
        .map(i -> i.entry().pattern().text())
        .toList();
  }

  @Test
  void holdAll_blocksWhereStrangersAre_withAReason_inOneUndo() throws Exception {
    given(Entry.of(Listing.TRUSTED, pattern("army.mil")));
    int open = ForecastModel.holdable(look("army.mil"));
    model.holdAll();
    assertThat(blocked()).hasSize(open).contains("army.ml", "army.il").doesNotContain("amry.mil");
    assertThat(store.lists().find(Listing.BLOCKED, pattern("army.ml")).orElseThrow().entry().note())
        .isEqualTo("forecast: one slip from army.mil");
    assertThat(ForecastModel.holdable(model.forecast().get())).isZero();
    assertThat(changes).isEqualTo(1);
    model.undo(Objects.requireNonNull(model.done().get()));
    assertThat(blocked()).isEmpty();
    assertThat(ForecastModel.holdable(model.forecast().get())).isEqualTo(open);
  }

  @Test
  void holdAll_neverOverrulesTrust_evenOfSinceItWasShown_orThatEnded() throws Exception {
    Entry ended =
        new Entry(
            pattern("army.mit"), Listing.TRUSTED, Mode.ENFORCE, "", "", "", NOW.minusSeconds(1));
    given(Entry.of(Listing.TRUSTED, pattern("army.mil")), ended);
    assertThat(look("army.mil").open())
        .extracting(r -> r.neighbour().name())
        .contains("army.ml", "army.il", "army.mit");
    given(Entry.of(Listing.TRUSTED, pattern("army.ml")));
    model.holdAll();
    assertThat(blocked()).contains("army.il").doesNotContain("army.ml", "army.mit");
    assertThat(store.policy().judge("a@army.ml").word()).isEqualTo("trusted");
  }

  @Test
  void aWholeEnding_isHeldOnlyOneByOne() throws Exception {
    given(Entry.of(Listing.TRUSTED, pattern("mil")));
    Forecast forecast = look("mil");
    assertThat(ForecastModel.holdable(forecast)).isZero();
    model.holdAll();
    assertThat(blocked()).isEmpty();
    model.hold(
        forecast.risks().stream()
            .filter(r -> r.neighbour().name().equals("ml"))
            .findFirst()
            .orElseThrow());
    assertThat(blocked()).containsExactly("ml");
  }

  @Test
  void sentence_saysWhereAndWhetherHeld() throws Exception {
    given(Entry.of(Listing.TRUSTED, pattern("army.mil")), Entry.of(Listing.BLOCKED, pattern("ml")));
    assertThat(ForecastBox.sentence(look("army.mil")))
        .contains("Israel")
        .contains(" 1 covered by an entry")
        .endsWith(" 0 delivered.");
  }
}
