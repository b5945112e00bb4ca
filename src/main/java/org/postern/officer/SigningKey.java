package org.postern.officer;

import java.security.PublicKey;

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

  /**
   * Signs: ECDSA P-256 with SHA-256, DER.
   *
   * @throws OfficerException {@code TOKEN} if the card was pulled out or refuses
   */
  byte[] sign(byte[] message) throws OfficerException;

  /**
   * Agrees on a secret with another P-256 key (ECDH), for what is sealed to this officer.
   *
   * @throws OfficerException {@code TOKEN} if the card does not do that
   */
  byte[] agree(PublicKey other) throws OfficerException;
}
