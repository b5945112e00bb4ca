package org.postern.bench;

import io.gitlab.rxp90.jsymspell.SymSpell;
import io.gitlab.rxp90.jsymspell.SymSpellBuilder;
import io.gitlab.rxp90.jsymspell.Verbosity;
import io.gitlab.rxp90.jsymspell.exceptions.NotInitializedException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What others need to find trusted names near a typed one: no score, no reasons. */
@Fork(value = 1, jvmArgsAppend = "-Xmx4g")
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 2)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class PeerBench {

  /** Every trusted name compared with the typed one: optimal string alignment up to 2. */
  @State(Scope.Benchmark)
  public static class Scan {
    final SampleNames names = SampleNames.load();
    private final String[] trusted = names.trusted().toArray(String[]::new);
    private int next;

    String typed() {
      next = (next + 1) % names.slips().size();
      return names.slips().get(next)[0];
    }

    String nearest(String typed) {
      String best = "";
      int least = 3;
      for (String name : trusted) {
        if (Math.abs(name.length() - typed.length()) < least) {
          int distance = distance(typed, name, least - 1);
          if (distance < least) {
            least = distance;
            best = name;
          }
        }
      }
      return best;
    }
  }

  /** Optimal string alignment; anything above the limit once it is. */
  static int distance(String a, String b, int limit) {
    int[] two = new int[b.length() + 1];
    int[] one = new int[b.length() + 1];
    int[] row = new int[b.length() + 1];
    Arrays.setAll(one, j -> j);
    for (int i = 1; i <= a.length(); i++) {
      row[0] = i;
      int least = i;
      for (int j = 1; j <= b.length(); j++) {
        int same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int cost = Math.min(Math.min(row[j - 1], one[j]) + 1, one[j - 1] + same);
        boolean swap =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        row[j] = swap ? Math.min(cost, two[j - 2] + 1) : cost;
        least = Math.min(least, row[j]);
      }
      if (least > limit) {
        return least;
      }
      int[] oldest = two;
      two = one;
      one = row;
      row = oldest;
    }
    return one[b.length()];
  }

  /** The trusted names in JSymSpell 1.0, two edits, prefixes of ten letters. */
  @State(Scope.Benchmark)
  public static class Spell {
    final SampleNames names = SampleNames.load();
    private final SymSpell spell = spell(names.trusted());
    private int next;

    private static SymSpell spell(List<String> trusted) {
      Map<String, Long> words = HashMap.newHashMap(trusted.size());
      trusted.forEach(name -> words.put(name, 1L));
      return new SymSpellBuilder()
          .setUnigramLexicon(words)
          .setMaxDictionaryEditDistance(2)
          .setPrefixLength(10)
          .createSymSpell();
    }

    String typed() {
      next = (next + 1) % names.slips().size();
      return names.slips().get(next)[0];
    }

    String nearest(String typed) throws NotInitializedException {
      var found = spell.lookup(typed, Verbosity.TOP);
      return found.isEmpty() ? "" : found.getFirst().getSuggestion();
    }
  }

  @Benchmark
  public String damerauScan(Scan scan) {
    return scan.nearest(scan.typed());
  }

  @Benchmark
  public String jsymspell(Spell spell) throws NotInitializedException {
    return spell.nearest(spell.typed());
  }
}
