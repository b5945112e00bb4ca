package org.postern.target;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.postern.bundle.BundleException;
import org.postern.bundle.Outcome;
import org.postern.bundle.Rule;

/**
 * A response policy zone (draft-vixie-dns-rpz): a name that is held does not exist for whoever asks
 * this resolver, so that a relay gives its mail back to the sender.
 *
 * <p>Wildcards of a zone end where any name exists, also one without a record (RFC 4592, clause
 * 2.2.2): with {@code *.ml} and {@code a.b.ml}, the wildcard says nothing of {@code x.b.ml}. So
 * each name that exists under a held one gets its own record and its own wildcard.
 */
final class RpzForm implements Form {
  private static final String FILE = "postern.rpz";
  private static final String HOLD = " CNAME .\n";
  private static final String PASS = " CNAME rpz-passthru.\n";

  /** With {@code *.} and the name of the zone, a name still has at most 255 octets. */
  private static final int LONGEST = 220;

  /** Sorts before every letter of a name, so that what is under a name follows it. */
  private static final char UNDER = ' ';

  /** Sorts before {@link #UNDER}. */
  private static final char END = '\t';

  @Override
  public Tally write(Source source, Options options, Sink sink)
      throws IOException, BundleException {
    Tally tally = new Tally();
    String[] names = names(source, tally);
    sink.file(
        FILE,
        text -> {
          // Serials of zones have 32 bits.
          long serial = source.bundle().manifest().serial() & 0xffff_ffffL;
          text.add("$TTL 300\n@ SOA localhost. nobody.invalid. ( " + serial)
              .add(" 3600 600 604800 300 )\n@ NS localhost.\n");
          zone(names, text);
        });
    return tally;
  }

  /** Names turned round, with what happens to them and to what is under them, in order. */
  private static String[] names(Source source, Tally tally) throws BundleException {
    List<String> names = new ArrayList<>();
    source.each(
        rule -> {
          if (rule.coverage() == Rule.Coverage.ADDRESS) {
            tally.leave(rule, LeftOut.Reason.ADDRESS);
            return;
          }
          String last = rule.key().substring(rule.key().lastIndexOf('.') + 1);
          if (rule.key().length() > LONGEST || last.startsWith("rpz-")) {
            // rpz-ip and others turn a name into another kind of trigger.
            tally.leave(rule, LeftOut.Reason.NAME);
            return;
          }
          tally.wrote();
          char c = rule.kind().outcome() == Outcome.DELIVER ? 'd' : 'h';
          String turned = turned(rule.key(), '.', UNDER) + END;
          if (!names.isEmpty() && names.getLast().startsWith(turned)) {
            names.set(names.size() - 1, turned + names.getLast().charAt(turned.length()) + c);
          } else {
            names.add(
                turned
                    + (rule.coverage().itself() ? c : '-')
                    + (rule.coverage().below() ? c : '-'));
          }
        });
    String[] sorted = names.toArray(String[]::new);
    Arrays.sort(sorted);
    return sorted;
  }

  private static String turned(String name, char separator, char with) {
    StringBuilder text = new StringBuilder(name.length() + 3);
    int end = name.length();
    for (int i = end - 1; i >= -1; i--) {
      if (i < 0 || name.charAt(i) == separator) {
        text.append(name, i + 1, end);
        if (i >= 0) {
          text.append(with);
        }
        end = i;
      }
    }
    return text.toString();
  }

  /**
   * @param below what happens to names under it that have no record: {@code h}, {@code d}, or
   *     {@code -} where nothing above says anything
   */
  private record Node(String turned, char below) {}

  private static void zone(String[] names, Text text) {
    Deque<Node> path = new ArrayDeque<>();
    for (String line : names) {
      int end = line.indexOf(END);
      String turned = line.substring(0, end);
      while (!path.isEmpty() && !turned.startsWith(path.getLast().turned() + UNDER)) {
        path.removeLast();
      }
      char above = path.isEmpty() ? '-' : path.getLast().below();
      if (above == 'h') {
        int from = path.getLast().turned().length() + 1;
        for (int i = turned.indexOf(UNDER, from); i >= 0; i = turned.indexOf(UNDER, i + 1)) {
          Node between = new Node(turned.substring(0, i), 'h');
          records(between.turned(), 'h', 'h', above, text);
          path.addLast(between);
        }
      }
      char itself = line.charAt(end + 1) == '-' ? above : line.charAt(end + 1);
      char below = line.charAt(end + 2) == '-' ? above : line.charAt(end + 2);
      records(turned, itself, below, above, text);
      path.addLast(new Node(turned, below));
    }
  }

  private static void records(String turned, char itself, char below, char above, Text text) {
    String name = turned(turned, UNDER, '.');
    if (itself == 'h' || above == 'h') {
      text.add(name).add(itself == 'h' ? HOLD : PASS);
    }
    if (below == 'h' || above == 'h') {
      text.add("*.").add(name).add(below == 'h' ? HOLD : PASS);
    }
  }

  @Override
  public List<Answer> answers(Map<String, byte[]> files, List<Recipient> recipients) {
    Set<String> asked = new HashSet<>();
    recipients.forEach(
        recipient -> {
          asked.add(recipient.domain());
          asked.addAll(recipient.above());
        });
    Set<String> exists = new HashSet<>();
    Map<String, Boolean> held = new HashMap<>();
    Lines.each(
        files,
        FILE,
        line -> {
          int end = line.indexOf(" CNAME ");
          if (end < 0) {
            return;
          }
          String owner = line.substring(0, end);
          String name = owner.startsWith("*.") ? owner.substring(2) : owner;
          if (asked.contains(name)) {
            held.put(owner, line.endsWith(HOLD.strip()));
            exists.add(name);
          }
          Recipient.above(name).stream().filter(asked::contains).forEach(exists::add);
        });
    return recipients.stream()
        .map(
            recipient ->
                isHeld(recipient, exists, held)
                    ? Answer.of(Answer.Effect.REFUSED)
                    : Answer.DELIVERED)
        .toList();
  }

  private static boolean isHeld(
      Recipient recipient, Set<String> exists, Map<String, Boolean> held) {
    if (exists.contains(recipient.domain())) {
      return held.getOrDefault(recipient.domain(), false);
    }
    return recipient.above().stream()
        .filter(exists::contains)
        .findFirst()
        .map(encloser -> held.getOrDefault("*." + encloser, false))
        .orElse(false);
  }

  @Override
  public List<String> steps() {
    return List.of(
        "1. named-checkzone postern.rpz postern.rpz",
        "2. In named.conf of the resolver that the relay asks, once:",
        "     options { response-policy { zone \"postern.rpz\"; } qname-wait-recurse no; };",
        "     zone \"postern.rpz\" { type primary; file \"/etc/bind/postern.rpz\"; };",
        "3. rndc reload postern.rpz");
  }
}
