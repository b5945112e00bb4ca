package org.postern.ui.setup;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.postern.policy.DomainName;
import org.postern.quarantine.Mailbox;
import org.postern.quarantine.TokenSource;

/** What can be wrong with an answer. Sentences, or empty strings if nothing is. */
final class Checks {
  static final int SHORTEST_PASSPHRASE = 12;
  private static final int LARGEST_FILE = 256 * 1024;

  private Checks() {}

  static String officer(String name) {
    String stripped = name.strip();
    if (stripped.isEmpty()) {
      return "Your name is needed: signatures and records carry it.";
    }
    if (stripped.codePointCount(0, stripped.length()) > 64) {
      return "At most 64 characters.";
    }
    return org.postern.mail.Inert.isPlain(stripped)
        ? ""
        : "The name holds characters that cannot be seen.";
  }

  static String passphrase(String passphrase) {
    return passphrase.isEmpty() || passphrase.length() >= SHORTEST_PASSPHRASE
        ? ""
        : "At least "
            + SHORTEST_PASSPHRASE
            + " characters; four words that do not belong together are good.";
  }

  static String months(String months) {
    String text = months.strip();
    return text.matches("[0-9]{1,4}") && Integer.parseInt(text) <= 1200
        ? ""
        : "A number of months from 0 to 1200.";
  }

  static String host(String host) {
    String name = host.strip();
    boolean plain = !name.isEmpty() && name.chars().allMatch(c -> c > 0x20 && c < 0x7f);
    return plain && name.length() <= 253 && name.matches("[A-Za-z0-9.:\\[\\]-]+")
        ? ""
        : "A host name or address, such as mail.mod.example.";
  }

  static String port(String port) {
    try {
      int number = Integer.parseInt(port.strip());
      return number >= 1 && number <= 65_535 ? "" : "A number from 1 to 65535.";
    } catch (NumberFormatException e) {
      return "A number from 1 to 65535.";
    }
  }

  /** At most so many: the console keeps two connections to each, and servers count them. */
  static final int MOST_FOLDERS = 4;

  /** Names with commas between them. */
  static String folders(String folders) {
    List<String> names = split(folders);
    if (names.isEmpty() || names.size() > MOST_FOLDERS) {
      return "One to four names of folders on the server, with commas between them; usually INBOX.";
    }
    return names.stream()
        .map(Mailbox::folderProblem)
        .filter(p -> !p.isEmpty())
        .findFirst()
        .orElse("");
  }

  static List<String> split(String folders) {
    return Arrays.stream(folders.split(","))
        .map(String::strip)
        .filter(f -> !f.isEmpty())
        .distinct()
        .toList();
  }

  static String idle(String minutes) {
    String text = minutes.strip();
    return text.matches("[0-9]{1,2}") && Integer.parseInt(text) >= 1 && Integer.parseInt(text) <= 28
        ? ""
        : "A number of minutes from 1 to 28.";
  }

  /** The address of a token endpoint. */
  static String endpoint(String address) {
    return TokenSource.addressProblem(address);
  }

  static String gateway(String name) {
    boolean good =
        DomainName.parse(name.strip()).ok().filter(d -> d.ascii().equals(name.strip())).isPresent();
    if (good) {
      return "";
    }
    return name.strip().equals(name.strip().toLowerCase(Locale.ROOT))
        ? "The gateway's host name, such as relay-1.mod.example."
        : "In lower case, as the gateway calls itself: relay-1.mod.example.";
  }

  private static String place(String folder) {
    try {
      return !folder.isBlank() && Path.of(folder.strip()).isAbsolute()
          ? ""
          : "The whole path of a folder.";
    } catch (InvalidPathException e) {
      return "This computer cannot have such a path.";
    }
  }

  static String file(String file) {
    return file.isBlank() ? "" : place(file).isEmpty() ? "" : "The whole path of a file.";
  }

  /**
   * A client certificate with its key as Base64. Blocks.
   *
   * @throws IOException with a sentence
   */
  static String certificate(String file, String password) throws IOException {
    byte[] bytes = bytes(file);
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(new ByteArrayInputStream(bytes), password.toCharArray());
      for (String alias : Collections.list(store.aliases())) {
        if (store.isKeyEntry(alias)) {
          return Base64.getEncoder().encodeToString(bytes);
        }
      }
    } catch (IOException | GeneralSecurityException e) {
      throw new IOException(
          "This is not a PKCS#12 file (.p12, .pfx), or the password does not open it.", e);
    }
    throw new IOException("There is no key in this file: export the certificate with its key.");
  }

  /**
   * A private key as text; whether it can be opened the test says. Blocks.
   *
   * @throws IOException with a sentence
   */
  static String privateKey(String file) throws IOException {
    String text = new String(bytes(file), StandardCharsets.US_ASCII);
    if (!text.contains("PRIVATE KEY-----")) {
      throw new IOException(
          text.startsWith("ssh-") || text.startsWith("ecdsa-")
              ? "This is the public half. Choose the file beside it, without .pub."
              : "This is not a private key of OpenSSH or in PEM form.");
    }
    return text;
  }

  /**
   * Certificates in PEM. Blocks.
   *
   * @throws IOException with a sentence
   */
  static String trusted(String file) throws IOException {
    byte[] bytes = bytes(file);
    try {
      if (!CertificateFactory.getInstance("X.509")
          .generateCertificates(new ByteArrayInputStream(bytes))
          .isEmpty()) {
        return new String(bytes, StandardCharsets.US_ASCII);
      }
    } catch (GeneralSecurityException e) {
      throw new IOException("This is not a certificate in PEM form.", e);
    }
    throw new IOException("There is no certificate in this file.");
  }

  private static byte[] bytes(String file) throws IOException {
    Path path = Path.of(file.strip());
    if (!Files.isRegularFile(path)) {
      throw new IOException("There is no such file.");
    }
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(LARGEST_FILE + 1);
      if (bytes.length > LARGEST_FILE) {
        throw new IOException("This file is far too large for a certificate.");
      }
      return bytes;
    } catch (java.nio.file.AccessDeniedException e) {
      throw new IOException("This file may not be read by you.", e);
    }
  }
}
