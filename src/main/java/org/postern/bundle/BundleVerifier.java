package org.postern.bundle;

import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.postern.officer.Signatures;

/**
 * Decides whether a gateway may enforce a bundle: the same steps, in the same order, with the same
 * answers as {@code postern-apply} (docs/bundle-format.md, "Verifying"). Signatures come before any
 * content, and whatever is not understood is refused. Immutable and thread-safe.
 *
 * @param gateway this gateway's name
 * @param policyId the line of policies that it follows
 * @param trust whose signatures it believes
 */
public record BundleVerifier(String gateway, String policyId, TrustFile trust, Clock clock) {

  /**
   * What the gateway runs now.
   *
   * @param digest {@code sha256:…} of its manifest
   */
  public record Active(long serial, String digest) {}

  /**
   * @param active empty if the gateway runs no policy yet
   * @throws BundleException {@code NOT_FOUND}, {@code DISK}: the file cannot be read at all
   */
  public Verification verify(Path file, Optional<Active> active) throws BundleException {
    try {
      return verify(Bundle.bytesOf(file), active);
    } catch (BundleException e) {
      if (e.reason() == BundleException.Reason.NOT_A_BUNDLE) {
        return new Verification.Refused(Refusal.TOO_LARGE, String.valueOf(e.getMessage()));
      }
      throw e;
    }
  }

  /**
   * @param active empty if the gateway runs no policy yet
   */
  public Verification verify(byte[] file, Optional<Active> active) {
    try {
      // 1. the members, taken apart without believing any of them
      BundleParts parts = BundleParts.of(file);
      // 2. signatures over the exact bytes, before anything in them is looked at
      List<String> officers = officers(parts, trust, "");
      // 3. from here on the content may be believed to be the officers'; it must still be
      // well-formed
      Manifest manifest = ManifestReader.read(parts.manifest());
      String digest = "sha256:" + Grammar.sha256(parts.manifest());
      checkTerms(manifest);
      if (manifest.kind().equals(Manifest.TRUST)) {
        return TrustChange.verify(manifest, digest, parts, trust, officers);
      }
      if (active.isPresent()) {
        Active now = active.get();
        if (manifest.serial() == now.serial() && digest.equals(now.digest())) {
          return new Verification.Current(manifest, digest);
        }
        checkSerial(manifest, now);
      }
      // 4. the payload is the signed one, and holds exactly the signed files
      byte[] domains = domains(manifest, parts.payload());
      // 5. and 6. the rules are well-formed and do what the officers said
      checkProbes(manifest, domains);
      boolean gap = active.isPresent() && !manifest.previous().equals(active.get().digest());
      return new Verification.Accepted(manifest, digest, officers, gap);
    } catch (Flaw flaw) {
      return new Verification.Refused(flaw.refusal(), flaw.sentence());
    }
  }

  /**
   * Whose signatures count, if they are enough.
   *
   * @param of says whose trust file it is, where it is not the one in force
   */
  static List<String> officers(BundleParts parts, TrustFile trust, String of) throws Flaw {
    TreeSet<String> officers = new TreeSet<>();
    for (TrustFile.Key key : trust.keys()) {
      if (!key.revoked() && signed(parts, key.id(), Bundle.FIRST, key.key())) {
        officers.add(key.officer());
      }
    }
    Set<String> without = new HashSet<>();
    trust.seconds().forEach(second -> without.add(second.officer()));
    for (TrustFile.Second second : trust.seconds()) {
      if (signed(parts, second.id(), Bundle.SECOND, second.key())) {
        without.remove(second.officer());
      }
    }
    // Who has a second key counts with both signatures only.
    officers.removeAll(without);
    if (trust.threshold() < 1 || officers.size() < trust.threshold()) {
      throw new Flaw(
          Refusal.THRESHOLD,
          "only "
              + officers.size()
              + " of "
              + trust.threshold()
              + " required officers"
              + of
              + " signed"
              + (trust.seconds().isEmpty() ? "" : ", with their second keys where they have one"));
    }
    return new ArrayList<>(officers);
  }

  /** Whether there is a signature of this key; one that is none refuses the bundle. */
  private static boolean signed(BundleParts parts, String keyId, String ending, PublicKey key)
      throws Flaw {
    byte[] signature = parts.signatures().get(Bundle.member(keyId, ending));
    if (signature == null) {
      return false;
    }
    if (!Signatures.verify(key, parts.manifest(), signature)) {
      throw new Flaw(
          Refusal.SIGNATURE,
          "the signature under the key " + keyId + " is not one over this manifest");
    }
    return true;
  }

  private void checkTerms(Manifest manifest) throws Flaw {
    if (!manifest.kind().equals(Manifest.POLICY) && !manifest.kind().equals(Manifest.TRUST)) {
      throw new Flaw(Refusal.KIND, "it is neither a policy nor a trust file");
    }
    if (!manifest.policyId().equals(policyId)) {
      throw new Flaw(Refusal.POLICY_ID, "it belongs to another line of policies");
    }
    if (!manifest.audience().contains(gateway)) {
      throw new Flaw(Refusal.AUDIENCE, "it was not made for this gateway");
    }
    String now = Grammar.text(clock.instant());
    if (now.compareTo(Grammar.text(manifest.notBefore())) < 0) {
      throw new Flaw(
          Refusal.NOT_YET, "it is not valid before " + Grammar.text(manifest.notBefore()));
    }
    if (now.compareTo(Grammar.text(manifest.notAfter())) > 0) {
      throw new Flaw(Refusal.EXPIRED, "it expired " + Grammar.text(manifest.notAfter()));
    }
  }

  private static void checkSerial(Manifest manifest, Active active) throws Flaw {
    if (manifest.serial() == active.serial()) {
      throw new Flaw(Refusal.FORK, "serial " + active.serial() + " is active with another content");
    }
    if (manifest.serial() < active.serial()) {
      throw new Flaw(
          Refusal.ROLLBACK,
          "serial " + manifest.serial() + " is older than the active " + active.serial());
    }
  }

  /** The rules of a payload that is the signed one. */
  static byte[] domains(Manifest manifest, byte[] payload) throws Flaw {
    return file(Rules.FILE, manifest, payload)
        .orElseThrow(() -> new Flaw(Refusal.PAYLOAD_MEMBER, "the payload holds no " + Rules.FILE));
  }

  /** One file of a payload that is the signed one, all of it; empty if it is not among them. */
  static Optional<byte[]> file(String name, Manifest manifest, byte[] payload) throws Flaw {
    return Optional.ofNullable(files(manifest, payload, name::equals).get(name));
  }

  /** The files of a payload that is the signed one, all of it; those that are wanted, by name. */
  static SortedMap<String, byte[]> files(
      Manifest manifest, byte[] payload, Predicate<String> wanted) throws Flaw {
    if (!manifest.payload().equals(Manifest.Digest.of(payload))) {
      throw new Flaw(Refusal.PAYLOAD, "the payload is not the one that was signed");
    }
    List<Ustar.Member> members = Ustar.read(payload, Refusal.PAYLOAD);
    if (!members.stream()
        .map(Ustar.Member::name)
        .toList()
        .equals(manifest.files().stream().map(Manifest.Listed::name).toList())) {
      throw new Flaw(
          Refusal.PAYLOAD_MEMBER, "the payload holds other files than the manifest lists");
    }
    SortedMap<String, byte[]> files = new TreeMap<>();
    for (int i = 0; i < members.size(); i++) {
      Ustar.Member member = members.get(i);
      Manifest.Digest found =
          new Manifest.Digest(Grammar.sha256(payload, member.from(), member.size()), member.size());
      if (!manifest.files().get(i).digest().equals(found)) {
        throw new Flaw(Refusal.FILE, member.name() + " is not the file that was signed");
      }
      if (wanted.test(member.name())) {
        files.put(
            member.name(),
            Arrays.copyOfRange(payload, member.from(), member.from() + member.size()));
      }
    }
    return files;
  }

  private static void checkProbes(Manifest manifest, byte[] domains) throws Flaw {
    List<String> names = manifest.probes().stream().map(Manifest.Probe::name).toList();
    Map<String, Outcome> answers = Rules.lookUp(names, domains, manifest.unlisted());
    for (Manifest.Probe probe : manifest.probes()) {
      Outcome answer = answers.get(probe.name());
      if (answer != probe.outcome()) {
        throw new Flaw(
            Refusal.PROBE,
            probe.name()
                + " would be "
                + (answer == null ? "unknown" : answer.word())
                + ", not "
                + probe.outcome().word());
      }
    }
  }
}
