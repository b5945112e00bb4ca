package org.postern.mail;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lists what archives hold, and the archives in them, to a bounded depth. Everything happens in
 * memory and is measured; nothing is kept. Confined to one call.
 */
final class ArchiveLister {
  private static final String TOO_MANY =
      "More than " + Limits.ARCHIVE_ENTRIES + " files: the rest is not listed.";

  private static final String BROKEN = "It is damaged or not built as it should be: ";

  private final Findings findings;
  private final HeaderChecks names;
  private final EntryMeter meter;
  private final Budget budget;

  /**
   * How many archives lie around what is looked at. An archive that holds itself ends here, too.
   */
  private int depth;

  ArchiveLister(Findings findings, Budget budget) {
    this.findings = findings;
    this.names = new HeaderChecks(findings);
    this.budget = budget;
    this.meter = new EntryMeter(budget);
  }

  /** What a format's own reader needs. Its entries go into {@code into} as they are met. */
  record Task(
      Slice file, String name, EntryChecks checks, EntryMeter meter, List<Archive.Entry> into) {
    byte[] bytes() {
      return file.bytes;
    }
  }

  /**
   * Null if the file is no archive.
   *
   * @param name as the sender gave it, for findings
   */
  @Nullable Archive list(byte[] file, String name) {
    ArchiveFormat format = FileKind.archiveOf(file, Math.min(file.length, FileKind.HEAD));
    EntryChecks checks = new EntryChecks(findings, names, name);
    if (format == null && ArchiveFormat.endsAsZip(file)) {
      checks.add(
          Finding.Kind.ARCHIVE_HIDDEN,
          "begins like another kind of file; programs that look at its end unpack it.");
      format = ArchiveFormat.ZIP;
    }
    if (format == null) {
      return null;
    }
    if (format == ArchiveFormat.OLE) {
      OfficeMacros.check(file, name, findings);
      return null;
    }
    depth++;
    try {
      return list(format, new Task(Slice.of(file), name, checks, meter, new ArrayList<>()));
    } finally {
      depth--;
    }
  }

  private Archive list(ArchiveFormat format, Task task) {
    String gap;
    try {
      gap =
          switch (format) {
            case ZIP -> new ZipListing(this, task).list();
            case TAR -> new StreamListing(this, task).tar(new ByteArrayInputStream(task.bytes()));
            case GZIP, XZ, BZIP2 -> new StreamListing(this, task).compressed(format);
            case SEVEN -> SevenListing.list(this, task);
            case RAR, CABINET, OLE ->
                "Files of this kind are recognised here, but not looked into.";
          };
    } catch (EntryMeter.Spent _) {
      gap = "Unpacking it costs more than may be spent on one message: the rest is not listed.";
    } catch (IOException | RuntimeException e) {
      if (e instanceof Budget.Spent spent) {
        throw spent;
      }
      gap = BROKEN + Inert.brief(String.valueOf(e.getMessage()), 120);
    }
    if (!gap.isEmpty()) {
      task.checks().add(Finding.Kind.ARCHIVE_NOT_LISTED, "is not fully listed. " + gap);
    }
    task.checks().encrypted((int) task.into().stream().filter(Archive.Entry::encrypted).count());
    task.checks().total(task.into(), task.bytes().length);
    return new Archive(format.label(), task.into(), gap);
  }

  static String tooMany() {
    return TOO_MANY;
  }

  /** An entry that was unpacked, with what lies in it. */
  Archive.Entry entry(
      Task task, String name, long promised, long packed, EntryMeter.Contents contents) {
    Archive inner = null;
    FileKind kind = FileKind.of(contents.head(), Math.min(contents.head().length, FileKind.HEAD));
    ArchiveFormat format = FileKind.archiveOf(contents.head(), contents.head().length);
    if (format != null) {
      inner = inner(task, name, contents, format);
    }
    // What was counted to its end is the size; else whichever is worse of counted and promised.
    long size =
        contents.whole() ? contents.size() : Math.max(contents.size(), Math.max(0, promised));
    boolean measured = contents.whole() || contents.size() >= promised;
    Archive.Entry entry =
        new Archive.Entry(
            name, false, size, packed, measured, false, kind == null ? null : kind.label(), inner);
    task.checks().name(name, false);
    task.checks().content(name, kind);
    task.checks().size(entry, promised);
    return entry;
  }

  private @Nullable Archive inner(
      Task task, String name, EntryMeter.Contents contents, ArchiveFormat format) {
    String path = task.name() + " › " + name;
    if (format == ArchiveFormat.OLE) {
      OfficeMacros.check(contents.head(), path, findings);
      return null;
    }
    String why = null;
    if (depth >= Limits.ARCHIVE_DEPTH) {
      why = "Archives lie in one another more than " + Limits.ARCHIVE_DEPTH + " deep.";
      task.checks()
          .add(
              Finding.Kind.ARCHIVE_DEEP,
              "holds archives in one another, more than "
                  + Limits.ARCHIVE_DEPTH
                  + " deep: the inner ones were not looked into.");
    } else if (!contents.complete()) {
      why = "It is too big to be looked into.";
      new EntryChecks(findings, names, path)
          .add(Finding.Kind.ARCHIVE_NOT_LISTED, "is too big to be looked into.");
    }
    return why == null ? list(contents.head(), path) : new Archive(format.label(), List.of(), why);
  }

  /**
   * Bytes that a library may read at will, but not for ever.
   *
   * @param most bytes that may be read before {@link Bounded#free}
   */
  Bounded channel(byte[] bytes, long most) {
    return new Bounded(bytes, budget, most);
  }

  /** A channel over bytes in memory that gives up after so many were read, or when time is up. */
  static final class Bounded implements SeekableByteChannel {
    private final byte[] bytes;
    private final Budget budget;
    private long left;
    private long at;

    private Bounded(byte[] bytes, Budget budget, long most) {
      this.bytes = bytes;
      this.budget = budget;
      this.left = most;
    }

    boolean spent() {
      return left <= 0;
    }

    /** The directory was read: from here on each entry has limits of its own. */
    void free() {
      left = Long.MAX_VALUE;
    }

    @Override
    public int read(ByteBuffer to) throws IOException {
      budget.check();
      if (spent()) {
        throw new EntryMeter.Spent();
      }
      if (at >= bytes.length) {
        return -1;
      }
      int n = (int) Math.min(to.remaining(), bytes.length - at);
      to.put(bytes, (int) at, n);
      at += n;
      left -= n;
      return n;
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
      throw new IOException("read only");
    }

    @Override
    public long position() {
      return at;
    }

    @Override
    public SeekableByteChannel position(long to) throws IOException {
      if (to < 0) {
        throw new IOException("a place before the beginning");
      }
      at = to;
      return this;
    }

    @Override
    public long size() {
      return bytes.length;
    }

    @Override
    public SeekableByteChannel truncate(long size) throws IOException {
      throw new IOException("read only");
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {
      // Bytes in memory need no closing.
    }
  }
}
