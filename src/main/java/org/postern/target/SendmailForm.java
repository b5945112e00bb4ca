package org.postern.target;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.postern.bundle.BundleException;
import org.postern.bundle.Outcome;
import org.postern.bundle.Rule;

/**
 * Sendmail's mailertable asks for the domain, then for {@code .parent} of each parent, then for
 * {@code .}, as a bundle's rules want it, and for each recipient alone. It has no addresses; a held
 * one goes into the access map, which refuses it.
 */
final class SendmailForm implements Form {
  private static final String TABLE = "mailertable";
  private static final String ACCESS = "access";
  private static final String HOLD = "posternhold:";
  private static final String DELIVER = "esmtp:";
  private static final String REFUSE =
      "\tERROR:5.7.1:550 held by policy, ask your security officer\n";

  @Override
  public Tally write(Source source, Options options, Sink sink)
      throws IOException, BundleException {
    Tally tally = new Tally();
    boolean strict = source.otherwise() != Outcome.DELIVER;
    Set<Rule> exceptions = Exceptions.of(source);
    sink.file(
        TABLE,
        text -> {
          if (strict) {
            text.add(".\t" + HOLD + source.otherwise().word() + "\n");
          }
          source.each(rule -> domain(rule, strict || exceptions.contains(rule), text, tally));
        });
    sink.file(
        ACCESS,
        text ->
            source.each(
                rule -> {
                  if (rule.coverage() == Rule.Coverage.ADDRESS) {
                    address(rule, strict || exceptions.contains(rule), text, tally);
                  }
                }));
    sink.file(
        "postern.mc",
        Template.of(
            "sendmail.mc",
            Map.of(
                "HOST",
                options.host(),
                "PORT",
                Integer.toString(options.port()),
                "SERIAL",
                source.serial())));
    return tally;
  }

  private static void domain(Rule rule, boolean exception, Text text, Tally tally) {
    if (rule.coverage() == Rule.Coverage.ADDRESS) {
      return;
    }
    Outcome outcome = rule.kind().outcome();
    tally.wrote();
    if (outcome == Outcome.DELIVER && !exception) {
      return; // it is delivered without being in the table
    }
    if (rule.coverage().itself()) {
      text.add(rule.key())
          .add("\t")
          .add(outcome == Outcome.DELIVER ? DELIVER + rule.key() : HOLD + outcome.word())
          .add("\n");
    }
    if (rule.coverage().below()) {
      // %1 is what stood before the dot.
      text.add(".")
          .add(rule.key())
          .add("\t")
          .add(outcome == Outcome.DELIVER ? DELIVER + "%1." + rule.key() : HOLD + outcome.word())
          .add("\n");
    }
  }

  private static void address(Rule rule, boolean exception, Text text, Tally tally) {
    if (rule.kind().outcome() != Outcome.DELIVER) {
      text.add("To:").add(rule.key()).add(REFUSE);
      tally.wrote();
    } else if (exception) {
      tally.leave(rule, LeftOut.Reason.ADDRESS);
    } else {
      tally.wrote();
    }
  }

  @Override
  public List<Answer> answers(Map<String, byte[]> files, List<Recipient> recipients) {
    Set<String> asked = new HashSet<>();
    recipients.forEach(
        r -> {
          asked.add("To:" + r.name());
          asked.add(r.domain());
          r.above().forEach(parent -> asked.add("." + parent));
          asked.add(".");
        });
    Map<String, String> table = new HashMap<>();
    for (String file : List.of(TABLE, ACCESS)) {
      Lines.each(
          files,
          file,
          line -> {
            int tab = line.indexOf('\t');
            if (asked.contains(line.substring(0, tab))) {
              table.put(line.substring(0, tab), line.substring(tab + 1));
            }
          });
    }
    return recipients.stream().map(r -> answer(table, r)).toList();
  }

  private static Answer answer(Map<String, String> table, Recipient recipient) {
    if (recipient.address() && table.containsKey("To:" + recipient.name())) {
      return Answer.of(Answer.Effect.REFUSED);
    }
    String mailer = table.get(recipient.domain());
    for (String parent : recipient.above()) {
      mailer = mailer == null ? table.get("." + parent) : mailer;
    }
    mailer = mailer == null ? table.getOrDefault(".", DELIVER) : mailer;
    return mailer.startsWith(HOLD)
        ? Answer.of(
            Answer.Effect.HELD,
            Outcome.ofWord(mailer.substring(HOLD.length())).orElse(Outcome.UNLISTED))
        : Answer.DELIVERED;
  }

  @Override
  public List<String> steps() {
    return List.of(
        "1. Add the lines of mailertable and access to your own, and postern.mc to sendmail.mc.",
        "2. makemap hash /etc/mail/mailertable < /etc/mail/mailertable; the same for access.",
        "3. Make sendmail.cf and restart Sendmail. Later, makemap is enough.",
        "Entries with esmtp: deliver names under a held one by their own MX. If your mail leaves",
        "by a smart host, write relay:that-host in their place.");
  }
}
