package org.postern.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.postern.files.Sha256;

/** The texts of changes: cut into parts on the way in, read line by line on the way out. */
final class ChangeRows {
  private static final int PART = 900_000;

  /** Two million entries with a note each. */
  private static final int MOST_PARTS = 1_200;

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
      handle.execute(
          "insert into change_part (digest, part, text) values (?, ?, ?)", before, parts, text);
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

  /** What the text that stands under this digest really is. */
  static String digest(Handle handle, String digest) {
    Digest whole = new Digest();
    for (int part = 0; ; part++) {
      var text =
          handle
              .select("select text from change_part where digest = ? and part = ?", digest, part)
              .mapTo(String.class)
              .findOne();
      if (text.isEmpty()) {
        return whole.text();
      }
      whole.add(text.get());
    }
  }

  /** A short text, whole. */
  static String text(Handle handle, String digest) {
    return String.join(
        "",
        handle
            .select("select text from change_part where digest = ? order by part", digest)
            .mapTo(String.class)
            .list());
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
        var more =
            handle
                .select("select text from change_part where digest = ? and part = ?", digest, next)
                .mapTo(String.class)
                .findOne();
        if (more.isEmpty()) {
          return false;
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
