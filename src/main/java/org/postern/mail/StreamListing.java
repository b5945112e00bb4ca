package org.postern.mail;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** Lists what has no directory and must be read from its beginning: tar, and compressed files. */
final class StreamListing {
  private final ArchiveLister lister;
  private final ArchiveLister.Task task;

  StreamListing(ArchiveLister lister, ArchiveLister.Task task) {
    this.lister = lister;
    this.task = task;
  }

  String tar(InputStream bytes) throws IOException {
    try (TarArchiveInputStream tar = new TarArchiveInputStream(bytes, "UTF-8")) {
      for (TarArchiveEntry e = tar.getNextEntry(); e != null; e = tar.getNextEntry()) {
        if (!task.meter().entry()) {
          return ArchiveLister.tooMany();
        }
        if (e.isSymbolicLink() || e.isLink()) {
          task.checks().name(e.getLinkName(), false);
          task.into().add(bare(e.getName() + " → " + e.getLinkName(), false, 0));
        } else if (!e.isFile() || !tar.canReadEntryData(e)) {
          task.checks().name(e.getName(), e.isDirectory());
          task.into().add(bare(e.getName(), e.isDirectory(), Math.max(0, e.getSize())));
        } else {
          EntryMeter.Contents contents = task.meter().unpack(task.meter().metered(tar));
          task.into().add(lister.entry(task, e.getName(), e.getSize(), -1, contents));
        }
      }
    }
    return "";
  }

  private static Archive.Entry bare(String name, boolean folder, long size) {
    return new Archive.Entry(name, folder, size, -1, false, false, null, null);
  }

  /** One file without a directory; if it is a tar archive, that is listed in its place. */
  String compressed(ArchiveFormat format) throws IOException {
    byte[] bytes = task.bytes();
    String name = format.unpackedName(task.name());
    name = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('›')) + 1).strip();
    try (InputStream in =
        new BufferedInputStream(task.meter().metered(opened(format, bytes)), 1 << 16)) {
      in.mark(1024);
      byte[] head = in.readNBytes(600);
      in.reset();
      if (FileKind.archiveOf(head, head.length) == ArchiveFormat.TAR) {
        return tar(in);
      }
      if (!task.meter().entry()) {
        return ArchiveLister.tooMany();
      }
      EntryMeter.Contents contents = task.meter().unpack(in);
      task.into().add(lister.entry(task, name, -1, bytes.length, contents));
      return contents.whole() ? "" : "It goes on; how much it becomes was not counted to the end.";
    }
  }

  private static InputStream opened(ArchiveFormat format, byte[] bytes) throws IOException {
    InputStream in = new ByteArrayInputStream(bytes);
    return switch (format) {
      case GZIP ->
          GzipCompressorInputStream.builder()
              .setInputStream(in)
              .setDecompressConcatenated(true)
              .get();
      case BZIP2 -> new BZip2CompressorInputStream(in, true);
      case XZ ->
          XZCompressorInputStream.builder()
              .setInputStream(in)
              .setDecompressConcatenated(true)
              .setMemoryLimitKiB(Limits.ARCHIVE_MEMORY_KIB)
              .get();
      case ZIP, TAR, SEVEN, RAR, CABINET, OLE ->
          throw new IllegalArgumentException(format + " has entries");
    };
  }
}
