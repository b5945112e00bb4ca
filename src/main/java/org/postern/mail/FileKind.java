package org.postern.mail;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a file really is, by its first bytes; what it claims to be, by its name and declared type;
 * whether these agree. Immutable.
 *
 * @param label for the officer: "Windows program"
 * @param types declared media types that mean the same, a trailing {@code /} standing for all of a
 *     main type
 * @param extensions file name extensions that mean the same
 * @param executable whether opening it runs what the sender wrote
 * @param archive as what it is looked into; null if it holds no files
 */
record FileKind(
    String label,
    List<String> types,
    Set<String> extensions,
    boolean executable,
    @Nullable ArchiveFormat archive) {
  /** Bytes needed from the start of a file. */
  static final int HEAD = 4096;

  private static final Set<String> RUNS =
      Set.of(
          "exe",
          "com",
          "scr",
          "pif",
          "bat",
          "cmd",
          "msi",
          "msix",
          "msp",
          "dll",
          "cpl",
          "js",
          "jse",
          "vbs",
          "vbe",
          "wsf",
          "wsh",
          "hta",
          "ps1",
          "psm1",
          "lnk",
          "url",
          "jar",
          "jnlp",
          "reg",
          "scf",
          "inf",
          "chm",
          "iso",
          "img",
          "vhd",
          "vhdx",
          "appref-ms",
          "application",
          "settingcontent-ms",
          "gadget",
          "sh",
          "command",
          "app",
          "dmg",
          "pkg",
          "deb",
          "rpm",
          "desktop",
          "xll",
          "docm",
          "dotm",
          "xlsm",
          "xltm",
          "xlam",
          "pptm",
          "potm",
          "ppam",
          "sldm",
          "one",
          "svg",
          "mht",
          "mhtml",
          "library-ms",
          "search-ms",
          "rdp");

  private static final FileKind PE =
      program("Windows program", "exe", "dll", "scr", "com", "cpl", "sys");
  private static final FileKind ELF = program("Linux program", "so", "bin", "elf");
  private static final FileKind MACHO = program("macOS program", "dylib", "bin");
  private static final FileKind SHORTCUT = program("Windows shortcut", "lnk");
  private static final FileKind SCRIPT = program("shell script", "sh", "py", "pl", "rb", "command");
  private static final FileKind CAB =
      packed(ArchiveFormat.CABINET, "cabinet archive", "cab", "application/vnd.ms-cab-compressed");
  private static final FileKind PDF =
      file(
          "PDF document",
          "pdf ai",
          "application/pdf",
          "application/x-pdf",
          "application/illustrator");
  static final FileKind PNG = file("PNG picture", "png", "image/");
  static final FileKind JPEG = file("JPEG picture", "jpg jpeg jpe jfif", "image/");
  static final FileKind GIF = file("GIF picture", "gif", "image/");
  private static final FileKind BMP = file("BMP picture", "bmp dib", "image/");
  private static final FileKind TIFF = file("TIFF picture", "tif tiff", "image/");
  private static final FileKind WEBP = file("WebP picture", "webp", "image/");
  private static final FileKind OOXML =
      packed(
          ArchiveFormat.ZIP,
          "Office document",
          "docx xlsx pptx docm xlsm pptm dotx xltx potx ppsx vsdx zip",
          "application/vnd.openxmlformats",
          "application/vnd.ms-",
          "application/zip",
          "application/x-zip",
          "application/msword");
  private static final FileKind ODF =
      packed(
          ArchiveFormat.ZIP,
          "OpenDocument file",
          "odt ods odp odg ott ots epub",
          "application/vnd.oasis.",
          "application/epub");
  private static final FileKind JAR =
      new FileKind(
          "Java program",
          List.of("application/java-archive", "application/x-java"),
          Set.of("jar", "war"),
          true,
          ArchiveFormat.ZIP);
  private static final FileKind ZIP =
      packed(
          ArchiveFormat.ZIP,
          "ZIP archive",
          "zip docx xlsx pptx odt ods odp jar apk kmz epub xpi",
          "application/zip",
          "application/x-zip",
          "application/vnd.",
          "application/java-archive");
  private static final FileKind OLE =
      packed(
          ArchiveFormat.OLE,
          "old Office document or Outlook message",
          "doc xls ppt msg dot xlt pps vsd mpp pub msi",
          "application/msword",
          "application/vnd.ms-",
          "application/x-msexcel",
          "application/excel",
          "application/mspowerpoint");
  private static final FileKind RAR =
      packed(
          ArchiveFormat.RAR,
          "RAR archive",
          "rar",
          "application/x-rar",
          "application/vnd.rar",
          "application/rar");
  private static final FileKind SEVEN =
      packed(ArchiveFormat.SEVEN, "7-Zip archive", "7z", "application/x-7z");
  private static final FileKind GZIP =
      packed(
          ArchiveFormat.GZIP,
          "gzip archive",
          "gz tgz svgz",
          "application/gzip",
          "application/x-gzip",
          "application/x-compressed",
          "application/x-tar");
  private static final FileKind XZ =
      packed(ArchiveFormat.XZ, "xz file", "xz txz", "application/x-xz");
  private static final FileKind BZIP2 =
      packed(
          ArchiveFormat.BZIP2,
          "bzip2 file",
          "bz2 tbz tbz2",
          "application/x-bzip2",
          "application/bzip2");
  private static final FileKind TAR =
      packed(ArchiveFormat.TAR, "tar archive", "tar", "application/x-tar", "application/tar");
  private static final FileKind RTF =
      file(
          "RTF document",
          "rtf doc",
          "application/rtf",
          "text/rtf",
          "text/richtext",
          "application/msword");
  private static final FileKind TNEF =
      file(
          "Outlook container (winmail.dat)",
          "dat tnef",
          "application/ms-tnef",
          "application/vnd.ms-tnef");
  private static final FileKind HTML =
      file("web page", "html htm xhtml shtml", "text/html", "application/xhtml", "text/plain");
  private static final FileKind SVG =
      new FileKind(
          "SVG drawing (can run scripts)", List.of("image/svg"), Set.of("svg"), true, null);

  private static FileKind file(String label, String extensions, String... types) {
    return new FileKind(label, List.of(types), Set.of(extensions.split(" ")), false, null);
  }

  private static FileKind packed(
      ArchiveFormat format, String label, String extensions, String... types) {
    return new FileKind(label, List.of(types), Set.of(extensions.split(" ")), false, format);
  }

  private static FileKind program(String label, String... extensions) {
    return new FileKind(
        label,
        List.of("application/x-", "application/vnd.microsoft.portable"),
        Set.of(extensions),
        true,
        null);
  }

  /** Stands for any byte in a mark. */
  private static final char ANY = '\uFFFF';

  /** The bytes by which a kind is known, and where they stand. */
  private record Mark(int at, String bytes, FileKind kind) {
    boolean fits(String head) {
      if (head.length() < at + bytes.length()) {
        return false;
      }
      for (int i = 0; i < bytes.length(); i++) {
        if (bytes.charAt(i) != ANY && bytes.charAt(i) != head.charAt(at + i)) {
          return false;
        }
      }
      return true;
    }
  }

  private static String any(int bytes) {
    return String.valueOf(ANY).repeat(bytes);
  }

  /** In the order in which they are tried: what runs comes first. */
  private static final List<Mark> MARKS =
      List.of(
          new Mark(0, "MZ" + any(59), PE),
          new Mark(0, "\u007fELF", ELF),
          new Mark(0, "\u00cf\u00fa\u00ed\u00fe", MACHO),
          new Mark(0, "\u00ce\u00fa\u00ed\u00fe", MACHO),
          new Mark(0, "\u00ca\u00fe\u00ba\u00be", MACHO),
          new Mark(0, "L\0\0\0\u0001\u0014\u0002", SHORTCUT),
          new Mark(0, "#!", SCRIPT),
          new Mark(0, "PK\u0003\u0004", ZIP),
          new Mark(0, "PK\u0005\u0006", ZIP),
          new Mark(0, "\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1", OLE),
          new Mark(0, "Rar!\u001a\u0007", RAR),
          new Mark(0, "7z\u00bc\u00af'\u001c", SEVEN),
          new Mark(0, "\u001f\u008b\b", GZIP),
          new Mark(0, "\u00fd7zXZ\0", XZ),
          new Mark(0, "BZh" + any(1) + "1AY&SY", BZIP2),
          new Mark(0, "MSCF\0\0\0\0", CAB),
          new Mark(0, "%PDF-", PDF),
          new Mark(0, "\u0089PNG\r\n\u001a\n", PNG),
          new Mark(0, "\u00ff\u00d8\u00ff", JPEG),
          new Mark(0, "GIF87a", GIF),
          new Mark(0, "GIF89a", GIF),
          new Mark(0, "BM" + any(4) + "\0\0\0\0" + any(5), BMP),
          new Mark(0, "II*\0", TIFF),
          new Mark(0, "MM\0*", TIFF),
          new Mark(0, "RIFF" + any(4) + "WEBP", WEBP),
          new Mark(257, "ustar", TAR),
          new Mark(0, "{\\rtf", RTF),
          new Mark(0, "x\u009f>\"", TNEF));

  private static String read(byte[] head, int length) {
    return new String(head, 0, Math.min(length, HEAD), StandardCharsets.ISO_8859_1);
  }

  /** Null where the bytes say nothing certain (plain text, unknown formats). */
  static @Nullable FileKind of(byte[] head, int length) {
    String s = read(head, length);
    for (Mark mark : MARKS) {
      if (mark.fits(s)) {
        return mark.kind().equals(ZIP) ? zip(s) : mark.kind();
      }
    }
    if (s.substring(0, Math.min(s.length(), 1024)).contains("\n%PDF-")) {
      return PDF;
    }
    String lower =
        s.substring(0, Math.min(s.length(), 512)).stripLeading().toLowerCase(Locale.ROOT);
    if (lower.startsWith("<svg") || (lower.startsWith("<?xml") && lower.contains("<svg"))) {
      return SVG;
    }
    return lower.startsWith("<!doctype html") || lower.startsWith("<html") ? HTML : null;
  }

  /**
   * As what such a file is unpacked; null if as nothing. Asked apart from {@link #of}, so that no
   * archive hides behind a first name that looks like something else.
   */
  static @Nullable ArchiveFormat archiveOf(byte[] head, int length) {
    String s = read(head, length);
    for (Mark mark : MARKS) {
      if (mark.kind().archive() != null && mark.fits(s)) {
        return mark.kind().archive();
      }
    }
    return null;
  }

  private static FileKind zip(String s) {
    if (s.contains("[Content_Types].xml")
        || s.contains("_rels/.rels")
        || s.contains("word/")
        || s.contains("xl/")) {
      return OOXML;
    }
    if (s.startsWith("mimetype", 30)) {
      return ODF;
    }
    return s.contains("META-INF/MANIFEST.MF") ? JAR : ZIP;
  }

  /**
   * Whether the declared type, or the name's extension, promises something else than the bytes
   * hold.
   */
  boolean contradicts(String declaredType, @Nullable String name) {
    boolean vague =
        declaredType.startsWith("application/octet-stream")
            || declaredType.startsWith("application/x-download")
            || declaredType.startsWith("application/force")
            || declaredType.equals("text/plain")
            || declaredType.startsWith("application/unknown");
    boolean typeFits = vague || types.stream().anyMatch(declaredType::startsWith);
    String extension = extension(name);
    boolean nameFits = extension.isEmpty() || extensions.contains(extension);
    boolean knownExtension = nameFits || KNOWN.contains(extension) || RUNS.contains(extension);
    return (!typeFits && !(nameFits && !extension.isEmpty())) || (!nameFits && knownExtension);
  }

  private static final Set<String> KNOWN =
      Set.of(
          "pdf", "png", "jpg", "jpeg", "gif", "bmp", "tif", "tiff", "webp", "doc", "xls", "ppt",
          "docx", "xlsx", "pptx", "odt", "ods", "odp", "zip", "rar", "7z", "gz", "txt", "csv",
          "rtf", "html", "htm", "mp3", "mp4", "wav", "ics", "vcf", "xml", "json", "eml");

  /** Whether files that end so are opened, and not run. */
  static boolean isDocument(String extension) {
    return KNOWN.contains(extension);
  }

  static boolean runs(@Nullable String name) {
    return RUNS.contains(extension(name));
  }

  /** The part after the last dot, lower case, or "". */
  static String extension(@Nullable String name) {
    if (name == null) {
      return "";
    }
    String trimmed = name.strip().replaceAll("[. ]+$", "");
    int dot = trimmed.lastIndexOf('.');
    return dot < 0 ? "" : trimmed.substring(dot + 1).toLowerCase(Locale.ROOT);
  }
}
