package org.postern.mail;

import java.util.List;
import java.util.Optional;

/**
 * One header field, unfolded but not decoded, at most 32 KiB of it; show it through {@link
 * Inert#text}. Immutable.
 *
 * @param name as written
 * @param value raw bytes read as UTF-8, else as windows-1252
 */
public record HeaderField(String name, String value) {
  /** The value of the first field of that name, in any case. */
  static Optional<String> first(List<HeaderField> fields, String name) {
    // No streams here: this is done a hundred thousand times while somebody waits for a list.
    for (HeaderField field : fields) {
      if (field.name().equalsIgnoreCase(name)) {
        return Optional.of(field.value());
      }
    }
    return Optional.empty();
  }
}
