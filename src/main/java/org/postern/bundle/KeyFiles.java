package org.postern.bundle;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.bundle.BundleException.Reason;
import org.postern.officer.OfficerKey;
import org.postern.officer.SecondKey;

/** Reads the public keys and texts of a trust folder; says what cannot be relied on. */
final class KeyFiles {
  private static final int LARGEST = 64 * 1024;
  private static final Pattern PEM =
      Pattern.compile(
          "-----BEGIN PUBLIC KEY-----\\s([A-Za-z0-9+/=\\s]+)-----END PUBLIC KEY-----\\s*");

  private KeyFiles() {}

  /** Reads one PEM public key, such as a gateway's for its receipts. */
  static PublicKey publicKey(Path pem) throws BundleException {
    return publicKey(pem, text(pem));
  }

  private static byte[] der(Path pem, String text) throws BundleException {
    Matcher matcher = PEM.matcher(text);
    if (!matcher.matches()) {
      throw bad(pem, "it is not one public key in PEM form");
    }
    return Base64.getMimeDecoder().decode(matcher.group(1));
  }

  private static PublicKey publicKey(Path pem, String text) throws BundleException {
    try {
      byte[] der = der(pem, text);
      PublicKey key = EcKeys.of(der);
      if (EcKeys.bits(key) != 256 && EcKeys.bits(key) != 384) {
        throw bad(pem, "its curve is neither P-256 nor P-384");
      }
      return key;
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new BundleException(
          Reason.NOT_A_TRUST_FILE, pem + " cannot be relied on: it is not an EC public key.", e);
    }
  }

  /** A key that the folder names by its id. */
  static PublicKey publicKey(Path pem, String text, String id) throws BundleException {
    return named(pem, publicKey(pem, text), id);
  }

  /** A second key that the folder names by its id. */
  static PublicKey secondKey(Path pem, String text, String id) throws BundleException {
    try {
      return named(pem, SecondKey.publicKey(der(pem, text)), id);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new BundleException(
          Reason.NOT_A_TRUST_FILE,
          pem + " cannot be relied on: it is not an ML-DSA-65 public key.",
          e);
    }
  }

  private static PublicKey named(Path pem, PublicKey key, String id) throws BundleException {
    if (!OfficerKey.idOf(key).equals(id)) {
      throw bad(pem, "the key in it is not the one that its name says");
    }
    return key;
  }

  static String text(Path file) throws BundleException {
    byte[] bytes = Input.of(file, LARGEST);
    if (bytes.length > LARGEST) {
      throw bad(file, "it is far too large");
    }
    return decoded(file, bytes);
  }

  static String decoded(Path file, byte[] bytes) throws BundleException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new BundleException(
          Reason.NOT_A_TRUST_FILE, file + " cannot be relied on: it is not text.", e);
    }
  }

  static BundleException bad(Path file, String why) {
    return new BundleException(
        Reason.NOT_A_TRUST_FILE, file + " cannot be relied on: " + why + ".");
  }
}
