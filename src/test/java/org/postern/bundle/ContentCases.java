package org.postern.bundle;

import static org.postern.bundle.Fixtures.ascii;
import static org.postern.bundle.Fixtures.bundle;
import static org.postern.bundle.Fixtures.payload;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Bundles that are packed and signed well, and say something wrong. */
abstract class ContentCases extends SecondCases {
  ContentCases() throws BundleException {}

  /** One for each way. */
  final void contents() {
    manifests();
    terms();
    payloads();
    domains();
  }

  private void manifests() {
    manifest("manifest-unknown-line", m -> m.replace("end: ", "x-note: hello\nend: "));
    manifest(
        "manifest-unknown-version", m -> m.replace("postern-bundle: 1\n", "postern-bundle: 2\n"));
    manifest("manifest-no-version", m -> m.replace("postern-bundle: 1\n", ""));
    for (String field :
        List.of(
            "kind",
            "policy-id",
            "serial",
            "previous",
            "created",
            "not-before",
            "not-after",
            "unlisted",
            "payload")) {
      manifest(
          "manifest-repeated-" + field, m -> m.replaceFirst("(?m)^(" + field + ": .*\n)", "$1$1"));
      manifest("manifest-missing-" + field, m -> m.replaceFirst("(?m)^" + field + ": .*\n", ""));
    }
    manifest("manifest-missing-audience", m -> m.replaceAll("(?m)^audience: .*\n", ""));
    manifest("manifest-missing-file", m -> m.replaceAll("(?m)^file: .*\n", ""));
    manifest("manifest-repeated-audience", m -> m.replaceFirst("(?m)^(audience: .*\n)", "$1$1"));
    manifest("manifest-repeated-file", m -> m.replaceFirst("(?m)^(file: .*\n)", "$1$1"));
    manifest(
        "manifest-repeated-audit",
        m ->
            m.replaceFirst(
                "(?m)^payload", ("audit: sha256:" + "0".repeat(64) + "\n").repeat(2) + "payload"));
    manifest(
        "manifest-audience-not-sorted",
        m -> m.replace("audience: relay-2.example\n", "audience: zz.example\n"));
    manifest(
        "manifest-fields-swapped",
        m -> m.replaceFirst("(?m)^(kind: .*\n)(policy-id: .*\n)", "$2$1"));
    manifest("manifest-no-end", m -> m.replace("end: postern-bundle\n", ""));
    manifest("manifest-after-end", m -> m + "probe: x.example deliver\n");
    manifest("manifest-two-ends", m -> m + "end: postern-bundle\n");
    manifest("manifest-no-final-line-feed", m -> m.substring(0, m.length() - 1));
    manifest("manifest-carriage-returns", m -> m.replace("\n", "\r\n"));
    manifest("manifest-empty-line", m -> m.replace("kind: ", "\nkind: "));
    manifest("manifest-nul", m -> m.replace("kind: ", "kind: \0"));
    manifest("manifest-not-ascii", m -> m.replaceFirst("engine: data ", "engine: data \u00e9 "));
    manifest("manifest-tab", m -> m.replace("kind: policy", "kind: policy\t"));
    manifest("manifest-no-space", m -> m.replace("kind: policy", "kind:policy"));
    manifest("manifest-empty-value", m -> m.replaceFirst("(?m)^engine: .*$", "engine: "));
    manifest("manifest-empty", m -> "");
    manifest("manifest-serial-zero", m -> m.replace("serial: 6", "serial: 0"));
    manifest("manifest-serial-leading-zero", m -> m.replace("serial: 6", "serial: 06"));
    manifest("manifest-serial-hex", m -> m.replace("serial: 6", "serial: 0x6"));
    manifest("manifest-serial-too-long", m -> m.replace("serial: 6", "serial: 6666666666666"));
    manifest("manifest-serial-expression", m -> m.replace("serial: 6", "serial: 6+1"));
    manifest(
        "manifest-previous-short",
        m -> m.replaceFirst("(?m)^previous: .*$", "previous: sha256:00"));
    manifest(
        "manifest-30-february",
        m -> m.replaceFirst("(?m)^created: .*$", "created: 2026-02-30T00:00:00Z"));
    manifest(
        "manifest-29-february-2100",
        m -> m.replaceFirst("(?m)^not-after: .*$", "not-after: 2100-02-29T00:00:00Z"));
    manifest(
        "manifest-hour-24",
        m -> m.replaceFirst("(?m)^created: .*$", "created: 2026-02-03T24:00:00Z"));
    manifest(
        "manifest-leap-second",
        m -> m.replaceFirst("(?m)^created: .*$", "created: 2026-12-31T23:59:60Z"));
    manifest(
        "manifest-time-zone",
        m -> m.replaceFirst("(?m)^created: .*$", "created: 2026-02-03T00:00:00+01:00"));
    manifest(
        "manifest-fraction-of-a-second",
        m -> m.replaceFirst("(?m)^created: .*$", "created: 2026-02-03T00:00:00.5Z"));
    manifest(
        "manifest-gateway-upper-case",
        m -> m.replace("audience: relay.example", "audience: relay.Example"));
    manifest("manifest-unlisted-reject", m -> m.replace("unlisted: deliver", "unlisted: reject"));
    manifest(
        "manifest-payload-size-missing",
        m -> m.replaceFirst("(?m)^(payload: [0-9a-f]+) .*$", "$1"));
    manifest("manifest-file-dot-dot", m -> m.replace(" domains.tsv", " ../domains.tsv"));
    manifest("manifest-file-absolute", m -> m.replace(" domains.tsv", " /etc/postfix/main.cf"));
    manifest("manifest-file-option", m -> m.replace(" domains.tsv", " -rf"));
    manifest("manifest-file-space", m -> m.replace(" domains.tsv", " domains .tsv"));
    manifest(
        "manifest-probe-unknown-outcome",
        m -> m.replaceFirst("(?m)^(probe: .*) deliver$", "$1 discard"));
    manifest(
        "manifest-probe-shell",
        m -> m.replaceFirst("(?m)^probe: .* deliver$", "probe: \\$(touch\\${IFS}x) deliver"));
  }

  private void manifest(String name, UnaryOperator<String> change) {
    add(name, changed(change), "manifest");
  }

  private byte[] changed(UnaryOperator<String> change) {
    String changed = change.apply(manifest);
    if (changed.equals(manifest)) {
      throw new AssertionError("nothing was changed");
    }
    return bundle(ascii(changed), payload, alice, bob);
  }

  private void terms() {
    add("kind-heartbeat", changed(m -> m.replace("kind: policy", "kind: heartbeat")), "kind");
    add(
        "other-line-of-policies",
        changed(m -> m.replace("policy-id: 7f3c", "policy-id: 7f3d")),
        "policy-id");
    add(
        "other-audience",
        changed(m -> m.replace("audience: relay.example\n", "audience: relay.example.org\n")),
        "audience");
    add(
        "future",
        changed(m -> m.replaceFirst("(?m)^not-before: .*$", "not-before: 2098-01-01T00:00:00Z")),
        "not-yet");
    add(
        "expired",
        changed(m -> m.replaceFirst("(?m)^not-after: .*$", "not-after: 2020-01-02T00:00:00Z")),
        "expired");
    add("rollback", changed(m -> m.replace("serial: 6", "serial: 4")), "rollback");
    add("fork", changed(m -> m.replace("serial: 6", "serial: 5")), "fork");
  }

  private void payloads() {
    byte[] domains = ascii("trusted\tboth\tarmy.mil\t-\n");
    byte[] plain = payload(Map.of("domains.tsv", domains));
    add("payload-flipped-bit", replaced(good.bytes(), "army.mil\t-", "army.mik\t-"), "payload");
    add("payload-of-another-bundle", bundle(good.signedBytes(), plain, alice, bob), "payload");
    add("payload-empty", bundle(good.signedBytes(), new byte[0], alice, bob), "payload");
    Map<String, byte[]> listed = Map.of("domains.tsv", domains);
    add("payload-not-an-archive", resigned(listed, domains), "payload");
    add("payload-truncated", resigned(listed, Arrays.copyOf(plain, plain.length - 512)), "payload");
    add(
        "payload-link",
        resigned(listed, header(plain, h -> at(at(h, 156, '2'), 157, 'x'))),
        "payload");
    add(
        "payload-file-more",
        resigned(listed, payload(Map.of("domains.tsv", domains, "extra", domains))),
        "payload-member");
    add(
        "payload-file-less",
        resigned(Map.of("domains.tsv", domains, "extra", domains), plain),
        "payload-member");
    add(
        "payload-file-twice",
        resigned(
            listed, Ustar.write(List.of("domains.tsv", "domains.tsv"), List.of(domains, domains))),
        "payload-member");
    add(
        "payload-dot-dot",
        resigned(listed, payload(Map.of("../domains.tsv", domains))),
        "payload-member");
    add(
        "payload-no-domains",
        resigned(Map.of("other.tsv", domains), payload(Map.of("other.tsv", domains))),
        "payload-member");
    add(
        "payload-other-content",
        resigned(listed, payload(Map.of("domains.tsv", ascii("trusted\tboth\tarmy.ml\t--\n")))),
        "file");
    add(
        "payload-other-size",
        resigned(listed, payload(Map.of("domains.tsv", Arrays.copyOf(domains, 5)))),
        "file");
    add(
        "good-second-file",
        resigned(
            Map.of("domains.tsv", domains, "notes.txt", domains),
            payload(Map.of("domains.tsv", domains, "notes.txt", domains))),
        "accepted");
  }

  private void domains() {
    for (String bad :
        List.of(
            "trusted\tboth\tarmy.mil\t-", // no line feed
            "",
            "\n",
            "# comment\n",
            "trusted\tboth\tarmy.mil\n",
            "trusted\tboth\tarmy.mil\t-\t-\n",
            "trusted both army.mil -\n",
            "blocked\tboth\tx.example discard:\t-\n",
            "blocked\tboth\tx.example\u00a0discard:\t-\n",
            "blocked\tboth\tx.example\r\t-\n",
            "blocked\tboth\tx\0.example\t-\n",
            "blocked\tboth\tX.example\t-\n",
            "blocked\tboth\t.example\t-\n",
            "blocked\tboth\texample.\t-\n",
            "blocked\tboth\ta..example\t-\n",
            "blocked\tboth\t*\t-\n",
            "blocked\tboth\t*.example\t-\n",
            "blocked\tboth\t\t-\n",
            "blocked\tboth\tex\u00e4mple\t-\n",
            "blocked\tboth\t/etc/passwd\t-\n",
            "blocked\tboth\t" + "a".repeat(64) + ".example\t-\n",
            "blocked\tboth\t" + "a.".repeat(127) + "aa\t-\n",
            "blocked\tboth\ta@example\t-\n",
            "blocked\taddress\texample\t-\n",
            "blocked\taddress\t@example\t-\n",
            "blocked\taddress\t#a@example\t-\n",
            "blocked\taddress\ta b@example\t-\n",
            "blocked\taddress\t\"a\"@example\t-\n",
            "blocked\taddress\ta%b@example\t-\n",
            "blocked\taddress\ta@b@example\t-\n",
            "blocked\taddress\t" + "a".repeat(65) + "@example\t-\n",
            "discard\tboth\tx.example\t-\n",
            "unlisted\tboth\tx.example\t-\n",
            "blocked\tall\tx.example\t-\n",
            "blocked\t\tx.example\t-\n",
            "blocked\tboth\tx.example\tarmy.mil\n",
            "lookalike\tboth\tx.example\ta b\n",
            "lookalike\tboth\tx.example\t\n",
            "blocked\tboth\tb.example\t-\nblocked\tboth\ta.example\t-\n",
            "blocked\tboth\ta.example\t-\nblocked\tboth\ta.example\t-\n",
            "blocked\tboth\ta.example\t-\ntrusted\texact\ta.example\t-\n",
            "blocked\tsub\ta.example\t-\ntrusted\texact\ta.example\t-\n",
            "blocked\texact\ta.example\t-\ntrusted\tboth\ta.example\t-\n",
            "blocked\tboth\t10\t-\nblocked\tboth\t9\t-\nblocked\tboth\t10\t-\n")) {
      int number = cases.size();
      add(
          "domains-"
              + number
              + "-"
              + bad.substring(0, Math.min(32, bad.length())).replaceAll("[^a-z]+", "-"),
          withDomains(bad, ""),
          "domains");
    }
    String good =
        """
        blocked exact -x.example -
        blocked both 10 -
        blocked both 9 -
        trusted exact a.example -
        blocked sub a.example -
        lookalike both army.ml army.mil
        monitor address o'brien+x@a.example -
        """
            .replace(' ', '\t');
    add(
        "domains-good",
        withDomains(
            good,
            "probe: o'brien+x@a.example deliver\nprobe: y.a.example blocked\nprobe: a.example deliver\nprobe: x@us.army.ml lookalike\n"),
        "accepted");
    add(
        "probe-that-would-block-army-mil",
        withDomains("blocked\tboth\tarmy.mil\t-\n", "probe: army.mil deliver\n"),
        "probe");
    add("probe-address", withDomains(good, "probe: x@a.example blocked\n"), "probe");
    add("probe-unlisted-delivered", withDomains(good, "probe: nobody.example unlisted\n"), "probe");
  }

  private byte[] withDomains(String domains, String probes) {
    Map<String, byte[]> files = Map.of("domains.tsv", ascii(domains));
    return resigned(files, payload(files), probes);
  }
}
