package org.postern.officer;

import java.io.IOException;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.OutputEncryptor;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEInputDecryptorProviderBuilder;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEOutputEncryptorBuilder;

/**
 * How a private key is sealed in a file: PBES2 (RFC 8018) with AES-256 and PBKDF2 over
 * HMAC-SHA-256. Keeps no state.
 */
final class Pbes2 {
  /**
   * What one guess at a passphrase costs an attacker (OWASP's figure for PBKDF2 with HMAC-SHA-256).
   */
  private static final int ROUNDS = 600_000;

  /** The directory's secret is random and long: it needs no stretching. */
  private static final int ROUNDS_FOR_A_RANDOM_SECRET = 2_000;

  /** What a hostile file may cost us: some seconds. */
  static final int MOST_ROUNDS = 5_000_000;

  private Pbes2() {}

  static int rounds(Sealed sealed) {
    return switch (sealed) {
      case PASSPHRASE -> ROUNDS;
      case DIRECTORY -> ROUNDS_FOR_A_RANDOM_SECRET;
    };
  }

  static OutputEncryptor encryptor(Sealed sealed, char[] passphrase)
      throws OperatorCreationException {
    return new JcePKCSPBEOutputEncryptorBuilder(NISTObjectIdentifiers.id_aes256_CBC)
        .setProvider(new BouncyCastleProvider())
        .setPRF(new AlgorithmIdentifier(PKCSObjectIdentifiers.id_hmacWithSHA256, DERNull.INSTANCE))
        .setIterationCount(rounds(sealed))
        .build(passphrase);
  }

  /** The private key (PKCS#8, DER). */
  static byte[] open(PKCS8EncryptedPrivateKeyInfo secret, char[] passphrase)
      throws PKCSException, IOException {
    return secret
        .decryptPrivateKeyInfo(
            new JcePKCSPBEInputDecryptorProviderBuilder()
                .setProvider(new BouncyCastleProvider())
                .build(passphrase))
        .getEncoded();
  }

  /** Whether it is sealed in this way at all. */
  static boolean seals(PKCS8EncryptedPrivateKeyInfo secret) {
    return secret.getEncryptionAlgorithm().getAlgorithm().equals(PKCSObjectIdentifiers.id_PBES2);
  }

  /**
   * Whether opening it takes at most as long as it may.
   *
   * @throws IllegalArgumentException if that cannot be read
   */
  static boolean bearable(PKCS8EncryptedPrivateKeyInfo secret) {
    var rounds =
        PBKDF2Params.getInstance(
                PBES2Parameters.getInstance(secret.getEncryptionAlgorithm().getParameters())
                    .getKeyDerivationFunc()
                    .getParameters())
            .getIterationCount();
    return rounds.bitLength() < 32 && rounds.intValue() <= MOST_ROUNDS;
  }
}
