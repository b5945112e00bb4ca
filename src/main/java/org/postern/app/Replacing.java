package org.postern.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Puts one data directory in the place of another. Nothing may have either open. */
final class Replacing {
  private Replacing() {}

  /**
   * Both are renamed; if the second renaming fails, the first one is taken back.
   *
   * @param restored beside {@code current}
   * @return where that which was there is now
   */
  static Path replace(Path current, Path restored) throws IOException {
    Path kept =
        current.resolveSibling(restored.getFileName().toString().replace(".restored-", ".before-"));
    Files.move(current, kept, StandardCopyOption.ATOMIC_MOVE);
    try {
      Files.move(restored, current, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      Files.move(kept, current, StandardCopyOption.ATOMIC_MOVE);
      throw e;
    }
    return kept;
  }
}
