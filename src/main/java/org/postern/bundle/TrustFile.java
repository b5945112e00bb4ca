package org.postern.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.postern.bundle.BundleException.Reason;
import org.postern.files.AtomicFiles;
import org.postern.officer.OfficerKey;
import org.postern.officer.Right;
import org.postern.officer.Roster;
import org.postern.officer.Signatures;

/**
 * Whose signatures a gateway believes, and how many officers it takes: a folder with the text
 * {@code trust} and one public key {@code <key id>.pem} for each line. It belongs to the gateway,
 * is put there by its administrator, and changes only by a bundle that enough officers of it and of
 * the next one signed. Immutable.
 *
 * @param serial of the trust file itself, counted up by whoever changes it
 * @param threshold how many distinct officers must sign, at least 1; officers are counted, not keys
 * @param keys of officers
 * @param heartbeats keys of machines whose {@link Heartbeat} counts; none of them is an officer's
 */
public record TrustFile(long serial, int threshold, List<Key> keys, List<Key> heartbeats) {
  private static final int LARGEST = 64 * 1024;
  private static final int MOST_KEYS = 64;
  static final int LARGEST_SERIAL = 999_999_999;
  private static final String FIRST_LINE = "postern-trust: 1";
  private static final String LAST_LINE = "end: postern-trust";
  static final String NAME = "trust";
  private static final Pattern SERIAL = Pattern.compile("trust-serial: ([1-9][0-9]{0,8})");
  private static final Pattern THRESHOLD = Pattern.compile("threshold: ([1-9][0-9]?)");
  private static final Pattern KEY =
      Pattern.compile(
          "(key|revoked|heartbeat): ([0-9a-f]{16}) ([^\\s\\p{Cntrl}]+(?: [^\\s\\p{Cntrl}]+)*)");
  private static final Pattern PEM =
      Pattern.compile(
          "-----BEGIN PUBLIC KEY-----\\s([A-Za-z0-9+/=\\s]+)-----END PUBLIC KEY-----\\s*");

  /**
   * @param id the first 16 hex digits of SHA-256 over the public key
   * @param officer whose key it is; an officer may have several and still counts once. For a
   *     heartbeat key the name of its machine
   * @param revoked its signatures no longer count
   */
  public record Key(String id, String officer, PublicKey key, boolean revoked) {}

  /**
   * The approvers of a roster; from two on, two must sign. What was an approver's key and is
   * revoked stands in it as revoked.
   */
  public static TrustFile of(Roster roster) {
    List<Key> keys =
        roster.members().stream()
            .filter(m -> Right.APPROVE.isFor(m.roles()))
            .map(m -> new Key(m.id(), m.name(), m.key(), !m.active()))
            .toList();
    long officers = keys.stream().filter(k -> !k.revoked).map(Key::officer).distinct().count();
    return new TrustFile(roster.version(), officers > 1 ? 2 : 1, keys);
  }

  public TrustFile {
    keys = List.copyOf(keys);
    heartbeats = List.copyOf(heartbeats);
  }

  /** One that knows no heartbeat. */
  public TrustFile(long serial, int threshold, List<Key> keys) {
    this(serial, threshold, keys, List.of());
  }

  /**
   * The same officers, and these heartbeat keys.
   *
   * @throws BundleException {@code BAD_TERMS} if one of them is an officer's, comes twice, or has a
   *     name that no line can hold
   */
  public TrustFile withHeartbeats(List<Key> others) throws BundleException {
    Set<String> ids = new HashSet<>();
    keys.forEach(k -> ids.add(k.id));
    for (Key key : others) {
      if (!ids.add(key.id)) {
        throw new BundleException(
            Reason.BAD_TERMS,
            "The key "
                + key.id
                + " stands in the trust file already. A heartbeat needs a key of its own.");
      }
      if (!KEY.matcher("heartbeat: " + key.id + " " + key.officer).matches()) {
        throw new BundleException(
            Reason.BAD_TERMS, "A heartbeat key needs a name of visible characters.");
      }
    }
    return new TrustFile(serial, threshold, keys, others);
  }

  /**
   * Reads {@code folder/trust} and the keys beside it.
   *
   * @throws BundleException {@code NOT_FOUND}, {@code DISK}, {@code NOT_A_TRUST_FILE}
   */
  public static TrustFile read(Path folder) throws BundleException {
    return parse(folder, text(folder.resolve(NAME)), id -> pinned(folder.resolve(pemName(id)), id));
  }

  private static PublicKey pinned(Path pem, String id) throws BundleException {
    return publicKey(pem, text(pem), id);
  }

  /**
   * The one with the highest serial of several folders, such as the administrator's and the one
   * that came by a bundle; only the first has to be there.
   */
  public static TrustFile newest(List<Path> folders) throws BundleException {
    TrustFile newest = read(folders.getFirst());
    for (Path folder : folders.subList(1, folders.size())) {
      if (Files.exists(folder.resolve(NAME))) {
        TrustFile other = read(folder);
        newest = other.serial > newest.serial ? other : newest;
      }
    }
    return newest;
  }

  /** Whether these keys belong to as many of its officers as must sign. */
  public boolean enough(Collection<String> ids) {
    long officers =
        keys.stream()
            .filter(k -> !k.revoked && ids.contains(k.id))
            .map(Key::officer)
            .distinct()
            .count();
    return threshold > 0 && officers >= threshold;
  }

  /** Whether as many of its officers as must signed a bundle; their signatures are verified. */
  public boolean enough(Bundle bundle) {
    return enough(
        keys.stream()
            .filter(
                k ->
                    bundle.signatures().containsKey(k.id)
                        && Signatures.verify(
                            k.key, bundle.signedBytes(), bundle.signatures().get(k.id)))
            .map(Key::id)
            .toList());
  }

  /** Where the key of a line comes from. */
  private interface Keys {
    PublicKey of(String id) throws BundleException;
  }

  /**
   * Reads the files of a trust folder that came with a bundle: exactly the text and the keys that
   * it names.
   *
   * @throws BundleException {@code NOT_A_TRUST_FILE}
   */
  static TrustFile of(SortedMap<String, byte[]> files) throws BundleException {
    Path folder = Path.of("the new trust file");
    byte[] text = files.get(NAME);
    if (text == null) {
      throw bad(folder, "it is missing");
    }
    TrustFile read =
        parse(
            folder,
            decoded(folder, text),
            id -> {
              Path pem = folder.resolve(pemName(id));
              byte[] bytes = files.get(pemName(id));
              if (bytes == null) {
                throw bad(pem, "it is missing");
              }
              return publicKey(pem, decoded(pem, bytes), id);
            });
    // One form only, so that every verifier sees the same: what is written again is the same.
    if (!read.files().keySet().equals(files.keySet()) || !Arrays.equals(read.bytes(), text)) {
      throw bad(folder, "it has not the one form, or other files lie beside it");
    }
    return read;
  }

  private static TrustFile parse(Path folder, String text, Keys source) throws BundleException {
    List<String> lines = text.lines().toList();
    if (lines.size() < 5
        || !lines.getFirst().equals(FIRST_LINE)
        || !lines.getLast().equals(LAST_LINE)) {
      throw bad(folder, "the trust file has not the form of version 1, or was cut short");
    }
    Matcher serial = SERIAL.matcher(lines.get(1));
    Matcher threshold = THRESHOLD.matcher(lines.get(2));
    if (!serial.matches() || !threshold.matches()) {
      throw bad(folder, "its second line must be trust-serial, its third threshold");
    }
    List<Key> keys = new ArrayList<>();
    List<Key> heartbeats = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (String line : lines.subList(3, lines.size() - 1)) {
      Matcher key = KEY.matcher(line);
      if (!key.matches() || !ids.add(key.group(2)) || ids.size() > MOST_KEYS) {
        throw bad(folder, "a line is no key, or a key comes twice");
      }
      boolean heartbeat = key.group(1).equals("heartbeat");
      if (heartbeat ? keys.isEmpty() : !heartbeats.isEmpty()) {
        throw bad(folder, "heartbeat keys come after the officers', never before");
      }
      (heartbeat ? heartbeats : keys)
          .add(
              new Key(
                  key.group(2),
                  key.group(3),
                  source.of(key.group(2)),
                  key.group(1).equals("revoked")));
    }
    return new TrustFile(
        Long.parseLong(serial.group(1)), Integer.parseInt(threshold.group(1)), keys, heartbeats);
  }

  /**
   * Writes the folder for a gateway's administrator to copy: the keys first, then the text that
   * names them.
   *
   * @throws BundleException {@code BAD_TERMS} if the threshold could never be reached, {@code DISK}
   */
  public void write(Path folder) throws BundleException {
    requireReachable();
    SortedMap<String, byte[]> files = files();
    try {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        if (!file.getKey().equals(NAME)) {
          AtomicFiles.write(
              folder.resolve(file.getKey()), file.getValue(), AtomicFiles.Readers.EVERYONE);
        }
      }
      AtomicFiles.write(folder.resolve(NAME), bytes(), AtomicFiles.Readers.EVERYONE);
    } catch (IOException e) {
      throw new BundleException(
          Reason.DISK,
          "The trust file could not be written to " + folder + ": " + e.getMessage(),
          e);
    }
  }

  /**
   * @throws BundleException {@code BAD_TERMS} if the threshold could never be reached
   */
  void requireReachable() throws BundleException {
    long officers = keys.stream().filter(k -> !k.revoked()).map(Key::officer).distinct().count();
    if (threshold < 1 || threshold > officers) {
      throw new BundleException(
          Reason.BAD_TERMS,
          "Of "
              + officers
              + " officers, "
              + threshold
              + " can never sign. The threshold must be between 1 and "
              + officers
              + ".");
    }
  }

  /** The text that names the keys. */
  private byte[] bytes() {
    StringBuilder text = new StringBuilder(FIRST_LINE + "\n");
    text.append("trust-serial: ")
        .append(serial)
        .append("\nthreshold: ")
        .append(threshold)
        .append('\n');
    keys.forEach(key -> line(text, key.revoked() ? "revoked: " : "key: ", key));
    heartbeats.forEach(key -> line(text, "heartbeat: ", key));
    return text.append(LAST_LINE).append('\n').toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void line(StringBuilder text, String word, Key key) {
    text.append(word).append(key.id()).append(' ').append(key.officer()).append('\n');
  }

  /** {@code sha256:…} over its text: what the next trust file names as the one before it. */
  public String digest() {
    return "sha256:" + Grammar.sha256(bytes());
  }

  /** The files of the folder by name, in the order of bundles. */
  SortedMap<String, byte[]> files() {
    SortedMap<String, byte[]> files = new TreeMap<>();
    Stream.concat(keys.stream(), heartbeats.stream())
        .forEach(
            key ->
                files.put(
                    pemName(key.id()),
                    OfficerKey.pemOf(key.key()).getBytes(StandardCharsets.US_ASCII)));
    files.put(NAME, bytes());
    return files;
  }

  private static String pemName(String id) {
    return id + ".pem";
  }

  /** Reads one PEM public key, such as a gateway's for its receipts. */
  public static PublicKey publicKey(Path pem) throws BundleException {
    return publicKey(pem, text(pem));
  }

  private static PublicKey publicKey(Path pem, String text) throws BundleException {
    Matcher matcher = PEM.matcher(text);
    if (!matcher.matches()) {
      throw bad(pem, "it is not one public key in PEM form");
    }
    try {
      byte[] der = Base64.getMimeDecoder().decode(matcher.group(1));
      PublicKey key = KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(der));
      int bits = ((ECPublicKey) key).getParams().getCurve().getField().getFieldSize();
      if (bits != 256 && bits != 384) {
        throw bad(pem, "its curve is neither P-256 nor P-384");
      }
      return key;
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new BundleException(
          Reason.NOT_A_TRUST_FILE, pem + " cannot be relied on: it is not an EC public key.", e);
    }
  }

  private static PublicKey publicKey(Path pem, String text, String id) throws BundleException {
    PublicKey key = publicKey(pem, text);
    if (!OfficerKey.idOf(key).equals(id)) {
      throw bad(pem, "the key in it is not the one that its name says");
    }
    return key;
  }

  private static String text(Path file) throws BundleException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        throw bad(file, "it is far too large");
      }
      return decoded(file, bytes);
    } catch (NoSuchFileException e) {
      throw new BundleException(Reason.NOT_FOUND, "There is no file " + file + ".", e);
    } catch (IOException e) {
      throw new BundleException(Reason.DISK, file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static String decoded(Path file, byte[] bytes) throws BundleException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new BundleException(
          Reason.NOT_A_TRUST_FILE, file + " cannot be relied on: it is not text.", e);
    }
  }

  private static BundleException bad(Path file, String why) {
    return new BundleException(
        Reason.NOT_A_TRUST_FILE, file + " cannot be relied on: " + why + ".");
  }
}
