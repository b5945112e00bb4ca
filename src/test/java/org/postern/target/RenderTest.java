package org.postern.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.bundle.Bundle;
import org.postern.bundle.Repacked;
import org.postern.bundle.Rule;
import org.postern.bundle.Rule.Coverage;
import org.postern.bundle.Rule.Kind;

/** The files of each target: their form, their limits, and that no name can break out of them. */
class RenderTest {
  private static final Bundle SMALL = Samples.bundle("-ml", "+gov.ml", "+army.mil", "-x@a.example");

  @TempDir Path dir;

  @Test
  void ruleHoldsNothingOutsideTheGrammar() {
    for (String key : List.of("a b", "a\nb", "A.mil", "a..b", "", "a@b", "a\tb", "é.mil", "a;b")) {
      assertThatIllegalArgumentException()
          .as(key)
          .isThrownBy(() -> new Rule(Kind.BLOCKED, Coverage.BOTH, key, "-"));
    }
  }

  /** Every letter that the grammar allows, in every place: the files keep their form. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void anyNames_stayWhatTheyAre(int seed) throws Exception {
    Random random = new Random(seed);
    for (int i = 0; i < 20; i++) {
      List<Rule> rules = Samples.anyRules(random);
      Bundle bundle = Repacked.withRules(SMALL, rules);
      for (Target target : Target.values()) {
        Map<String, String> files = files(target, bundle);
        int left = (int) files.getOrDefault("left-out.tsv", "").lines().count();
        switch (target) {
          case EXIM, RSPAMD -> table(file(files, "postern.cdbmake"), rules);
          case SENDMAIL -> {
            lines(
                file(files, "mailertable"),
                "\\.?[a-z0-9._-]+\t(posternhold:(blocked|lookalike)|esmtp:(%1\\.)?[a-z0-9._-]+)");
            lines(
                file(files, "access"),
                "To:[a-z0-9_][^\\s]*@[a-z0-9._-]+\tERROR:5\\.7\\.1:550 [a-z ,]+");
          }
          case PLAIN ->
              lines(file(files, "hold.txt"), "\\.?[a-z0-9._-]+|[a-z0-9_]\\S*@[a-z0-9._-]+");
          case RPZ ->
              lines(
                  file(files, "postern.rpz")
                      .lines()
                      .skip(3)
                      .collect(Collectors.joining("\n", "", "\n")),
                  "(\\*\\.)?(?!\\S*\\.?rpz-[a-z]+ )[a-z0-9._-]+ CNAME (\\.|rpz-passthru\\.)");
          case EXCHANGE -> {
            lines(
                file(files, "exchange-rules.csv"),
                "Rule,.*|Postern (blocked|lookalike) (domains|patterns) [0-9]{3},(blocked|lookalike),"
                    + "(RecipientDomainIs,[a-z0-9_][a-z0-9._-]*|RecipientAddressMatchesPatterns,\\^([a-z0-9_@]|\\\\[^a-zA-Z0-9_]|\\\\S\\*)+\\$)");
            script(file(files, "exchange.ps1"), "exchange.ps1");
          }
          case DEFENDER -> {
            lines(
                file(files, "defender-entries.csv"),
                "Entry,Class|(\\*\\.)?[a-z0-9._%A-F-]+(@[a-z0-9._-]+)?,(blocked|lookalike)");
            script(file(files, "defender.ps1"), "defender.ps1");
          }
        }
        assertThat(left).isLessThanOrEqualTo(rules.size());
      }
    }
  }

  private static void lines(String file, String form) {
    assertThat(file.lines()).allMatch(line -> line.matches(form));
  }

  /** A reader of its own: as many records as there are keys, each with a key of the rules. */
  private static void table(String file, List<Rule> rules) {
    List<String> expected = new ArrayList<>(List.of("*->deliver", "postern->42"));
    for (Rule rule : rules) {
      String arrow = rule.key() + "->" + rule.kind().outcome().word();
      if (rule.coverage() == Coverage.ADDRESS) {
        expected.add(arrow);
      } else {
        if (rule.coverage().itself()) {
          expected.add("=" + arrow);
        }
        if (rule.coverage().below()) {
          expected.add("." + arrow);
        }
      }
    }
    List<String> found =
        file.lines()
            .filter(line -> !line.isEmpty())
            .map(line -> line.substring(line.indexOf(':') + 1))
            .toList();
    assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(file).endsWith("\n\n");
    file.lines()
        .filter(line -> !line.isEmpty())
        .forEach(
            line -> {
              String rest = line.substring(line.indexOf(':') + 1);
              int value = rest.lastIndexOf("->") + 2;
              assertThat(line).startsWith("+" + (value - 2) + "," + (rest.length() - value) + ":");
            });
  }

  /** Nothing of a bundle but its serial and a digest ever stands in a script. */
  private static void script(String text, String name) throws IOException {
    String template;
    try (var in = Target.class.getResourceAsStream(name)) {
      template = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    }
    String blank =
        text.replaceAll("'[0-9A-F]{64}'", "'@SHA256@'")
            .replaceAll("policy 42\\b", "policy @SERIAL@")
            .replaceAll("policy-serial=42;", "policy-serial=@SERIAL@;");
    assertThat(blank).isEqualTo(template);
  }

  @ParameterizedTest
  @EnumSource(Target.class)
  void sameBundle_sameBytes(Target target) throws Exception {
    Rendering once = target.render(SMALL, Options.USUAL, dir.resolve("one"));
    Rendering again = target.render(SMALL, Options.USUAL, dir.resolve("two"));
    assertThat(again.files()).isEqualTo(once.files()).isNotEmpty();
    for (Rendering.Written file : once.files()) {
      assertThat(dir.resolve("one").resolve(file.name())).hasSize(file.size());
      assertThat(dir.resolve("two").resolve(file.name()))
          .hasSameBinaryContentAs(dir.resolve("one").resolve(file.name()));
    }
    assertThat(Files.readString(dir.resolve("one/README.txt")))
        .contains(SMALL.digest(), "--target " + target.word());
  }

  @Test
  void folderThatIsThere_isLeftAlone() throws Exception {
    Path folder = Files.createDirectory(dir.resolve("mine"));
    Files.writeString(folder.resolve("x"), "mine");
    assertThatExceptionOfType(FileAlreadyExistsException.class)
        .isThrownBy(() -> Target.PLAIN.render(SMALL, Options.USUAL, folder));
    assertThat(folder.resolve("x")).hasContent("mine");
    try (Stream<Path> files = Files.list(dir)) {
      assertThat(files).containsExactly(folder);
    }
  }

  @Test
  void whatAKilledRunLeft_isWrittenAnew() throws Exception {
    Path part = Files.createDirectory(dir.resolve(".out.part"));
    Files.writeString(part.resolve("hold.txt"), "half");
    Bundle bundle = Samples.bundle("-ml", "-x@a.example");
    Target.PLAIN.render(bundle, Options.USUAL, dir.resolve("out"));
    assertThat(part).doesNotExist();
    assertThat(dir.resolve("out/hold.txt")).hasContent("ml\n.ml\nx@a.example");
  }

  @Test
  void exchange_keepsItsLimits_andSaysWhatIsLeft() throws Exception {
    List<Rule> rules =
        Stream.concat(
                IntStream.range(0, 120_000)
                    .mapToObj(
                        i ->
                            new Rule(
                                i % 3 == 0 ? Kind.BLOCKED : Kind.LOOKALIKE,
                                Coverage.BOTH,
                                "name-number-" + i + ".example",
                                "-")),
                IntStream.range(0, 2_000)
                    .mapToObj(
                        i -> new Rule(Kind.BLOCKED, Coverage.ADDRESS, "a" + i + "@b.example", "-")))
            .toList();
    Path out = dir.resolve("exchange");
    Rendering rendering =
        Target.EXCHANGE.render(Repacked.withRules(SMALL, rules), Options.USUAL, out);
    Map<String, Integer> length =
        Files.readAllLines(out.resolve("exchange-rules.csv")).stream()
            .skip(1)
            .map(line -> line.split(","))
            .collect(Collectors.toMap(f -> f[0], f -> f[3].length() + 3, Integer::sum));
    assertThat(length).hasSizeLessThanOrEqualTo(250);
    assertThat(length.values()).allMatch(l -> l <= 7_500);
    List<String> left = Files.readAllLines(out.resolve("left-out.tsv"));
    assertThat(rendering.written() + left.size()).isEqualTo(rules.size());
    assertThat(rendering.leftOut())
        .containsOnlyKeys(LeftOut.Reason.FULL, LeftOut.Reason.PATTERNS_FULL);
    // What officers blocked goes before what only resembles.
    assertThat(left.stream().filter(l -> l.endsWith(LeftOut.Reason.FULL.sentence())))
        .isNotEmpty()
        .allMatch(l -> l.startsWith("lookalike\t"));
  }

  @Test
  void defender_takesTheHighestRiskFirst() throws Exception {
    Bundle bundle = Samples.bundle("+army.mil", "+navy.mil", "-ml", "-army.ml", "-x@a.example");
    Rendering rendering =
        Target.DEFENDER.render(bundle, new Options("q.example", 24, 4), dir.resolve("d"));
    List<String> entries = Files.readAllLines(dir.resolve("d/defender-entries.csv"));
    // army.ml lies under ml, and needs no place of its own.
    assertThat(entries.subList(0, 3))
        .containsExactly("Entry,Class", "*.ml,blocked", "x@a.example,blocked");
    assertThat(entries).hasSize(5).allMatch(e -> !e.contains("army.ml"));
    assertThat(entries.subList(3, 5)).allMatch(e -> e.endsWith(",lookalike"));
    assertThat(rendering.leftOut().get(LeftOut.Reason.FULL)).isPositive();
  }

  @Test
  void defender_encodesWhatTheListDoesNotTake() throws Exception {
    Bundle bundle = Samples.bundle("-o'brien+x@a.example");
    assertThat(file(files(Target.DEFENDER, bundle), "defender-entries.csv"))
        .contains("o%27brien%2Bx@a.example,blocked");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "host",
        "host:0",
        "host:65536",
        "a b:24",
        "[::1]:24",
        "h:24\n",
        "-h:24",
        "h:024"
      })
  void quarantine_isAHostAndAPort(String place) {
    assertThat(Options.USUAL.quarantine(place)).isEmpty();
  }

  private static String file(Map<String, String> files, String name) {
    return Optional.ofNullable(files.get(name)).orElseThrow();
  }

  private static Map<String, String> files(Target target, Bundle bundle) throws Exception {
    MemorySink sink = new MemorySink();
    target.inMemory(bundle, Options.USUAL, sink);
    return sink.files().entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, f -> new String(f.getValue(), StandardCharsets.US_ASCII)));
  }
}
