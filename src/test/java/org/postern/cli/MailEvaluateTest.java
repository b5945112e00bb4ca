package org.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.mail.MailReader;
import org.postern.mail.ReadMessage;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Where three reference parsers agree, the reader agrees with them. */
class MailEvaluateTest {
  private static final Path FOLDER = folder();

  private static Path folder() {
    try {
      return Path.of(
          Objects.requireNonNull(MailEvaluateTest.class.getResource("/mail/agreement")).toURI());
    } catch (java.net.URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  static Stream<JsonNode> messages() throws Exception {
    return Files.readAllLines(FOLDER.resolve("expected.jsonl")).stream()
        .map(line -> JsonMapper.shared().readTree(line));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void everyField_asTheReferencesReadIt(JsonNode truth) throws Exception {
    ReadMessage message = new MailReader().read(FOLDER.resolve(truth.path("file").asString()));
    Agreement.Expected expected = MailEvaluate.expected(truth);
    assertThat(expected.firm()).hasSize(5);
    for (Agreement.Field field : expected.firm()) {
      assertThat(Agreement.on(field, message, expected)).as(field.label()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(value = Agreement.Field.class, mode = EnumSource.Mode.EXCLUDE, names = "MESSAGES")
  void anotherValue_isADifference(Agreement.Field field) throws Exception {
    JsonNode truth =
        messages().filter(n -> n.path("attachments").size() > 1).findFirst().orElseThrow();
    ObjectNode wrong = (ObjectNode) truth.deepCopy();
    switch (field) {
      case FROM -> wrong.withArray("from").addObject().put("addr", "x@example.com");
      case TO -> wrong.withArray("to").addObject().put("addr", "x@example.com");
      case SUBJECT -> wrong.put("subject", "another");
      case NAMES -> ((ObjectNode) wrong.get("attachments").get(0)).put("filename", "other.bin");
      case HASHES, MESSAGES ->
          ((ObjectNode) wrong.get("attachments").get(0)).put("sha256", "0".repeat(64));
    }
    ReadMessage message = new MailReader().read(FOLDER.resolve(truth.path("file").asString()));
    assertThat(Agreement.on(field, message, MailEvaluate.expected(wrong))).isFalse();
  }

  @Test
  void command_printsFigures(@TempDir Path dir) throws Exception {
    Typed typed = new Typed();
    int exit =
        typed.run(
            "mail",
            "evaluate",
            "--expected",
            FOLDER.resolve("expected.jsonl").toString(),
            "--differences",
            FOLDER.toString());
    assertThat(exit).isZero();
    assertThat(typed.out())
        .contains("26 messages, 0 could only be shown raw")
        .containsPattern("attachment hashes +24 of +24 as all references, 100.00%")
        .doesNotContain("differs");
    assertThat(typed.run("mail", "evaluate", dir.resolve("missing").toString())).isEqualTo(2);
  }

  @Test
  void markings_listedChangedAndChecked(@TempDir Path dir) {
    Typed typed = new Typed();
    List<String> markings = List.of("mail", "markings");
    assertThat(typed.run(dir, markings)).isZero();
    assertThat(typed.out()).contains("OFFICIAL-SENSITIVE");
    assertThat(typed.run(dir, markings, "--add", "HARBOUR-ONLY", "--remove", "OFFICIAL-SENSITIVE"))
        .isZero();
    assertThat(typed.run(dir, markings)).isZero();
    assertThat(typed.out()).contains("HARBOUR-ONLY").doesNotContain("OFFICIAL-SENSITIVE");
    assertThat(typed.run(dir, markings, "--add", "x")).isEqualTo(1);
    assertThat(typed.err()).contains("two letters");
    assertThat(typed.run(dir, markings, "--standard")).isZero();
    assertThat(typed.out()).contains("OFFICIAL-SENSITIVE").doesNotContain("HARBOUR-ONLY");
  }
}
