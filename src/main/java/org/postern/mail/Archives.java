package org.postern.mail;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Looks into the archives among the attachments of a message. Confined to one call. */
final class Archives {
  /**
   * What was found.
   *
   * @param byPath by the attachment's path
   */
  record Result(Map<String, Archive> byPath, List<Finding> findings) {}

  private Archives() {}

  static Result of(byte[] raw, List<Attachment> attachments, Budget budget) {
    Findings findings = new Findings();
    Map<String, String> names = new LinkedHashMap<>();
    long all = 0;
    for (Attachment a : attachments) {
      if (a.size() > Limits.ARCHIVE || all + a.size() > Limits.ARCHIVES) {
        if (a.realType() != null && a.realType().contains("archive")) {
          findings.add(
              Finding.Kind.ARCHIVE_NOT_LISTED,
              "The archive “"
                  + Inert.brief(a.shownName(), 120)
                  + "” is too big to be looked into.");
        }
        continue;
      }
      all += a.size();
      names.put(a.path(), a.name() == null ? a.safeName() : a.name());
    }
    Map<String, Archive> found = new LinkedHashMap<>();
    ArchiveLister lister = new ArchiveLister(findings, budget);
    Set<String> paths = new LinkedHashSet<>(names.keySet());
    PartWalk.contents(
        raw,
        paths,
        budget,
        (path, bytes) -> {
          Archive archive = lister.list(bytes, names.getOrDefault(path, path));
          if (archive != null) {
            found.put(path, archive);
          }
        });
    return new Result(found, findings.sorted());
  }
}
