package org.postern.ui.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.store.Store;
import org.postern.ui.DirectBackground;

/** The list of markings is changed, checked, kept and recorded. */
@SuppressWarnings("NullAway.Init") // set in open, before each test
class MarkingsModelTest {
  @TempDir Path dir;
  private Store store;
  private MarkingsModel model;
  private final List<String> told = new ArrayList<>();

  @BeforeEach
  void open() throws Exception {
    store = Store.open(dir, Clock.systemUTC());
    model =
        new MarkingsModel(store.setup(), new DirectBackground(), () -> "Maj. A. Carter", told::add);
    model.load();
  }

  @AfterEach
  void close() throws Exception {
    store.close();
  }

  @Test
  void standardList_untilOneIsSaved_whichIsRecorded() throws Exception {
    assertThat(model.text().get()).contains("OFFICIAL-SENSITIVE");
    model.text().set("HARBOUR-ONLY\n\n  VS-NfD ");
    model.save();
    assertThat(model.text().get()).isEqualTo("HARBOUR-ONLY\nVS-NfD");
    assertThat(store.setup().settings().reviewing().marked().terms())
        .containsExactly("HARBOUR-ONLY", "VS-NfD");
    assertThat(store.journal().newest(1).getFirst().subject()).isEqualTo("markings looked for");
    assertThat(told).hasSize(1);
    model.standard();
    model.save();
    assertThat(store.setup().settings().reviewing().markings()).isNull();
  }

  @Test
  void badList_isRefused_andStaysInTheField() throws Exception {
    model.text().set("OK ONE\nx");
    model.save();
    assertThat(model.problem().get()).contains("two letters", "Nothing was changed");
    assertThat(model.text().get()).isEqualTo("OK ONE\nx");
    model.load();
    assertThat(model.text().get()).isEqualTo("OK ONE\nx");
    assertThat(store.setup().settings().reviewing().markings()).isNull();
  }
}
