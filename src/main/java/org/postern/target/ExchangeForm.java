package org.postern.target;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.postern.bundle.BundleException;
import org.postern.bundle.Outcome;
import org.postern.bundle.Rule;

/**
 * Mail flow rules: a table for review, and a script that is the same for every bundle. Names are
 * data in the table and never part of the script. A domain with all that is under it is a condition
 * {@code RecipientDomainIs}; anything narrower is a pattern. There are no exceptions: whether one
 * recipient's exception lets the other recipients of the message go, Microsoft does not say.
 */
final class ExchangeForm implements Form {
  private static final String FILE = "exchange-rules.csv";
  private static final String DOMAIN = "RecipientDomainIs";
  private static final String PATTERN = "RecipientAddressMatchesPatterns";

  /** Of the 8,192 characters of a rule, what its name, actions and comment leave. */
  private static final int RULE_LENGTH = 7_500;

  /** Of the 300 of an organisation; the others are its own. */
  private static final int MOST_RULES = 250;

  /** Of the 20 KB for the patterns of all rules together. */
  private static final int PATTERNS_LENGTH = 16_000;

  /** So many names fit at least, so that nothing needs to be scored. */
  private static final int SURELY = 20_000;

  @Override
  public Tally write(Source source, Options options, Sink sink)
      throws IOException, BundleException {
    Tally tally = new Tally();
    Cells cells = new Cells();
    cells.row("Rule", "Class", "Condition", "Value");
    Filling filling = new Filling(cells, tally);
    Ranked.holding(source, SURELY).forEach(filling::add);
    Exceptions.leave(source, tally);
    cells.write(FILE, "exchange.ps1", source, sink);
    return tally;
  }

  /** Puts one rule after another into mail flow rules until they are full. */
  private static final class Filling {
    private final Cells cells;
    private final Tally tally;
    private final Broader broader = new Broader();
    private final Map<String, Integer> used = new HashMap<>();
    private final Map<String, Integer> number = new HashMap<>();
    private int rules;
    private int patterns;

    Filling(Cells cells, Tally tally) {
      this.cells = cells;
      this.tally = tally;
    }

    void add(Rule rule) {
      boolean domain = rule.coverage() == Rule.Coverage.BOTH;
      String value = domain ? rule.key() : pattern(rule);
      if (rule.key().startsWith("-")) {
        tally.leave(rule, LeftOut.Reason.NAME); // a formula, for whoever opens the table
      } else if (broader.covers(rule)) {
        tally.wrote();
      } else if (!domain && patterns + value.length() > PATTERNS_LENGTH) {
        tally.leave(rule, LeftOut.Reason.PATTERNS_FULL);
      } else if (!place(rule.kind().outcome().word(), domain ? DOMAIN : PATTERN, value)) {
        tally.leave(rule, LeftOut.Reason.FULL);
      } else {
        tally.wrote();
        if (domain) {
          broader.add(rule.key());
        } else {
          patterns += value.length();
        }
      }
    }

    /** False if it would need a rule more than there are. */
    private boolean place(String outcome, String condition, String value) {
      String series = outcome + (condition.equals(DOMAIN) ? " domains" : " patterns");
      int length = value.length() + 3; // with quotes and a comma
      int before = used.getOrDefault(series, RULE_LENGTH);
      if (before + length > RULE_LENGTH) {
        if (rules == MOST_RULES) {
          return false;
        }
        rules++;
        number.merge(series, 1, Integer::sum);
        before = 0;
      }
      used.put(series, before + length);
      cells.row(
          String.format(Locale.ROOT, "Postern %s %03d", series, number.getOrDefault(series, 1)),
          outcome,
          condition,
          value);
      return true;
    }
  }

  private static String pattern(Rule rule) {
    return switch (rule.coverage()) {
      case ADDRESS -> "^" + escaped(rule.key()) + "$";
      case EXACT, BOTH -> "^\\S*@" + escaped(rule.key()) + "$";
      case SUB -> "^\\S*@\\S*\\." + escaped(rule.key()) + "$";
    };
  }

  /** Letters, digits and {@code _} stand for themselves; so does @; nothing else does. */
  private static String escaped(String name) {
    return name.replaceAll("[^a-z0-9_@]", "\\\\$0");
  }

  @Override
  public List<Answer> answers(Map<String, byte[]> files, List<Recipient> recipients) {
    List<Answer> answers = new ArrayList<>();
    Map<String, String> domains = new HashMap<>();
    Map<Pattern, String> patterns = new HashMap<>();
    for (List<String> row : Cells.rows(files, FILE)) {
      if (row.get(2).equals(DOMAIN)) {
        domains.putIfAbsent(row.get(3), row.get(1));
      } else {
        patterns.put(Pattern.compile(row.get(3), Pattern.CASE_INSENSITIVE), row.get(1));
      }
    }
    for (Recipient recipient : recipients) {
      String whole = recipient.address() ? recipient.name() : "@" + recipient.domain();
      List<String> classes = new ArrayList<>();
      List<String> within = new ArrayList<>(recipient.above());
      within.add(recipient.domain());
      within.stream().filter(domains::containsKey).map(domains::get).forEach(classes::add);
      patterns.forEach(
          (pattern, outcome) -> {
            if (pattern.matcher(whole).find()) {
              classes.add(outcome);
            }
          });
      // The rules for blocked names come first, and stop.
      answers.add(
          classes.stream()
              .sorted()
              .findFirst()
              .flatMap(Outcome::ofWord)
              .map(outcome -> Answer.of(Answer.Effect.HELD, outcome))
              .orElse(Answer.DELIVERED));
    }
    return answers;
  }

  @Override
  public List<String> steps() {
    return List.of(
        "1. Read exchange-rules.csv and exchange.ps1. The script holds no names; it reads the",
        "   table and stops if that is not the one it was made with.",
        "2. In the Exchange Management Shell, or after Connect-ExchangeOnline:",
        "     ./exchange.ps1 -RedirectTo quarantine@example.mil -WhatIf     (on premises)",
        "     ./exchange.ps1 -Quarantine -WhatIf                            (Exchange Online)",
        "3. The same without -WhatIf.");
  }
}
