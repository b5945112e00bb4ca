package org.postern.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.postern.store.Enrolled.CARTER;
import static org.postern.store.Enrolled.LOWE;
import static org.postern.store.Enrolled.NOON;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.officer.Right;
import org.postern.officer.Role;
import org.postern.officer.Roster.Member;
import org.postern.policy.Entry;
import org.postern.policy.EntryPattern;
import org.postern.policy.Listing;
import org.postern.policy.Mode;
import org.postern.store.Decisions.Act;
import org.postern.store.Decisions.Begun;
import org.postern.store.Decisions.Intent;
import org.postern.store.Decisions.State;
import org.postern.store.StoreException.Reason;

/** Two consoles on one PostgreSQL. */
class TeamTest {
  private static final Author MAJOR = new Author("major", "review");
  private static final EntryPattern ARMY = EntryPattern.parse("army.mil").ok().orElseThrow();

  @TempDir Path temp;
  private Path first;
  private Path second;
  private Store one;
  private Store two;

  @BeforeEach
  void open() throws Exception {
    first = temp.resolve("one");
    second = temp.resolve("two");
    Engine.prepare(first, temp);
    Engine.prepare(second, temp);
    one = Store.open(first, NOON);
    Files.copy(first.resolve("postern.key"), second.resolve("postern.key"));
    two = Store.open(second, NOON);
  }

  @AfterEach
  void close() throws Exception {
    // Left out where there is no server, before anything was opened.
    if (two != null) {
      one.close();
      two.close();
    }
  }

  private static Entry army(String note) {
    return new Entry(ARMY, Listing.TRUSTED, Mode.ENFORCE, note, "J6", "hand", null);
  }

  private static void refused(Reason reason, String part, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(StoreException.class, e -> assertThat(e.reason()).isEqualTo(reason))
        .hasMessageContaining(part);
  }

  @Test
  void what_one_changes_the_other_sees() throws Exception {
    one.lists().add(List.of(army("note")), MAJOR);
    assertThat(two.lists().serial()).isEqualTo(1);
    assertThat(two.policy().judge("gen@army.mil").word()).isEqualTo("trusted");
  }

  @Test
  void second_edit_of_the_same_entry_is_a_conflict_and_nothing_is_lost() throws Exception {
    one.lists().add(List.of(army("note")), MAJOR);
    Item read = two.lists().find(Listing.TRUSTED, ARMY).orElseThrow();
    one.lists().apply(List.of(new Op.Edit(army("first"), read.since())), MAJOR);
    refused(
        Reason.CONFLICT,
        "",
        () -> two.lists().apply(List.of(new Op.Edit(army("second"), read.since())), MAJOR));
    assertThat(two.lists().find(Listing.TRUSTED, ARMY).orElseThrow().entry())
        .isEqualTo(army("first"));
  }

  @Test
  void proposals_about_the_same_entry_made_at_two_consoles_conflict_at_approval() throws Exception {
    one.lists().add(List.of(army("note")), MAJOR);
    enrol();
    two.session().signIn(LOWE);
    Op edit = new Op.Edit(army("first"), 1);
    var a = one.changes().propose(List.of(edit).iterator(), "needed", "");
    Op other = new Op.Edit(army("second"), 1);
    var b = one.changes().propose(List.of(other).iterator(), "needed too", "");
    two.changes().approve(a.digest(), "fine");
    refused(Reason.CONFLICT, "", () -> two.changes().approve(b.digest(), "fine"));
    assertThat(one.lists().find(Listing.TRUSTED, ARMY).orElseThrow().entry().note())
        .isEqualTo("first");
  }

  private void enrol() throws Exception {
    one.session().enrol(CARTER);
    List<Member> members = new ArrayList<>(one.session().roster().orElseThrow().members());
    members.add(
        Member.of(
            LOWE.officer(),
            LOWE.publicKey(),
            java.util.EnumSet.of(Role.APPROVER, Role.EDITOR, Role.VIEWER)));
    one.changes().proposeRoster(members, "a further officer");
  }

  @Test
  void officers_at_two_consoles_write_one_sound_record_at_the_same_time() throws Exception {
    enrol();
    two.session().signIn(LOWE);
    int each = 60;
    try (var pool = Executors.newFixedThreadPool(2)) {
      List<Callable<Boolean>> writers = List.of(() -> act(one, each), () -> act(two, each));
      for (Future<Boolean> writer : pool.invokeAll(writers)) {
        assertThat(writer.get()).isTrue();
      }
      Audit.Report during = one.audit().verify(List.of(), _ -> {}, () -> false);
      assertThat(during.findings()).isEmpty();
    }
    one.session().signOut();
    two.session().signOut();
    Audit.Report report = two.audit().verify(List.of(), _ -> {}, () -> false);
    assertThat(report.findings()).isEmpty();
    assertThat(report.sessions()).isEqualTo(2);
    assertThat(report.records()).isGreaterThan(2L * each);
  }

  /** Some acts are signed at once and some together with a later one. */
  private static boolean act(Store store, int times) throws StoreException {
    for (int i = 0; i < times; i++) {
      if (i % 3 == 0) {
        store.journal().append(Right.LOOK, "", "export.made", "e" + i, Map.of());
      } else {
        store.journal().note(Right.LOOK, "", "message.opened", "m" + i, Map.of());
      }
    }
    return true;
  }

  private long sending(Store store) throws StoreException {
    Intent intent =
        new Intent(
            "a1", "g@army.ml", Act.CORRECT, "g@army.mil", "x", "major", "sha256:00", false, "{}");
    long id = ((Begun.Recorded) store.decisions().begin(intent)).decision().id();
    store.decisions().sending(id);
    return id;
  }

  private State state() throws StoreException {
    return two.decisions().of("a1").getFirst().state();
  }

  @Test
  void console_that_starts_leaves_alone_what_another_one_is_sending() throws Exception {
    long id = sending(one);
    two.close();
    two = Store.open(second, NOON);
    assertThat(state()).isEqualTo(State.SENDING);
    one.decisions().accepted(id, "250 ok");
    assertThat(state()).isEqualTo(State.ACCEPTED);
  }

  @Test
  void console_that_stopped_while_sending_says_so_at_its_next_start() throws Exception {
    sending(one);
    one.close();
    one = Store.open(first, NOON);
    assertThat(state()).isEqualTo(State.UNKNOWN);
  }

  @Test
  void what_a_console_that_never_came_back_was_sending_is_unknown_after_a_while() throws Exception {
    sending(one);
    Engine.run(temp, "update decision set stepped = current_timestamp - interval '16' minute");
    two.close();
    two = Store.open(second, NOON);
    assertThat(state()).isEqualTo(State.UNKNOWN);
  }

  @Test
  void console_without_the_teams_key_is_told_what_to_copy() throws Exception {
    Path third = temp.resolve("three");
    Engine.prepare(third, temp);
    refused(Reason.NO_KEY, "Copy postern.key", () -> Store.open(third, NOON));
    Path alien = temp.resolve("alien");
    Store.open(alien, NOON).close();
    Files.copy(alien.resolve("postern.key"), third.resolve("postern.key"));
    refused(Reason.WRONG_KEY, "Copy postern.key", () -> Store.open(third, NOON));
  }

  @Test
  void database_of_the_team_put_back_to_an_older_state_is_noticed() throws Exception {
    one.lists().add(List.of(army("note")), MAJOR);
    one.close();
    Engine.run(temp, "update head set commits = commits - 1");
    refused(Reason.ROLLED_BACK, "older", () -> Store.open(first, NOON));
    Engine.run(temp, "update head set commits = commits + 1");
    one = Store.open(first, NOON);
  }

  @Test
  void triggers_rules_and_views_on_the_server_open_nothing() throws Exception {
    two.close();
    for (String[] planted :
        new String[][] {
          {
            "create function sly() returns trigger language plpgsql as 'begin return null; end';"
                + " create trigger sly before insert on journal for each row execute function sly()",
            "drop function sly() cascade"
          },
          {"create rule sly as on insert to seal do instead nothing", "drop rule sly on seal"},
          {"create view sly as select 1", "drop view sly"},
          {
            "alter table journal enable row level security",
            "alter table journal disable row level security"
          }
        }) {
      Engine.run(temp, planted[0]);
      refused(Reason.HOSTILE, "never makes", () -> Store.open(second, NOON));
      Engine.run(temp, planted[1]);
    }
    two = Store.open(second, NOON);
  }

  @Test
  void newer_layout_is_refused() throws Exception {
    two.close();
    Engine.run(
        temp,
        "insert into flyway_schema_history select 1000, '900', 'later', type, script, checksum,"
            + " installed_by, installed_on, execution_time, success from flyway_schema_history where"
            + " installed_rank = 1");
    refused(Reason.NEWER, "newer Postern", () -> Store.open(second, NOON));
    Engine.run(temp, "delete from flyway_schema_history where installed_rank = 1000");
    two = Store.open(second, NOON);
  }

  @Test
  void connections_that_break_are_said_and_made_anew() throws Exception {
    one.lists().add(List.of(army("note")), MAJOR);
    Engine.run(
        temp,
        "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'postern'");
    // Each broken one may be said once; the pool holds no more of them.
    List<Reason> said = new ArrayList<>();
    boolean done = false;
    for (int i = 0; i <= 8 && !done; i++) {
      try {
        one.lists().apply(List.of(new Op.Edit(army("new"), item().since())), MAJOR);
        done = true;
      } catch (StoreException e) {
        said.add(e.reason());
      }
    }
    assertThat(said).isNotEmpty().containsOnly(Reason.UNREACHABLE);
    assertThat(item().entry().note()).isEqualTo("new");
    assertThat(one.lists().serial()).isEqualTo(2);
  }

  private Item item() throws StoreException {
    return one.lists().find(Listing.TRUSTED, ARMY).orElseThrow();
  }

  private void address(Path directory, String text) throws Exception {
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("database.properties"), text);
  }

  @Test
  void address_that_cannot_be_used_says_what_to_do() throws Exception {
    Path dir = temp.resolve("address");
    address(dir, "url = jdbc:postgresql://127.0.0.1:1/postern\n");
    refused(Reason.UNREACHABLE, "cannot be reached", () -> Store.open(dir, NOON));
    address(dir, "url = " + Engine.server() + "_none\nuser = postern\n");
    refused(Reason.REFUSED, "does not let this console in", () -> Store.open(dir, NOON));
    address(dir, "url = jdbc:h2:mem:x\n");
    refused(Reason.UNUSABLE_PATH, "must be like", () -> Store.open(dir, NOON));
    address(dir, "url = jdbc:postgresql://h/d?socketFactory=java.lang.Object\n");
    refused(Reason.UNUSABLE_PATH, "does not take", () -> Store.open(dir, NOON));
    address(dir, "url = jdbc:postgresql://h/d\npassword = clear\n");
    refused(Reason.UNUSABLE_PATH, "only", () -> Store.open(dir, NOON));
    Path password = dir.resolve("db.password");
    Files.writeString(password, "secret\n");
    Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-r--r--"));
    address(dir, "url = jdbc:postgresql://h/d\npassword-file = db.password\n");
    refused(Reason.UNUSABLE_PATH, "chmod 600", () -> Store.open(dir, NOON));
  }

  @Test
  void over_a_network_the_servers_name_is_checked() throws Exception {
    Path dir = temp.resolve("address");
    address(dir, "url = jdbc:postgresql://db.example/postern\n");
    assertThat(ServerAddress.read(DataFiles.in(dir)).orElseThrow().url())
        .endsWith("/postern?sslmode=verify-full");
    address(dir, "url = jdbc:postgresql://db.example/postern?sslmode=require\n");
    assertThat(ServerAddress.read(DataFiles.in(dir)).orElseThrow().url())
        .endsWith("?sslmode=require");
  }
}
