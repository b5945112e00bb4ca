package org.postern.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.bundle.Fixtures.block;
import static org.postern.bundle.Fixtures.trust;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.postern.policy.Entry;

class KeyedEntryTest {
  /** What is sorted by numbers is in the order of the texts, also where first letters are alike. */
  @Test
  void sorted_isTheOrderOfTheTexts() {
    Random random = new Random(5);
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      String name = name(random, 1 + random.nextInt(8)) + ".example";
      entries.add(
          switch (random.nextInt(6)) {
            case 0 -> trust("=" + name);
            case 1 -> block("*." + name);
            case 2 -> trust(name(random, 3) + "@" + name);
            case 3 -> trust("o'b" + (char) ('\u00e8' + random.nextInt(3)) + "\u4e2d@" + name);
            default -> block("abcde" + name);
          });
    }
    List<String> sorted = Arrays.stream(KeyedEntry.sorted(entries)).map(KeyedEntry::key).toList();
    assertThat(sorted).hasSize(entries.size()).isSorted();
    assertThat(KeyedEntry.sorted(List.of())).isEmpty();
  }

  /** At equal keys the order given decides. */
  @Test
  void sorted_sameKey_staysInOrder() {
    List<Entry> entries =
        List.of(trust("=b.example"), block("a.example"), trust("b.example"), block("*.b.example"));
    assertThat(Arrays.stream(KeyedEntry.sorted(entries)).map(KeyedEntry::entry))
        .containsExactly(entries.get(1), entries.get(0), entries.get(2), entries.get(3));
  }

  private static String name(Random random, int length) {
    return random
        .ints(length, 0, 4)
        .collect(StringBuilder::new, (s, i) -> s.append("ab1z".charAt(i)), StringBuilder::append)
        .toString();
  }
}
