package org.postern.bundle;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.postern.policy.Unlisted;

/** The text of {@code domains.tsv}: read strictly, and looked up in as Postfix would. */
final class Rules {
  static final String FILE = "domains.tsv";

  private Rules() {}

  /**
   * @throws Flaw {@code DOMAINS}, with the number of the first line that is wrong
   */
  static void read(byte[] file, Consumer<Rule> reader) throws Flaw {
    Rule before = null;
    int from = 0;
    for (int line = 1; from < file.length; line++) {
      int to = from;
      while (to < file.length && file[to] != '\n') {
        to++;
      }
      Rule rule =
          to == file.length
              ? null
              : Rule.parse(new String(file, from, to - from, StandardCharsets.ISO_8859_1))
                  .orElse(null);
      if (rule == null || (before != null && !rule.mayFollow(before))) {
        throw new Flaw(
            Refusal.DOMAINS,
            FILE + " line " + line + " is not well-formed, not in order, or repeated");
      }
      reader.accept(rule);
      before = rule;
      from = to + 1;
    }
    if (before == null) {
      throw new Flaw(Refusal.DOMAINS, FILE + " is empty: it would switch the protection off");
    }
  }

  /**
   * What a gateway with these rules does with mail for each of the names. Reads the file once,
   * however many names there are.
   *
   * @param names domains and addresses, in lower case
   */
  static Map<String, Outcome> lookUp(Collection<String> names, byte[] file, Unlisted unlisted)
      throws Flaw {
    Set<String> itself = new HashSet<>();
    Set<String> below = new HashSet<>();
    for (String name : names) {
      for (String key : keys(name)) {
        if (key.startsWith(".")) {
          below.add(key.substring(1));
        } else {
          itself.add(key);
        }
      }
    }
    Map<String, Outcome> map = new HashMap<>();
    read(
        file,
        rule -> {
          if (rule.coverage().itself() && itself.contains(rule.key())) {
            map.put(rule.key(), rule.kind().outcome());
          }
          if (rule.coverage().below() && below.contains(rule.key())) {
            map.put("." + rule.key(), rule.kind().outcome());
          }
        });
    Outcome otherwise =
        switch (unlisted) {
          case DELIVER -> Outcome.DELIVER;
          case HOLD -> Outcome.UNLISTED;
        };
    Map<String, Outcome> answers = new LinkedHashMap<>();
    for (String name : names) {
      Optional<String> hit = keys(name).stream().filter(map::containsKey).findFirst();
      answers.put(name, hit.map(map::get).orElse(otherwise));
    }
    return answers;
  }

  /** The keys in the order in which Postfix asks for them: transport(5), "TABLE SEARCH ORDER". */
  private static List<String> keys(String name) {
    List<String> keys = new ArrayList<>();
    String domain = name.substring(name.indexOf('@') + 1);
    if (domain.length() < name.length()) {
      keys.add(name);
    }
    keys.add(domain);
    for (int dot = domain.indexOf('.'); dot >= 0; dot = domain.indexOf('.', dot + 1)) {
      keys.add(domain.substring(dot));
    }
    return keys;
  }
}
