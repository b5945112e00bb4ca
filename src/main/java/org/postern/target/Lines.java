package org.postern.target;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Consumer;

/** Files of a rendering, read line by line. */
final class Lines {
  private Lines() {}

  /** Of a file that there is; none for one that there is not. */
  static void each(Map<String, byte[]> files, String name, Consumer<String> reader) {
    byte[] bytes = files.getOrDefault(name, new byte[0]);
    int from = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        reader.accept(new String(bytes, from, i - from, StandardCharsets.ISO_8859_1));
        from = i + 1;
      }
    }
  }
}
