package org.postern.mail;

import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.PasswordRequiredException;
import org.apache.commons.compress.archivers.sevenz.SevenZArchiveEntry;
import org.apache.commons.compress.archivers.sevenz.SevenZFile;

/**
 * Lists the directory of a 7-Zip archive. Its files are packed together, so they are not unpacked:
 * sizes are what the archive promises.
 */
final class SevenListing {
  private SevenListing() {}

  /** Why the list is not complete; "" if it is. */
  static String list(ArchiveLister lister, ArchiveLister.Task task) throws IOException {
    if (SevenDirectory.size(task.bytes()) > Limits.ARCHIVE_DIRECTORY) {
      return "Its list of files is so big that it was not unpacked.";
    }
    ArchiveLister.Bounded channel = lister.channel(task.bytes(), 4L * Limits.ARCHIVE);
    try (SevenZFile seven =
        SevenZFile.builder()
            .setSeekableByteChannel(channel)
            .setMaxMemoryLimitKiB(Limits.ARCHIVE_MEMORY_KIB)
            .get()) {
      boolean locked = locked(seven);
      for (SevenZArchiveEntry e : seven.getEntries()) {
        if (!task.meter().entry()) {
          return ArchiveLister.tooMany();
        }
        String name = e.getName() == null ? "" : e.getName();
        Archive.Entry entry =
            new Archive.Entry(
                name, e.isDirectory(), e.getSize(), -1, false, locked && e.hasStream(), null, null);
        task.checks().name(name, e.isDirectory());
        task.into().add(entry);
      }
      return "";
    } catch (PasswordRequiredException _) {
      task.checks().encrypted(1);
      return "Even its list of files is locked with a password.";
    }
  }

  /** Whether the first file needs a password; one is usually for all. */
  private static boolean locked(SevenZFile seven) throws IOException {
    for (SevenZArchiveEntry e : seven.getEntries()) {
      if (e.hasStream() && !e.isDirectory()) {
        try (InputStream in = seven.getInputStream(e)) {
          int _ = in.read();
          return false;
        } catch (PasswordRequiredException _) {
          return true;
        } catch (IOException _) {
          return false; // packed in a way that is not known here: it says nothing about a lock
        }
      }
    }
    return false;
  }
}
