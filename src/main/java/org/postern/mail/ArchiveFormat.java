package org.postern.mail;

import java.util.Locale;

/** The formats that hold other files; {@link FileKind} knows their first bytes. */
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
