package org.postern.officer;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.Base64;
import org.postern.officer.OfficerException.Reason;

/**
 * What a future officer gives to an administrator so that their key is put on the roster: name,
 * public key, and a signature that shows that they have the key. No secret is in it; whether the
 * name is true, the administrator asks the person. Immutable.
 */
public record OfficerFile(String name, PublicKey key) {
  private static final String FIRST = "postern-officer: 1";
  private static final int LONGEST = 4_000;

  /** The file of a key that was unlocked. */
  public static String of(SigningKey key) throws OfficerException {
    String text = text(key.officer(), key.publicKey());
    byte[] signature = key.sign(text.getBytes(StandardCharsets.UTF_8));
    return text + "signature: " + Base64.getEncoder().encodeToString(signature) + "\n";
  }

  private static String text(String name, PublicKey key) {
    return FIRST
        + "\nname: "
        + name
        + "\nkey: "
        + Base64.getEncoder().encodeToString(key.getEncoded())
        + "\n";
  }

  /**
   * Reads such a file.
   *
   * @throws OfficerException {@code DAMAGED} if it is none or its signature is not by its key,
   *     {@code BAD_NAME}
   */
  public static OfficerFile parse(String file) throws OfficerException {
    try {
      String[] lines = file.length() > LONGEST ? new String[0] : file.strip().split("\r?\n", -1);
      if (lines.length != 4 || !lines[0].equals(FIRST)) {
        throw new IllegalArgumentException("lines");
      }
      String name = OfficerName.checked(after("name: ", lines[1]));
      PublicKey key = Certificates.p256(Base64.getDecoder().decode(after("key: ", lines[2])));
      byte[] signature = Base64.getDecoder().decode(after("signature: ", lines[3]));
      byte[] signed = text(name, key).getBytes(StandardCharsets.UTF_8);
      if (!Signatures.verify(key, signed, signature)) {
        throw new IllegalArgumentException("signature");
      }
      return new OfficerFile(name, key);
    } catch (IllegalArgumentException | GeneralSecurityException e) {
      throw new OfficerException(
          Reason.DAMAGED,
          "This is no officer's file, or it was altered on the way. Ask the officer to make it"
              + " again: postern officer file.",
          e);
    }
  }

  /** {@link OfficerKey#idOf} of the key: what the officer reads out to be recognised. */
  public String id() {
    return OfficerKey.idOf(key);
  }

  private static String after(String prefix, String line) {
    if (!line.startsWith(prefix)) {
      throw new IllegalArgumentException(line);
    }
    return line.substring(prefix.length());
  }
}
