package org.postern.policy.slip;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * The likeliest slips of one trusted name, enumerated: what a gateway without the engine gets. One,
 * two or three edits at once, cheapest first, so that a likely double slip comes before an unlikely
 * single one. Not reusable.
 */
final class Neighbourhood {

  /** Edits at once. */
  private static final int MAX_EDITS = 3;

  /** Tried at most, for a list of so many names: bounds the work on a name that few edits suit. */
  private static final int TRIES_PER_NAME = 40;

  private final String name;

  /** Before any slip: plain spellings of an international name. */
  private final List<String> spellings;

  private final int again;
  private final List<Edits.Edit> edits;

  /**
   * A set of edits by their places in the list, ascending.
   *
   * @param price of all together
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Choice(int[] edits, int price) {}

  /** Of a trusted name, which is shown as {@code meant}. */
  static Neighbourhood of(String name, Folded meant, Weights weights, Suffixes psl) {
    List<String> spellings = meant.isPlain() ? List.of() : PlainSpelling.of(meant.shown());
    String plain = meant.isPlain() ? name : spellings.isEmpty() ? "" : spellings.getFirst();
    return new Neighbourhood(plain, spellings, weights, psl);
  }

  private Neighbourhood(String name, List<String> spellings, Weights weights, Suffixes psl) {
    this.name = name;
    this.spellings = spellings;
    this.again = (int) Math.round(weights.value("edit again"));
    this.edits =
        Edits.of(name, weights, psl).entrySet().stream()
            .sorted(
                Comparator.comparingInt((Map.Entry<String, Edits.Edit> e) -> e.getValue().price())
                    .thenComparing(Map.Entry.comparingByKey()))
            .map(Map.Entry::getValue)
            .toList();
  }

  /** Names, likeliest first. */
  List<String> names(int limit) {
    Set<String> found = new LinkedHashSet<>(spellings);
    PriorityQueue<Choice> open =
        new PriorityQueue<>(
            Comparator.comparingInt(Choice::price).thenComparing(Choice::edits, Arrays::compare));
    if (!edits.isEmpty()) {
      open.add(new Choice(new int[] {0}, edits.getFirst().price()));
    }
    int tries = Math.multiplyExact(limit, TRIES_PER_NAME);
    while (found.size() < limit && !open.isEmpty() && tries-- > 0) {
      Choice choice = open.remove();
      expand(choice, open);
      String typed = typed(choice);
      if (!typed.isEmpty() && !typed.equals(name) && isName(typed)) {
        found.add(typed);
      }
    }
    return found.stream().limit(limit).toList();
  }

  /** Each set of edits is reached once: from the one without its last, or with the one before. */
  private void expand(Choice choice, PriorityQueue<Choice> open) {
    int[] chosen = choice.edits;
    int last = chosen[chosen.length - 1];
    if (last + 1 >= edits.size()) {
      return;
    }
    int next = edits.get(last + 1).price();
    int[] replaced = chosen.clone();
    replaced[chosen.length - 1] = last + 1;
    open.add(new Choice(replaced, choice.price - edits.get(last).price() + next));
    if (chosen.length < MAX_EDITS) {
      int[] longer = Arrays.copyOf(chosen, chosen.length + 1);
      longer[chosen.length] = last + 1;
      open.add(new Choice(longer, choice.price + next + again));
    }
  }

  /** The name with these edits, empty if two of them are in each other's way. */
  private String typed(Choice choice) {
    List<Edits.Edit> inOrder = new ArrayList<>(choice.edits.length);
    for (int i : choice.edits) {
      inOrder.add(edits.get(i));
    }
    inOrder.sort(Comparator.comparingInt(Edits.Edit::from).thenComparingInt(Edits.Edit::to));
    StringBuilder typed = new StringBuilder(name.length() + 8);
    int at = 0;
    for (Edits.Edit edit : inOrder) {
      if (edit.from() < at) {
        return "";
      }
      typed.append(name, at, edit.from()).append(edit.letters());
      at = edit.to();
    }
    return typed.append(name, at, name.length()).toString();
  }

  /**
   * Letters, digits, hyphens in labels of 1 to 63, at least two of them, and a last one that is not
   * a number.
   */
  private static boolean isName(String name) {
    if (name.length() > 253 || name.indexOf('.') < 0) {
      return false;
    }
    for (String label : name.split("\\.", -1)) {
      if (label.isEmpty() || label.length() > 63 || label.startsWith("-") || label.endsWith("-")) {
        return false;
      }
    }
    return name.substring(name.lastIndexOf('.') + 1).chars().anyMatch(c -> c >= 'a');
  }
}
