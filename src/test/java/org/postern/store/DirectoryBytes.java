package org.postern.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** What lies in a directory, byte for byte, so that a test can say that nothing changed. */
final class DirectoryBytes {
  private DirectoryBytes() {}

  static Map<String, String> of(Path dir) throws IOException {
    Map<String, String> bytes = new TreeMap<>();
    try (var files = Files.walk(dir)) {
      for (Path file : files.toList()) {
        String name = dir.relativize(file).toString();
        bytes.put(
            name,
            Files.isDirectory(file)
                ? "directory"
                : HexFormat.of().formatHex(Files.readAllBytes(file)));
      }
    }
    return bytes;
  }
}
