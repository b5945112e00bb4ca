package org.postern.target;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.postern.bundle.BundleException;
import org.postern.bundle.Outcome;

/**
 * The rules as one table of keys, in the input format of cdbmake: every key and value stands behind
 * its length, so that no letter in it can mean anything. A reader asks for the address, for {@code
 * =domain}, for {@code .parent} of each parent, the nearest first, and for {@code *}; the first hit
 * is the class, or {@code deliver}. The mark before a domain keeps the domain itself and what is
 * under it apart. The key {@code postern} holds the serial.
 */
final class KeyedMap {
  static final String FILE = "postern.cdbmake";
  static final String SERIAL = "postern";
  private static final String OTHERWISE = "*";

  private KeyedMap() {}

  static Tally write(Source source, Sink sink) throws IOException, BundleException {
    Tally tally = new Tally();
    sink.file(
        FILE,
        text -> {
          record(text, OTHERWISE, source.otherwise().word());
          record(text, SERIAL, source.serial());
          source.each(
              rule -> {
                String outcome = rule.kind().outcome().word();
                switch (rule.coverage()) {
                  case ADDRESS -> record(text, rule.key(), outcome);
                  case EXACT -> record(text, "=" + rule.key(), outcome);
                  case SUB -> record(text, "." + rule.key(), outcome);
                  case BOTH -> {
                    record(text, "=" + rule.key(), outcome);
                    record(text, "." + rule.key(), outcome);
                  }
                }
                tally.wrote();
              });
          text.add("\n");
        });
    return tally;
  }

  private static void record(Text text, String key, String value) {
    text.add("+" + key.length() + "," + value.length() + ":")
        .add(key)
        .add("->")
        .add(value)
        .add("\n");
  }

  /** As a reader of the table answers that holds as much as {@code effect}. */
  static List<Answer> answers(
      Map<String, byte[]> files, List<Recipient> recipients, Answer.Effect effect) {
    Set<String> asked = new HashSet<>();
    recipients.forEach(recipient -> asked.addAll(keys(recipient)));
    Map<String, Outcome> table = read(files.getOrDefault(FILE, new byte[0]), asked);
    return recipients.stream()
        .map(
            recipient ->
                keys(recipient).stream()
                    .filter(table::containsKey)
                    .findFirst()
                    .map(key -> Answer.of(effect, table.getOrDefault(key, Outcome.UNLISTED)))
                    .orElse(Answer.of(effect)))
        .toList();
  }

  private static List<String> keys(Recipient recipient) {
    List<String> keys = new ArrayList<>();
    if (recipient.address()) {
      keys.add(recipient.name());
    }
    keys.add("=" + recipient.domain());
    recipient.above().forEach(parent -> keys.add("." + parent));
    keys.add(OTHERWISE);
    return keys;
  }

  /** The first record of a key counts, as in a cdb. */
  private static Map<String, Outcome> read(byte[] file, Set<String> asked) {
    Map<String, Outcome> table = new HashMap<>();
    int at = 0;
    while (at < file.length && file[at] == '+') {
      int comma = find(file, at, ',');
      int colon = find(file, comma, ':');
      int key = colon + 1;
      int arrow = key + number(file, at + 1, comma);
      int value = arrow + 2;
      int end = value + number(file, comma + 1, colon);
      if (end >= file.length || file[arrow] != '-' || file[end] != '\n') {
        throw new IllegalStateException("not a table for cdbmake");
      }
      String name = latin(file, key, arrow);
      if (asked.contains(name)) {
        table.putIfAbsent(name, Outcome.ofWord(latin(file, value, end)).orElse(Outcome.UNLISTED));
      }
      at = end + 1;
    }
    return table;
  }

  private static int find(byte[] file, int from, char c) {
    int at = from;
    while (file[at] != c) {
      at++;
    }
    return at;
  }

  private static int number(byte[] file, int from, int to) {
    return Integer.parseInt(latin(file, from, to));
  }

  private static String latin(byte[] file, int from, int to) {
    return new String(file, from, to - from, StandardCharsets.ISO_8859_1);
  }
}
