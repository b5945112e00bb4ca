package org.postern.bundle;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Bundles with other files in them than the builder would put there, for those who must refuse. */
public final class Repacked {
  private Repacked() {}

  /** The same bundle, not signed yet, with the text of the policy changed. */
  public static Bundle withPolicy(Bundle bundle, UnaryOperator<String> change) {
    try {
      byte[] carried =
          BundleVerifier.file(PolicyText.FILE, bundle.manifest(), bundle.payload()).orElseThrow();
      String before = new String(carried, StandardCharsets.US_ASCII);
      String after = change.apply(before);
      if (after.equals(before)) {
        throw new AssertionError("nothing was changed");
      }
      return with(
          bundle,
          Map.of(
              Rules.FILE,
              BundleVerifier.domains(bundle.manifest(), bundle.payload()),
              PolicyText.FILE,
              Fixtures.ascii(after)));
    } catch (Flaw e) {
      throw new AssertionError(e);
    }
  }

  /** The same bundle, not signed yet, with these rules and no probes. */
  public static Bundle withRules(Bundle bundle, List<Rule> rules) {
    RulesText text = new RulesText(rules.size());
    rules.stream()
        .sorted(Comparator.comparing(Rule::key).thenComparing(Rule::coverage))
        .forEach(text);
    return with(bundle, Map.of(Rules.FILE, text.bytes()), List.of());
  }

  static Bundle with(Bundle bundle, Map<String, byte[]> files) {
    return with(bundle, files, bundle.manifest().probes());
  }

  private static Bundle with(
      Bundle bundle, Map<String, byte[]> files, List<Manifest.Probe> probes) {
    Manifest m = bundle.manifest();
    byte[] payload = Fixtures.payload(files);
    List<Manifest.Listed> listed =
        new TreeMap<>(files)
            .entrySet().stream()
                .map(f -> new Manifest.Listed(f.getKey(), digest(f.getValue())))
                .toList();
    Manifest manifest =
        new Manifest(
            m.kind(),
            m.policyId(),
            m.serial(),
            m.previous(),
            m.created(),
            m.notBefore(),
            m.notAfter(),
            m.unlisted(),
            m.audience(),
            m.engine(),
            m.audit(),
            digest(payload),
            listed,
            probes);
    return Bundle.unsigned(manifest, payload);
  }

  private static Manifest.Digest digest(byte[] bytes) {
    return new Manifest.Digest(Grammar.sha256(bytes), bytes.length);
  }
}
