package org.postern.target;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.postern.bundle.BundleException;
import org.postern.bundle.Outcome;
import org.postern.bundle.Rule;

/**
 * One name a line: {@code army.ml} is that name, {@code .army.ml} all that is under it, {@code
 * gen@army.ml} an address. What stands there is held, nothing else is: no line can take something
 * out of another.
 */
final class PlainForm implements Form {
  private static final String FILE = "hold.txt";

  @Override
  public Tally write(Source source, Options options, Sink sink)
      throws IOException, BundleException {
    Tally tally = new Tally();
    Set<Rule> exceptions = Exceptions.of(source);
    sink.file(
        FILE,
        text ->
            source.each(
                rule -> {
                  if (exceptions.contains(rule)) {
                    tally.leave(rule, LeftOut.Reason.EXCEPTION);
                    return;
                  }
                  tally.wrote();
                  if (rule.kind().outcome() == Outcome.DELIVER) {
                    return; // what is not in the list is delivered
                  }
                  if (rule.coverage().itself()) {
                    text.add(rule.key()).add("\n");
                  }
                  if (rule.coverage().below()) {
                    text.add(".").add(rule.key()).add("\n");
                  }
                }));
    return tally;
  }

  @Override
  public List<Answer> answers(Map<String, byte[]> files, List<Recipient> recipients) {
    Set<String> asked = new HashSet<>();
    recipients.forEach(recipient -> asked.addAll(lines(recipient)));
    Set<String> there = new HashSet<>();
    Lines.each(
        files,
        FILE,
        line -> {
          if (asked.contains(line)) {
            there.add(line);
          }
        });
    return recipients.stream()
        .map(
            recipient ->
                lines(recipient).stream().anyMatch(there::contains)
                    ? Answer.of(Answer.Effect.HELD)
                    : Answer.DELIVERED)
        .toList();
  }

  private static Set<String> lines(Recipient recipient) {
    Set<String> lines = new HashSet<>(Set.of(recipient.name()));
    lines.add(recipient.domain());
    recipient.above().forEach(parent -> lines.add("." + parent));
    return lines;
  }

  @Override
  public List<String> steps() {
    return List.of(
        "hold.txt: one a line, in ascending order. army.ml is that name, .army.ml all that is",
        "under it, gen@army.ml an address. What stands there is to be held. Classes and",
        "exceptions are not in it.");
  }
}
