package org.postern.store;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;
import org.jdbi.v3.core.Handle;
import org.postern.officer.Right;
import org.postern.store.Audit.Head;
import org.postern.store.StoreException.Reason;

/**
 * One file with everything of a data directory: the rows of the database, the key, the officers'
 * key files, the gateways' public keys, the pinned roster; sealed with a passphrase. Where the
 * server of a team is stays out of it. Read back and compared before it counts as made.
 * Thread-safe.
 */
public final class Backup {
  /**
   * What a backup holds.
   *
   * @param made when
   * @param head the last record of the journal in it
   * @param rows how many rows of all tables
   * @param files how many files beside the database
   */
  public record Summary(Instant made, Head head, long rows, int files) {}

  /** Told how far it is, from the thread that works. */
  public interface Watch {
    Watch NONE =
        new Watch() {
          @Override
          public void written(long rows) {}

          @Override
          public void read(int percent) {}
        };

    /** So many rows are in the file. */
    void written(long rows);

    /** So much of the file was read. */
    void read(int percent);
  }

  /** What belongs to the directory and is not a row. */
  private static final Pattern KEPT =
      Pattern.compile(
          "postern\\.(key|roster)|(keys|gateways|bundles)/[A-Za-z0-9][A-Za-z0-9@+=,. _-]{0,200}");

  private static final List<String> FOLDERS = List.of("keys", "gateways", "bundles");
  private static final int LARGEST_FILE = 64 * 1024 * 1024;
  private static final int MOST_FILES = 10_000;

  private final Opening.Opened opened;
  private final Watch watch;

  Backup(Opening.Opened opened, Watch watch) {
    this.opened = opened;
    this.watch = watch;
  }

  /** What is in the file, while it is written or read. */
  private static final class Count {
    private final Map<String, Long> rows = new TreeMap<>();
    private int files;

    long rows() {
      return rows.values().stream().mapToLong(Long::longValue).sum();
    }

    Summary summary(Instant made, Head head) {
      return new Summary(made, head, rows(), files);
    }
  }

  /**
   * Makes a backup, reads it back and compares. There is a file afterwards only if all is well; an
   * older one of that name stays until then.
   *
   * @param passphrase not kept; whoever has it and the file has everything
   */
  public Summary write(Path file, char[] passphrase, String officer) throws StoreException {
    if (passphrase.length == 0) {
      throw new StoreException(
          Reason.UNUSABLE_PATH,
          "A backup needs a passphrase, because it holds the keys. Nothing was written.");
    }
    new Journal(opened.database())
        .append(Right.ADMINISTER, officer, "backup.begun", file.toString(), Map.of());
    Path target = file.toAbsolutePath();
    Path part = target.resolveSibling("." + target.getFileName() + ".part");
    try {
      Summary summary;
      try {
        Files.deleteIfExists(part);
        Files.createFile(part, DataFiles.ownerOnly(part, "rw-------"));
        summary = opened.database().read(handle -> writing(part, passphrase, handle));
        DataFiles.force(part);
        requireSame(summary, look(part, passphrase, watch));
        Files.move(
            part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return summary;
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw Trouble.file(target, e);
    }
  }

  private static void requireSame(Summary written, Summary read) throws StoreException {
    if (!written.equals(read)) {
      throw new StoreException(
          Reason.FAILED,
          "The backup was read back and is not what was written. It was deleted; check the disk and"
              + " make another one.");
    }
  }

  private Summary writing(Path part, char[] passphrase, Handle handle) throws StoreException {
    Instant made = opened.database().now();
    Head head = head(handle);
    Count count = new Count();
    try (var out =
        new DataOutputStream(
            new GZIPOutputStream(
                SealedFile.sealing(
                    new BufferedOutputStream(Files.newOutputStream(part), 1 << 16), passphrase),
                1 << 16))) {
      out.writeInt(version(handle));
      out.writeLong(made.getEpochSecond());
      out.writeInt(made.getNano());
      out.writeLong(head.seq());
      out.writeUTF(head.hash());
      for (Path kept : kept()) {
        byte[] bytes = Files.readAllBytes(kept);
        out.writeUTF(opened.directory().relativize(kept).toString().replace('\\', '/'));
        out.writeInt(bytes.length);
        out.write(bytes);
        count.files++;
      }
      out.writeUTF("");
      for (String table : BackupRows.tables(handle)) {
        out.writeUTF(table);
        long before = count.rows();
        count.rows.put(
            table, BackupRows.write(handle, table, out, rows -> watch.written(before + rows)));
      }
      out.writeUTF("");
      return count.summary(made, head);
    } catch (IOException e) {
      throw Trouble.file(part, e);
    }
  }

  private List<Path> kept() throws IOException {
    List<Path> kept = new ArrayList<>();
    List<Path> places = new ArrayList<>(List.of(opened.directory()));
    FOLDERS.forEach(folder -> places.add(opened.directory().resolve(folder)));
    for (Path place : places) {
      if (!Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
        continue;
      }
      try (var files = Files.list(place)) {
        for (Path file : files.sorted().toList()) {
          String name = opened.directory().relativize(file).toString().replace('\\', '/');
          if (KEPT.matcher(name).matches()
              && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
              && Files.size(file) <= LARGEST_FILE) {
            kept.add(file);
          }
        }
      }
    }
    return kept;
  }

  private static Head head(Handle handle) {
    return handle
        .createQuery("select journal_seq, journal_hash from head")
        .map((rs, ctx) -> new Head(rs.getLong(1), rs.getString(2)))
        .one();
  }

  private static int version(Handle handle) {
    return handle
        .createQuery("select max(cast(version as integer)) from " + Schema.HISTORY)
        .mapTo(Integer.class)
        .one();
  }

  /** Reads one table out of a backup and says how many rows it has. */
  interface Table {
    long read(String name, DataInputStream in) throws IOException;
  }

  /** All tables of a backup, up to its very end; what cannot be read is an UncheckedIOException. */
  interface Tables {
    void each(Table table);
  }

  /** Where what is read goes; the looking one keeps nothing. */
  interface Target {
    void file(String name, byte[] bytes) throws IOException;

    void rows(Tables tables) throws IOException, StoreException;
  }

  /** Reads a whole backup without restoring it, and says what it holds. */
  public static Summary look(Path file, char[] passphrase) throws StoreException {
    return look(file, passphrase, Watch.NONE);
  }

  private static Summary look(Path file, char[] passphrase, Watch watch) throws StoreException {
    return read(
        file,
        passphrase,
        watch,
        _ ->
            new Target() {
              @Override
              public void file(String name, byte[] bytes) {}

              @Override
              public void rows(Tables tables) {
                tables.each((_, in) -> BackupRows.skip(in));
              }
            });
  }

  /** Makes the place for what is read, knowing the layout of its tables. */
  interface Maker {
    Target of(int version) throws StoreException, IOException;
  }

  static Summary read(Path file, char[] passphrase, Watch watch, Maker maker)
      throws StoreException {
    Count count = new Count();
    try (InputStream raw =
            new BufferedInputStream(
                new Watched(Files.newInputStream(file), Files.size(file), watch), 1 << 16);
        var in =
            new DataInputStream(
                new BufferedInputStream(
                    new GZIPInputStream(SealedFile.opening(raw, passphrase), 1 << 16)))) {
      Target target = maker.of(in.readInt());
      Instant made = Instant.ofEpochSecond(in.readLong(), in.readInt());
      Head head = new Head(in.readLong(), in.readUTF());
      for (String name = in.readUTF(); !name.isEmpty(); name = in.readUTF()) {
        int length = in.readInt();
        if (!KEPT.matcher(name).matches()
            || length < 0
            || length > LARGEST_FILE
            || ++count.files > MOST_FILES) {
          throw new SealedFile.NotOpened("no such file belongs in a backup");
        }
        target.file(name, in.readNBytes(length));
      }
      target.rows(table -> tables(in, table, count));
      return count.summary(made, head);
    } catch (UncheckedIOException e) {
      throw unreadable(file, Objects.requireNonNull(e.getCause()));
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static void tables(DataInputStream in, Table table, Count count) {
    try {
      for (String name = in.readUTF(); !name.isEmpty(); name = in.readUTF()) {
        if (count.rows.put(name, table.read(name, in)) != null) {
          throw new SealedFile.NotOpened("a table twice");
        }
      }
      if (in.read() >= 0) {
        throw new SealedFile.NotOpened("more than there should be");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Says how much of a file was read. */
  private static final class Watched extends FilterInputStream {
    private final long size;
    private final Watch watch;
    private long read;

    Watched(InputStream in, long size, Watch watch) {
      super(in);
      this.size = size;
      this.watch = watch;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      int got = super.read(bytes, from, length);
      read += Math.max(0, got);
      watch.read((int) (100 * read / Math.max(1, size)));
      return got;
    }
  }

  private static StoreException unreadable(Path file, IOException e) {
    return switch (e) {
      case SealedFile.NotOpened _, EOFException _, ZipException _ ->
          new StoreException(
              Reason.BROKEN,
              file
                  + " is no whole Postern backup, or the passphrase is not its own. Nothing was"
                  + " restored. Try the passphrase again, or another backup.",
              e);
      default -> Trouble.file(file, e);
    };
  }
}
