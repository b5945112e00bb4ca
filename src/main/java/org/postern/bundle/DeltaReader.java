package org.postern.bundle;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.postern.bundle.BundleException.Reason;

/**
 * Rebuilds a bundle from the one before and a delta. The delta is hostile until the bytes that come
 * out have the digest that it names, and even then they are just a file. Nothing grows beyond the
 * size that was announced. Used once.
 */
final class DeltaReader {
  private static final int MOST_EDITS = 64;
  private static final byte[] NOTHING = {};

  private final byte[] old;
  private final PlainLines lines;

  private byte[] made = NOTHING;
  private int size;

  /** Where the part of the old bundle that is edited goes on, and where it ends. */
  private int at;

  private int end;
  private boolean editing;
  private int edits;

  /** Only the last line of bytes may be shorter than the others. */
  private boolean shortLine;

  private DeltaReader(byte[] old, byte[] delta) {
    this.old = old;
    this.lines = new PlainLines(delta);
  }

  /**
   * @throws BundleException {@code NOT_A_DELTA}
   */
  static byte[] rebuild(byte[] old, byte[] delta) throws BundleException {
    return new DeltaReader(old, delta).rebuilt();
  }

  private byte[] rebuilt() throws BundleException {
    expect(next().equals(DeltaWriter.FIRST_LINE));
    Manifest.Digest before = digest("old: ");
    Manifest.Digest after = digest("new: ");
    if (!before.equals(Manifest.Digest.of(old))) {
      throw refused(
          "It is a delta to another bundle than this old one. Name the one that it was made from, or get the new bundle whole.");
    }
    expect(after.size() <= Bundle.LARGEST);
    made = new byte[(int) after.size()];
    for (String text = next(); !text.equals(DeltaWriter.LAST_LINE); text = next()) {
      step(text);
    }
    expect(lines.atEnd());
    if (size != made.length || !after.equals(Manifest.Digest.of(made))) {
      throw refused("What comes out is not the bundle that the delta names: it was altered.");
    }
    return made;
  }

  private void step(String text) throws BundleException {
    expect(!text.isEmpty());
    String rest = text.substring(1);
    switch (text.charAt(0)) {
      case '!' -> bytes(rest);
      case '+' -> {
        expect(editing);
        put((rest + "\n").getBytes(StandardCharsets.US_ASCII));
      }
      case '=' -> {
        int begin = at;
        skip(rest);
        put(old, begin, at - begin);
      }
      case '-' -> skip(rest);
      default -> edit(text);
    }
  }

  private void bytes(String base64) throws BundleException {
    expect(editing || !shortLine);
    editing = false;
    try {
      byte[] bytes = Base64.getDecoder().decode(base64);
      expect(bytes.length > 0 && bytes.length <= DeltaWriter.BYTES_A_LINE);
      shortLine = bytes.length < DeltaWriter.BYTES_A_LINE;
      put(bytes);
    } catch (IllegalArgumentException notBase64) {
      throw bad();
    }
  }

  private void edit(String text) throws BundleException {
    expect(text.startsWith("edit: ") && ++edits <= MOST_EDITS);
    String[] words = text.substring(6).split(" ", -1);
    expect(words.length == 2);
    long begin = number(words[0]) * DeltaWriter.BLOCK;
    long length = number(words[1]);
    expect(length > 0 && begin + length <= old.length);
    at = (int) begin;
    end = (int) (begin + length);
    editing = true;
  }

  private void skip(String count) throws BundleException {
    long lines = number(count);
    expect(editing && lines > 0);
    for (long i = 0; i < lines; i++) {
      while (at < end && old[at] != '\n') {
        at++;
      }
      expect(at < end);
      at++;
    }
  }

  private void put(byte[] bytes) throws BundleException {
    put(bytes, 0, bytes.length);
  }

  private void put(byte[] bytes, int begin, int length) throws BundleException {
    expect(length <= made.length - size);
    System.arraycopy(bytes, begin, made, size, length);
    size += length;
  }

  private Manifest.Digest digest(String field) throws BundleException {
    String text = next();
    expect(text.startsWith(field));
    String[] words = text.substring(field.length()).split(" ", -1);
    expect(words.length == 2 && Grammar.isHash(words[0]));
    return new Manifest.Digest(words[0], number(words[1]));
  }

  private long number(String text) throws BundleException {
    return Grammar.number(text).orElseThrow(this::bad);
  }

  private String next() throws BundleException {
    String next = lines.next();
    if (next == null) {
      throw bad();
    }
    return next;
  }

  private void expect(boolean good) throws BundleException {
    if (!good) {
      throw bad();
    }
  }

  private BundleException bad() {
    return refused("It is no delta, or it was altered or cut short: line " + lines.number() + ".");
  }

  private static BundleException refused(String sentence) {
    return new BundleException(Reason.NOT_A_DELTA, sentence + " Nothing was written.");
  }
}
