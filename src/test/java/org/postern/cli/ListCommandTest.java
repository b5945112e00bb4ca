package org.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.policy.Entry;
import org.postern.policy.EntryPattern;
import org.postern.policy.Listing;
import org.postern.policy.Mode;
import org.postern.store.Setup;
import org.postern.store.Store;

class ListCommandTest {
  @TempDir Path dir;
  private final Typed typed = new Typed();

  private int list(String... words) {
    return typed.run(dir.resolve("data"), List.of("list"), words);
  }

  private String file(String name, String content) throws Exception {
    return Files.writeString(dir.resolve(name), content).toString();
  }

  private Store open() throws Exception {
    return Store.open(dir.resolve("data"), Clock.systemUTC());
  }

  private Entry entry(Listing listing, String pattern) throws Exception {
    try (Store store = open()) {
      return store
          .lists()
          .find(listing, EntryPattern.parse(pattern).ok().orElseThrow())
          .orElseThrow()
          .entry();
    }
  }

  @Test
  void import_reads_a_plain_list_and_names_bad_lines_by_number() throws Exception {
    String file =
        file(
            "list.txt",
            "# trusted\narmy.mil\n\n  navy.mil # ours\n=af.mil\nno spaces.mil\r\nbad..dots\nARMY.MIL\n");
    assertThat(list("import", "trusted", file)).isEqualTo(1);
    assertThat(typed.out().strip()).isEqualTo("added 3, present 1, serial 1, invalid 2");
    assertThat(typed.err())
        .contains("line 6: no spaces.mil: It contains a space.")
        .contains("line 7: bad..dots: ");
    assertThat(list("export", "trusted")).isZero();
    assertThat(typed.out()).isEqualTo("=af.mil\narmy.mil\nnavy.mil\n");
  }

  @Test
  void first_import_makes_the_directory_the_organisations_own() throws Exception {
    assertThat(list("import", "blocked", file("b.txt", "ml\n"))).isZero();
    try (Store store = open()) {
      assertThat(store.setup().state()).isEqualTo(Setup.State.OWN);
      assertThat(store.past().revisions(Long.MAX_VALUE, 1).getFirst().why()).contains("b.txt");
    }
  }

  @Test
  void import_reads_csv_with_a_header_in_any_order() throws Exception {
    String file =
        file(
            "list.csv",
            """
            \uFEFFowner;Pattern;note;mode;expires
            J6;army.ml;"typo; of army.mil";monitor;2027-06-30
            ;navy.ml;;;
            J6;x.ml;;sometimes;
            J6;y.ml;;;soon
            """);
    assertThat(list("import", "blocked", file, "--note", "default", "--owner", "J2")).isEqualTo(1);
    assertThat(typed.err())
        .contains("line 4: x.ml: The mode is neither enforce nor monitor.")
        .contains("line 5: y.ml: The expiry is not a date");
    assertThat(entry(Listing.BLOCKED, "army.ml"))
        .isEqualTo(
            new Entry(
                EntryPattern.parse("army.ml").ok().orElseThrow(),
                Listing.BLOCKED,
                Mode.MONITOR,
                "typo; of army.mil",
                "J6",
                file,
                Instant.parse("2027-07-01T00:00:00Z")));
    assertThat(entry(Listing.BLOCKED, "navy.ml").note()).isEqualTo("default");
    assertThat(entry(Listing.BLOCKED, "navy.ml").owner()).isEqualTo("J2");
  }

  @Test
  void import_reads_a_hosts_file_without_this_machine() throws Exception {
    String file =
        file(
            "hosts",
            "127.0.0.1 localhost\n::1 ip6-localhost ip6-loopback\n0.0.0.0 bad.example worse.example # x\n");
    assertThat(list("import", "blocked", file)).isZero();
    list("export", "blocked");
    assertThat(typed.out()).isEqualTo("bad.example\nworse.example\n");
  }

  @Test
  void import_bounds_lines_and_escapes_what_it_shows() throws Exception {
    String file = file("long", "x".repeat(2_000_000) + "\narmy.mil\nev\u202eil.ml\u0007\n\u0000\n");
    assertThat(list("import", "blocked", file)).isEqualTo(1);
    assertThat(typed.out()).startsWith("added 1,");
    assertThat(typed.err())
        .contains("line 1: : It is longer than 1000 characters.")
        .contains("line 3: ev[U+202E]il.ml[U+0007]")
        .doesNotContain("\u202e")
        .doesNotContain("\u0007");
  }

  @Test
  void import_of_a_missing_file_is_a_sentence_and_exit_code_2() {
    assertThat(list("import", "blocked", dir.resolve("none.txt").toString())).isEqualTo(2);
    assertThat(typed.err()).contains("none.txt was not imported. There is no such file.");
  }

  @Test
  void import_of_csv_with_a_giant_field_imports_nothing_of_it() throws Exception {
    String file = file("giant.csv", "pattern,note\narmy.ml,x\nnavy.ml,\"" + "y".repeat(20_000));
    assertThat(list("import", "blocked", file)).isEqualTo(2);
    assertThat(typed.err()).contains("It is not valid CSV");
    list("export", "blocked");
    assertThat(typed.out()).isEmpty();
  }

  @Test
  void json_answer_names_counts_and_objections() throws Exception {
    list("import", "trusted", "--json", file("l.txt", "army.mil\nb\u202ed..x\n"));
    assertThat(typed.out().strip())
        .isEqualTo(
            "{\"added\":1,\"present\":0,\"serial\":1,\"invalid\":1,\"objections\":[{\"line\":2,"
                + "\"text\":\"b\\u202Ed..x\",\"reason\":\"It contains a control or invisible"
                + " character.\"}]}");
  }

  @Test
  void add_and_remove_work_on_patterns() throws Exception {
    assertThat(list("add", "trusted", "army.mil", "*.navy.mil", "--expires", "2027-06-30"))
        .isZero();
    assertThat(typed.out().strip()).isEqualTo("added 2, present 0, serial 1, invalid 0");
    assertThat(entry(Listing.TRUSTED, "*.navy.mil").expires()).isEqualTo("2027-07-01T00:00:00Z");
    assertThat(list("add", "trusted", "army.mil", "*")).isEqualTo(1);
    assertThat(typed.err()).contains("pattern 2: *: ");
    assertThat(list("remove", "trusted", "ARMY.mil", "af.mil")).isEqualTo(1);
    assertThat(typed.out().strip()).isEqualTo("removed 1, serial 2, invalid 1");
    assertThat(typed.err()).contains("pattern 2: af.mil: It is not on the list.");
    list("export", "trusted");
    assertThat(typed.out()).isEqualTo("*.navy.mil\n");
  }

  @Test
  void csv_export_has_no_formulas_and_comes_back_unchanged() throws Exception {
    String note = "=HYPERLINK(\"http://x\")";
    list("add", "blocked", "=army.ml", "--note", note, "--owner", "'quoted");
    list("add", "blocked", "navy.ml", "--note", "+1", "--owner", "@sum");
    Path csv = dir.resolve("out.csv");
    assertThat(list("export", "blocked", csv.toString())).isZero();
    assertThat(csv).content().contains("'=army.ml").contains("\"'=HYPERLINK(").contains("'+1");
    assertThat(Files.readAllLines(csv)).noneMatch(l -> l.matches("^[=+@-].*|.*,\"?[=+@-].*"));
    Entry before = entry(Listing.BLOCKED, "=army.ml");
    list("remove", "blocked", "=army.ml", "navy.ml");
    assertThat(list("import", "blocked", csv.toString())).isZero();
    Entry after = entry(Listing.BLOCKED, "=army.ml");
    assertThat(after.note()).isEqualTo(before.note());
    assertThat(after.owner()).isEqualTo(before.owner());
    assertThat(entry(Listing.BLOCKED, "navy.ml").note()).isEqualTo("+1");
  }

  @Test
  void json_export_is_one_array() throws Exception {
    list("export", "trusted", "--json");
    assertThat(typed.out()).isEqualTo("[]\n");
    list("add", "trusted", "army.mil", "navy.mil");
    list("export", "trusted", "--json");
    assertThat(typed.out())
        .startsWith("[\n{\"pattern\":\"army.mil\",\"listing\":\"trusted\",\"mode\":\"enforce\"")
        .endsWith("}\n]\n");
  }

  @Test
  void export_that_cannot_be_written_leaves_the_old_file() throws Exception {
    Path blocker = Files.writeString(dir.resolve("file"), "old");
    assertThat(list("export", "trusted", blocker.resolve("out.txt").toString())).isEqualTo(2);
    assertThat(typed.err()).contains("could not be written");
    assertThat(blocker).hasContent("old");
  }

  @Test
  void wrong_usage_is_exit_code_2() {
    assertThat(list("import", "grey", "x")).isEqualTo(2);
    assertThat(list("add", "trusted")).isEqualTo(2);
    assertThat(list("add", "trusted", "army.mil", "--expires", "soon")).isEqualTo(2);
    assertThat(typed.err()).contains("'soon' is not a date such as 2027-06-30");
  }

  @Test
  void preview_says_what_would_change_and_changes_nothing() throws Exception {
    list("add", "blocked", "wide.ml", "navy.ml");
    list("add", "trusted", "army.mil");
    String file = file("b.csv", "pattern,note\na.wide.ml,\nnavy.ml,why\narmy.mil,\nnew.ml,\n-,\n");
    assertThat(list("import", "blocked", "--preview", file)).isEqualTo(1);
    assertThat(typed.out().strip())
        .isEqualTo(
            "format csv, encoding utf_8, packing none, new 1, changed 1, conflicting 1, covered 1,"
                + " present 0, invalid 1");
    list("export", "blocked");
    assertThat(typed.out()).isEqualTo("navy.ml\nwide.ml\n");
    list("import", "blocked", "--update", "--leave-out", "covered,conflicting", file);
    assertThat(typed.out()).startsWith("added 1, changed 1, present 2, serial 3");
  }

  @Test
  void newTrust_endsInAYear_unlessItSaysNever_aBlockDoesNot() throws Exception {
    LocalDate before = LocalDate.now(ZoneOffset.UTC);
    assertThat(list("add", "trusted", "army.mil")).isZero();
    assertThat(list("add", "trusted", "navy.mil", "--expires", "never")).isZero();
    assertThat(list("add", "blocked", "army.ml")).isZero();
    LocalDate end =
        LocalDate.ofInstant(
            Objects.requireNonNull(entry(Listing.TRUSTED, "army.mil").expires()), ZoneOffset.UTC);
    assertThat(end)
        .isBetween(
            before.plusMonths(12).plusDays(1),
            LocalDate.now(ZoneOffset.UTC).plusMonths(12).plusDays(1));
    assertThat(entry(Listing.TRUSTED, "navy.mil").expires()).isNull();
    assertThat(entry(Listing.BLOCKED, "army.ml").expires()).isNull();
  }

  @Test
  void what_a_file_looks_like_can_be_overruled() throws Exception {
    String file = file("b", "0.0.0.0 a.ml\n");
    assertThat(list("import", "blocked", "--format", "plain", file)).isEqualTo(1);
    assertThat(typed.out()).startsWith("added 0,");
    assertThat(list("import", "blocked", "--format", "hosts", "--encoding", "utf_16_le", file))
        .isEqualTo(1);
    assertThat(list("import", "blocked", file)).isZero();
  }
}
