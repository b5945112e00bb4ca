package org.postern.bundle;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A text in one form only: a first line, lines {@code field: value} in one order, a last line; all
 * of printable ASCII. What gateways sign has this form.
 *
 * @param what such a text, in a sentence: "a receipt"
 */
record Fields(String what, String first, List<String> names, String last) {

  /** What keeps these lines from being such a text: a sentence that holds nothing of them. */
  Optional<String> flaw(List<String> lines) {
    if (lines.size() != names.size() + 2
        || !lines.getFirst().equals(first)
        || !lines.getLast().equals(last)) {
      return Optional.of("It has not the form of " + what + ", or was cut short.");
    }
    for (int i = 0; i < names.size(); i++) {
      if (!lines.get(i + 1).startsWith(names.get(i) + ": ")
          || !Grammar.isPrintable(lines.get(i + 1))) {
        return Optional.of("Its line " + (i + 2) + " is not that of " + what + ".");
      }
    }
    return Optional.empty();
  }

  /** The values, of lines without a {@link #flaw}. */
  List<String> values(List<String> lines) {
    return IntStream.range(0, names.size())
        .mapToObj(i -> lines.get(i + 1).substring(names.get(i).length() + 2))
        .toList();
  }

  String text(List<String> values) {
    StringBuilder text = new StringBuilder(first).append('\n');
    for (int i = 0; i < values.size(); i++) {
      text.append(names.get(i)).append(": ").append(values.get(i)).append('\n');
    }
    return text.append(last).append('\n').toString();
  }
}
