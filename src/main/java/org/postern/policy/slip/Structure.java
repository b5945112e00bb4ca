package org.postern.policy.slip;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntConsumer;

/**
 * Finds trusted names inside a typed one, where no alignment looks: at the front of a stranger's
 * domain ({@code army.mil.evil.com}), with the dots gone ({@code army-mil.com}), between words that
 * impress ({@code secure-army-mail.com}). People do not slip like this, so nothing here is learned:
 * each rule has a fixed score in the data. Not reusable.
 */
final class Structure {

  private static final int MIN_SQUASHED = 6;
  private static final int MIN_SQUASHED_OPEN = 8;
  private static final int MIN_BRAND = 4;
  private static final int MIN_DISGUISED = 5;
  private static final int MAX_TOKENS = 12;

  /** log(1 + names): a foreign government suffix under which hardly a well-known name lives. */
  private static final double FEW = Math.log1p(2);

  /** Words that lend an impostor's name weight. */
  private static final Set<String> WORDS =
      Set.of(
          "mail",
          "email",
          "webmail",
          "mails",
          "mx",
          "smtp",
          "imap",
          "owa",
          "exchange",
          "outlook",
          "login",
          "logon",
          "signin",
          "secure",
          "security",
          "auth",
          "sso",
          "vpn",
          "verify",
          "id",
          "account",
          "accounts",
          "update",
          "support",
          "help",
          "helpdesk",
          "service",
          "services",
          "portal",
          "my",
          "online",
          "admin",
          "office",
          "official",
          "web",
          "www",
          "team",
          "info",
          "contact",
          "gov",
          "mil",
          "us",
          "uk",
          "hq",
          "it",
          "cloud",
          "docs",
          "files",
          "pay",
          "hr");

  private final NameIndex index;
  private final Names names;
  private final Typed typed;
  private final Aligner aligner;
  private final Weights weights;
  private final Variants variants = new Variants();
  private final List<Match> matches = new ArrayList<>();

  Structure(NameIndex index, Typed typed, Weights weights, Aligner aligner) {
    this.index = index;
    this.names = index.names();
    this.typed = typed;
    this.weights = weights;
    this.aligner = aligner;
  }

  List<Match> matches() {
    embedded();
    disguisedLabels();
    int registrable = typed.suffixLabel() - 1;
    if (registrable >= 0) {
      List<int[]> tokens = tokens(typed.labelFrom(registrable), typed.labelTo(registrable));
      squashed(tokens);
      brand(tokens);
      lostDot(registrable);
    }
    return matches;
  }

  /** A trusted name, whole, in front of other labels. */
  private void embedded() {
    String text = new String(typed.key());
    int last = typed.labelCount() - 1;
    for (int to = 1; to < last && to < MAX_TOKENS; to++) {
      String front = text.substring(0, typed.labelTo(to));
      for (int from = 0; from < to; from++) {
        int id = names.indexOf(front, typed.labelFrom(from));
        if (id >= 0 && !isOtherRegistry(id, to)) {
          Reading reading = new Reading();
          int end = typed.labelTo(to);
          Op op = to + 1 >= typed.suffixLabel() ? Op.SUFFIX_ADDED : Op.EMBEDDED;
          reading.add(new Reading.Step(op, end, typed.key().length, names.to(id), names.to(id)), 0);
          matches.add(
              new Match(
                  id,
                  typed.labelFrom(from),
                  reading,
                  weights.rule("embedded") + 0.01 * (end - typed.labelFrom(from))));
        }
      }
    }
  }

  /** A label that only looks like a trusted one, anywhere: sahıbinden.pay-here.com. */
  private void disguisedLabels() {
    for (int l = 0; l < typed.suffixLabel() - 1; l++) {
      int from = typed.labelFrom(l);
      int to = typed.labelTo(l);
      if (to - from < MIN_DISGUISED || !typed.isDisguised(from, to)) {
        continue;
      }
      withHead(
          from,
          to,
          id -> {
            Reading reading = new Reading();
            reading.add(
                new Reading.Step(
                    Op.EMBEDDED, to, typed.key().length, names.headTo(id), names.to(id)),
                0);
            matches.add(new Match(id, from, reading, weights.rule("disguised")));
          });
    }
  }

  /**
   * yahoo.com.mx beside yahoo.com: another registry of the same kind, to be weighed as an ending,
   * not as a disguise.
   */
  private boolean isOtherRegistry(int id, int lastLabel) {
    return lastLabel >= typed.suffixLabel()
        && typed.suffixListed()
        && !(Features.government(names.suffix(id))
            && names.headTo(id) - names.from(id) >= 3
            && weights.crowd(typed.suffix()) <= FEW);
  }

  private List<int[]> tokens(int from, int to) {
    List<int[]> tokens = new ArrayList<>();
    int start = from;
    for (int i = from; i <= to && tokens.size() < MAX_TOKENS; i++) {
      if (i == to || typed.key()[i] == '-') {
        if (i > start) {
          tokens.add(new int[] {start, i});
        }
        start = i + 1;
      }
    }
    return tokens;
  }

  /** The letters of a whole trusted name without its dots, alone or between words. */
  private void squashed(List<int[]> tokens) {
    for (int a = 0; a < tokens.size(); a++) {
      for (int b = a; b < tokens.size(); b++) {
        if (!onlyWords(tokens, 0, a) || !onlyWords(tokens, b + 1, tokens.size())) {
          continue;
        }
        int from = tokens.get(a)[0];
        int to = tokens.get(b)[1];
        lookUpSquashed(from, to);
        for (int start = afterWord(from, to); start > 0; start = -1) {
          lookUpSquashed(start, to);
        }
      }
    }
  }

  /** Where a word at the front, glued to the rest, ends; -1 if there is none. */
  private int afterWord(int from, int to) {
    for (int end = Math.min(from + 8, to - MIN_SQUASHED); end > from + 1; end--) {
      if (WORDS.contains(text(from, end))) {
        return end;
      }
    }
    return -1;
  }

  private boolean onlyWords(List<int[]> tokens, int from, int to) {
    for (int i = from; i < to; i++) {
      if (!WORDS.contains(text(tokens.get(i)[0], tokens.get(i)[1]))) {
        return false;
      }
    }
    return true;
  }

  private String text(int from, int to) {
    return new String(typed.key(), from, to - from);
  }

  private void lookUpSquashed(int from, int to) {
    if (to - from < MIN_SQUASHED) {
      return;
    }
    String wanted = text(from, to).replace("-", "");
    variants.exactWhole(
        typed.key(),
        from,
        to,
        h ->
            index
                .postings()
                .find(
                    h,
                    id -> {
                      int enough =
                          Features.government(names.suffix(id)) ? MIN_SQUASHED : MIN_SQUASHED_OPEN;
                      String squashed = names.key(id).replace(".", "").replace("-", "");
                      if (squashed.length() >= enough && squashed.equals(wanted)) {
                        add(id, from, to, names.to(id), "squashed");
                      }
                    }));
  }

  /** The label of a trusted name among words: army-mail.com, login-army.mil.co. */
  private void brand(List<int[]> tokens) {
    for (int i = 0; tokens.size() > 1 && i < tokens.size(); i++) {
      int from = tokens.get(i)[0];
      int to = tokens.get(i)[1];
      if (to - from < MIN_BRAND
          || WORDS.contains(text(from, to))
          || !onlyWords(tokens, 0, i)
          || !onlyWords(tokens, i + 1, tokens.size())) {
        continue;
      }
      withHead(
          from,
          to,
          id -> {
            boolean own = Features.government(names.suffix(id));
            if (own || isName(from, to)) {
              add(id, from, to, names.headTo(id), own ? "brand" : "brand, open suffix");
            }
          });
    }
  }

  /** The names whose head is exactly this text. */
  private void withHead(int from, int to, IntConsumer each) {
    String head = text(from, to);
    variants.exactHead(
        typed.key(),
        from,
        to,
        h ->
            index
                .postings()
                .find(
                    h,
                    id -> {
                      if (names.head(id).equals(head)) {
                        each.accept(id);
                      }
                    }));
  }

  /** Long enough, and no ordinary word. */
  private boolean isName(int from, int to) {
    return to - from >= MIN_SQUASHED && !weights.affixes().contains(typed.key(), from, to);
  }

  /** usarmy.mil: a host below a trusted name in a closed registry, its dot gone. */
  private void lostDot(int registrable) {
    int from = typed.labelFrom(registrable);
    int to = typed.labelTo(registrable);
    if (!Features.government(typed.suffix()) || !typed.folded().isPlain()) {
      return;
    }
    String text = new String(typed.key());
    for (int start = from + 1; start <= to - 3; start++) {
      int id = names.indexOf(text, start);
      if (id >= 0 && names.withSubdomains(id)) {
        int cut = text.charAt(start - 1) == '-' ? start - 1 : start;
        if (cut == from) {
          continue;
        }
        Reading reading = new Reading();
        Op op = cut < start ? Op.HYPHEN_DOT : Op.DOT_LOST;
        reading.add(new Reading.Step(op, cut, start, names.from(id), names.from(id)), 0);
        matches.add(new Match(id, cut, reading, weights.rule("lost dot")));
        return;
      }
    }
  }

  /** Words before, the name or its head in the middle, everything else behind. */
  private void add(int id, int from, int to, int meantTo, String rule) {
    Reading middle =
        aligner.align(
            typed.key(), from, to, names.letters(), names.from(id), meantTo, Integer.MAX_VALUE / 8);
    if (middle == null) {
      return;
    }
    int labelFrom = typed.labelFrom(Math.max(0, typed.suffixLabel() - 1));
    Reading reading = new Reading();
    if (from > labelFrom) {
      reading.add(new Reading.Step(Op.COMBO, labelFrom, from, names.from(id), names.from(id)), 0);
    }
    reading.append(middle);
    Op op = from > labelFrom || to < typed.headTo() ? Op.COMBO : Op.SUFFIX_ADDED;
    reading.add(
        new Reading.Step(
            meantTo < names.to(id) ? Op.COMBO : op, to, typed.key().length, meantTo, names.to(id)),
        0);
    matches.add(new Match(id, labelFrom, reading, weights.rule(rule)));
  }
}
