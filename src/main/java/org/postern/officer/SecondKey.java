package org.postern.officer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.X509EncodedKeySpec;
import java.util.Optional;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.signers.MLDSASigner;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.PrivateKeyInfoFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfoBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.postern.files.AtomicFiles;
import org.postern.files.Pem;
import org.postern.officer.OfficerException.Reason;

/**
 * An officer's second key: ML-DSA-65 (FIPS 204), for signatures that stay sound when ECDSA can be
 * broken by a quantum computer. Lies beside the first one as {@code <first key id>.second}: the
 * public key and the sealed private one in PEM, both readable by OpenSSL from 3.5 on. Signatures
 * are the deterministic variant of section 3.4, like the first key's. Immutable and thread-safe.
 */
public final class SecondKey {
  /** The algorithm's name in the JDK, which checks what this makes. */
  static final String ALGORITHM = "ML-DSA-65";

  static final String PUBLIC = "PUBLIC KEY";
  private static final String SEALED = "ENCRYPTED PRIVATE KEY";
  private static final int SEED = 32;

  private final MLDSAPrivateKeyParameters secret;
  private final PublicKey publicKey;

  private SecondKey(MLDSAPrivateKeyParameters secret) throws GeneralSecurityException, IOException {
    this.secret = secret;
    this.publicKey =
        publicKey(
            SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(secret.getPublicKeyParameters())
                .getEncoded());
  }

  /** Makes a key that exists only in memory. */
  public static SecondKey create() {
    byte[] seed = new byte[SEED];
    new SecureRandom().nextBytes(seed);
    try {
      return new SecondKey(new MLDSAPrivateKeyParameters(MLDSAParameters.ml_dsa_65, seed));
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("every seed is a key", e);
    }
  }

  /**
   * A public key from its DER form (SubjectPublicKeyInfo).
   *
   * @throws GeneralSecurityException if it is none of this kind
   */
  public static PublicKey publicKey(byte[] der) throws GeneralSecurityException {
    return KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(der));
  }

  /** {@link OfficerKey#idOf} of the public key. */
  public String id() {
    return OfficerKey.idOf(publicKey);
  }

  public PublicKey publicKey() {
    return publicKey;
  }

  /** Signs: 3,309 bytes, as {@code openssl pkeyutl -verify -rawin} reads them. */
  public byte[] sign(byte[] message) {
    MLDSASigner signer = new MLDSASigner();
    signer.init(true, secret);
    signer.update(message, 0, message.length);
    try {
      return signer.generateSignature();
    } catch (CryptoException e) {
      throw new IllegalStateException("a sound key can always sign", e);
    }
  }

  /** Writes the file whole or not at all, for its owner only. */
  void save(Path file, char[] passphrase, Sealed sealed) throws IOException {
    try {
      byte[] pkcs8 =
          new PKCS8EncryptedPrivateKeyInfoBuilder(
                  PrivateKeyInfoFactory.createPrivateKeyInfo(
                      secret.getParametersWithFormat(MLDSAPrivateKeyParameters.SEED_ONLY)))
              .build(Pbes2.encryptor(sealed, passphrase))
              .getEncoded();
      String text = Pem.text(PUBLIC, publicKey.getEncoded()) + Pem.text(SEALED, pkcs8);
      AtomicFiles.write(file, text.getBytes(StandardCharsets.US_ASCII), AtomicFiles.Readers.OWNER);
    } catch (OperatorCreationException e) {
      throw new IllegalStateException("a fresh key can always be sealed", e);
    }
  }

  /** The public key of a file's text. */
  static PublicKey publicIn(Path file, String text) throws OfficerException {
    try {
      return publicKey(Pem.der(PUBLIC, text).orElseThrow(() -> damaged(file)));
    } catch (GeneralSecurityException e) {
      throw damaged(file, e);
    }
  }

  /**
   * Opens a file's text; empty if it holds the public key alone.
   *
   * @throws OfficerException {@code WRONG_PASSPHRASE}, {@code DAMAGED}
   */
  static Optional<SecondKey> open(Path file, String text, char[] passphrase)
      throws OfficerException {
    PublicKey known = publicIn(file, text);
    Optional<byte[]> sealed = Pem.der(SEALED, text);
    if (sealed.isEmpty()) {
      return Optional.empty();
    }
    try {
      PKCS8EncryptedPrivateKeyInfo secret = new PKCS8EncryptedPrivateKeyInfo(sealed.get());
      if (!Pbes2.seals(secret) || !Pbes2.bearable(secret)) {
        throw damaged(file);
      }
      if (PrivateKeyFactory.createKey(Pbes2.open(secret, passphrase))
          instanceof MLDSAPrivateKeyParameters key) {
        SecondKey opened = new SecondKey(key);
        if (opened.publicKey.equals(known)) {
          return Optional.of(opened);
        }
      }
      throw damaged(file);
    } catch (PKCSException e) {
      throw new OfficerException(
          Reason.WRONG_PASSPHRASE,
          "The passphrase of the key does not open the second key beside it, "
              + file
              + ": it was altered, or belongs to another copy of the key.",
          e);
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      throw damaged(file, e);
    }
  }

  private static OfficerException damaged(Path file, Exception cause) {
    OfficerException damaged = damaged(file);
    damaged.initCause(cause);
    return damaged;
  }

  private static OfficerException damaged(Path file) {
    return new OfficerException(
        Reason.DAMAGED,
        "The second key in "
            + file
            + " was damaged, or is none. Put back a copy of it, or take the file away and make a new one.");
  }

  @Override
  public String toString() {
    return "SecondKey[" + id() + "]";
  }
}
