package org.postern.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.postern.bundle.BundleException.Reason;
import org.postern.files.AtomicFiles;
import org.postern.officer.OfficerException;
import org.postern.officer.OfficerKey;
import org.postern.officer.OfficerSignature;
import org.postern.officer.SigningKey;
import org.postern.policy.Policy;

/**
 * A policy on its way to a gateway: manifest, officers' signatures over it, rules. That it is
 * well-formed says nothing of whether it should be believed; {@link BundleVerifier} says that.
 * Immutable and thread-safe; the byte arrays are not to be changed.
 */
public final class Bundle {
  static final String MANIFEST = "manifest";
  static final String PAYLOAD = "payload.tar";

  /** 256 MiB, some ten million rules. */
  static final int LARGEST = 1 << 28;

  /** How the name of a signature ends: ECDSA, ML-DSA-65. */
  static final String FIRST = ".sig";

  static final String SECOND = ".mldsa";

  /** A P-384 signature has at most 104 bytes. */
  static final int LARGEST_SIGNATURE = 128;

  /** FIPS 204, table 2. */
  static final int LARGEST_SECOND = 3_309;

  static final int MOST_SIGNATURES = 32;

  private final byte[] manifestBytes;
  private final Manifest manifest;
  private final SortedMap<String, byte[]> signatures;
  private final byte[] payload;

  private Bundle(
      byte[] manifestBytes,
      Manifest manifest,
      SortedMap<String, byte[]> signatures,
      byte[] payload) {
    this.manifestBytes = manifestBytes;
    this.manifest = manifest;
    this.signatures = Collections.unmodifiableSortedMap(signatures);
    this.payload = payload;
  }

  /**
   * Makes the unsigned bundle of a policy. The same policy and terms always make the same bytes;
   * time and memory grow linearly with the number of entries and neighbours.
   *
   * @throws BundleException {@code BAD_TERMS}, {@code EMPTY}, {@code NOT_EXPRESSIBLE}, {@code
   *     PROBE}
   */
  public static Bundle of(Policy policy, Terms terms) throws BundleException {
    return BundleBuilder.build(policy, terms);
  }

  /**
   * Makes the unsigned bundle that brings the next trust file to gateways.
   *
   * @param now the one that they believe
   * @throws BundleException {@code BAD_TERMS} if it does not follow that one
   */
  public static Bundle trusting(TrustFile now, TrustFile next, Terms terms) throws BundleException {
    return TrustChange.make(now, next, terms);
  }

  /**
   * Reads a bundle file.
   *
   * @throws BundleException {@code NOT_FOUND}, {@code DISK}, {@code NOT_A_BUNDLE}
   */
  public static Bundle read(Path file) throws BundleException {
    return parse(bytesOf(file));
  }

  /**
   * @throws BundleException {@code NOT_A_BUNDLE}
   */
  public static Bundle parse(byte[] bytes) throws BundleException {
    try {
      BundleParts parts = BundleParts.of(bytes);
      return new Bundle(
          parts.manifest(),
          ManifestReader.read(parts.manifest()),
          parts.signatures(),
          parts.payload());
    } catch (Flaw flaw) {
      throw new BundleException(
          Reason.NOT_A_BUNDLE,
          "This is not a bundle that can be used: " + flaw.sentence() + ".",
          flaw);
    }
  }

  static Bundle unsigned(Manifest manifest, byte[] payload) {
    return new Bundle(manifest.bytes(), manifest, new TreeMap<>(), payload);
  }

  static byte[] bytesOf(Path file) throws BundleException {
    try (InputStream in = Files.newInputStream(file)) {
      if (Files.size(file) > LARGEST) {
        throw new BundleException(Reason.NOT_A_BUNDLE, file + " is far too large for a bundle.");
      }
      return in.readNBytes(LARGEST);
    } catch (NoSuchFileException e) {
      throw new BundleException(Reason.NOT_FOUND, "There is no file " + file + ".", e);
    } catch (IOException e) {
      throw new BundleException(Reason.DISK, file + " cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * The same bundle with this officer's signature added, or made anew; the signed bytes stay as
   * they are.
   */
  public Bundle signedBy(OfficerKey key) {
    return signed(key.signatures(manifestBytes));
  }

  /**
   * The same with the key of a card, too.
   *
   * @throws OfficerException {@code TOKEN}
   */
  public Bundle signedBy(SigningKey key) throws OfficerException {
    return signed(key.signatures(manifestBytes));
  }

  /** The same with signatures that were made elsewhere, over {@link #signedBytes}. */
  public Bundle signed(List<OfficerSignature> made) {
    SortedMap<String, byte[]> more = new TreeMap<>(signatures);
    made.forEach(s -> more.put(member(s.keyId(), s.second() ? SECOND : FIRST), s.bytes().clone()));
    return new Bundle(manifestBytes, manifest, more, payload);
  }

  /** The name of the member that is the signature of a key. */
  static String member(String keyId, String ending) {
    return "sig/" + keyId + ending;
  }

  public Manifest manifest() {
    return manifest;
  }

  /** The bytes that the officers sign. */
  public byte[] signedBytes() {
    return manifestBytes.clone();
  }

  /** {@code sha256:…} over the signed bytes. */
  public String digest() {
    return "sha256:" + Grammar.sha256(manifestBytes);
  }

  /** The ids of the keys whose signatures are in the file, not yet verified, in order. */
  public List<String> signers() {
    return signers(FIRST);
  }

  /** The same of officers' second keys. */
  public List<String> secondSigners() {
    return signers(SECOND);
  }

  private List<String> signers(String ending) {
    return signatures.keySet().stream()
        .filter(name -> name.endsWith(ending))
        .map(name -> name.substring(name.indexOf('/') + 1, name.lastIndexOf('.')))
        .toList();
  }

  SortedMap<String, byte[]> signatures() {
    return signatures;
  }

  /** As if it had just been read. */
  BundleParts parts() {
    return new BundleParts(manifestBytes, signatures, payload);
  }

  byte[] payload() {
    return payload;
  }

  /** The file's bytes. */
  public byte[] bytes() {
    List<String> names = new ArrayList<>(List.of(MANIFEST));
    List<byte[]> contents = new ArrayList<>(List.of(manifestBytes));
    names.addAll(signatures.keySet());
    contents.addAll(signatures.values());
    names.add(PAYLOAD);
    contents.add(payload);
    return Ustar.write(names, contents);
  }

  /**
   * Gives the rules in turn, in ascending order of keys; a name may come twice, first for itself,
   * then for what is under it. Keeps none of them.
   *
   * @throws BundleException {@code NOT_A_BUNDLE} if the payload is not what the manifest says
   */
  public void rules(Consumer<Rule> reader) throws BundleException {
    try {
      Rules.read(BundleVerifier.domains(manifest, payload), reader);
    } catch (Flaw flaw) {
      throw unusable("rules", Reason.NOT_A_BUNDLE, flaw);
    }
  }

  /**
   * What a gateway without the engine does with mail for each recipient, by the rules.
   *
   * @param recipients as {@link Manifest.Probe#named} gives them
   * @throws BundleException {@code NOT_A_BUNDLE} if the payload is not what the manifest says
   */
  public Map<String, Outcome> outcomes(Collection<String> recipients) throws BundleException {
    try {
      return Rules.lookUp(
          recipients, BundleVerifier.domains(manifest, payload), manifest.unlisted());
    } catch (Flaw flaw) {
      throw unusable("rules", Reason.NOT_A_BUNDLE, flaw);
    }
  }

  private static BundleException unusable(String what, Reason reason, Flaw flaw) {
    return new BundleException(
        reason, "The " + what + " cannot be used: " + flaw.sentence() + ".", flaw);
  }

  /**
   * The trust file that it carries, if it carries one.
   *
   * @throws BundleException {@code NOT_A_BUNDLE} if the payload is not what the manifest says
   */
  public Optional<TrustFile> trust() throws BundleException {
    if (!manifest.kind().equals(Manifest.TRUST)) {
      return Optional.empty();
    }
    try {
      return Optional.of(TrustChange.next(manifest, payload));
    } catch (Flaw flaw) {
      throw unusable("trust file", Reason.NOT_A_BUNDLE, flaw);
    }
  }

  /**
   * The policy that it carries for gateways with the slip engine, built and tried on the probes. As
   * long as building a policy takes; says nothing of whether the bundle should be believed.
   *
   * @throws BundleException {@code NO_POLICY}; {@code NOT_A_BUNDLE} if it is not well-formed;
   *     {@code PROBE} if this engine would answer a probe otherwise than was signed
   */
  public CarriedPolicy policy() throws BundleException {
    try {
      return PolicyReader.read(manifest, payload);
    } catch (Flaw flaw) {
      throw unusable(
          "policy", flaw.refusal() == Refusal.PROBE ? Reason.PROBE : Reason.NOT_A_BUNDLE, flaw);
    }
  }

  /**
   * The signed bytes and the officers' signatures over them as CMS SignedData (RFC 5652, DER), for
   * programs that know nothing of bundles; gateways do not use it. The same bundle and certificates
   * always make the same bytes.
   *
   * @param certificates of officers; those of others are left out
   * @throws BundleException {@code NO_SIGNER} if none is of an officer who signed
   */
  public byte[] cms(Collection<X509Certificate> certificates) throws BundleException {
    return CmsForm.of(manifestBytes, signatures, certificates);
  }

  /** The usual name of the file. */
  public String fileName() {
    return manifest.kind() + "-" + manifest.serial() + ".postern";
  }

  /**
   * Writes the file whole or not at all.
   *
   * @throws BundleException {@code DISK}
   */
  public void write(Path file) throws BundleException {
    try {
      AtomicFiles.write(file, bytes(), AtomicFiles.Readers.EVERYONE);
    } catch (IOException e) {
      throw new BundleException(
          Reason.DISK,
          "The bundle could not be written to "
              + file
              + ": "
              + e.getMessage()
              + ". Nothing was changed.",
          e);
    }
  }
}
