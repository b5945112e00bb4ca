package org.postern.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.postern.store.Enrolled.CARTER;
import static org.postern.store.Enrolled.LOWE;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.officer.Right;
import org.postern.store.StoreException.Reason;

/** Whoever rules the database can delete, but not forge, and deletion shows. */
@OnEveryEngine
class AuditTest {
  private final Engine engine;
  @TempDir Path dir;
  private Enrolled officers;

  AuditTest(Engine engine) {
    this.engine = engine;
  }

  @BeforeEach
  void work() throws Exception {
    officers = Enrolled.two(engine, dir);
    var change = officers.propose("army.mil");
    for (int i = 0; i < 3; i++) {
      store().journal().note(Right.LOOK, "", "message.opened", "a" + i, Map.of());
    }
    store().session().signIn(LOWE);
    store().changes().approve(change.digest(), "fine");
    store().session().signOut();
  }

  @AfterEach
  void close() throws Exception {
    officers.close();
  }

  private Store store() {
    return officers.store();
  }

  @Test
  void honest_record_is_sound() throws Exception {
    store().session().refused("somebody", "wrong passphrase");
    Audit.Report report = officers.verify(store().audit().head().orElseThrow());
    assertThat(report.findings()).isEmpty();
    assertThat(report.notes()).isEmpty();
    assertThat(report.sessions()).isEqualTo(2);
    assertThat(report.bySystem()).isEqualTo(1);
    assertThat(report.signed() + report.bySystem() + report.open()).isEqualTo(report.records());
  }

  @Test
  void light_acts_are_signed_with_the_next_weighty_one() throws Exception {
    store().session().signIn(CARTER);
    store().journal().note(Right.LOOK, "", "message.opened", "late", Map.of());
    assertThat(officers.verify().notes()).singleElement().asString().contains("1 light acts");
    store().session().seal();
    assertThat(officers.verify().notes()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          update journal set subject = 'b' where act = 'message.opened' and subject = 'a1'          | not what was written then
          update journal set officer = 'Lt. B. Lowe' where act = 'change.proposed'                  | not what was written then
          delete from journal where act = 'message.opened' and subject = 'a1'                       | is missing
          delete from journal where seq = (select max(seq) from journal)                            | once went on to
          update journal set seq = 1000 where seq = (select max(seq) from journal)                  | are missing
          delete from seal where session = (select session from journal where act = 'session.ended' order by seq desc fetch first 1 rows only) | never signed
          update seal set signature = 'AAAA'                                                        | does not fit what is recorded
          update seal set key_id = '0000000000000000'                                               | fits no session
          update entry_version set pattern = 'army.ml' where pattern = 'army.mil'                   | rows were changed
          insert into entry_version select id + 100, 'evil.com', listing, mode, note, owner, source, expires, created, created_by, from_serial, to_serial from entry_version where pattern = 'army.mil' | belong to no revision
          update change_part set text = replace(text, 'army.mil', 'evil.com') where text like '%"op":"add"%' | not the text that was signed
          update change_signature set signature = 'AAAA' where digest = (select digest from change_set where kind = 'LISTS') | was not signed by
          delete from change_signature where digest = (select digest from change_set where kind = 'LISTS') and key_id <> (select author_key from change_set where kind = 'LISTS') | approved by nobody but its author
          delete from change_set where kind = 'LISTS'                                               | was approved by nobody
          """)
  void meddling_is_found_and_named(String sql, String found) throws Exception {
    officers.meddle(sql);
    assertThat(officers.verify().findings())
        .extracting(Audit.Finding::sentence)
        .anySatisfy(s -> assertThat(s).contains(found));
  }

  @Test
  void record_forged_into_a_session_with_a_correct_chain_is_found() throws Exception {
    // Somebody rewrites the whole chain from their record on, as only the officer's own chain
    // hinders.
    officers.meddle(handle -> Rewriting.insertOpened(handle, "a1", "forged"));
    officers = reopened();
    assertThat(officers.verify().findings())
        .extracting(Audit.Finding::sentence)
        .anySatisfy(s -> assertThat(s).contains("did not write it"));
  }

  private Enrolled reopened() throws Exception {
    return Enrolled.again(engine, dir);
  }

  @Test
  void record_cut_behind_a_printed_head_is_found() throws Exception {
    Audit.Head printed = store().audit().head().orElseThrow();
    long last = printed.seq();
    officers.meddle(
        "delete from journal where seq = " + last,
        "delete from seal where seq = " + last,
        "update head set journal_seq = "
            + (last - 1)
            + ", journal_hash = (select hash from journal where seq = "
            + (last - 1)
            + ")");
    assertThat(officers.verify(printed).findings())
        .extracting(Audit.Finding::sentence)
        .anySatisfy(s -> assertThat(s).contains("cut or rewritten"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          update head set roster = null                                               | are gone
          update head set roster = 1                                                  | are gone
          update roster set digest = 'sha256:00' where version = 2                    | forged
          update change_part set text = replace(text, 'active', 'revoked') where text like 'postern-roster%' | forged
          delete from change_signature where digest = (select digest from roster where version = 2) | forged
          """)
  void forged_officers_open_nothing(String sql, String found) throws Exception {
    engine.requireLasting();
    assertThatThrownBy(() -> officers.meddle(sql))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.reason()).isEqualTo(Reason.FORGED))
        .hasMessageContaining(found);
  }
}
