package org.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class MailCommandTest {
  private final Typed typed = new Typed();

  private int run(String... words) {
    return typed.run(Stream.concat(Stream.of("mail"), Stream.of(words)).toArray(String[]::new));
  }

  private static Path message(Path dir, String name, String raw) throws IOException {
    return Files.write(dir.resolve(name), raw.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void json_holdsExactlyTheAgreedFields(@TempDir Path dir) throws IOException {
    Path file =
        message(
            dir,
            "a.eml",
            """
            From: "J\u202E" <j@army.ml>
            To: gen@army.mil
            Subject: h\u00e4
            Date: Fri, 21 Nov 1997 09:55:06 -0600
            Message-ID: <1@x>
            Content-Type: application/pdf; name=a.pdf

            %PDF-1.4
            """);
    assertThat(run("read", "--json", file.toString())).isZero();
    JsonNode node = JsonMapper.shared().readTree(typed.out());
    assertThat(node.propertyNames())
        .containsExactly(
            "file",
            "from",
            "to",
            "cc",
            "subject",
            "date",
            "messageId",
            "attachments",
            "text",
            "findings",
            "ambiguous");
    assertThat(node.get("from").get(0).get("name").asString()).isEqualTo("J\u202E");
    assertThat(node.get("from").get(0).get("address").asString()).isEqualTo("j@army.ml");
    assertThat(node.get("subject").asString()).isEqualTo("hä");
    assertThat(node.get("date").asString()).isEqualTo("1997-11-21T15:55:06Z");
    assertThat(node.get("attachments").get(0).propertyNames())
        .containsExactly("name", "type", "size", "sha256", "sha256Unix");
    assertThat(node.get("findings").get(0).asString()).startsWith("bidi-control: ");
    assertThat(typed.out()).matches("[ -~]+\\R");
  }

  @Test
  void missingFileAndDirectory_saidOnceEach_othersStillRead(@TempDir Path dir) throws IOException {
    Path good = message(dir, "good.eml", "From: a@army.mil\r\n\r\nhello\r\n");
    int exit =
        run("read", "--json", dir.resolve("none.eml").toString(), dir.toString(), good.toString());
    assertThat(exit).isEqualTo(2);
    assertThat(typed.err().lines()).hasSize(2);
    assertThat(typed.err()).contains("there is no such file").contains("it is a directory");
    assertThat(typed.out().lines()).hasSize(1);
  }

  @Test
  void page_isSafeOnATerminal(@TempDir Path dir) throws IOException {
    Path file =
        message(
            dir,
            "a.eml",
            "From: a@army.mil\r\nSubject: =?utf-8?Q?=1B]0;owned=07?=\r\n\r\nline\u001B[2J\u202E\r\n");
    assertThat(run("read", file.toString())).isZero();
    assertThat(typed.out())
        .contains("[U+001B]")
        .doesNotContain("\u001B")
        .doesNotContain("\u202E")
        .doesNotContain("\u0007");
  }

  @Test
  void noFile_isBadUsage() {
    assertThat(run("read")).isEqualTo(2);
    assertThat(typed.err()).contains("FILE");
    assertThat(run()).isEqualTo(2);
  }
}
