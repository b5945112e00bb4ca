package org.postern.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.postern.bundle.BundleException.Reason;

/** Reads small files from elsewhere. */
final class Input {
  private Input() {}

  /**
   * At most {@code most} bytes of it and one more, so that whoever asks can tell that it is too
   * large.
   *
   * @throws BundleException {@code NOT_FOUND}, {@code DISK}
   */
  static byte[] of(Path file, int most) throws BundleException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(most + 1);
    } catch (NoSuchFileException e) {
      throw new BundleException(Reason.NOT_FOUND, "There is no file " + file + ".", e);
    } catch (IOException e) {
      throw new BundleException(Reason.DISK, file + " cannot be read: " + e.getMessage(), e);
    }
  }
}
