package org.postern.bundle;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.postern.bundle.BundleException.Reason;
import org.postern.policy.Unlisted;

/**
 * A bundle that carries the next trust file. As for the root of trust of The Update Framework
 * (§5.3), enough officers of the one in force and enough of the next must have signed it, and it
 * names the one before by its digest, so that none is skipped.
 */
final class TrustChange {
  private TrustChange() {}

  /** The unsigned bundle that brings {@code next} to gateways that believe {@code now}. */
  static Bundle make(TrustFile now, TrustFile next, Terms terms) throws BundleException {
    terms.check();
    if (next.serial() <= now.serial()) {
      throw new BundleException(
          Reason.BAD_TERMS,
          "The next trust file must have a serial above "
              + now.serial()
              + ", the one in force; it has "
              + next.serial()
              + ". Nothing was made.");
    }
    next.requireReachable();
    SortedMap<String, byte[]> files = next.files();
    List<Manifest.Listed> listed = new ArrayList<>();
    files.forEach(
        (name, bytes) -> listed.add(new Manifest.Listed(name, Manifest.Digest.of(bytes))));
    byte[] payload = Ustar.write(List.copyOf(files.keySet()), List.copyOf(files.values()));
    return Bundle.unsigned(
        new Manifest(
            Manifest.TRUST,
            terms.policyId(),
            next.serial(),
            now.digest(),
            terms.created(),
            terms.notBefore(),
            terms.notAfter(),
            Unlisted.DELIVER,
            terms.audience(),
            List.of(),
            terms.audit(),
            Manifest.Digest.of(payload),
            listed,
            List.of()),
        payload);
  }

  /**
   * What stands behind the terms.
   *
   * @param officers of the trust file in force whose signatures counted
   */
  static Verification verify(
      Manifest manifest, String digest, BundleParts parts, TrustFile now, List<String> officers)
      throws Flaw {
    if (manifest.serial() < now.serial()) {
      throw new Flaw(
          Refusal.ROLLBACK,
          "trust file " + manifest.serial() + " is older than " + now.serial() + " in force");
    }
    boolean same = manifest.serial() == now.serial();
    if (!same && !manifest.previous().equals(now.digest())) {
      throw new Flaw(
          Refusal.SKIPPED,
          "it does not follow trust file " + now.serial() + " in force: one in between is missing");
    }
    TrustFile next = next(manifest, parts.payload());
    if (same) {
      if (!next.digest().equals(now.digest())) {
        throw new Flaw(
            Refusal.FORK, "trust file " + now.serial() + " is in force with another content");
      }
      return new Verification.Current(manifest, digest);
    }
    return new Verification.Trusting(
        manifest,
        digest,
        next,
        officers,
        BundleVerifier.officers(parts, next, " of the new trust file"));
  }

  /** The trust file of a payload that is the signed one. */
  static TrustFile next(Manifest manifest, byte[] payload) throws Flaw {
    SortedMap<String, byte[]> files = BundleVerifier.files(manifest, payload, _ -> true);
    try {
      TrustFile next = TrustFile.of(files);
      if (next.serial() != manifest.serial()) {
        throw new Flaw(Refusal.NEW_TRUST, "the trust file in it has another serial");
      }
      return next;
    } catch (BundleException e) {
      throw new Flaw(
          Refusal.NEW_TRUST,
          "the trust file in it is not in the form of version 1, or its keys are not");
    }
  }
}
