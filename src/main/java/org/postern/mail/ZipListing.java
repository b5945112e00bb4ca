package org.postern.mail;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipFile;

/** Lists one ZIP archive (APPNOTE.TXT), ZIP64 and data descriptors included. */
final class ZipListing {
  private static final int LOCAL_HEADER = 30;

  /** Stored, deflated, Deflate64, bzip2: what needs little memory, and no library beside. */
  private static final Set<Integer> METHODS = Set.of(0, 8, 9, 12);

  private final ArchiveLister lister;
  private final ArchiveLister.Task task;

  ZipListing(ArchiveLister lister, ArchiveLister.Task task) {
    this.lister = lister;
    this.task = task;
  }

  /** Why the list is not complete; "" if it is. */
  String list() throws IOException {
    ArchiveLister.Bounded channel = lister.channel(task.bytes(), Limits.ARCHIVE_DIRECTORY);
    try (ZipFile zip = ZipFile.builder().setSeekableByteChannel(channel).get()) {
      channel.free();
      return list(zip);
    } catch (IOException | IllegalArgumentException e) {
      if (channel.spent()) {
        return streamed(ArchiveLister.tooMany());
      }
      // Its directory at the end is broken: what stands before each file may do.
      return streamed(
          "Its directory is damaged, so programs differ in what they unpack ("
              + Inert.brief(String.valueOf(e.getMessage()), 120)
              + ").");
    }
  }

  private String list(ZipFile zip) throws IOException {
    List<ZipArchiveEntry> all = Collections.list(zip.getEntriesInPhysicalOrder());
    overlaps(all);
    for (ZipArchiveEntry entry : all) {
      if (!task.meter().entry()) {
        return ArchiveLister.tooMany();
      }
      otherName(entry);
      task.into().add(entry(zip, entry));
    }
    return "";
  }

  private Archive.Entry entry(ZipFile zip, ZipArchiveEntry e) throws IOException {
    boolean locked = e.getGeneralPurposeBit().usesEncryption();
    if (e.isDirectory() || locked || task.meter().exhausted() || !METHODS.contains(e.getMethod())) {
      return closed(e, locked);
    }
    try (InputStream in = zip.getInputStream(e)) {
      if (in == null) {
        return closed(e, false);
      }
      EntryMeter.Contents contents = task.meter().unpack(task.meter().metered(in));
      return lister.entry(task, e.getName(), e.getSize(), e.getCompressedSize(), contents);
    } catch (IOException _) {
      task.checks()
          .add(
              Finding.Kind.ARCHIVE_INCONSISTENT,
              "holds “" + Inert.brief(e.getName(), 160) + "”, which cannot be unpacked.");
      return closed(e, false);
    }
  }

  private Archive.Entry closed(ZipArchiveEntry e, boolean locked) {
    Archive.Entry entry =
        new Archive.Entry(
            e.getName(),
            e.isDirectory(),
            e.getSize(),
            e.getCompressedSize(),
            false,
            locked,
            null,
            null);
    task.checks().name(e.getName(), e.isDirectory());
    task.checks().size(entry, -1);
    return entry;
  }

  /** Files that share bytes: a few of them unpack to as much as one likes. */
  private void overlaps(List<ZipArchiveEntry> physical) {
    long end = 0;
    int shared = 0;
    for (ZipArchiveEntry e : physical) {
      if (e.getLocalHeaderOffset() < end) {
        shared++;
      }
      if (e.getDataOffset() > 0 && e.getCompressedSize() >= 0) {
        end = Math.max(end, e.getDataOffset() + e.getCompressedSize());
      }
    }
    if (shared > 0) {
      task.checks()
          .add(
              Finding.Kind.ARCHIVE_BOMB,
              "holds "
                  + (shared + 1)
                  + " files that are packed into the same bytes, so that it becomes far bigger than"
                  + " it looks.");
    }
  }

  /** Some programs go by the directory, others by the name that stands before the file. */
  private void otherName(ZipArchiveEntry e) {
    byte[] bytes = task.bytes();
    byte[] name = e.getRawName();
    long at = e.getDataOffset() - e.getLocalFileDataExtra().length;
    long local = e.getLocalHeaderOffset() + LOCAL_HEADER;
    if (name == null || local < 0 || at < local || at > bytes.length) {
      return;
    }
    byte[] there = Arrays.copyOfRange(bytes, (int) local, (int) Math.min(at, local + 70_000));
    if (!Arrays.equals(name, there)) {
      task.checks()
          .add(
              Finding.Kind.ARCHIVE_INCONSISTENT,
              "names a file “"
                  + Inert.brief(e.getName(), 160)
                  + "” in its directory and otherwise before the file itself.");
    }
  }

  private String streamed(String why) throws IOException {
    task.into().clear();
    try (ZipArchiveInputStream zip =
        new ZipArchiveInputStream(
            new ByteArrayInputStream(task.bytes()), "UTF-8", true, true, true)) {
      for (ZipArchiveEntry e = zip.getNextEntry(); e != null; e = zip.getNextEntry()) {
        if (!task.meter().entry()) {
          return why;
        }
        boolean locked = e.getGeneralPurposeBit().usesEncryption();
        if (e.isDirectory() || locked || !METHODS.contains(e.getMethod())) {
          task.into().add(closed(e, locked));
        } else {
          EntryMeter.Contents contents = task.meter().unpack(task.meter().metered(zip));
          task.into()
              .add(lister.entry(task, e.getName(), e.getSize(), e.getCompressedSize(), contents));
          if (!contents.whole()) {
            return why;
          }
        }
      }
    } catch (IOException _) {
      return why; // what was listed until there stands
    }
    return why;
  }
}
