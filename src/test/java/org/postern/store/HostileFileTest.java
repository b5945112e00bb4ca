package org.postern.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.store.StoreException.Reason;

/** The database file is untrusted input, even from somebody who has its key. */
class HostileFileTest {
  private static final String TRIGGER =
      "create trigger trap before insert on journal for each row call \"org.postern.store.Trap\"";
  private static final String SOURCE_ALIAS =
      "create alias trap as 'int trap() throws Exception { return org.postern.store.Trap.spring(); }'";
  private static final String WRITE_JOURNAL =
      "insert into journal values (1, current_timestamp, '', '', '', '', '', '', null, null)";

  @TempDir Path dir;

  @BeforeEach
  void makeDatabase() throws Exception {
    Files.deleteIfExists(Trap.SPRUNG);
    Store.open(dir, Clock.systemUTC()).close();
  }

  private void attack(String... sql) throws Exception {
    String[] args = new String[sql.length + 2];
    args[0] = "sql";
    args[1] = dir.toString();
    System.arraycopy(sql, 0, args, 2, sql.length);
    assertThat(StoreChild.run(List.of(), args)).isEmpty();
  }

  private Map<String, String> bytes() throws Exception {
    return DirectoryBytes.of(dir);
  }

  @Test
  void control_trap_springs_when_nobody_guards() throws Exception {
    attack(TRIGGER, WRITE_JOURNAL);
    assertThat(Trap.SPRUNG).exists();
    Files.delete(Trap.SPRUNG);
    attack(SOURCE_ALIAS, "call trap()");
    assertThat(Trap.SPRUNG).exists();
  }

  @Test
  void control_linked_table_reaches_out_by_mere_opening() throws Exception {
    attack("create force linked table bait('', 'jdbc:h2:file:" + dir + "/bait', '', '', 'x')");
    Files.delete(dir.resolve("bait.mv.db"));
    attack("select 1");
    assertThat(dir.resolve("bait.mv.db")).exists();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        TRIGGER,
        SOURCE_ALIAS,
        "create alias trap for \"org.postern.store.Trap.spring\"",
        "create constant trap value 1",
        "create domain trap as integer",
        "alter table decision add column trap integer generated always as (attempt + 1)",
        "alter table decision alter column details set default file_read('/etc/passwd')",
        "alter table decision alter column details set on update random_uuid()",
        "alter table decision add constraint trap check (length(file_read('/etc/passwd')) > 0)",
        "create view trap as select * from csvread('/etc/passwd')",
        "create table trap (o java_object)",
        "create memory table trap (i integer)",
        "create schema trap",
        "create user trap password 'x'",
        "create role trap",
        "create synonym trap for decision",
        "set cache_size 1000",
        "comment on table decision is 'x'"
      })
  void database_with_anything_else_in_it_is_refused(String sql) throws Exception {
    if (sql.endsWith("\"")) {
      attack(sql);
    } else {
      // No class is named in it, so this process will do.
      StoreChild.sql(dir, List.of(sql));
    }
    Map<String, String> before = bytes();
    assertThatThrownBy(() -> Store.open(dir, Clock.systemUTC()))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.reason()).isEqualTo(Reason.HOSTILE))
        .hasMessageContaining("nothing was changed")
        .hasMessageNotContaining("trap");
    assertThat(bytes()).isEqualTo(before);
    assertThat(Trap.SPRUNG).doesNotExist();
  }

  @Test
  void linked_table_is_refused_without_reaching_out() throws Exception {
    attack("create force linked table bait('', 'jdbc:h2:file:" + dir + "/bait', '', '', 'x')");
    Files.delete(dir.resolve("bait.mv.db"));
    Map<String, String> before = bytes();
    assertThatThrownBy(() -> Store.open(dir, Clock.systemUTC()))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.reason()).isEqualTo(Reason.HOSTILE));
    assertThat(bytes()).isEqualTo(before);
  }

  @Test
  void row_that_postern_never_writes_is_a_sentence_not_a_crash() throws Exception {
    attack("update revision set unlisted = 'ANYTHING'");
    try (Store store = Store.open(dir, Clock.systemUTC())) {
      assertThatThrownBy(store::policy)
          .isInstanceOfSatisfying(
              StoreException.class, e -> assertThat(e.reason()).isEqualTo(Reason.BROKEN));
    }
  }

  /** The second look, by SQL, must stand on its own: it guards what a migration brings. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "create alias trap as 'int trap() { return 1; }'",
        "create constant trap value 1",
        "create domain trap as integer",
        "create table trap (i integer, g integer generated always as (i + 1))",
        "create table trap (o java_object)",
        "create view trap as select 1",
        "create schema trap | create table trap.t (i integer)",
        "create user trap password 'x'",
        "create table t (i integer) | create synonym trap for t"
      })
  void second_look_finds_it_too(String sql) {
    Jdbi jdbi =
        Jdbi.create(
            "jdbc:h2:file:" + dir + "/other;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE", "postern", "");
    jdbi.useHandle(
        handle -> {
          handle.execute("create table fine (i integer)");
          assertThat(SchemaRules.violation(handle)).isEmpty();
          for (String statement : sql.split(" \\| ")) {
            handle.execute(statement);
          }
          assertThat(SchemaRules.violation(handle)).isPresent();
        });
  }

  @Test
  void no_class_may_be_called_from_sql_in_this_process() {
    assertThat(System.getProperty("h2.allowedClasses")).isEqualTo("none");
    assertThat(org.h2.engine.SysProperties.ALLOWED_CLASSES).isEqualTo("none");
  }
}
