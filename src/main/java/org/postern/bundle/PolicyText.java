package org.postern.bundle;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.postern.policy.Entry;
import org.postern.policy.EntryPattern;
import org.postern.policy.Listing;
import org.postern.policy.Policy;

/**
 * The file {@code policy.tsv} of a bundle: the policy itself, for gateways that run the slip engine
 * (docs/bundle-format.md, "The policy"). It holds what decides and nothing else: no notes, no
 * owners, no names that were written to before. The same policy always makes the same bytes.
 */
final class PolicyText {
  static final String FILE = "policy.tsv";
  static final String FIRST_LINE = "postern-policy\t1";
  static final String LAST_LINE = "end\tpostern-policy";
  static final String NO_KNOWN_NAMES = "none";
  static final String KNOWN_AT_CONSOLE = "console";
  static final String TRUSTED = "t";
  static final String BLOCKED = "b";
  static final String MONITORED = "m";

  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

  private static final Comparator<Entry> BY_PATTERN =
      Comparator.comparing((Entry e) -> e.pattern().text()).thenComparing(PolicyText::line);

  private PolicyText() {}

  /**
   * @param sorted all entries of the policy
   * @param gateways the policy as a gateway has it: which names were written to before stays at the
   *     console
   * @param probes those of the manifest, whose proofs the gateway must arrive at
   */
  static byte[] of(
      Policy policy, KeyedEntry[] sorted, Policy gateways, List<Manifest.Probe> probes) {
    StringBuilder text = new StringBuilder(64 + 32 * sorted.length + 128 * probes.size());
    text.append(FIRST_LINE).append('\n');
    text.append("data\t").append(data(policy)).append('\n');
    text.append("sensitivity\t").append(policy.sensitivity().word()).append('\n');
    text.append("known\t")
        .append(policy.known().size() == 0 ? NO_KNOWN_NAMES : KNOWN_AT_CONSOLE)
        .append('\n');
    text.append("entries\t").append(sorted.length).append('\n');
    for (Entry entry : inOrder(sorted)) {
      text.append(line(entry)).append('\n');
    }
    text.append("proofs\t").append(probes.size()).append('\n');
    for (Manifest.Probe probe : probes) {
      text.append(probe.name())
          .append('\t')
          .append(gateways.judge(probe.name()).proof().hash())
          .append('\n');
    }
    return text.append(LAST_LINE).append('\n').toString().getBytes(StandardCharsets.US_ASCII);
  }

  /** The order of the lines: a tab sorts before every letter of a pattern. */
  private static List<Entry> inOrder(KeyedEntry[] sorted) {
    List<Entry> under = new ArrayList<>();
    List<Entry> exact = new ArrayList<>();
    List<Entry> others = new ArrayList<>(sorted.length);
    for (KeyedEntry keyed : sorted) {
      Entry entry = keyed.entry();
      List<Entry> kind =
          switch (entry.pattern()) {
            case EntryPattern.Under _ -> under;
            case EntryPattern.Exact _ -> exact;
            case EntryPattern.Subtree _, EntryPattern.Address _ -> others;
          };
      kind.add(entry);
    }
    // Those of one kind are in order already; sorting merges the three.
    others.addAll(under);
    others.addAll(exact);
    others.sort(BY_PATTERN);
    return others;
  }

  /** The versions of the engine's tables, in letters that a manifest may hold. */
  static String data(Policy policy) {
    String version = policy.dataVersion().replaceAll("[^ -~]", "?");
    return version.substring(0, Math.min(version.length(), 400));
  }

  /**
   * The pattern, a letter for the list, one more if it is only watched, the end if there is one.
   */
  private static String line(Entry e) {
    String list =
        switch (e.listing()) {
          case TRUSTED -> TRUSTED;
          case BLOCKED -> BLOCKED;
        };
    String mode =
        switch (e.mode()) {
          case ENFORCE -> "";
          case MONITOR -> MONITORED;
        };
    return e.pattern().text() + '\t' + list + mode + end(e);
  }

  /** A block never lapses: what it once had for an end is not written. */
  private static String end(Entry e) {
    Instant expires = e.expires();
    if (expires == null || e.listing() == Listing.BLOCKED) {
      return "";
    }
    return '\t' + Grammar.text(expires.isAfter(LATEST) ? LATEST : expires);
  }
}
