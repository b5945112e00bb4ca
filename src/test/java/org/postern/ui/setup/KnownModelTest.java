package org.postern.ui.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.store.Known;
import org.postern.store.Store;
import org.postern.ui.DirectBackground;

/** The known names over a real store. */
@SuppressWarnings("NullAway.Init") // set in open, before each test
class KnownModelTest {
  @TempDir Path directory;
  private final List<String> told = new ArrayList<>();
  private Store store;
  private KnownModel model;
  private int changes;

  @BeforeEach
  void open() throws Exception {
    store = Store.open(directory.resolve("data"), Clock.systemUTC());
    model =
        new KnownModel(
            store.known(), new DirectBackground(), () -> "A. Carter", told::add, () -> changes++);
    model.load();
  }

  @AfterEach
  void close() throws Exception {
    store.close();
  }

  @Test
  void imported_turnedOff_cleared_saysCountsOnly() throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("k.txt"), "a.example\nb@b.example\nnonsense\na.example");
    model.add(file);
    assertThat(model.state().get()).isEqualTo(new Known.State(2, true));
    assertThat(told).containsExactly("Added: 2. There already, or twice: 1. No names: 1.");
    model.turn(false);
    assertThat(model.state().get()).isEqualTo(new Known.State(2, false));
    model.clear();
    assertThat(model.state().get()).isEqualTo(new Known.State(0, false));
    assertThat(changes).isEqualTo(3);
    assertThat(String.join(" ", told)).doesNotContain("example");
  }

  @Test
  void noFile_isASentence_andTheCardStaysUsable() {
    model.add(directory.resolve("none.txt"));
    assertThat(model.problem().get())
        .isEqualTo("The file cannot be read as text. Nothing was added.");
    assertThat(model.busy().get()).isFalse();
    assertThat(changes).isZero();
  }
}
