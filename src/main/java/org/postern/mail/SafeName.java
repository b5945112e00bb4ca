package org.postern.mail;

import java.text.Normalizer;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A file name under which an attachment may be saved on any system, made from what the sender
 * wrote. Pure functions.
 */
final class SafeName {
  private static final int MAX = 150;
  private static final Set<String> RESERVED =
      Set.of(
          "con", "prn", "aux", "nul", "com0", "com1", "com2", "com3", "com4", "com5", "com6",
          "com7", "com8", "com9", "lpt0", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7",
          "lpt8", "lpt9", "conin$", "conout$");

  private SafeName() {}

  static String of(@Nullable String name, String path) {
    String base = name == null ? "" : Normalizer.normalize(name, Normalizer.Form.NFC);
    base = base.substring(Math.max(base.lastIndexOf('/'), base.lastIndexOf('\\')) + 1);
    StringBuilder safe = new StringBuilder();
    base.codePoints()
        .filter(c -> Inert.isPlain(Character.toString(c)))
        .map(c -> c < ' ' || "<>:\"|?*%".indexOf(c) >= 0 ? '_' : c)
        .forEach(safe::appendCodePoint);
    String text = safe.toString().strip().replaceAll("^[.~-]+", "").replaceAll("[. ]+$", "");
    String extension = FileKind.extension(text);
    if (text.length() > MAX) {
      int keep = Math.max(1, MAX - Math.min(extension.length(), 20) - 1);
      keep -= Character.isHighSurrogate(text.charAt(keep - 1)) ? 1 : 0;
      text =
          text.substring(0, keep)
              + (extension.isEmpty() || extension.length() > 20 ? "" : "." + extension);
    }
    String stem = text.indexOf('.') < 0 ? text : text.substring(0, text.indexOf('.'));
    if (text.isEmpty()) {
      return "attachment-" + path.replace('.', '-');
    }
    return RESERVED.contains(stem.toLowerCase(java.util.Locale.ROOT).strip()) ? "_" + text : text;
  }
}
