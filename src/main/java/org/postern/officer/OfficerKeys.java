package org.postern.officer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.postern.officer.OfficerException.Reason;

/**
 * The officers' keys of one data directory: {@code DIR/keys/<key id>.p12}, and beside some of them
 * a second key, {@code <key id>.second}. Reads the folder anew at each call and keeps nothing, so
 * it is thread-safe and sees keys that another program adds.
 */
public final class OfficerKeys {
  /** More files than any ministry has officers; a folder that holds more is somebody else's. */
  private static final int MOST = 10_000;

  /** One of ours has about 3,000 bytes. */
  private static final int LARGEST_SECOND = 64 * 1024;

  /** One file of the folder. */
  public sealed interface Listed {
    Path file();
  }

  /** A sound key file; the officer's name is what the file says, not yet proven by opening it. */
  public record Kept(
      Path file, String id, String officer, Sealed sealed, X509Certificate certificate)
      implements Listed {}

  /** A file that looks like a key and is not one; the others still work. */
  public record Broken(Path file, Reason reason, String sentence) implements Listed {}

  private final Path folder;
  private final Clock clock;

  public OfficerKeys(Path dataDirectory, Clock clock) {
    this.folder = dataDirectory.resolve("keys");
    this.clock = clock;
  }

  /**
   * All key files, sorted by officer, damaged ones last. A missing folder is an empty list.
   *
   * @throws OfficerException {@code DISK}
   */
  public List<Listed> list() throws OfficerException {
    if (!Files.exists(folder)) {
      return List.of();
    }
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files =
          all.filter(f -> f.getFileName().toString().endsWith(".p12"))
              .sorted()
              .limit(MOST)
              .toList();
    } catch (IOException e) {
      throw unreadable(e);
    }
    List<Kept> kept = new ArrayList<>();
    List<Listed> broken = new ArrayList<>();
    for (Path file : files) {
      try {
        KeyFile key = KeyFile.read(file);
        kept.add(new Kept(file, key.id(), key.officer(), key.sealed(), key.certificate()));
      } catch (OfficerException e) {
        broken.add(new Broken(file, e.reason(), String.valueOf(e.getMessage())));
      }
    }
    kept.sort(Comparator.comparing(Kept::officer).thenComparing(Kept::id));
    List<Listed> sorted = new ArrayList<>(kept);
    sorted.addAll(broken);
    return List.copyOf(sorted);
  }

  /**
   * Makes and keeps a new key.
   *
   * @param secret the passphrase, or the directory's secret; zeroed before this returns
   * @throws OfficerException {@code BAD_NAME}, {@code NO_PASSPHRASE}, {@code DISK}
   */
  public OfficerKey create(String officer, char[] secret, Sealed sealed) throws OfficerException {
    try {
      OfficerKey key = OfficerKey.create(officer, clock);
      key.save(folder.resolve(key.id() + ".p12"), secret, sealed);
      return key;
    } finally {
      Arrays.fill(secret, '\0');
    }
  }

  /**
   * The sound ones among them, in their order.
   *
   * @throws OfficerException {@code DISK}
   */
  public List<Kept> kept() throws OfficerException {
    return list().stream().filter(Kept.class::isInstance).map(Kept.class::cast).toList();
  }

  /**
   * Finds a key by its id, by the first digits of its id, or by its officer's name.
   *
   * @throws OfficerException {@code NOT_FOUND}, {@code AMBIGUOUS}, {@code DISK}
   */
  public Kept find(String idOrOfficer) throws OfficerException {
    List<Kept> found = new ArrayList<>();
    for (Kept key : kept()) {
      if (key.officer().equals(idOrOfficer) || startsId(key, idOrOfficer)) {
        found.add(key);
      }
    }
    if (found.size() == 1) {
      return found.getFirst();
    }
    if (found.isEmpty()) {
      throw new OfficerException(
          Reason.NOT_FOUND,
          "No key in "
              + folder
              + " has that id or belongs to that officer. List them: postern key list.");
    }
    throw new OfficerException(
        Reason.AMBIGUOUS,
        found.size()
            + " keys answer to that: "
            + String.join(", ", found.stream().map(Kept::id).toList())
            + ". Name one by its id.");
  }

  /**
   * Opens a listed key.
   *
   * @param secret what {@link Kept#sealed} asks for; zeroed before this returns
   * @throws OfficerException as {@link OfficerKey#load}
   */
  public OfficerKey load(Kept key, char[] secret) throws OfficerException {
    char[] again = secret.clone();
    try {
      OfficerKey first = OfficerKey.load(key.file(), secret);
      Path file = secondFile(key.id());
      return Files.exists(file)
          ? SecondKey.open(file, text(file), again).map(first::with).orElse(first)
          : first;
    } finally {
      Arrays.fill(again, '\0');
    }
  }

  /**
   * Makes the second key of a listed one, sealed like it.
   *
   * @param secret what {@link Kept#sealed} asks for; zeroed before this returns
   * @throws OfficerException as {@link OfficerKey#load}; {@code AMBIGUOUS} if it has one already
   */
  public SecondKey createSecond(Kept key, char[] secret) throws OfficerException {
    char[] again = secret.clone();
    try {
      Path file = secondFile(key.id());
      if (Files.exists(file)) {
        throw new OfficerException(
            Reason.AMBIGUOUS,
            "This key has a second one already, "
                + file
                + ". Move that file away first if it is to be replaced; gateways have to be told.");
      }
      // Only whoever can open the first key gives it a second one.
      OfficerKey.load(key.file(), secret);
      SecondKey made = SecondKey.create();
      made.save(file, again, key.sealed());
      return made;
    } catch (IOException e) {
      throw unreadable(e);
    } finally {
      Arrays.fill(again, '\0');
      Arrays.fill(secret, '\0');
    }
  }

  /**
   * The public part of the second key of a key, also of one that is kept elsewhere.
   *
   * @throws OfficerException {@code DISK}, {@code DAMAGED}
   */
  public Optional<PublicKey> second(String keyId) throws OfficerException {
    Path file = secondFile(keyId);
    return Files.exists(file)
        ? Optional.of(SecondKey.publicIn(file, text(file)))
        : Optional.empty();
  }

  private Path secondFile(String keyId) {
    return folder.resolve(keyId + ".second");
  }

  private String text(Path file) throws OfficerException {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(LARGEST_SECOND), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private OfficerException unreadable(IOException e) {
    return new OfficerException(
        Reason.DISK,
        "The folder of keys " + folder + " cannot be used: " + Sentences.of(e) + ".",
        e);
  }

  /** Four digits at least: one letter must not pick an officer. */
  private static boolean startsId(Kept key, String start) {
    return start.length() >= 4 && key.id().startsWith(start);
  }
}
