package org.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postern.practice.PracticeWorld;
import org.postern.store.Store;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Timeout(180)
class QuarantineCommandTest {
  private final JsonMapper json = JsonMapper.builder().build();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir Path dir;

  private int run(String... words) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    List<String> args = new java.util.ArrayList<>(List.of(words));
    args.addAll(List.of("--data", dir.toString()));
    return new CommandLine(new QuarantineCommand())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(args.toArray(String[]::new));
  }

  private void practice() throws Exception {
    try (Store store = Store.open(dir, Clock.systemUTC())) {
      PracticeWorld.choose(store, Clock.systemUTC(), "officer");
    }
  }

  private List<JsonNode> list() {
    assertThat(run("list", "--json")).as(err.toString()).isZero();
    return out.toString().lines().map(json::readTree).toList();
  }

  private JsonNode byRecipient(String recipient) {
    return list().stream()
        .filter(n -> n.get("recipient").asString().equals(recipient))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void empty_directory_says_that_no_mailbox_is_set_up() {
    assertThat(run("list")).isEqualTo(2);
    assertThat(err.toString()).contains("no mailbox is set up");
  }

  @Test
  void held_mail_is_listed_shown_corrected_and_rejected() throws Exception {
    practice();
    List<JsonNode> before = list();
    assertThat(before).hasSizeGreaterThanOrEqualTo(20);
    assertThat(out.toString()).matches("\\p{ASCII}*");
    JsonNode diaz = byRecipient("col.diaz@army.ml");
    String id = diaz.get("id").asString();
    assertThat(diaz.get("now").get("meant").asString()).isEqualTo("army.mil");
    assertThat(run("show", id)).isZero();
    assertThat(out.toString()).contains("sitrep-0600.pdf", "OFFICIAL-SENSITIVE");
    assertThat(run("show", id, "--json", "--officer", "Lt. B. Lowe")).isZero();
    JsonNode shown = json.readTree(out.toString());
    assertThat(shown.get("attachments").get(0).get("sha256").asString()).hasSize(64);
    assertThat(shown.get("findings").toString()).contains("OFFICIAL-SENSITIVE");
    assertThat(shown.get("history").get("first").asBoolean()).isTrue();
    assertThat(shown.has("then")).isTrue();
    try (Store store = Store.open(dir, Clock.systemUTC())) {
      assertThat(store.journal().newest(1).getFirst())
          .matches(a -> a.act().equals("message.opened") && a.officer().equals("Lt. B. Lowe"));
    }
    assertThat(run("release", id, "--to", "col.diaz@navy.ml", "--reason", "obvious-slip"))
        .isEqualTo(1);
    assertThat(err.toString()).contains("would be held, too");
    assertThat(run("release", id, "--to", "col.diaz@army.mil", "--reason", "obvious-slip"))
        .as(err.toString())
        .isZero();
    assertThat(run("release", id, "--reason", "recipient-known")).isEqualTo(1);
    assertThat(err.toString()).contains("no message");
    String other = before.getLast().get("id").asString();
    assertThat(run("reject", other, "--reason", "suspicious", "--json")).isZero();
    assertThat(json.readTree(out.toString()).get("state").asString()).isEqualTo("accepted");
    assertThat(list()).hasSize(before.size() - 2);
  }

  @Test
  void held_mail_is_given_tagged_put_into_incidents_and_returned_without_a_window()
      throws Exception {
    practice();
    String id = list().getFirst().get("id").asString();
    assertThat(run("assign", id, "--to", "Lt. B. Lowe", "--note", "ring him")).isZero();
    assertThat(run("tag", id, "--tag", "mali,urgent")).as(err.toString()).isZero();
    assertThat(run("tag", id, "--tag", "Not A Tag")).isEqualTo(2);
    assertThat(run("incident", id, "--title", "Convoy papers", "--json")).isZero();
    assertThat(json.readTree(out.toString()).get("done").asString())
        .isEqualTo("in incident 1: Convoy papers");
    assertThat(run("incident", id)).isEqualTo(2);
    // The practice box is filled anew for each command: the database remembers.
    JsonNode now =
        list().stream().filter(n -> n.get("id").asString().equals(id)).findFirst().orElseThrow();
    assertThat(now.get("assigned").asString()).isEqualTo("Lt. B. Lowe");
    assertThat(now.get("tags")).extracting(JsonNode::asString).containsExactly("mali", "urgent");
    assertThat(now.get("incidents").get(0).asInt()).isEqualTo(1);
    assertThat(run("show", id)).isZero();
    assertThat(out.toString()).contains("for Lt. B. Lowe, mali, urgent, incident 1");
    assertThat(run("return", id)).isEqualTo(1);
    assertThat(err.toString()).contains("--reason");
    assertThat(run("settle", id, "--stayed", "--how", "x")).isEqualTo(1);
    assertThat(err.toString()).contains("is unknown");
    assertThat(run("settle", id)).isEqualTo(2);
  }

  @Test
  void held_mail_is_returned_and_the_note_lies_with_its_sender() throws Exception {
    practice();
    String id = byRecipient("col.diaz@army.ml").get("id").asString();
    assertThat(run("return", id, "--preview", "--meant", "col.diaz@army.mil"))
        .as(err.toString())
        .isZero();
    assertThat(out.toString()).contains("col.diaz@army[.]ml", "Did you mean:  col.diaz@army.mil");
    assertThat(run("return", id, "--reason", "obvious-slip", "--json"))
        .as(err.toString() + out)
        .isZero();
    JsonNode said = json.readTree(out.toString());
    assertThat(said.get("act").asString()).isEqualTo("return");
    assertThat(said.get("state").asString()).isEqualTo("accepted");
    try (Store store = Store.open(dir, Clock.systemUTC());
        PracticeWorld world = PracticeWorld.start(store, Clock.systemUTC())) {
      PracticeWorld.Delivered note = world.outside().getFirst();
      assertThat(note.recipient()).isEqualTo("capt.reed@mod.example");
      assertThat(new String(note.message(), StandardCharsets.US_ASCII))
          .startsWith("Return-Path: <>\r\n")
          .contains("Auto-Submitted: auto-replied", "From: mail-review@mod.example");
      assertThat(world.outside()).hasSize(1);
    }
    assertThat(list()).noneMatch(n -> n.get("id").asString().equals(id));
  }

  @Test
  void bad_usage_is_2() throws Exception {
    practice();
    assertThat(run("release", "4be0643f1d98573b")).isEqualTo(2);
    assertThat(run("release", "4be0643f1d98573b", "--reason", "because")).isEqualTo(2);
    assertThat(run("show", "not-an-id")).isEqualTo(2);
    assertThat(run("show", "4be0643f1d98573b")).isEqualTo(1);
  }

  @Test
  void settings_file_is_checked_and_named() throws Exception {
    Path file = dir.resolve("mail.properties");
    Files.writeString(file, "imap.host = 127.0.0.1\nimap.usr = x\n");
    assertThat(run("list", "--settings", file.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("imap.usr").contains("mail.properties");
    Files.writeString(file, "imap.host = 127.0.0.1\nimap.port = 1\nimap.user = x\n");
    assertThat(run("list", "--settings", file.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("cannot be reached");
  }
}
