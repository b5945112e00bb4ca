package org.postern.officer;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import javax.crypto.KeyAgreement;
import org.postern.officer.OfficerException.Reason;

/**
 * An officer's key on a smartcard or HSM, reached through its PKCS#11 library. The private key
 * never leaves the token; what is signed is checked against the public key at once, because a card
 * can fail silently. Thread-safe: the token signs one message at a time.
 */
public final class TokenKey implements SigningKey {
  private final Provider provider;
  private final String officer;
  private final X509Certificate certificate;
  private final PrivateKey handle;

  private TokenKey(Provider provider, X509Certificate certificate, PrivateKey handle) {
    this.provider = provider;
    this.officer = Certificates.commonName(certificate);
    this.certificate = certificate;
    this.handle = handle;
  }

  /**
   * The officers' keys on a token: P-256, each with its certificate.
   *
   * @param library the token's PKCS#11 library, an absolute path
   * @param slot index of the slot in the library's list, 0 for the first
   * @param pin zeroed before this returns
   * @throws OfficerException {@code WRONG_PASSPHRASE}, {@code NOT_FOUND} if there is no usable key,
   *     {@code TOKEN}
   */
  public static List<TokenKey> open(Path library, int slot, char[] pin) throws OfficerException {
    Provider provider = provider(library, slot);
    try {
      KeyStore token = login(provider, pin);
      List<TokenKey> keys = new ArrayList<>();
      for (String alias : Collections.list(token.aliases())) {
        if (token.isKeyEntry(alias)
            && token.getKey(alias, null) instanceof PrivateKey key
            && token.getCertificate(alias) instanceof X509Certificate certificate
            && certificate.getPublicKey() instanceof ECPublicKey ec
            && Certificates.isP256(ec)
            && !Certificates.commonName(certificate).isEmpty()) {
          keys.add(new TokenKey(provider, certificate, key));
        }
      }
      if (keys.isEmpty()) {
        throw new OfficerException(
            Reason.NOT_FOUND,
            "There is no officer's key on this token: it needs a P-256 key with a certificate that"
                + " names the officer. Make one: postern key new NAME --token LIBRARY.");
      }
      return keys;
    } catch (GeneralSecurityException | ProviderException e) {
      throw trouble("The token cannot be read", e);
    }
  }

  /**
   * Makes a key on the token, with a self-signed certificate that carries the name.
   *
   * @param pin zeroed before this returns
   * @throws OfficerException {@code BAD_NAME}, {@code WRONG_PASSPHRASE}, {@code TOKEN}
   */
  public static TokenKey create(Path library, int slot, char[] pin, String officer, Clock clock)
      throws OfficerException {
    String name = OfficerName.checked(officer);
    Provider provider = provider(library, slot);
    try {
      KeyStore token = login(provider, pin);
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", provider);
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair pair = generator.generateKeyPair();
      X509Certificate certificate = Certificates.selfSigned(name, pair, clock.instant(), provider);
      token.setKeyEntry(
          "postern " + OfficerKey.idOf(certificate.getPublicKey()),
          pair.getPrivate(),
          null,
          new X509Certificate[] {certificate});
      return new TokenKey(provider, certificate, pair.getPrivate());
    } catch (GeneralSecurityException | ProviderException e) {
      throw trouble("No key could be made on the token", e);
    }
  }

  private static Provider provider(Path library, int slot) throws OfficerException {
    String path = library.toAbsolutePath().toString();
    if (path.chars().anyMatch(c -> c < ' ' || c == '"' || c == '\\')) {
      throw new OfficerException(
          Reason.TOKEN, "The library's path holds characters that cannot be used.");
    }
    try {
      return Security.getProvider("SunPKCS11").configure(configuration(path, slot));
    } catch (ProviderException | IllegalArgumentException e) {
      throw trouble("The token's library " + path + " cannot be used", e);
    }
  }

  /** Keys made here sign and open what is sealed to them; a secret agreed on comes out for HKDF. */
  private static String configuration(String path, int slot) {
    return "--name = postern\nlibrary = \""
        + path
        + "\"\nslotListIndex = "
        + slot
        + """

        attributes(generate, CKO_PRIVATE_KEY, CKK_EC) = {
          CKA_SIGN = true
          CKA_DERIVE = true
        }
        attributes(*, CKO_SECRET_KEY, CKK_GENERIC_SECRET) = {
          CKA_SENSITIVE = false
          CKA_EXTRACTABLE = true
        }
        """;
  }

  private static KeyStore login(Provider provider, char[] pin)
      throws GeneralSecurityException, OfficerException {
    try {
      KeyStore token = KeyStore.getInstance("PKCS11", provider);
      token.load(null, pin);
      return token;
    } catch (IOException e) {
      throw isWrongPin(e)
          ? new OfficerException(
              Reason.WRONG_PASSPHRASE,
              "The token does not accept this PIN. Several wrong ones lock it.",
              e)
          : trouble("The token cannot be opened", e);
    } catch (KeyStoreException e) {
      throw trouble("There is no token in this slot", e);
    } finally {
      Arrays.fill(pin, '\0');
    }
  }

  /** What the card says stands several causes deep. */
  private static boolean isWrongPin(Throwable e) {
    Throwable t = e;
    for (int depth = 0; t != null && depth < 10; t = t.getCause(), depth++) {
      if (String.valueOf(t.getMessage()).contains("CKR_PIN")) {
        return true;
      }
    }
    return false;
  }

  private static OfficerException trouble(String what, Exception e) {
    return new OfficerException(Reason.TOKEN, what + ": " + e.getMessage() + ".", e);
  }

  @Override
  public String officer() {
    return officer;
  }

  @Override
  public String id() {
    return OfficerKey.idOf(publicKey());
  }

  @Override
  public PublicKey publicKey() {
    return certificate.getPublicKey();
  }

  @Override
  public X509Certificate certificate() {
    return certificate;
  }

  @Override
  public synchronized byte[] sign(byte[] message) throws OfficerException {
    try {
      Signature signer = Signature.getInstance("SHA256withECDSA", provider);
      signer.initSign(handle);
      signer.update(message);
      byte[] signature = signer.sign();
      if (!Signatures.verify(publicKey(), message, signature)) {
        throw new OfficerException(
            Reason.TOKEN, "The token made a signature that its own key does not know.");
      }
      return signature;
    } catch (GeneralSecurityException | ProviderException e) {
      throw trouble("The token could not sign; is it still plugged in", e);
    }
  }

  /** None: PKCS#11 in Java knows no ML-DSA yet. */
  @Override
  public Optional<SecondKey> second() {
    return Optional.empty();
  }

  @Override
  public synchronized byte[] agree(PublicKey other) throws OfficerException {
    try {
      KeyAgreement agreement = KeyAgreement.getInstance("ECDH", provider);
      agreement.init(handle);
      agreement.doPhase(other, true);
      return agreement.generateSecret();
    } catch (GeneralSecurityException | ProviderException e) {
      throw trouble("The token could not open what is sealed to it", e);
    }
  }

  @Override
  public String toString() {
    return "TokenKey[" + officer + ", " + id() + "]";
  }
}
