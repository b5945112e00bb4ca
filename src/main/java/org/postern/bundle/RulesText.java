package org.postern.bundle;

import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The text of {@code domains.tsv} while it is made, and where in it the rules of each kind stand: a
 * million rules are written and forgotten one by one. Used once.
 */
final class RulesText implements Consumer<Rule> {
  private final StringBuilder text;
  private final Map<Rule.Kind, IntStream.Builder> names = new EnumMap<>(Rule.Kind.class);
  private final IntStream.Builder addresses = IntStream.builder();

  /**
   * @param expected about so many rules
   */
  RulesText(int expected) {
    text = new StringBuilder(32 * expected);
  }

  @Override
  public void accept(Rule rule) {
    IntStream.Builder starts =
        rule.coverage() == Rule.Coverage.ADDRESS
            ? addresses
            : names.computeIfAbsent(rule.kind(), _ -> IntStream.builder());
    starts.add(text.length());
    rule.appendTo(text);
  }

  byte[] bytes() {
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * At most so many rules of each kind, evenly spread over the text: of names in the order of the
   * kinds, then of addresses.
   */
  List<Rule> spread(int most) {
    return Stream.concat(names.values().stream(), Stream.of(addresses))
        .map(starts -> starts.build().toArray())
        .flatMapToInt(starts -> spread(starts, most))
        .mapToObj(at -> Rule.parse(text.substring(at, text.indexOf("\n", at))).orElseThrow())
        .toList();
  }

  private static IntStream spread(int[] starts, int most) {
    int step = Math.max(1, (starts.length + most - 1) / most);
    return IntStream.iterate(0, i -> i < starts.length, i -> i + step).map(i -> starts[i]);
  }
}
