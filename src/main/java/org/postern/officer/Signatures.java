package org.postern.officer;

import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECPublicKey;

/**
 * Checks signatures: ECDSA with SHA-256 in DER, which officers and gateways make, and ML-DSA-65 of
 * officers' second keys. Thread-safe: it keeps no state.
 */
public final class Signatures {
  private Signatures() {}

  /**
   * Whether {@code signature} is one over {@code message} by {@code key}; malformed bytes are
   * simply not.
   */
  public static boolean verify(PublicKey key, byte[] message, byte[] signature) {
    try {
      Signature verifier =
          Signature.getInstance(
              key instanceof ECPublicKey ? "SHA256withECDSA" : SecondKey.ALGORITHM);
      verifier.initVerify(key);
      verifier.update(message);
      return verifier.verify(signature);
    } catch (SignatureException | InvalidKeyException notASignatureOrNoSuchKey) {
      return false;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has ECDSA and ML-DSA", e);
    }
  }
}
