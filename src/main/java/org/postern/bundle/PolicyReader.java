package org.postern.bundle;

import java.time.Instant;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.postern.policy.Entry;
import org.postern.policy.EntryPattern;
import org.postern.policy.Listing;
import org.postern.policy.Mode;
import org.postern.policy.Policy;
import org.postern.policy.Verdict;
import org.postern.policy.slip.Sensitivity;

/**
 * Reads {@code policy.tsv} strictly, line by line, and tries the policy on the probes of the
 * manifest. Used once.
 */
final class PolicyReader {
  private static final int MOST_ENTRIES = 10_000_000;

  private final PlainLines lines;

  private PolicyReader(byte[] file) {
    this.lines = new PlainLines(file);
  }

  /**
   * @throws Flaw {@code PAYLOAD…} or {@code FILE} if the payload is not the signed one, {@code
   *     DOMAINS} if the file is not well-formed, {@code PROBE}
   */
  static CarriedPolicy read(Manifest manifest, byte[] payload) throws Flaw, BundleException {
    byte[] file =
        BundleVerifier.file(PolicyText.FILE, manifest, payload)
            .orElseThrow(
                () ->
                    new BundleException(
                        BundleException.Reason.NO_POLICY,
                        "The bundle carries rules for gateways without the engine only, because an older console made it. Make it anew with this version."));
    try {
      return new PolicyReader(file).carried(manifest);
    } catch (BadLine e) {
      throw new Flaw(Refusal.DOMAINS, String.valueOf(e.getMessage()));
    }
  }

  private CarriedPolicy carried(Manifest manifest) throws Flaw {
    expect(next().equals(PolicyText.FIRST_LINE));
    String data = value("data");
    expect(Grammar.isPrintable(data));
    Sensitivity sensitivity = sensitivity(value("sensitivity"));
    String known = value("known");
    expect(known.equals(PolicyText.NO_KNOWN_NAMES) || known.equals(PolicyText.KNOWN_AT_CONSOLE));
    int entries = count("entries");
    Policy policy =
        Policy.of(
            manifest.serial(),
            manifest.unlisted(),
            () -> new Entries(entries),
            Instant.MIN,
            sensitivity);
    boolean sameData = data.equals(PolicyText.data(policy));
    int proofs = count("proofs");
    expect(proofs == manifest.probes().size());
    for (Manifest.Probe probe : manifest.probes()) {
      attempt(probe, next(), policy, sameData);
    }
    expect(next().equals(PolicyText.LAST_LINE) && lines.atEnd());
    return new CarriedPolicy(policy, data, sameData, known.equals(PolicyText.KNOWN_AT_CONSOLE));
  }

  private void attempt(Manifest.Probe probe, String proof, Policy policy, boolean sameData)
      throws Flaw {
    String[] f = proof.split("\t", -1);
    expect(
        f.length == 2
            && f[0].equals(probe.name())
            && f[1].startsWith("sha256:")
            && Grammar.isHash(f[1].substring(7)));
    Verdict verdict = policy.judge(probe.name());
    Optional<Outcome> outcome = Outcome.of(verdict);
    if (outcome.isEmpty() || outcome.get() != probe.outcome()) {
      throw new Flaw(
          Refusal.PROBE,
          probe.name()
              + " would be "
              + outcome.map(Outcome::word).orElse("malformed")
              + ", not "
              + probe.outcome().word());
    }
    if (sameData && !verdict.proof().hash().equals(f[1])) {
      throw new Flaw(Refusal.PROBE, probe.name() + " would have another proof than was signed");
    }
  }

  /** The entries in turn; each line is read when it is asked for. */
  private final class Entries implements Iterator<Entry> {
    private final int count;
    private int read;
    private String before = "";

    Entries(int count) {
      this.count = count;
    }

    @Override
    public boolean hasNext() {
      return read < count;
    }

    @Override
    public Entry next() {
      if (read == count) {
        throw new NoSuchElementException();
      }
      read++;
      String text = PolicyReader.this.next();
      String[] f = text.split("\t", -1);
      expect(f.length == 2 || f.length == 3);
      boolean monitored = f[1].endsWith(PolicyText.MONITORED);
      String list = monitored ? f[1].substring(0, f[1].length() - 1) : f[1];
      boolean trusted = list.equals(PolicyText.TRUSTED);
      expect(trusted || (list.equals(PolicyText.BLOCKED) && f.length == 2));
      String key = f[0] + '\t' + list;
      expect(before.compareTo(key) < 0);
      before = key;
      return new Entry(
          pattern(f[0]),
          trusted ? Listing.TRUSTED : Listing.BLOCKED,
          monitored ? Mode.MONITOR : Mode.ENFORCE,
          "",
          "",
          "",
          f.length == 3 ? Grammar.time(f[2]).orElseThrow(PolicyReader.this::bad) : null);
    }
  }

  private EntryPattern pattern(String text) {
    // What is not written as we write it is not what the officers' console wrote.
    Optional<EntryPattern> pattern =
        EntryPattern.parse(text).ok().filter(p -> p.text().equals(text));
    expect(
        pattern.isPresent()
            && Grammar.isName(pattern.get().domain().ascii())
            && (!(pattern.get() instanceof EntryPattern.Address) || Grammar.isAddress(text)));
    return pattern.orElseThrow();
  }

  private Sensitivity sensitivity(String word) {
    for (Sensitivity sensitivity : Sensitivity.values()) {
      if (sensitivity.word().equals(word)) {
        return sensitivity;
      }
    }
    throw bad();
  }

  private int count(String field) {
    long count = Grammar.number(value(field)).orElseThrow(this::bad);
    expect(count <= MOST_ENTRIES);
    return (int) count;
  }

  private String value(String field) {
    String text = next();
    expect(text.startsWith(field + "\t"));
    return text.substring(field.length() + 1);
  }

  private String next() {
    String next = lines.next();
    if (next == null) {
      throw bad();
    }
    return next;
  }

  private void expect(boolean good) {
    if (!good) {
      throw bad();
    }
  }

  private BadLine bad() {
    return new BadLine(
        PolicyText.FILE + " line " + lines.number() + " is not well-formed, or not in order");
  }

  /** Comes through the iterator that a policy is made from. */
  private static final class BadLine extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadLine(String sentence) {
      super(sentence, null, false, false);
    }
  }
}
