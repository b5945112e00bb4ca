package org.postern.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.postern.policy.slip.Resemblance;
import org.postern.policy.slip.Slip;
import org.postern.policy.slip.TopLevel;

/**
 * A verdict in an officer's words, the same on every screen, on the command line and in reports.
 * Domains stand in A-labels, so that nothing here can hide or reorder text. Immutable.
 *
 * @param headline one sentence that says it all
 * @param why the reasoning, step by step, each one sentence
 * @param wouldPassIf what would have to change for the mail to go, one sentence, if anything could
 */
public record Explanation(String headline, List<String> why, Optional<String> wouldPassIf) {

  public Explanation {
    why = List.copyOf(why);
  }

  public static Explanation of(Verdict verdict) {
    var why = new ArrayList<String>();
    String headline =
        switch (verdict) {
          case Verdict.Trusted t -> {
            why.add(covered(t.entry(), "trusted"));
            story(t.entry()).ifPresent(why::add);
            yield "Trusted: covered by the entry " + t.entry().pattern().text() + ".";
          }
          case Verdict.Blocked b -> {
            why.add(covered(b.entry(), "blocked"));
            story(b.entry()).ifPresent(why::add);
            b.alsoLooksLike().ifPresent(r -> slips(r, why));
            ambiguity(b).ifPresent(why::add);
            ending(b).ifPresent(why::add);
            monitored(b.disposition(), why);
            yield "Blocked by the entry "
                + b.entry().pattern().text()
                + b.alsoLooksLike().map(_ -> "; it also looks like " + likeliest(b)).orElse("")
                + ".";
          }
          case Verdict.Lookalike l -> {
            why.add(notListed(l.subject().domain()));
            slips(l.best(), why);
            ambiguity(l).ifPresent(why::add);
            ending(l).ifPresent(why::add);
            l.known()
                .ifPresent(
                    k ->
                        why.add(
                            "It is among the known names, written to since "
                                + k.since()
                                + ", but looks too much like a deceit to let that count."));
            monitored(l.disposition(), why);
            yield "Looks like " + likeliest(l) + ": " + slips(l.best()) + ".";
          }
          case Verdict.Unlisted u -> {
            why.add(notListed(u.subject().domain()));
            u.known()
                .ifPresentOrElse(
                    k -> known(k, why), () -> why.add("It resembles no trusted name."));
            ending(u).ifPresent(why::add);
            yield switch (u.disposition()) {
              case DELIVER ->
                  u.known().map(Explanation::known).orElse("On no list, and like nothing trusted.");
              case HOLD, REJECT -> "On no list: held, because only listed domains are delivered.";
            };
          }
          case Verdict.Malformed m -> {
            why.add(m.reason().sentence());
            m.suggestion().ifPresent(s -> why.add("Mended, it leads to " + s + "."));
            yield "Not an address: "
                + uncapitalised(m.reason().sentence())
                + m.suggestion().map(s -> " Probably meant: " + s + ".").orElse("");
          }
        };
    return new Explanation(headline, why, wouldPassIf(verdict.proof().wouldPassIf()));
  }

  private static String covered(Entry entry, String list) {
    String text = entry.pattern().text();
    return switch (entry.pattern()) {
      case EntryPattern.Subtree(DomainName d) ->
          d.isTopLevel()
              ? "The whole top-level domain " + text + " is " + list + "."
              : text + " and everything under it is " + list + ".";
      case EntryPattern.Exact(DomainName d) -> d.ascii() + ", and only it, is " + list + ".";
      case EntryPattern.Under(DomainName d) ->
          "Everything under " + d.ascii() + " is " + list + ".";
      case EntryPattern.Address(EmailAddress a) ->
          "The address "
              + a.domain().ascii()
              + " with exactly this name before the @ is "
              + list
              + ".";
    };
  }

  private static Optional<String> story(Entry e) {
    return e.note().isBlank() ? Optional.empty() : Optional.of("Its note says: " + e.note());
  }

  private static String notListed(DomainName domain) {
    var names = new ArrayList<String>();
    List<String> labels = domain.labels();
    for (int i = 0; i < Math.min(labels.size(), 4); i++) {
      names.add(String.join(".", labels.subList(i, labels.size())));
    }
    return "Neither trusted nor blocked: no entry covers " + String.join(", ", names) + ".";
  }

  private static void slips(Resemblance r, List<String> why) {
    why.add(
        (r.meant().equals(r.trusted())
                ? r.trusted() + " is trusted"
                : r.meant() + " is under the trusted " + r.trusted())
            + "; from it to what was typed: "
            + slips(r)
            + ".");
  }

  private static String slips(Resemblance r) {
    return r.slips().stream().map(Slip::sentence).collect(Collectors.joining("; "));
  }

  /** What was meant, in words: both names if they are too close to call. */
  private static String likeliest(Verdict v) {
    List<Resemblance> all = v.resemblances();
    return Resemblance.ambiguous(all)
        ? all.get(0).meant() + " or " + all.get(1).meant()
        : all.getFirst().meant();
  }

  /** The runners-up, and whether the first of them is too close to the best to call. */
  private static Optional<String> ambiguity(Verdict v) {
    List<Resemblance> all = v.resemblances();
    if (all.size() < 2) {
      return Optional.empty();
    }
    boolean ambiguous = Resemblance.ambiguous(all);
    String rest =
        all.stream()
            .skip(ambiguous ? 2 : 1)
            .map(Resemblance::meant)
            .collect(Collectors.joining(", "));
    String close =
        ambiguous ? "Ambiguous: " + likeliest(v) + ", neither much likelier than the other." : "";
    String further = rest.isEmpty() ? "" : "It could also stand for " + rest + ".";
    return Optional.of((close + " " + further).strip());
  }

  /**
   * Where mail for the typed name would go: the country of its ending, or nowhere; empty for a
   * trusted name and for an ending that belongs to no country.
   */
  public static Optional<String> ending(Verdict verdict) {
    return verdict
        .domain()
        .filter(_ -> !(verdict instanceof Verdict.Trusted))
        .map(d -> TopLevel.of(d.ascii()))
        .flatMap(
            tld -> {
              if (!tld.exists()) {
                return Optional.of("The ending ." + tld.name() + " does not exist.");
              }
              return Optional.ofNullable(tld.country())
                  .map(c -> "The ending ." + tld.name() + " is that of " + c + ".");
            });
  }

  private static String known(Verdict.Known k) {
    return "Known: would be held as a lookalike of "
        + k.looksLike().meant()
        + ", but you have written to it since "
        + k.since()
        + ".";
  }

  private static void known(Verdict.Known k, List<String> why) {
    slips(k.looksLike(), why);
    why.add(
        "It is among the known names, written to since "
            + k.since()
            + ": that lowered the certainty from %.0f %% to %.0f %%."
                .formatted(k.before() * 100, k.looksLike().score() * 100));
  }

  private static void monitored(Disposition disposition, List<String> why) {
    if (disposition == Disposition.DELIVER) {
      why.add("The entry is only monitored: mail is delivered and reported.");
    }
  }

  private static Optional<String> wouldPassIf(List<Proof.Change> changes) {
    return changes.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "It would be delivered if "
                + changes.stream()
                    .map(
                        c ->
                            switch (c.kind()) {
                              case TRUST -> c.pattern() + " were trusted";
                              case UNBLOCK -> c.pattern() + " were not blocked";
                              case MOVE -> c.pattern() + " were trusted instead of blocked";
                            })
                    .collect(Collectors.joining(", or if "))
                + ".");
  }

  private static String uncapitalised(String sentence) {
    return sentence.substring(0, 1).toLowerCase(Locale.ROOT) + sentence.substring(1);
  }
}
