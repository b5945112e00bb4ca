package org.postern.officer;

import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;

/**
 * Checks signatures: ECDSA with SHA-256, DER, the only kind that officers and gateways make.
 * Thread-safe: it keeps no state.
 */
public final class Signatures {
  private Signatures() {}

  /**
   * Whether {@code signature} is one over {@code message} by {@code key}; malformed bytes are
   * simply not.
   */
  public static boolean verify(PublicKey key, byte[] message, byte[] signature) {
    try {
      Signature verifier = Signature.getInstance("SHA256withECDSA");
      verifier.initVerify(key);
      verifier.update(message);
      return verifier.verify(signature);
    } catch (SignatureException | InvalidKeyException notASignatureOrNotAnEcKey) {
      return false;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has ECDSA", e);
    }
  }
}
