package org.postern.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.jdbi.v3.core.Handle;
import org.postern.files.Sha256;

/** The texts of changes: cut into parts on the way in, read line by line on the way out. */
final class ChangeRows {
  private static final int PART = 900_000;

  /** Two million entries with a note each. */
  private static final int MOST_PARTS = 1_200;

  /** What is shorter stays readable for whoever looks into the database. */
  private static final int WORTH_PACKING = 20_000;

  private ChangeRows() {}

  /**
   * Takes a text piece by piece and stores its parts as they are full, so that a text of any length
   * needs the memory of one part. Its digest is known at the end only: until then the parts stand
   * under a name of their own, within the same transaction.
   */
  static final class Writer {
    private final Handle handle;
    private final String before = "writing:" + UUID.randomUUID();
    private final Digest digest = new Digest();
    private final StringBuilder part = new StringBuilder();
    private int parts;

    Writer(Handle handle) {
      this.handle = handle;
    }

    Writer add(String piece) {
      digest.add(piece);
      part.append(piece);
      while (part.length() >= PART) {
        int end = Character.isHighSurrogate(part.charAt(PART - 1)) ? PART - 1 : PART;
        keep(part.substring(0, end));
        part.delete(0, end);
      }
      return this;
    }

    private void keep(String text) {
      if (parts == MOST_PARTS) {
        throw ChangeText.damaged(null);
      }
      String packed = text.length() < WORTH_PACKING ? text : packed(text);
      boolean smaller = packed.length() < text.length();
      handle.execute(
          "insert into change_part (digest, part, text, packed) values (?, ?, ?, ?)",
          before,
          parts,
          smaller ? packed : text,
          smaller);
      parts++;
    }

    /** Stores the text, unless it is there, and says its digest. */
    String store() {
      if (!part.isEmpty()) {
        keep(part.toString());
        part.setLength(0);
      }
      String name = digest.text();
      boolean known =
          handle
                  .select("select count(*) from change_part where digest = ?", name)
                  .mapTo(Long.class)
                  .one()
              > 0;
      if (known) {
        handle.execute("delete from change_part where digest = ?", before);
      } else {
        handle.execute("update change_part set digest = ? where digest = ?", name, before);
      }
      return name;
    }
  }

  /** What names a text. */
  private static final class Digest {
    private final MessageDigest sha256 = Sha256.digest();

    void add(String piece) {
      sha256.update(piece.getBytes(StandardCharsets.UTF_8));
    }

    String text() {
      return Sha256.named(sha256);
    }
  }

  /** One part of a text; empty behind the last. */
  private static Optional<String> part(Handle handle, String digest, int part) {
    return handle
        .select("select text, packed from change_part where digest = ? and part = ?", digest, part)
        .map(
            (rs, ctx) -> rs.getBoolean(2) ? unpacked(Rows.text(rs, "text")) : Rows.text(rs, "text"))
        .findOne();
  }

  private static String packed(String text) {
    Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    try (var packed = new ByteArrayOutputStream(PART / 8)) {
      try (var out = new DeflaterOutputStream(packed, deflater)) {
        out.write(text.getBytes(StandardCharsets.UTF_8));
      }
      return Base64.getEncoder().encodeToString(packed.toByteArray());
    } catch (IOException e) {
      throw new IllegalStateException("memory failed", e);
    } finally {
      deflater.end();
    }
  }

  private static String unpacked(String packed) {
    Inflater inflater = new Inflater(true);
    try (var in =
        new InflaterInputStream(
            new ByteArrayInputStream(Base64.getDecoder().decode(packed)), inflater)) {
      // UTF-8 takes at most three bytes for what is one character in memory.
      byte[] bytes = in.readNBytes(3 * PART + 1);
      if (bytes.length > 3 * PART) {
        throw ChangeText.damaged(null);
      }
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException | IllegalArgumentException e) {
      throw ChangeText.damaged(e);
    } finally {
      inflater.end();
    }
  }

  /** What the text that stands under this digest really is. */
  static String digest(Handle handle, String digest) {
    Digest whole = new Digest();
    for (int part = 0; ; part++) {
      Optional<String> text = part(handle, digest, part);
      if (text.isEmpty()) {
        return whole.text();
      }
      whole.add(text.get());
    }
  }

  /** A short text, whole. */
  static String text(Handle handle, String digest) {
    var text = new StringBuilder();
    Optional<String> part = part(handle, digest, 0);
    for (int next = 1; part.isPresent(); next++) {
      text.append(part.get());
      part = part(handle, digest, next);
    }
    return text.toString();
  }

  /** The lines of a text, a part at a time in memory. */
  static Iterator<String> lines(Handle handle, String digest) {
    return new Lines(handle, digest);
  }

  private static final class Lines implements Iterator<String> {
    private final Handle handle;
    private final String digest;
    private int next;
    private int at;
    private String text = "";

    Lines(Handle handle, String digest) {
      this.handle = handle;
      this.digest = digest;
    }

    @Override
    public boolean hasNext() {
      while (text.indexOf('\n', at) < 0) {
        Optional<String> more = part(handle, digest, next);
        if (more.isEmpty()) {
          return false;
        }
        if (text.length() - at > PART) {
          throw ChangeText.damaged(null);
        }
        next++;
        text = text.substring(at) + more.get();
        at = 0;
      }
      return true;
    }

    @Override
    public String next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      int end = text.indexOf('\n', at);
      String line = text.substring(at, end);
      at = end + 1;
      return line;
    }
  }
}
