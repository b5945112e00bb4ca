package org.postern.mail;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The formats that hold other files, by their first bytes. */
enum ArchiveFormat {
  ZIP("ZIP archive"),
  TAR("tar archive"),
  GZIP("gzip file"),
  XZ("xz file"),
  BZIP2("bzip2 file"),
  SEVEN("7-Zip archive"),
  RAR("RAR archive"),
  CABINET("cabinet archive"),
  /** The container of old Office documents: only its macros are looked for. */
  OLE("old Office document");

  /** End of central directory (APPNOTE.TXT 4.3.16), a comment of at most 65,535 bytes behind it. */
  private static final int END_RECORD = 22;

  private static final int LONGEST_COMMENT = 0xFFFF;

  private final String label;

  ArchiveFormat(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }

  /** Null if these are the first bytes of something else. */
  static @Nullable ArchiveFormat of(byte[] head, int length) {
    String s = new String(head, 0, Math.min(length, 600), StandardCharsets.ISO_8859_1);
    if (s.startsWith("PK\u0003\u0004") || s.startsWith("PK\u0005\u0006")) {
      return ZIP;
    } else if (s.startsWith("\u001f\u008b\b")) {
      return GZIP;
    } else if (s.startsWith("\u00fd7zXZ\0")) {
      return XZ;
    } else if (s.startsWith("BZh") && s.startsWith("1AY&SY", 4)) {
      return BZIP2;
    } else if (s.startsWith("7z\u00bc\u00af'\u001c")) {
      return SEVEN;
    } else if (s.startsWith("Rar!\u001a\u0007")) {
      return RAR;
    } else if (s.startsWith("MSCF\0\0\0\0")) {
      return CABINET;
    } else if (s.startsWith("\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1")) {
      return OLE;
    } else if (s.startsWith("ustar", 257)) {
      return TAR;
    }
    return null;
  }

  /** Whether the end of a file is the end of a ZIP archive: programs find one by its end. */
  static boolean endsAsZip(byte[] file) {
    int last = Math.max(0, file.length - END_RECORD - LONGEST_COMMENT);
    for (int at = file.length - END_RECORD; at >= last; at--) {
      if (file[at] == 'P'
          && file[at + 1] == 'K'
          && file[at + 2] == 5
          && file[at + 3] == 6
          && at + END_RECORD + (file[at + 20] & 0xFF) + ((file[at + 21] & 0xFF) << 8)
              == file.length) {
        return true;
      }
    }
    return false;
  }

  /** The name of what a compressed file becomes. */
  String unpackedName(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.endsWith(".tgz") || lower.endsWith(".txz") || lower.endsWith(".tbz")) {
      return name.substring(0, name.length() - 4) + ".tar";
    }
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }
}
