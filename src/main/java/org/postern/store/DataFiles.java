package org.postern.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.files.Sha256;
import org.postern.store.StoreException.Reason;

/**
 * The files of one data directory: where they are, and how they come to be, whole or not at all.
 */
final class DataFiles {
  private static final String DATABASE = "postern";
  private static final String SUFFIX = ".mv.db";

  /** H2 takes what follows a semicolon in its address for a setting, such as SQL to run. */
  private static final Pattern UNSAFE = Pattern.compile("[;\\p{Cntrl}]");

  private static final Pattern KEY =
      Pattern.compile("postern-key: 1\n([0-9a-f]{64})\ncheck: ([0-9a-f]{16})\n");

  private final Path directory;

  private DataFiles(Path directory) {
    this.directory = directory;
  }

  /** Creates the directory, for its owner only, unless it is there. */
  static DataFiles in(Path path) throws StoreException {
    Path absolute = path.toAbsolutePath().normalize();
    if (UNSAFE.matcher(absolute.toString()).find()) {
      throw new StoreException(
          Reason.UNUSABLE_PATH,
          "A data directory may not have a semicolon or a control character in its path. Choose"
              + " another directory.");
    }
    if (Files.exists(absolute, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(absolute)) {
      throw new StoreException(
          Reason.UNUSABLE_PATH, absolute + " is not a directory. Choose another one.");
    }
    try {
      Files.createDirectories(absolute, ownerOnly(absolute, "rwx------"));
      return new DataFiles(absolute.toRealPath());
    } catch (IOException e) {
      throw creating(absolute, e);
    }
  }

  /**
   * A read-only place says so in many ways; a missing parent that is a file is the path's fault.
   */
  private static StoreException creating(Path directory, IOException e) {
    for (Path p = directory.getParent(); p != null; p = p.getParent()) {
      if (Files.exists(p)) {
        if (!Files.isDirectory(p)) {
          return new StoreException(
              Reason.UNUSABLE_PATH,
              directory
                  + " cannot be a directory, because "
                  + p
                  + " is a file. Choose another one.",
              e);
        }
        break;
      }
    }
    return Trouble.isDiskFull(e) ? Trouble.file(directory, e) : Trouble.notWritable(directory, e);
  }

  Path directory() {
    return directory;
  }

  Path key() {
    return directory.resolve("postern.key");
  }

  Path mark() {
    return directory.resolve("postern.mark");
  }

  /** Names the server of a team; without it the database is a file. */
  Path address() {
    return directory.resolve("database.properties");
  }

  /** Held while a console uses the directory with a server. */
  Path lock() {
    return directory.resolve("postern.lock");
  }

  Path database() {
    return directory.resolve(DATABASE + SUFFIX);
  }

  /** A database being made; renamed when it is whole. */
  Path unfinished() {
    return directory.resolve(DATABASE + ".new" + SUFFIX);
  }

  /** The copy made before a migration; while it lies here, the migration has not come to an end. */
  Path beforeMigration() {
    return directory.resolve(DATABASE + ".before-migration" + SUFFIX);
  }

  /** What still counts of a database, while it is copied; renamed when it is whole. */
  Path tidied() {
    return directory.resolve(DATABASE + ".tidied" + SUFFIX);
  }

  /** Where the copy stays after a migration that went well. */
  Path keptCopy(int version) {
    return directory.resolve(DATABASE + ".version-" + version + SUFFIX);
  }

  static boolean exists(Path file) {
    return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
  }

  /** H2's address for a database file, without its suffix. The path was checked on the way in. */
  static String h2Name(Path file) {
    String name = file.toString();
    return name.substring(0, name.length() - SUFFIX.length());
  }

  static void requireWritable(Path path) throws StoreException {
    if (!Files.isWritable(path)) {
      throw Trouble.notWritable(path, null);
    }
  }

  /** Reads the key file, or makes one with a random key. */
  String readOrMakeKey() throws StoreException {
    if (exists(key())) {
      return readKey();
    }
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    String hex = HexFormat.of().formatHex(random);
    String text = "postern-key: 1\n" + hex + "\ncheck: " + check(hex) + "\n";
    try {
      writeAtomically(key(), text.getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw Trouble.file(key(), e);
    }
    return hex;
  }

  String readKey() throws StoreException {
    String text;
    try {
      if (Files.size(key()) > 1000) {
        throw damagedKey();
      }
      text = Files.readString(key(), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new StoreException(
          Reason.NO_KEY,
          "The key file "
              + key()
              + " cannot be read, so the database stays closed. Check who may read it, or put it"
              + " back from your backup.",
          e);
    }
    Matcher matcher = KEY.matcher(text.replace("\r\n", "\n"));
    if (!matcher.matches() || !check(matcher.group(1)).equals(matcher.group(2))) {
      throw damagedKey();
    }
    return matcher.group(1);
  }

  private StoreException damagedKey() {
    return new StoreException(
        Reason.NO_KEY,
        "The key file "
            + key()
            + " is damaged, so the database stays closed. Put it back from your backup.");
  }

  /** Tells a damaged key file from the key of another database. */
  private static String check(String hex) {
    return Sha256.hex(hex.getBytes(StandardCharsets.US_ASCII)).substring(0, 16);
  }

  /** True if the file begins as every encrypted H2 file does. */
  static boolean looksEncrypted(Path file) throws IOException {
    byte[] magic = "H2encrypt\n".getBytes(StandardCharsets.US_ASCII);
    try (var in = Files.newInputStream(file)) {
      return Arrays.equals(in.readNBytes(magic.length), magic);
    }
  }

  void writeAtomically(Path file, byte[] bytes) throws IOException {
    Path part = Files.createTempFile(directory, ".postern-", ".part", ownerOnly(file, "rw-------"));
    try {
      try (FileChannel out = FileChannel.open(part, StandardOpenOption.WRITE)) {
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining()) {
          out.write(rest);
        }
        out.force(true);
      }
      rename(part, file);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  void copyAtomically(Path from, Path to) throws IOException {
    Path part = Files.createTempFile(directory, ".postern-", ".part", ownerOnly(to, "rw-------"));
    try {
      Files.copy(from, part, StandardCopyOption.REPLACE_EXISTING);
      force(part);
      rename(part, to);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** Renames and makes the new name last. */
  void rename(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    if (isPosix(directory)) {
      try (FileChannel folder = FileChannel.open(directory, StandardOpenOption.READ)) {
        folder.force(true);
      }
    }
  }

  static void force(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  static FileAttribute<?>[] ownerOnly(Path path, String mode) {
    return isPosix(path)
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))
        }
        : new FileAttribute<?>[0];
  }

  static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
