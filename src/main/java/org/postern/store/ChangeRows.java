package org.postern.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jdbi.v3.core.Handle;

/** The texts of changes: cut into parts on the way in, read line by line on the way out. */
final class ChangeRows {
  private static final int PART = 900_000;

  /** Two million entries with a note each. */
  private static final long MOST_PARTS = 1_200;

  private ChangeRows() {}

  /** Takes a text piece by piece, then stores it under its digest. */
  static final class Writer {
    private final MessageDigest sha256;
    private final List<String> parts = new ArrayList<>();
    private final StringBuilder part = new StringBuilder();

    Writer() {
      try {
        sha256 = MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java runtime has SHA-256", e);
      }
    }

    Writer add(String piece) {
      sha256.update(piece.getBytes(StandardCharsets.UTF_8));
      part.append(piece);
      while (part.length() >= PART) {
        int end = Character.isHighSurrogate(part.charAt(PART - 1)) ? PART - 1 : PART;
        parts.add(part.substring(0, end));
        part.delete(0, end);
      }
      if (parts.size() > MOST_PARTS) {
        throw ChangeText.damaged(null);
      }
      return this;
    }

    private String digest() {
      return "sha256:" + HexFormat.of().formatHex(sha256.digest());
    }

    /** Keeps the digest only. */
    private void forget() {
      parts.clear();
      part.setLength(0);
    }

    /** Stores the text, unless it is there, and says its digest. */
    String store(Handle handle) {
      if (!part.isEmpty()) {
        parts.add(part.toString());
        part.setLength(0);
      }
      String digest = digest();
      for (int i = 0; i < parts.size(); i++) {
        handle.execute(
            "insert into change_part (digest, part, text) values (?, ?, ?) on conflict do nothing",
            digest,
            i,
            parts.get(i));
      }
      return digest;
    }
  }

  /** What the text that stands under this digest really is. */
  static String digest(Handle handle, String digest) {
    Writer writer = new Writer();
    for (int part = 0; ; part++) {
      var text =
          handle
              .select("select text from change_part where digest = ? and part = ?", digest, part)
              .mapTo(String.class)
              .findOne();
      if (text.isEmpty()) {
        return writer.digest();
      }
      writer.add(text.get());
      writer.forget();
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
