package org.postern.delivery;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;
import org.postern.delivery.DeliveryException.Reason;
import org.postern.files.Sha256;
import org.postern.store.Deliveries.Parcel;

/** The bytes of a file that is to be sent, and whether they are still those. */
final class Contents {
  /** What may be the name of a file at a gateway: no path, nothing hidden, nothing to quote. */
  private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,99}";

  private Contents() {}

  static boolean isName(String name) {
    return name.matches(NAME);
  }

  /** {@code sha256:…} of a file. */
  static String digest(Path file) throws IOException {
    MessageDigest digest = Sha256.digest();
    try (OutputStream sink = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
      Files.copy(file, sink);
    }
    return Sha256.named(digest);
  }

  /** Refuses what is not the file that was handed over. */
  static Path checked(Parcel parcel) throws DeliveryException {
    if (!isName(parcel.name())) {
      throw new DeliveryException(
          Reason.SETTINGS, "A file for a gateway cannot have such a name.", null);
    }
    try {
      Path file = Path.of(parcel.file());
      if (Files.size(file) == parcel.octets() && digest(file).equals(parcel.content())) {
        return file;
      }
      throw altered(parcel, null);
    } catch (IOException | InvalidPathException e) {
      throw altered(parcel, e);
    }
  }

  private static DeliveryException altered(Parcel parcel, @Nullable Exception e) {
    return new DeliveryException(
        Reason.ALTERED,
        "The file "
            + parcel.file()
            + " is gone, or not what was handed over. Nothing was sent; hand over again.",
        e);
  }

  /** What is read is said to be sent. */
  static InputStream counted(Path file, Sending sending) throws IOException {
    return new FilterInputStream(Files.newInputStream(file)) {
      private long all;

      @Override
      public int read() throws IOException {
        int b = in.read();
        sending.sent(b < 0 ? all : ++all);
        return b;
      }

      @Override
      public int read(byte[] bytes, int from, int length) throws IOException {
        int n = in.read(bytes, from, length);
        all += Math.max(0, n);
        sending.sent(all);
        return n;
      }
    };
  }
}
