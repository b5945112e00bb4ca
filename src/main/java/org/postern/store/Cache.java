package org.postern.store;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.postern.files.AtomicFiles;

/**
 * A file of this console for what can be read again elsewhere: losing it loses nothing but time. It
 * is sealed like the database, with a key that only this data directory has, so that whoever finds
 * it learns nothing and cannot slip anything in. Thread-safe.
 */
public final class Cache {
  private final Path file;
  private final byte[] secret;

  /** Writes or reads the content; never closes the stream. */
  public interface Writing {
    void to(DataOutputStream out) throws IOException;
  }

  /** Makes something of the content; what it does not read does not count. */
  public interface Reading<T> {
    T from(DataInputStream in) throws IOException;
  }

  Cache(Path file, byte[] secret) {
    this.file = file;
    this.secret = secret.clone();
  }

  /** Replaces what was kept, at once or not at all. */
  public void keep(Writing content) throws IOException {
    AtomicFiles.<RuntimeException>write(
        file,
        AtomicFiles.Readers.OWNER,
        out -> {
          try (var sealed =
              new DataOutputStream(
                  new BufferedOutputStream(SealedFile.sealing(new Open(out), secret), 1 << 16))) {
            content.to(sealed);
          }
        });
  }

  /** Stays open: the last piece is sealed by closing, and the file must reach the disk after it. */
  private static final class Open extends FilterOutputStream {
    Open(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      out.write(bytes, from, length);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }

  /**
   * What was kept; empty if nothing was.
   *
   * @throws IOException if the file is damaged, was altered, or is of another directory
   */
  public <T> Optional<T> read(Reading<T> reading) throws IOException {
    try (InputStream raw = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        var in =
            new DataInputStream(
                new BufferedInputStream(SealedFile.opening(raw, secret), 1 << 16))) {
      return Optional.of(reading.from(in));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Forgets it. */
  public void drop() throws IOException {
    Files.deleteIfExists(file);
  }
}
