package org.postern.policy.slip;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What the score looks at in one reading of a typed name as a trusted one. Each feature has a name,
 * so that weights are data. Stateless.
 */
final class Features {

  private static final String[] LENGTHS = {"1", "2", "3", "4", "5", "6", "7", "8", "10", "13"};
  private static final int[] LENGTH_FROM = {0, 2, 3, 4, 5, 6, 7, 8, 10, 13};

  /**
   * Registries that admit nobody from the street: a label of theirs elsewhere is rarely a
   * coincidence.
   */
  private static final Set<String> CLOSED =
      Set.of("mil", "gov", "gob", "gouv", "govt", "go", "mod", "nhs", "police", "edu", "ac", "int");

  /** Endings that people take for each other whatever the name. */
  private static final Set<String> GENERIC = Set.of("com", "net", "org", "co");

  private static final Set<String> GOVERNMENT =
      Set.of("mil", "gov", "gob", "gouv", "govt", "mod", "nhs", "police");

  static final List<String> NAMES = names();

  private static final int OPS = 1;
  private static final int OP_COUNT = Op.values().length;
  private static final int LENGTH_BY_EDITS = OPS + OP_COUNT;
  private static final int REST = LENGTH_BY_EDITS + 4 * LENGTHS.length;

  private Features() {}

  private static List<String> names() {
    List<String> names = new ArrayList<>();
    names.add("bias");
    for (Op op : Op.values()) {
      names.add("op " + op);
    }
    for (int edits = 0; edits < 4; edits++) {
      for (String length : LENGTHS) {
        names.add("edits " + edits + " length " + length);
      }
    }
    names.addAll(
        List.of(
            "first letter",
            "last letter",
            "price",
            "price per letter",
            "suffix same",
            "suffix edit",
            "suffix unknown, head same",
            "suffix unknown, head differs",
            "suffix listed, head same",
            "suffix listed, head differs",
            "suffix bare, head same",
            "suffix bare, head differs",
            "suffix confused",
            "suffix confused, head differs",
            "closed",
            "closed, other suffix",
            "crowd, head same",
            "crowd, one edit",
            "crowd, more edits",
            "crowd, short head",
            "namesakes",
            "subdomain",
            "digits typed",
            "folded",
            "head letters",
            "head letters, more edits",
            "suffix extended",
            "suffix shortened",
            "namesakes, head same",
            "namesakes, head same, suffix listed",
            "provider, head same",
            "provider, one edit",
            "provider, more edits",
            "surprise more",
            "surprise more, one edit",
            "surprise more, more edits",
            "surprise",
            "surprise per letter",
            "surprise, crowded",
            "meant surprise",
            "put in front",
            "word, head same",
            "word, one edit",
            "word, more edits",
            "short word, one edit",
            "long word, one edit",
            "other suffix, one edit, head 8",
            "other suffix, one edit, head 10",
            "other suffix, more edits, head 10",
            "other suffix, one edit, short head",
            "generic endings, head same",
            "generic endings, one edit",
            "generic endings, one edit, head 8",
            "generic endings, more edits",
            "surprise per letter, short head, one edit",
            "surprise per letter, one edit",
            "first letter, short head",
            "first letter, head 8",
            "crowd, head 3",
            "crowd, head 4",
            "crowd, head 5",
            "crowd, head 6",
            "crowd, head 7",
            "crowd, head 10",
            "hyphen in head, more edits",
            "letters left out, more edits",
            "all doubled or explained",
            "unexplained twice",
            "suffix begins as meant",
            "suffix is the beginning of the meant"));
    return List.copyOf(names);
  }

  static double[] of(
      Typed typed, int tailFrom, NameIndex index, int id, Reading reading, Weights weights) {
    Names names = index.names();
    int namesakes = index.namesakes(id);
    double[] x = new double[NAMES.size()];
    x[0] = 1;
    int meantFrom = names.from(id);
    int meantHeadTo = names.headTo(id);
    int headLength = meantHeadTo - meantFrom;
    boolean sameSuffix = typed.suffix().equals(names.suffix(id));
    int typedHeadTo = reading.typedHeadTo(typed.headTo());
    int headEdits = 0;
    int suffixEdits = 0;
    for (Reading.Step step : reading.steps()) {
      if (step.inHead(typedHeadTo, meantHeadTo)) {
        headEdits++;
        x[OPS + step.op().index()] += 1;
        if (step.meantFrom() == meantFrom && step.typedFrom() == tailFrom) {
          x[REST] = 1;
        }
        if (step.meantTo() == meantHeadTo) {
          x[REST + 1] = 1;
        }
      } else if (step.op() == Op.SUFFIX) {
        x[OPS + Op.SUFFIX.index()] = 1;
      } else {
        suffixEdits++;
        x[OPS + step.op().index()] += 0.5;
      }
    }
    int length = LENGTH_FROM.length - 1;
    while (LENGTH_FROM[length] > headLength) {
      length--;
    }
    x[LENGTH_BY_EDITS + Math.min(headEdits, 3) * LENGTHS.length + length] = 1;
    int at = REST + 2;
    x[at++] = reading.cost() / 100.0;
    x[at++] = reading.cost() / 100.0 / Math.max(1, headLength);
    x[at++] = sameSuffix ? 1 : 0;
    x[at++] = suffixEdits;
    boolean headSame = headEdits == 0;
    int kind = typed.topLevelExists() ? typed.suffixListed() ? 2 : 4 : 0;
    if (!sameSuffix) {
      x[at + kind + (headSame ? 0 : 1)] = 1;
    }
    at += 6;
    double confused = sameSuffix ? 0 : weights.confusion(typed.suffix(), names.suffix(id));
    x[at++] = confused;
    x[at++] = headSame ? 0 : confused;
    boolean closed = closed(names.suffix(id));
    x[at++] = closed ? 1 : 0;
    x[at++] = closed && !sameSuffix ? 1 : 0;
    double crowd = weights.crowd(typed.suffix());
    x[at + Math.min(headEdits, 2)] = crowd;
    at += 3;
    x[at++] = headLength < 6 ? crowd : 0;
    x[at++] = Math.log1p(namesakes);
    x[at++] = tailFrom > 0 ? 1 : 0;
    int digits = 0;
    for (int i = tailFrom; i < typed.headTo(); i++) {
      digits += Letters.isDigit(typed.key()[i]) ? 1 : 0;
    }
    x[at++] = Math.min(digits, 3);
    x[at++] = typed.folded().isPlain() ? 0 : 1;
    x[at++] = Math.min(headLength, 20) / 10.0;
    x[at++] = headEdits > 1 ? Math.min(headLength, 20) / 10.0 : 0;
    String was = typed.suffix();
    String should = names.suffix(id);
    for (Reading.Step step : reading.steps()) {
      if (step.op() == Op.SUFFIX) {
        was = new String(typed.key(), step.typedFrom(), step.typedTo() - step.typedFrom());
      }
    }
    x[at++] = was.startsWith(should + ".") ? 1 : 0;
    x[at++] = !sameSuffix && (should.endsWith("." + was) || should.startsWith(was + ".")) ? 1 : 0;
    x[at++] = headSame ? Math.log1p(namesakes) : 0;
    x[at++] = headSame && typed.suffixListed() ? Math.log1p(namesakes) : 0;
    x[at + Math.min(headEdits, 2)] = index.isProvider(id) ? 1 : 0;
    at += 3;
    double meantSurprise = weights.letters().surprise(names.letters(), meantFrom, meantHeadTo);
    double surprise = weights.letters().surprise(typed.key(), tailFrom, typed.headTo());
    double more = Math.clamp(surprise - meantSurprise, -10, 20);
    x[at++] = headSame ? 0 : more;
    x[at++] = headEdits == 1 ? more : 0;
    x[at++] = headEdits > 1 ? more : 0;
    x[at++] = Math.min(surprise, 80) / 10;
    double each = surprise / Math.max(1, typed.headTo() - tailFrom + 1);
    x[at++] = each;
    x[at++] = each * crowd / 10;
    x[at++] = meantSurprise / Math.max(1, headLength + 1);
    x[at++] = front(reading, tailFrom);
    boolean word = weights.affixes().contains(typed.key(), tailFrom, typed.headTo());
    x[at + Math.min(headEdits, 2)] = word ? 1 : 0;
    at += 3;
    x[at++] = word && headEdits == 1 && headLength < 6 ? 1 : 0;
    x[at++] = word && headEdits == 1 && headLength > 7 ? 1 : 0;
    x[at++] = !sameSuffix && headEdits == 1 && headLength >= 8 ? 1 : 0;
    x[at++] = !sameSuffix && headEdits == 1 && headLength >= 10 ? 1 : 0;
    x[at++] = !sameSuffix && headEdits > 1 && headLength >= 10 ? 1 : 0;
    x[at++] = !sameSuffix && headEdits == 1 && headLength < 6 ? 1 : 0;
    boolean generic = !sameSuffix && GENERIC.contains(was) && GENERIC.contains(should);
    x[at++] = generic && headSame ? 1 : 0;
    x[at++] = generic && headEdits == 1 ? 1 : 0;
    x[at++] = generic && headEdits == 1 && headLength >= 8 ? 1 : 0;
    x[at++] = generic && headEdits > 1 ? 1 : 0;
    x[at++] = headEdits == 1 && headLength < 6 ? each : 0;
    x[at++] = headEdits == 1 ? each : 0;
    x[at++] = headLength < 6 ? x[REST] : 0;
    x[at++] = headLength >= 8 ? x[REST] : 0;
    for (int n : new int[] {3, 4, 5, 6, 7}) {
      x[at++] = headLength == n && !headSame ? crowd : 0;
    }
    x[at++] = headLength >= 10 && !headSame ? crowd : 0;
    boolean hyphen = false;
    for (int i = meantFrom; i < meantHeadTo; i++) {
      hyphen |= names.letters()[i] == '-';
    }
    x[at++] = hyphen && headEdits > 1 ? 1 : 0;
    double lost = x[OPS + Op.OMIT.index()] + x[OPS + Op.OMIT_DOUBLE.index()];
    double odd =
        x[OPS + Op.OTHER.index()]
            + x[OPS + Op.INSERT.index()]
            + x[OPS + Op.OMIT.index()]
            + x[OPS + Op.DIGIT.index()];
    x[at++] = headEdits > 1 ? lost : 0;
    x[at++] = headEdits > 0 && odd == 0 ? 1 : 0;
    x[at++] = odd > 1 ? 1 : 0;
    x[at++] = !sameSuffix && was.startsWith(should) ? 1 : 0;
    x[at++] = !sameSuffix && !was.isEmpty() && should.startsWith(was) ? 1 : 0;
    return x;
  }

  /** Letters put in front of the whole name: {@code www}, digits. */
  private static int front(Reading reading, int tailFrom) {
    int next = tailFrom;
    for (Reading.Step step : reading.steps()) {
      if (step.typedFrom() == next && step.meantFrom() == step.meantTo()) {
        next = step.typedTo();
      }
    }
    return next - tailFrom > 1 ? 1 : 0;
  }

  /** Whether a suffix is for governments and armed forces only: {@code mil}, {@code sp.gov.br}. */
  static boolean government(String suffix) {
    return hasLabel(suffix, GOVERNMENT);
  }

  /**
   * Whether a suffix belongs to a registry that admits only bodies of its own kind: {@code mil},
   * {@code gov.uk}, {@code go.jp}.
   */
  static boolean closed(String suffix) {
    return hasLabel(suffix, CLOSED);
  }

  /** A label before the country, or the only one. */
  private static boolean hasLabel(String suffix, Set<String> labels) {
    int from = 0;
    for (int dot; (dot = suffix.indexOf('.', from)) >= 0; from = dot + 1) {
      if (labels.contains(suffix.substring(from, dot))) {
        return true;
      }
    }
    return from == 0 && labels.contains(suffix);
  }

  static boolean generic(String suffix) {
    return GENERIC.contains(suffix);
  }
}
