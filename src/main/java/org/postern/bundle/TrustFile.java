package org.postern.bundle;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.postern.bundle.BundleException.Reason;
import org.postern.files.AtomicFiles;
import org.postern.officer.OfficerKey;
import org.postern.officer.OfficerKeys;
import org.postern.officer.Right;
import org.postern.officer.Roster;

/**
 * Whose signatures a gateway believes, and how many officers it takes: a folder with the text
 * {@code trust} and one public key {@code <key id>.pem} for each line. It belongs to the gateway,
 * is put there by its administrator, and changes only by a bundle that enough officers of it and of
 * the next one signed. Immutable.
 *
 * @param serial of the trust file itself, counted up by whoever changes it
 * @param threshold how many distinct officers must sign, at least 1; officers are counted, not keys
 * @param keys of officers
 * @param seconds officers' second keys: who has one counts only if it signed, too
 * @param heartbeats keys of machines whose {@link Heartbeat} counts; none of them is an officer's
 */
public record TrustFile(
    long serial, int threshold, List<Key> keys, List<Second> seconds, List<Key> heartbeats) {
  private static final int MOST_KEYS = 64;
  static final int LARGEST_SERIAL = 999_999_999;
  private static final String FIRST_LINE = "postern-trust: 1";

  /** With second keys; who knows version 1 only refuses it. */
  private static final String FIRST_LINE_WITH_SECONDS = "postern-trust: 2";

  private static final String LAST_LINE = "end: postern-trust";
  static final String NAME = "trust";
  private static final Pattern SERIAL = Pattern.compile("trust-serial: ([1-9][0-9]{0,8})");
  private static final Pattern THRESHOLD = Pattern.compile("threshold: ([1-9][0-9]?)");
  private static final Pattern KEY =
      Pattern.compile(
          "(key|revoked|second|heartbeat): ([0-9a-f]{16})"
              + " ([^\\s\\p{Cntrl}]+(?: [^\\s\\p{Cntrl}]+)*)");

  /**
   * @param id the first 16 hex digits of SHA-256 over the public key
   * @param officer whose key it is; an officer may have several and still counts once. For a
   *     heartbeat key the name of its machine
   * @param revoked its signatures no longer count
   */
  public record Key(String id, String officer, PublicKey key, boolean revoked) {}

  /**
   * @param id the first 16 hex digits of SHA-256 over the public key
   * @param officer whose second key it is
   * @param key ML-DSA-65
   */
  public record Second(String id, String officer, PublicKey key) {}

  /** One with officers' first keys alone. */
  public TrustFile(long serial, int threshold, List<Key> keys) {
    this(serial, threshold, keys, List.of(), List.of());
  }

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
    return new TrustFile(roster.version(), keyHolders(keys).size() > 1 ? 2 : 1, keys);
  }

  /** Every officer with a key, while nobody is on a roster; from two on, two must sign. */
  public static TrustFile of(List<OfficerKeys.Kept> kept) {
    long officers = kept.stream().map(OfficerKeys.Kept::officer).distinct().count();
    return new TrustFile(
        1,
        officers > 1 ? 2 : 1,
        kept.stream()
            .map(k -> new Key(k.id(), k.officer(), k.certificate().getPublicKey(), false))
            .toList());
  }

  public TrustFile {
    keys = List.copyOf(keys);
    seconds = List.copyOf(seconds);
    heartbeats = List.copyOf(heartbeats);
  }

  /** The same with these second keys. */
  public TrustFile with(List<Second> more) {
    return new TrustFile(serial, threshold, keys, more, heartbeats);
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
    seconds.forEach(s -> ids.add(s.id));
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
    return new TrustFile(serial, threshold, keys, seconds, others);
  }

  /**
   * Reads {@code folder/trust} and the keys beside it.
   *
   * @throws BundleException {@code NOT_FOUND}, {@code DISK}, {@code NOT_A_TRUST_FILE}
   */
  public static TrustFile read(Path folder) throws BundleException {
    return parse(
        folder, KeyFiles.text(folder.resolve(NAME)), name -> KeyFiles.text(folder.resolve(name)));
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

  /** Whether as many of its officers as must signed a bundle; their signatures are verified. */
  public boolean enough(Bundle bundle) {
    try {
      return !BundleVerifier.officers(bundle.parts(), this, "").isEmpty();
    } catch (Flaw flaw) {
      return false;
    }
  }

  /** Where the text of a key comes from. */
  private interface Keys {
    String pem(String name) throws BundleException;
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
      throw KeyFiles.bad(folder, "it is missing");
    }
    TrustFile read =
        parse(
            folder,
            KeyFiles.decoded(folder, text),
            name -> {
              byte[] bytes = files.get(name);
              if (bytes == null) {
                throw KeyFiles.bad(folder.resolve(name), "it is missing");
              }
              return KeyFiles.decoded(folder.resolve(name), bytes);
            });
    // One form only, so that every verifier sees the same: what is written again is the same.
    if (!sameBytes(read.files(), files)) {
      throw KeyFiles.bad(folder, "it has not the one form, or other files lie beside it");
    }
    return read;
  }

  private static TrustFile parse(Path folder, String text, Keys source) throws BundleException {
    List<String> lines = text.lines().toList();
    if (lines.size() < 5 || !lines.getLast().equals(LAST_LINE)) {
      throw KeyFiles.bad(folder, "the trust file was cut short, or is none");
    }
    Matcher serial = SERIAL.matcher(lines.get(1));
    Matcher threshold = THRESHOLD.matcher(lines.get(2));
    if (!serial.matches() || !threshold.matches()) {
      throw KeyFiles.bad(folder, "its second line must be trust-serial, its third threshold");
    }
    List<Key> keys = new ArrayList<>();
    List<Second> seconds = new ArrayList<>();
    List<Key> heartbeats = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (String line : lines.subList(3, lines.size() - 1)) {
      Matcher key = KEY.matcher(line);
      if (!key.matches() || !ids.add(key.group(2)) || ids.size() > MOST_KEYS) {
        throw KeyFiles.bad(folder, "a line is no key, or a key comes twice");
      }
      Path pem = folder.resolve(pemName(key.group(2)));
      String written = source.pem(pemName(key.group(2)));
      String word = key.group(1);
      if (word.equals("second")) {
        seconds.add(
            new Second(key.group(2), key.group(3), KeyFiles.secondKey(pem, written, key.group(2))));
      } else {
        boolean heartbeat = word.equals("heartbeat");
        if (heartbeat ? keys.isEmpty() : !seconds.isEmpty()) {
          throw KeyFiles.bad(folder, "a key stands behind a second key, or before every officer's");
        }
        (heartbeat ? heartbeats : keys)
            .add(
                new Key(
                    key.group(2),
                    key.group(3),
                    KeyFiles.publicKey(pem, written, key.group(2)),
                    word.equals("revoked")));
      }
      if (!heartbeats.isEmpty() && !word.equals("heartbeat")) {
        throw KeyFiles.bad(folder, "heartbeat keys come after the officers', never before");
      }
    }
    TrustFile read =
        new TrustFile(
            Long.parseLong(serial.group(1)),
            Integer.parseInt(threshold.group(1)),
            keys,
            seconds,
            heartbeats);
    if (!lines.getFirst().equals(read.firstLine())) {
      throw KeyFiles.bad(
          folder, "the trust file has not the form of version 1, or of 2 with second keys");
    }
    // A name that is written in another way would ask nothing of anybody.
    if (!keyHolders(keys).containsAll(seconds.stream().map(Second::officer).toList())) {
      throw KeyFiles.bad(folder, "a second key belongs to nobody who has a first");
    }
    return read;
  }

  private String firstLine() {
    return seconds.isEmpty() ? FIRST_LINE : FIRST_LINE_WITH_SECONDS;
  }

  private static Set<String> keyHolders(List<Key> keys) {
    return keys.stream().filter(k -> !k.revoked()).map(Key::officer).collect(Collectors.toSet());
  }

  private static boolean sameBytes(SortedMap<String, byte[]> a, SortedMap<String, byte[]> b) {
    return a.keySet().equals(b.keySet())
        && a.entrySet().stream().allMatch(f -> Arrays.equals(f.getValue(), b.get(f.getKey())));
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
    int officers = keyHolders(keys).size();
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
    StringBuilder text = new StringBuilder(firstLine() + "\n");
    text.append("trust-serial: ")
        .append(serial)
        .append("\nthreshold: ")
        .append(threshold)
        .append('\n');
    keys.forEach(k -> append(text, k.revoked() ? "revoked: " : "key: ", k.id(), k.officer()));
    seconds.forEach(s -> append(text, "second: ", s.id(), s.officer()));
    heartbeats.forEach(k -> append(text, "heartbeat: ", k.id(), k.officer()));
    return text.append(LAST_LINE).append('\n').toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void append(StringBuilder text, String field, String id, String officer) {
    text.append(field).append(id).append(' ').append(officer).append('\n');
  }

  /** {@code sha256:…} over its text: what the next trust file names as the one before it. */
  public String digest() {
    return "sha256:" + Grammar.sha256(bytes());
  }

  /** The files of the folder by name, in the order of bundles. */
  SortedMap<String, byte[]> files() {
    SortedMap<String, byte[]> files = new TreeMap<>();
    keys.forEach(k -> files.put(pemName(k.id()), pem(k.key())));
    seconds.forEach(s -> files.put(pemName(s.id()), pem(s.key())));
    heartbeats.forEach(k -> files.put(pemName(k.id()), pem(k.key())));
    files.put(NAME, bytes());
    return files;
  }

  private static byte[] pem(PublicKey key) {
    return OfficerKey.pemOf(key).getBytes(StandardCharsets.US_ASCII);
  }

  private static String pemName(String id) {
    return id + ".pem";
  }

  /** Reads one PEM public key, such as a gateway's for its receipts. */
  public static PublicKey publicKey(Path pem) throws BundleException {
    return KeyFiles.publicKey(pem);
  }
}
