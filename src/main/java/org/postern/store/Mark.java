package org.postern.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.postern.store.StoreException.Reason;

/**
 * Remembers, beside the database, how many commits have been acknowledged. A database file that was
 * cut short opens at an older state without a word; one that knows fewer commits than the mark is
 * refused instead.
 *
 * <p>Two slots are written in turn, in place, so that a torn write spoils only the newer one and a
 * full disk cannot stop it. It may lag behind the database, never run ahead of it.
 */
final class Mark implements AutoCloseable {
  private static final int SLOT = 64;

  /** A byte behind the slots, because what is locked cannot be read everywhere. */
  private static final long LOCKED = 1 << 20;

  private static final Pattern TEXT =
      Pattern.compile("postern-mark: 1 (\\d{19}) ([0-9a-f]{8}) *\n");

  private final FileChannel channel;

  private Mark(FileChannel channel) {
    this.channel = channel;
  }

  /** The number of acknowledged commits, or 0 if there is no readable mark. */
  static long read(Path file) throws IOException {
    if (!Files.isRegularFile(file) || Files.size(file) > 2L * SLOT) {
      return 0;
    }
    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
    long best = 0;
    for (int at = 0; at + SLOT <= text.length(); at += SLOT) {
      var matcher = TEXT.matcher(text.substring(at, at + SLOT));
      if (matcher.matches() && crc(matcher.group(1)).equals(matcher.group(2))) {
        best = Math.max(best, Long.parseLong(matcher.group(1)));
      }
    }
    return best;
  }

  /** Refuses a database that knows fewer commits than were acknowledged here. */
  static void requireReached(Path file, long commits, String database) throws StoreException {
    try {
      if (commits < read(file)) {
        throw new StoreException(
            Reason.ROLLED_BACK,
            database
                + " is older than what was last saved in this directory: it was cut short or"
                + " replaced by an older copy. Nothing was changed. Put back the newest backup; if"
                + " this older state is what you want, delete "
                + file.getFileName()
                + " beside it.");
      }
    } catch (IOException e) {
      throw Trouble.file(file, e);
    }
  }

  /** Refuses a directory that another process has open, even while it changes database files. */
  static void requireFree(Path file, Path database) throws StoreException {
    if (DataFiles.exists(file)) {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        lock(channel, database);
      } catch (IOException e) {
        throw Trouble.file(file, e);
      }
    }
  }

  private static void lock(FileChannel channel, Path database) throws StoreException, IOException {
    if (channel.tryLock(LOCKED, 1, false) == null) {
      throw FileCheck.locked(database, null);
    }
  }

  /** Opens the mark and holds it against other processes. */
  static Mark open(Path file, long count, Path database) throws StoreException, IOException {
    Mark mark =
        new Mark(
            FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                DataFiles.ownerOnly(file, "rw-------")));
    boolean done = false;
    try {
      lock(mark.channel, database);
      mark.set(count);
      mark.set(count + 1, count);
      done = true;
      return mark;
    } finally {
      if (!done) {
        mark.close();
      }
    }
  }

  /** After a commit that stands; a mark that lags behind only says less. */
  static void keep(Mark mark, long count) {
    try {
      mark.set(count);
    } catch (IOException e) {
      // Said above.
    }
  }

  void set(long count) throws IOException {
    set(count, count);
  }

  private void set(long slot, long count) throws IOException {
    String number = String.format(Locale.ROOT, "%019d", count);
    String line = "postern-mark: 1 " + number + " " + crc(number);
    String padded = line + " ".repeat(SLOT - 1 - line.length()) + "\n";
    channel.write(ByteBuffer.wrap(padded.getBytes(StandardCharsets.US_ASCII)), (slot & 1) * SLOT);
  }

  private static String crc(String number) {
    CRC32 crc = new CRC32();
    crc.update(number.getBytes(StandardCharsets.US_ASCII));
    return String.format(Locale.ROOT, "%08x", crc.getValue());
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
