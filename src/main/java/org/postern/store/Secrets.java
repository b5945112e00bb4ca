package org.postern.store;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Deriving keys and sealing texts (AES-256-GCM): for a data directory, and for officers. */
final class Secrets {
  private static final String SEALED = "sealed:1:";
  private static final int NONCE = 12;

  private Secrets() {}

  /** 32 bytes for one purpose, telling nothing about those for another (HKDF, RFC 5869). */
  static byte[] derive(String key, String purpose) {
    return derive(HexFormat.of().parseHex(key), purpose);
  }

  /** The same from any secret bytes. */
  static byte[] derive(byte[] key, String purpose) {
    try {
      return KDF.getInstance("HKDF-SHA256")
          .deriveData(
              HKDFParameterSpec.ofExtract()
                  .addIKM(key)
                  .thenExpand(("postern " + purpose).getBytes(StandardCharsets.UTF_8), 32));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Java 25 has HKDF-SHA256", e);
    }
  }

  /** Tells two keys apart without giving either away. */
  static String fingerprint(String key) {
    return HexFormat.of().formatHex(derive(key, "team key"), 0, 16);
  }

  /** A text that whoever rules the database can neither read nor alter. */
  static String seal(byte[] secret, String text) {
    byte[] nonce = new byte[NONCE];
    new SecureRandom().nextBytes(nonce);
    try {
      byte[] closed =
          cipher(Cipher.ENCRYPT_MODE, secret, nonce).doFinal(text.getBytes(StandardCharsets.UTF_8));
      byte[] all = Arrays.copyOf(nonce, NONCE + closed.length);
      System.arraycopy(closed, 0, all, NONCE, closed.length);
      return SEALED + Base64.getEncoder().encodeToString(all);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has AES-GCM", e);
    }
  }

  /** The text that was sealed. */
  static String open(byte[] secret, String sealed) {
    try {
      byte[] all = Base64.getDecoder().decode(sealed.substring(SEALED.length()));
      byte[] nonce = Arrays.copyOf(all, NONCE);
      return new String(
          cipher(Cipher.DECRYPT_MODE, secret, nonce).doFinal(all, NONCE, all.length - NONCE),
          StandardCharsets.UTF_8);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new Trouble.DamagedRow("a sealed text", e);
    }
  }

  static boolean sealed(String text) {
    return text.startsWith(SEALED);
  }

  private static Cipher cipher(int mode, byte[] secret, byte[] nonce)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, new SecretKeySpec(secret, "AES"), new GCMParameterSpec(128, nonce));
    return cipher;
  }
}
