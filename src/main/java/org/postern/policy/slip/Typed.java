package org.postern.policy.slip;

/**
 * A typed domain, made ready for comparison: key letters, label starts, public suffix, what is
 * known about it. Immutable.
 */
final class Typed {

  private static final int MAX_NAME = 253;

  private final Folded folded;
  private final char[] key;
  private final int[] labels;
  private final int suffixLabel;

  /** Facts about the suffix that every candidate asks for. */
  private final String suffix;

  private final boolean topLevelExists;
  private final boolean suffixListed;

  Typed(Folded folded, Suffixes psl) {
    this.folded = folded;
    this.key = folded.key().length > 2 * MAX_NAME ? new char[0] : folded.key();
    this.labels = labelStarts(key);
    String text = new String(key);
    int start = psl.startOf(text);
    int label = 0;
    while (labels[label] < start) {
      label++;
    }
    // A name that is a public suffix itself is compared with the rest of it as suffix.
    this.suffixLabel = label == 0 && labelCount() > 1 ? 1 : label;
    this.suffix =
        suffixLabel < labelCount() && suffixLabel > 0 ? text.substring(labels[suffixLabel]) : "";
    this.topLevelExists = psl.topLevelExists(text.substring(labels[labelCount() - 1]));
    this.suffixListed = psl.isListed(suffix);
  }

  private static int[] labelStarts(char[] key) {
    int n = 1;
    for (char c : key) {
      n += c == '.' ? 1 : 0;
    }
    int[] starts = new int[n + 1];
    int label = 1;
    for (int i = 0; i < key.length; i++) {
      if (key[i] == '.') {
        starts[label++] = i + 1;
      }
    }
    starts[n] = key.length + 1;
    return starts;
  }

  Folded folded() {
    return folded;
  }

  char[] key() {
    return key;
  }

  int labelCount() {
    return labels.length - 1;
  }

  int labelFrom(int label) {
    return labels[label];
  }

  /** End of a label, without the dot behind it. */
  int labelTo(int label) {
    return labels[label + 1] - 1;
  }

  /** First label of the public suffix; the registrable label is the one before. */
  int suffixLabel() {
    return suffixLabel;
  }

  String suffix() {
    return suffix;
  }

  boolean topLevelExists() {
    return topLevelExists;
  }

  boolean suffixListed() {
    return suffixListed;
  }

  /** Whether letters in the key range only look like the plain ones they stand for. */
  boolean isDisguised(int from, int to) {
    if (folded.isPlain()) {
      return false;
    }
    for (int i = from; i < to; i++) {
      if (!folded.isPlain(i, key[i])) {
        return true;
      }
    }
    return false;
  }

  /** End of the part before the public suffix. */
  int headTo() {
    return suffixLabel == 0 ? key.length : labels[suffixLabel] - 1;
  }
}
