package org.postern.target;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.postern.bundle.BundleException;
import org.postern.bundle.Rule;

/**
 * Block entries, which also stop what is sent there: {@code name} for the name itself, {@code
 * *.name} for it and all that is under it, or an address. The whole message goes back to the sender
 * then. As for Exchange, names are data and the script is always the same.
 */
final class DefenderForm implements Form {
  private static final String FILE = "defender-entries.csv";

  @Override
  public Tally write(Source source, Options options, Sink sink)
      throws IOException, BundleException {
    Tally tally = new Tally();
    Cells cells = new Cells();
    cells.row("Entry", "Class");
    Broader broader = new Broader();
    int entries = 0;
    for (Rule rule : Ranked.holding(source, options.most())) {
      if (rule.key().startsWith("-")) {
        tally.leave(rule, LeftOut.Reason.NAME);
      } else if (broader.covers(rule)) {
        tally.wrote();
      } else if (entries == options.most()) {
        tally.leave(rule, LeftOut.Reason.FULL);
      } else {
        cells.row(entry(rule), rule.kind().outcome().word());
        entries++;
        tally.wrote();
        if (rule.coverage().below()) {
          broader.add(rule.key());
        }
      }
    }
    Exceptions.leave(source, tally);
    cells.write(FILE, "defender.ps1", source, sink);
    return tally;
  }

  private static String entry(Rule rule) {
    return switch (rule.coverage()) {
      case EXACT -> rule.key();
      case BOTH, SUB -> "*." + rule.key();
      case ADDRESS -> {
        Recipient of = Recipient.of(rule.key());
        String local = of.name().substring(0, of.name().length() - of.domain().length() - 1);
        yield encoded(local) + "@" + of.domain();
      }
    };
  }

  /** As the list wants it: everything but letters, digits, dot, hyphen and underscore as %XX. */
  private static String encoded(String local) {
    StringBuilder text = new StringBuilder();
    for (byte b : local.getBytes(StandardCharsets.US_ASCII)) {
      char c = (char) b;
      if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || "._-".indexOf(c) >= 0) {
        text.append(c);
      } else {
        text.append(String.format(Locale.ROOT, "%%%02X", b));
      }
    }
    return text.toString();
  }

  @Override
  public List<Answer> answers(Map<String, byte[]> files, List<Recipient> recipients) {
    Set<String> entries = new HashSet<>();
    Cells.rows(files, FILE).forEach(row -> entries.add(row.getFirst()));
    return recipients.stream()
        .map(
            recipient -> {
              boolean blocked =
                  entries.contains(recipient.domain())
                      || entries.contains("*." + recipient.domain())
                      || recipient.above().stream().anyMatch(p -> entries.contains("*." + p))
                      || (recipient.address() && entries.contains(written(recipient)));
              return blocked ? Answer.of(Answer.Effect.MESSAGE_REFUSED) : Answer.DELIVERED;
            })
        .toList();
  }

  private static String written(Recipient recipient) {
    int at = recipient.name().length() - recipient.domain().length() - 1;
    return encoded(recipient.name().substring(0, at)) + "@" + recipient.domain();
  }

  @Override
  public List<String> steps() {
    return List.of(
        "1. Read defender-entries.csv and defender.ps1. The script holds no names; it reads the",
        "   table and stops if that is not the one it was made with.",
        "2. After Connect-ExchangeOnline: ./defender.ps1 -WhatIf, then without -WhatIf.");
  }
}
