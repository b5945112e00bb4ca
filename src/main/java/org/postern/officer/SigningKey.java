package org.postern.officer;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A key that an officer has unlocked and can sign with: from a file ({@link OfficerKey}) or on a
 * smartcard or HSM ({@link TokenKey}). Thread-safe.
 */
public sealed interface SigningKey permits OfficerKey, TokenKey {
  /** The name in the key's certificate; no proof of anything by itself. */
  String officer();

  /** {@link OfficerKey#idOf} of the public key. */
  String id();

  PublicKey publicKey();

  /** Of the public key, self-signed or by an agency that issues cards. */
  X509Certificate certificate();

  /**
   * Signs: ECDSA P-256 with SHA-256, DER.
   *
   * @throws OfficerException {@code TOKEN} if the card was pulled out or refuses
   */
  byte[] sign(byte[] message) throws OfficerException;

  /** The officer's second key, if one lies beside this one and was opened with it. */
  Optional<SecondKey> second();

  /**
   * What a bundle gets: the signature, and that of the second key if there is one.
   *
   * @throws OfficerException {@code TOKEN} if the card was pulled out or refuses
   */
  default List<OfficerSignature> signatures(byte[] message) throws OfficerException {
    List<OfficerSignature> signatures = new ArrayList<>();
    signatures.add(new OfficerSignature(id(), false, sign(message)));
    second().ifPresent(s -> signatures.add(new OfficerSignature(s.id(), true, s.sign(message))));
    return signatures;
  }

  /**
   * Agrees on a secret with another P-256 key (ECDH), for what is sealed to this officer.
   *
   * @throws OfficerException {@code TOKEN} if the card does not do that
   */
  byte[] agree(PublicKey other) throws OfficerException;
}
