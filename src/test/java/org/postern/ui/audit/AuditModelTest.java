package org.postern.ui.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postern.officer.Right;
import org.postern.store.AuditExport;
import org.postern.store.Journal;
import org.postern.store.Store;
import org.postern.ui.DirectBackground;

/** The record, searched, page by page, exported. */
@SuppressWarnings("NullAway.Init") // set in open, before each test
class AuditModelTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-22T09:00:00Z"), ZoneOffset.UTC);

  @TempDir Path directory;
  private Store store;
  private AuditModel model;
  private final List<String> told = new ArrayList<>();

  @BeforeEach
  void open() throws Exception {
    store = Store.open(directory, CLOCK);
    model = new AuditModel(store, new DirectBackground(), () -> "A. Carter", told::add);
  }

  @AfterEach
  void close() throws Exception {
    store.close();
  }

  private void record(int n) throws Exception {
    for (int i = 0; i < n; i++) {
      store
          .journal()
          .append(Right.LOOK, i % 2 == 0 ? "Carter" : "Lowe", "message.opened", "m" + i, Map.of());
    }
    model.start();
  }

  @Test
  void pages_followEachOther_withoutGapsOrDoubles() throws Exception {
    record(450);
    assertThat(model.acts()).hasSize(200);
    assertThat(model.more().get()).isTrue();
    model.readMore();
    model.readMore();
    assertThat(model.more().get()).isFalse();
    assertThat(model.acts()).extracting(Journal.Act::seq).doesNotHaveDuplicates().hasSize(450);
  }

  @Test
  void search_byWordsOfficerAndKind_andALookForAPersonIsItselfRecorded() throws Exception {
    record(4);
    model.who().set("lowe");
    assertThat(model.acts()).extracting(Journal.Act::subject).containsExactly("m3", "m1");
    model.who().set("");
    model.act().set("record.");
    assertThat(model.acts()).isNotEmpty().allMatch(a -> a.act().equals("record.searched"));
    model.act().set("");
    model.contains().set("100%_");
    assertThat(model.acts()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void export_isOneAsciiLineForEachAct_whateverStandsInIt(AuditExport.Format format)
      throws Exception {
    store
        .journal()
        .append(
            Right.LOOK,
            "Eve|\\\"]=\u202e",
            "message.opened",
            "a\nCEF:0|forged\r\u001b[31m",
            Map.of("k", "v\n2"));
    Path file = directory.resolve("out");
    model.export(file, format);
    assertThat(told.getLast()).startsWith("2 records");
    String text = Files.readString(file);
    assertThat(text.lines()).hasSize(2);
    assertThat(text.replace("\n", "").chars()).allMatch(c -> c >= ' ' && c < 0x7f);
    assertThat(text.lines().toList().getLast()).contains("record.exported");
  }
}
