package org.postern.bundle;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;

/** Public keys from their DER form (SubjectPublicKeyInfo). */
final class EcKeys {
  private EcKeys() {}

  static PublicKey of(byte[] der) throws GeneralSecurityException {
    PublicKey key = KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(der));
    if (key instanceof ECPublicKey) {
      return key;
    }
    throw new InvalidKeyException("not an EC key");
  }

  /** The size of its curve's field. */
  static int bits(PublicKey key) {
    return key instanceof ECPublicKey ec ? ec.getParams().getCurve().getField().getFieldSize() : 0;
  }
}
