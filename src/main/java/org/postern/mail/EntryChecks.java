package org.postern.mail;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Findings about what one archive holds. Confined to one call. */
final class EntryChecks {
  private static final Pattern DRIVE = Pattern.compile("^[A-Za-z]:.*", Pattern.DOTALL);

  private final Findings findings;
  private final HeaderChecks names;
  private final String where;
  private final Set<String> seen = new HashSet<>();

  /**
   * @param archive the name of the attachment, and of the archives in it that lead here; hostile
   */
  EntryChecks(Findings findings, HeaderChecks names, String archive) {
    this.findings = findings;
    this.names = names;
    this.where = "the archive “" + Inert.brief(archive, 120) + "”";
  }

  void add(Finding.Kind kind, String rest) {
    findings.add(kind, Character.toUpperCase(where.charAt(0)) + where.substring(1) + " " + rest);
  }

  /** Everything that a name tells. */
  void name(String name, boolean folder) {
    String shown = "“" + Inert.brief(name, 160) + "”";
    names.characters("name of a file in " + where, name);
    String slashes = name.replace('\\', '/');
    String trick = null;
    if (name.indexOf('\0') >= 0) {
      trick = "whose name ends early for some programs";
    } else if (("/" + slashes + "/").contains("/../")) {
      trick = "that leaves the folder into which it is unpacked";
    } else if (slashes.startsWith("/") || DRIVE.matcher(name).matches()) {
      trick = "that names a place on the disk";
    }
    if (trick != null) {
      add(Finding.Kind.ARCHIVE_PATH, "holds " + shown + ", " + trick + ".");
    }
    if (!seen.add(slashes.toLowerCase(Locale.ROOT))) {
      add(
          Finding.Kind.ARCHIVE_INCONSISTENT,
          "holds " + shown + " twice; programs differ in which one they unpack.");
    }
    String base = slashes.substring(slashes.lastIndexOf('/', slashes.length() - 2) + 1);
    if (folder) {
      return;
    }
    names.doubleExtension(base, "The file " + shown + " in " + where);
    if (base.equalsIgnoreCase("vbaProject.bin")
        || slashes.toLowerCase(Locale.ROOT).contains("/macrosheets/")) {
      add(Finding.Kind.MACROS, "holds macros, which are programs: " + shown + ".");
    } else if (FileKind.runs(base)) {
      add(Finding.Kind.EXECUTABLE, "holds " + shown + ", which would run when it is opened.");
    }
  }

  /** What the bytes tell about a name. */
  void content(String name, @Nullable FileKind kind) {
    if (kind == null) {
      return;
    }
    String shown = "“" + Inert.brief(name, 160) + "”";
    if (kind.contradicts("application/octet-stream", name)) {
      add(Finding.Kind.TYPE_MISMATCH, "holds " + shown + ", which is: " + kind.label() + ".");
    }
    if (kind.executable() && !FileKind.runs(name)) {
      add(Finding.Kind.EXECUTABLE, "holds " + shown + ", a " + kind.label() + ".");
    }
  }

  void size(Archive.Entry entry, long promised) {
    boolean huge = entry.size() >= Limits.BOMB_SIZE && entry.ratio() >= Limits.BOMB_RATIO;
    if (huge) {
      add(
          Finding.Kind.ARCHIVE_BOMB,
          "holds “"
              + Inert.brief(entry.name(), 160)
              + "”, which becomes "
              + entry.ratio()
              + " times bigger: "
              + (entry.measured() ? "" : "it says ")
              + (entry.size() >> 20)
              + " MiB or more.");
    }
    if (promised >= 0 && entry.measured() && entry.size() > promised) {
      add(
          Finding.Kind.ARCHIVE_INCONSISTENT,
          "says that “"
              + Inert.brief(entry.name(), 160)
              + "” has "
              + promised
              + " bytes, but it has more.");
    }
  }

  /** What everything together becomes. */
  void total(List<Archive.Entry> entries, long packed) {
    long all = 0;
    for (Archive.Entry entry : entries) {
      long more = all + Math.max(0, entry.size());
      all = more < all ? Long.MAX_VALUE : more;
    }
    if (all >= Limits.BOMB_SIZE && all / Math.max(1, packed) >= Limits.BOMB_RATIO) {
      add(
          Finding.Kind.ARCHIVE_BOMB,
          "becomes "
              + all / Math.max(1, packed)
              + " times bigger when it is unpacked: "
              + (all >> 20)
              + " MiB or more.");
    }
  }

  void encrypted(int files) {
    if (files > 0) {
      add(
          Finding.Kind.ARCHIVE_ENCRYPTED,
          "holds "
              + (files == 1 ? "a file" : files + " files")
              + " locked with a password: nobody could look inside.");
    }
  }
}
