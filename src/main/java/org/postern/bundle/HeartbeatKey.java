package org.postern.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.bundle.BundleException.Reason;
import org.postern.files.AtomicFiles;
import org.postern.officer.OfficerKey;
import org.postern.officer.Signatures;

/**
 * The key of a machine that signs a {@link Heartbeat} every day with nobody there: a file without a
 * passphrase, PKCS#8 in PEM as openssl writes it, and the public half beside it as {@code
 * FILE.pub}. It is no officer's key: what it signs can only raise the alarm. Immutable and
 * thread-safe.
 */
public final class HeartbeatKey {
  private static final int LARGEST = 16 * 1024;
  private static final Pattern PEM =
      Pattern.compile(
          "-----BEGIN PRIVATE KEY-----\\s([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----\\s*");

  private final PrivateKey secret;

  private HeartbeatKey(PrivateKey secret) {
    this.secret = secret;
  }

  /**
   * Makes a P-256 key: {@code file} (0600) and {@code file.pub}.
   *
   * @return the public half
   * @throws BundleException {@code DISK}, also if the file is there already
   */
  public static PublicKey create(Path file) throws BundleException {
    try {
      if (Files.exists(file)) {
        throw new BundleException(
            Reason.DISK, file + " is there already; nothing was written. Choose another name.");
      }
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair pair = generator.generateKeyPair();
      String pem =
          "-----BEGIN PRIVATE KEY-----\n"
              + Base64.getMimeEncoder(64, new byte[] {'\n'})
                  .encodeToString(pair.getPrivate().getEncoded())
              + "\n-----END PRIVATE KEY-----\n";
      AtomicFiles.write(file, pem.getBytes(StandardCharsets.US_ASCII), AtomicFiles.Readers.OWNER);
      AtomicFiles.write(
          publicHalf(file),
          OfficerKey.pemOf(pair.getPublic()).getBytes(StandardCharsets.US_ASCII),
          AtomicFiles.Readers.EVERYONE);
      return pair.getPublic();
    } catch (IOException e) {
      throw new BundleException(
          Reason.DISK, "The key could not be written to " + file + ": " + e.getMessage(), e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no P-256", e);
    }
  }

  /** Where {@link #create} puts the public half. */
  public static Path publicHalf(Path file) {
    return file.resolveSibling(file.getFileName() + ".pub");
  }

  /**
   * @throws BundleException {@code NOT_FOUND}, {@code DISK}, {@code NOT_A_TRUST_FILE} if it is no
   *     key of this kind
   */
  public static HeartbeatKey read(Path file) throws BundleException {
    try (InputStream in = Files.newInputStream(file)) {
      Matcher pem = PEM.matcher(new String(in.readNBytes(LARGEST), StandardCharsets.ISO_8859_1));
      if (!pem.matches()) {
        throw foreign(file, new IllegalArgumentException("no PEM"));
      }
      byte[] der = Base64.getMimeDecoder().decode(pem.group(1));
      return new HeartbeatKey(
          KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der)));
    } catch (NoSuchFileException e) {
      throw new BundleException(Reason.NOT_FOUND, "There is no file " + file + ".", e);
    } catch (IOException e) {
      throw new BundleException(Reason.DISK, file + " cannot be read: " + e.getMessage(), e);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw foreign(file, e);
    }
  }

  private static BundleException foreign(Path file, Exception cause) {
    return new BundleException(
        Reason.NOT_A_TRUST_FILE,
        file + " is no heartbeat key. Make one with: postern key heartbeat FILE",
        cause);
  }

  /** ECDSA with SHA-256, DER. */
  byte[] sign(byte[] message) {
    try {
      Signature signer = Signature.getInstance("SHA256withECDSA");
      signer.initSign(secret);
      signer.update(message);
      return signer.sign();
    } catch (InvalidKeyException e) {
      throw new IllegalStateException("an EC key can sign", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has ECDSA", e);
    }
  }

  /** Whether that is its public half. */
  boolean belongsTo(PublicKey key) {
    byte[] probe = key.getEncoded();
    return Signatures.verify(key, probe, sign(probe));
  }
}
