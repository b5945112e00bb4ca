package org.postern.files;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Writes whole files: after a crash, a full disk or a pulled plug there is the old file or the new
 * one, never half of either. Thread-safe: it keeps no state.
 */
public final class AtomicFiles {
  /**
   * Who on this machine may read the file. Windows knows no such bits: there the folder's own list
   * decides.
   */
  public enum Readers {
    /** Mode 0600, for keys. */
    OWNER,
    /** Mode 0644, for what is handed on. */
    EVERYONE
  }

  /** What a file shall hold, written piece by piece; {@code E} is what else may go wrong. */
  public interface Content<E extends Exception> {
    /** Writes it all; closing {@code out} is not for this. */
    void to(OutputStream out) throws IOException, E;
  }

  private AtomicFiles() {}

  /**
   * Replaces {@code file} by {@code bytes}, creating missing folders above it.
   *
   * @throws IOException if anything fails; then {@code file} is what it was before
   */
  public static void write(Path file, byte[] bytes, Readers readers) throws IOException {
    AtomicFiles.<RuntimeException>write(file, readers, out -> out.write(bytes));
  }

  /**
   * As {@link #write(Path, byte[], Readers)}, for what is too large to hold.
   *
   * @throws IOException if anything fails; then {@code file} is what it was before
   */
  public static <E extends Exception> void write(Path file, Readers readers, Content<E> content)
      throws IOException, E {
    Path target = file.toAbsolutePath();
    Path folder = target.getParent();
    if (folder == null) {
      throw new IOException("not a file name: " + file);
    }
    createFolders(folder, readers);
    Path temporary =
        Files.createTempFile(
            folder, "." + target.getFileName() + "-", ".part", permissions(folder, readers));
    try {
      try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
        content.to(Channels.newOutputStream(channel));
        channel.force(true);
      }
      move(temporary, target);
    } finally {
      Files.deleteIfExists(temporary);
    }
    flushFolder(folder);
  }

  private static void createFolders(Path folder, Readers readers) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    boolean owner = readers == Readers.OWNER && isPosix(folder);
    FileAttribute<?>[] attributes =
        owner
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
            }
            : new FileAttribute<?>[0];
    Files.createDirectories(folder, attributes);
  }

  private static FileAttribute<?>[] permissions(Path folder, Readers readers) {
    if (!isPosix(folder)) {
      return new FileAttribute<?>[0];
    }
    String mode =
        switch (readers) {
          case OWNER -> "rw-------";
          case EVERYONE -> "rw-r--r--";
        };
    return new FileAttribute<?>[] {
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))
    };
  }

  private static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException onlyOnOddFileSystems) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /**
   * The new name itself must reach the disk too; systems that cannot open a folder do this on their
   * own.
   */
  private static void flushFolder(Path folder) throws IOException {
    if (isPosix(folder)) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }
}
