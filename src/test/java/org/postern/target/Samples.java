package org.postern.target;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postern.bundle.Bundle;
import org.postern.bundle.BundleException;
import org.postern.bundle.Rule;
import org.postern.bundle.Rule.Coverage;
import org.postern.bundle.Rule.Kind;
import org.postern.bundle.Terms;
import org.postern.policy.Entry;
import org.postern.policy.EntryPattern;
import org.postern.policy.Listing;
import org.postern.policy.Mode;
import org.postern.policy.Policy;
import org.postern.policy.Unlisted;
import org.postern.policy.slip.Sensitivity;

/** Bundles and rules for the tests of this package. */
final class Samples {
  private static final Instant NOW = Instant.parse("2026-11-22T09:40:00Z");
  private static final int FEW = 10;
  private static final String LETTERS = "abz059-_";
  private static final String LOCAL = "._+=~&/$*?^{|}'`-";

  private Samples() {}

  /** {@code +} trusts, {@code -} blocks, {@code ~} blocks but only watches. */
  static Bundle bundle(Unlisted unlisted, String... entries) {
    Policy policy =
        Policy.of(
            42,
            unlisted,
            Stream.of(entries).map(Samples::entry).toList(),
            NOW,
            Sensitivity.BALANCED);
    Terms terms =
        new Terms(
            "postern",
            Optional.empty(),
            NOW,
            NOW,
            Instant.parse("2099-01-01T00:00:00Z"),
            List.of("relay.example"),
            FEW,
            List.of(),
            Optional.empty(),
            Optional.empty());
    try {
      return Bundle.of(policy, terms);
    } catch (BundleException e) {
      throw new AssertionError(e);
    }
  }

  static Bundle bundle(String... entries) {
    return bundle(Unlisted.DELIVER, entries);
  }

  private static Entry entry(String text) {
    EntryPattern pattern = EntryPattern.parse(text.substring(1)).ok().orElseThrow();
    return switch (text.charAt(0)) {
      case '+' -> new Entry(pattern, Listing.TRUSTED, Mode.ENFORCE, "", "", "", null);
      case '-' -> new Entry(pattern, Listing.BLOCKED, Mode.ENFORCE, "", "", "", null);
      case '~' -> new Entry(pattern, Listing.BLOCKED, Mode.MONITOR, "", "", "", null);
      default -> throw new AssertionError(text);
    };
  }

  /** Any rules that the grammar of bundles allows, with every letter that it allows. */
  static List<Rule> anyRules(Random random) {
    return Stream.generate(() -> anyRule(random))
        .limit(60)
        .collect(Collectors.toMap(Rule::key, r -> r, (a, b) -> a, TreeMap::new))
        .values()
        .stream()
        .toList();
  }

  private static Rule anyRule(Random random) {
    Coverage coverage = List.of(Coverage.values()).get(random.nextInt(4));
    String name = anyName(random);
    Kind kind = List.of(Kind.values()).get(random.nextInt(4));
    return new Rule(
        kind, coverage, coverage == Coverage.ADDRESS ? anyLocal(random) + "@" + name : name, "-");
  }

  private static String anyName(Random random) {
    StringBuilder name = new StringBuilder();
    for (int labels = 1 + random.nextInt(4); labels > 0; labels--) {
      int length = random.nextInt(12) == 0 ? 55 : 1 + random.nextInt(4);
      for (int i = 0; i < length; i++) {
        name.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
      }
      name.append(labels > 1 ? "." : "");
    }
    return switch (random.nextInt(10)) {
      case 0 -> "32.2.0.0.10.rpz-ip";
      case 1 -> name + ".rpz-nsdname";
      case 2 -> "-x." + name;
      default -> name.toString();
    };
  }

  private static String anyLocal(Random random) {
    StringBuilder local = new StringBuilder("a");
    for (int i = random.nextInt(20); i > 0; i--) {
      local.append(LOCAL.charAt(random.nextInt(LOCAL.length())));
    }
    return local.toString();
  }
}
