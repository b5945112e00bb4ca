package org.postern.listfile;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.postern.listfile.Form.Encoding;
import org.postern.listfile.Form.Format;
import org.postern.listfile.Form.Packing;

/**
 * A file, or a text that was pasted, with a list in it. What it looks like is guessed from its
 * beginning; whoever knows better says so when reading. Thread-safe; readings of one file are for
 * one thread each.
 */
public final class ListFile {
  private static final int SAMPLE = 1 << 16;

  /** The size of what can be read once. */
  private static final long ONCE = -1;

  /** Opens it at its beginning. */
  private interface Source {
    InputStream open() throws IOException;
  }

  private final String name;
  private final Source source;
  private final long size;
  private final Form detected;

  /** What can be read once and was looked at, until it is read. */
  private final AtomicReference<@Nullable Opened> first = new AtomicReference<>();

  private ListFile(String name, Source source, long size) {
    this.name = name;
    this.source = source;
    this.size = size;
    try {
      Opened opened = new Opened(source.open());
      detected = opened.form();
      if (size == ONCE) {
        first.set(opened);
      } else {
        opened.close();
      }
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /**
   * A file on disk. If it changes between two readings, the second one refuses it.
   *
   * @throws UnreadableList if it is not there or cannot be read
   */
  public static ListFile at(Path path) {
    try {
      if (Files.isDirectory(path)) {
        throw new UnreadableList("It is a folder, not a file.");
      }
      long size = Files.size(path);
      FileTime changed = Files.getLastModifiedTime(path);
      return new ListFile(
          path.toString(),
          () -> {
            if (Files.size(path) != size || !Files.getLastModifiedTime(path).equals(changed)) {
              throw new UnreadableList("It was changed since it was looked at. Open it again.");
            }
            return Files.newInputStream(path);
          },
          size);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** A text that somebody pasted. */
  public static ListFile ofText(String text, String name) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new ListFile(name, () -> new ByteArrayInputStream(bytes), bytes.length);
  }

  /** A stream such as standard input, which can be read once; the caller closes it. */
  public static ListFile once(InputStream in, String name) {
    return new ListFile(name, () -> in, ONCE);
  }

  /** As it was given; may be hostile. */
  public String name() {
    return name;
  }

  /** What it looks like. */
  public Form detected() {
    return detected;
  }

  /**
   * Reads it from its beginning.
   *
   * @param form its packing is what the file itself says; encoding and format are the caller's
   * @throws UnreadableList here or later, if it cannot be read on; what came before is not to be
   *     used then
   */
  public Reading read(Form form, Defaults defaults) {
    try {
      Opened opened = open();
      boolean good = false;
      try {
        opened.text.skipNBytes(Sniffing.mark(opened.sample, form.encoding()));
        Reading reading = new Reading(rows(opened, form), defaults, opened, size);
        good = true;
        return reading;
      } finally {
        if (!good) {
          opened.close();
        }
      }
    } catch (UncheckedIOException e) {
      throw unreadable(e);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private static Iterator<Row> rows(Opened opened, Form form) {
    int longest =
        form.format() == Format.CSV || form.format() == Format.DEFENDER
            ? CsvRows.LONGEST
            : LineRows.LONGEST;
    Lines lines = new Lines(opened.text, form.encoding(), longest);
    return switch (form.format()) {
      case PLAIN, HOSTS -> new LineRows(lines, form.format());
      case POSTFIX -> new Joined(new LineRows(lines, form.format()));
      case RPZ -> new Joined(new ZoneRows(lines));
      case CSV, DEFENDER -> new CsvRows(lines, form.format());
      case JSON -> new JsonRows(opened.text);
    };
  }

  private Opened open() throws IOException {
    if (size != ONCE) {
      return new Opened(source.open());
    }
    Opened opened = first.getAndSet(null);
    if (opened == null) {
      throw new UnreadableList("It can be read only once.");
    }
    return opened;
  }

  /** An open file: unpacked, at its beginning. */
  static final class Opened implements AutoCloseable {
    private final Unpacking.Counted packed;
    private final Packing packing;
    private final InputStream text;
    private final byte[] sample;

    private Opened(InputStream in) throws IOException {
      boolean good = false;
      try {
        BufferedInputStream raw = new BufferedInputStream(in, SAMPLE);
        packing = Unpacking.of(peek(raw, 6));
        packed = new Unpacking.Counted(raw);
        text = new BufferedInputStream(Unpacking.of(packing, packed), SAMPLE);
        sample = peek(text, SAMPLE);
        good = true;
      } finally {
        if (!good) {
          in.close();
        }
      }
    }

    private Form form() {
      Encoding encoding = Sniffing.encoding(sample);
      return new Form(packing, encoding, Sniffing.format(sample, encoding));
    }

    /** How many bytes of the file were read. */
    long taken() {
      return packed.taken();
    }

    private static byte[] peek(InputStream in, int most) throws IOException {
      in.mark(most);
      byte[] bytes = new byte[most];
      int n = in.readNBytes(bytes, 0, most);
      in.reset();
      return Arrays.copyOf(bytes, n);
    }

    @Override
    public void close() throws IOException {
      packed.close();
    }
  }

  static UnreadableList unreadable(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> new UnreadableList("There is no such file.", e);
      case AccessDeniedException _ -> new UnreadableList("It may not be read.", e);
      case java.util.zip.ZipException _ -> damaged(e);
      case java.io.EOFException _ -> damaged(e);
      case org.tukaani.xz.XZIOException _ -> damaged(e);
      default ->
          new UnreadableList("It cannot be read. Check the disk that it is on, then try again.", e);
    };
  }

  private static UnreadableList damaged(IOException e) {
    return new UnreadableList(
        "It is packed, and damaged or cut off. Fetch it again; nothing of it was used.", e);
  }

  static UnreadableList unreadable(UncheckedIOException e) {
    IOException cause = e.getCause();
    return cause == null ? new UnreadableList("It cannot be read.", e) : unreadable(cause);
  }
}
