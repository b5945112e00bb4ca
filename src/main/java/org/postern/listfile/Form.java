package org.postern.listfile;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * How a list is written down in a file.
 *
 * @param packing as its first bytes say
 * @param encoding of its text
 * @param format of its lines
 */
public record Form(Packing packing, Encoding encoding, Format format) {

  /** How the bytes are packed. */
  public enum Packing {
    NONE("not packed"),
    GZIP("gzip"),
    XZ("xz");

    private final String label;

    Packing(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }
  }

  /** How the bytes are letters. */
  public enum Encoding {
    UTF_8("UTF-8", StandardCharsets.UTF_8, 0),
    UTF_8_BOM("UTF-8 with byte order mark", StandardCharsets.UTF_8, 3),
    UTF_16_LE("UTF-16, little endian", StandardCharsets.UTF_16LE, 2),
    UTF_16_BE("UTF-16, big endian", StandardCharsets.UTF_16BE, 2),
    WINDOWS_1252("Windows-1252 (Latin-1)", Charset.forName("windows-1252"), 0);

    private final String label;
    private final Charset charset;
    private final int mark;

    Encoding(String label, Charset charset, int mark) {
      this.label = label;
      this.charset = charset;
      this.mark = mark;
    }

    public String label() {
      return label;
    }

    Charset charset() {
      return charset;
    }

    /** How many bytes the byte order mark takes, where there is one. */
    int mark() {
      return mark;
    }

    boolean wide() {
      return this == UTF_16_LE || this == UTF_16_BE;
    }
  }

  /** What a line says. */
  public enum Format {
    /** A name a line; {@code #} begins a comment. */
    PLAIN("Plain list"),
    /** A header that names some of: pattern or domain, note, owner, source, expires, mode. */
    CSV("CSV with a header"),
    /** What Postern exports: an array of objects. */
    JSON("JSON"),
    /** A numeric address, then names. */
    HOSTS("Hosts file"),
    /** A DNS response policy zone. */
    RPZ("Response policy zone"),
    /** access(5) or transport(5). */
    POSTFIX("Postfix access or transport table"),
    /** The Tenant Allow/Block List of Defender, or a domain list of Exchange, exported as CSV. */
    DEFENDER("Exchange or Defender export");

    private final String label;

    Format(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }
  }
}
