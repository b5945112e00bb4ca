package org.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postern.policy.Entry;
import org.postern.policy.EntryPattern;
import org.postern.policy.Listing;
import org.postern.policy.Policy;
import org.postern.policy.Unlisted;
import org.postern.policy.slip.Sensitivity;

class CheckLinesTest {

  private static final Policy POLICY =
      Policy.of(
          1,
          Unlisted.DELIVER,
          List.of(Entry.of(Listing.TRUSTED, EntryPattern.parse("army.mil").ok().orElseThrow())),
          Instant.EPOCH,
          Sensitivity.BALANCED);

  private final StringWriter out = new StringWriter();

  private boolean check(String input) {
    var command = new CheckCommand();
    command.json = true;
    var in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
    boolean held = command.checkLines(POLICY, in, new PrintWriter(out, true));
    assertThat(out.toString().lines())
        .allSatisfy(line -> assertThat(line).matches("[{].*,\"proof\":\"sha256:[0-9a-f]{64}\"}"));
    return held;
  }

  private List<String> inputs() {
    return out.toString().lines().map(l -> l.replaceAll(".*\"input\":\"([^\"]*).*", "$1")).toList();
  }

  @Test
  void eachLine_isOneVerdict_blankOnesNone_theLastNeedsNoEnd() {
    assertThat(check("a@army.mil\n\n \nb@army.mil\nexample.org")).isFalse();
    assertThat(inputs()).containsExactly("a@army.mil", "b@army.mil", "example.org");
  }

  @Test
  void anythingHeld_isTold() {
    assertThat(check("a@army.mil\na@army.ml\nexample.org\n")).isTrue();
    assertThat(inputs()).hasSize(3);
  }

  /** More than what is read at once, so that lines lie across its ends. */
  @Test
  void manyLines_comeOutWhole() {
    var input = new StringBuilder();
    for (int i = 0; i < 4000; i++) {
      input.append("user").append(i).append("@army.mil\n");
    }
    assertThat(check(input.toString())).isFalse();
    assertThat(inputs()).hasSize(4000).doesNotHaveDuplicates().endsWith("user3999@army.mil");
  }

  @Test
  void aLineWithoutEnd_isOneMalformedVerdict() {
    assertThat(check("x".repeat(3_000_000) + "@army.mil\nb@army.mil\n")).isTrue();
    assertThat(inputs()).hasSize(2).endsWith("b@army.mil");
  }
}
