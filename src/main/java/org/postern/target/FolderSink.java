package org.postern.target;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.postern.bundle.BundleException;
import org.postern.files.AtomicFiles;

/**
 * Writes into a folder beside the one that is wanted, which takes its name when all is there: files
 * of two bundles never lie together. One thread.
 */
final class FolderSink implements Sink, AutoCloseable {
  private final Path folder;
  private final Path beside;
  private final List<Rendering.Written> files = new ArrayList<>();

  FolderSink(Path folder) throws IOException {
    this.folder = folder.toAbsolutePath().normalize();
    Path parent = this.folder.getParent();
    if (parent == null || Files.exists(this.folder)) {
      throw new FileAlreadyExistsException(folder.toString());
    }
    Files.createDirectories(parent);
    this.beside = parent.resolve("." + this.folder.getFileName() + ".part");
    clear();
    Files.createDirectory(beside);
  }

  @Override
  public Rendering.Written file(String name, Content content) throws IOException, BundleException {
    AtomicFiles.<BundleException>write(
        beside.resolve(name),
        AtomicFiles.Readers.EVERYONE,
        out -> files.add(Sink.write(name, content, out)));
    return files.getLast();
  }

  /** Gives the folder its name. */
  List<Rendering.Written> finish() throws IOException {
    Files.move(beside, folder, StandardCopyOption.ATOMIC_MOVE);
    return files;
  }

  @Override
  public void close() throws IOException {
    clear();
  }

  private void clear() throws IOException {
    if (Files.isDirectory(beside)) {
      try (Stream<Path> left = Files.list(beside)) {
        for (Path file : left.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(beside);
    }
  }
}
