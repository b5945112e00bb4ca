package org.postern.officer;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.KeyAgreement;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.postern.files.Pem;
import org.postern.files.Sha256;

/**
 * An officer who can sign: a P-256 key pair with a self-signed certificate that carries the
 * officer's name. Signatures are deterministic (RFC 6979), so the same officer signing the same
 * bytes gives the same file. Immutable and thread-safe.
 */
public final class OfficerKey implements SigningKey {
  private final String officer;
  private final X509Certificate certificate;
  private final ECPrivateKey secret;
  private final Optional<SecondKey> second;

  OfficerKey(String officer, X509Certificate certificate, ECPrivateKey secret) {
    this(officer, certificate, secret, Optional.empty());
  }

  private OfficerKey(
      String officer,
      X509Certificate certificate,
      ECPrivateKey secret,
      Optional<SecondKey> second) {
    this.officer = officer;
    this.certificate = certificate;
    this.secret = secret;
    this.second = second;
  }

  /** The same officer with a second key. */
  public OfficerKey with(SecondKey key) {
    return new OfficerKey(officer, certificate, secret, Optional.of(key));
  }

  /**
   * Makes a key that exists only in memory until {@link #save}.
   *
   * @param officer the name that others will see, 1 to 64 visible characters
   * @throws OfficerException {@code BAD_NAME}
   */
  public static OfficerKey create(String officer, Clock clock) throws OfficerException {
    String name = OfficerName.checked(officer);
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair pair = generator.generateKeyPair();
      return new OfficerKey(
          name,
          Certificates.selfSigned(name, pair, clock.instant()),
          (ECPrivateKey) pair.getPrivate());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no P-256", e);
    }
  }

  /**
   * Reads a key file. Nothing in the file is believed before the passphrase has opened it and the
   * key has been shown to belong to the certificate.
   *
   * @param passphrase zeroed before this returns
   * @throws OfficerException {@code NOT_FOUND}, {@code WRONG_PASSPHRASE}, {@code DAMAGED}, {@code
   *     FOREIGN}, {@code DISK}
   */
  public static OfficerKey load(Path file, char[] passphrase) throws OfficerException {
    try {
      return KeyFile.read(file).open(passphrase);
    } finally {
      Arrays.fill(passphrase, '\0');
    }
  }

  /**
   * Writes the key as a PKCS#12 file that only its owner may read (0600), replacing the file whole
   * or not at all.
   *
   * @param passphrase zeroed before this returns
   * @throws OfficerException {@code NO_PASSPHRASE}, {@code DISK}
   */
  public void save(Path file, char[] passphrase) throws OfficerException {
    save(file, passphrase, Sealed.PASSPHRASE);
  }

  void save(Path file, char[] passphrase, Sealed sealed) throws OfficerException {
    try {
      KeyFile.write(file, this, passphrase, sealed);
    } catch (IOException e) {
      throw new OfficerException(
          OfficerException.Reason.DISK,
          "The key could not be written to "
              + file
              + ": "
              + Sentences.of(e)
              + ". Nothing was changed.",
          e);
    } finally {
      Arrays.fill(passphrase, '\0');
    }
  }

  /**
   * The officer's name as the certificate carries it. Not proof of anything by itself: the key is
   * the officer.
   */
  @Override
  public String officer() {
    return officer;
  }

  /** The first 16 hex digits of SHA-256 over the public key (SubjectPublicKeyInfo, DER). */
  @Override
  public String id() {
    return idOf(certificate.getPublicKey());
  }

  @Override
  public X509Certificate certificate() {
    return certificate;
  }

  @Override
  public PublicKey publicKey() {
    return certificate.getPublicKey();
  }

  /** The public key as a gateway keeps it: {@code -----BEGIN PUBLIC KEY-----}. */
  public String publicKeyPem() {
    return pemOf(publicKey());
  }

  /** Signs: ECDSA P-256 with SHA-256, DER, as {@code openssl dgst -sha256 -verify} reads it. */
  @Override
  public byte[] sign(byte[] message) {
    X9ECParameters curve = CustomNamedCurves.getByName("secp256r1");
    ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
    signer.init(true, new ECPrivateKeyParameters(secret.getS(), new ECDomainParameters(curve)));
    BigInteger[] rs = signer.generateSignature(Sha256.digest().digest(message));
    try {
      return StandardDSAEncoding.INSTANCE.encode(curve.getN(), rs[0], rs[1]);
    } catch (IOException e) {
      throw new IllegalStateException("two numbers always have a DER form", e);
    }
  }

  @Override
  public Optional<SecondKey> second() {
    return second;
  }

  /** As for any key, but this one cannot fail. */
  @Override
  public List<OfficerSignature> signatures(byte[] message) {
    try {
      return SigningKey.super.signatures(message);
    } catch (OfficerException e) {
      throw new IllegalStateException("a key in memory can always sign", e);
    }
  }

  @Override
  public byte[] agree(PublicKey other) throws OfficerException {
    try {
      KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
      agreement.init(secret);
      agreement.doPhase(other, true);
      return agreement.generateSecret();
    } catch (GeneralSecurityException e) {
      throw new OfficerException(
          OfficerException.Reason.DAMAGED, "What was sealed to this key was altered.", e);
    }
  }

  /** {@link #id()} of any public key. */
  public static String idOf(PublicKey key) {
    return HexFormat.of().formatHex(Sha256.digest().digest(key.getEncoded()), 0, 8);
  }

  /** {@link #publicKeyPem()} of any public key. */
  public static String pemOf(PublicKey key) {
    return Pem.text("PUBLIC KEY", key.getEncoded());
  }

  ECPrivateKey secret() {
    return secret;
  }

  @Override
  public String toString() {
    return "OfficerKey[" + officer + ", " + id() + "]";
  }
}
