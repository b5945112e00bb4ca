package org.postern.mail;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What the gateway wrote on top of a held copy, and the message below it as the gateway received
 * it.
 *
 * <p>Only the unbroken run of trace fields at the very top is the gateway's; the same names further
 * down may be the sender's forgery and are part of the message. The two pieces are exact: their
 * bytes put together are the held copy. Immutable; arrays handed out are copies.
 */
public final class TraceBlock {
  private static final Set<String> TRACE =
      Set.of("return-path", "x-original-to", "x-postern-divert", "delivered-to");

  private static final int LONGEST_NAME = 20;

  private final List<HeaderField> fields;
  private final byte[] held;
  private final int length;

  private TraceBlock(List<HeaderField> fields, byte[] held, int length) {
    this.fields = fields;
    this.held = held;
    this.length = length;
  }

  /** Never fails: a copy without trace fields has an empty block and is all message. */
  public static TraceBlock split(byte[] held) {
    return taking(held.clone());
  }

  /** The same of an array that nobody writes to any more, without a copy: for lists of many. */
  public static TraceBlock taking(byte[] held) {
    int at = 0;
    while (isTrace(held, at)) {
      at = nextField(held, at);
    }
    List<HeaderField> fields = new ArrayList<>();
    for (HeaderBlock.Field field : HeaderBlock.split(new Slice(held, 0, at)).fields()) {
      fields.add(new HeaderField(field.name(), field.value()));
    }
    return new TraceBlock(List.copyOf(fields), held, at);
  }

  /** The gateway's fields, topmost first. */
  public List<HeaderField> fields() {
    return fields;
  }

  /** The topmost field of that name, in any case. */
  public Optional<String> first(String name) {
    return HeaderField.first(fields, name);
  }

  /** The bytes of the block itself. */
  public byte[] bytes() {
    return Arrays.copyOf(held, length);
  }

  /** The message as the gateway received it, byte for byte: what a release sends. */
  public byte[] message() {
    return Arrays.copyOfRange(held, length, held.length);
  }

  /** The same without a copy. */
  Slice below() {
    return new Slice(held, length, held.length);
  }

  /** SHA-256 of {@link #message}, lower-case hex. */
  public String messageSha256() {
    return Hashes.hex(held, length, held.length);
  }

  /**
   * SHA-256 of the held copy's complete header block, trace block included, up to and without the
   * first empty line; lower-case hex. Strictly by bytes (RFC 5322 clause 2.1), so that it never
   * changes with what the reader learns to tolerate.
   */
  public String headerSha256() {
    return headerSha256(0);
  }

  /** The same over the message alone, as the gateway received it. */
  public String messageHeaderSha256() {
    return headerSha256(length);
  }

  private String headerSha256(int from) {
    int end = held.length;
    for (int i = from; i < held.length; i++) {
      boolean lineStart = i == from || held[i - 1] == '\n';
      boolean empty =
          held[i] == '\n' || (held[i] == '\r' && i + 1 < held.length && held[i + 1] == '\n');
      if (lineStart && empty) {
        end = i;
        break;
      }
    }
    return Hashes.hex(held, from, end);
  }

  private static boolean isTrace(byte[] b, int at) {
    for (int i = at; i < b.length && i - at <= LONGEST_NAME; i++) {
      if (b[i] == ':') {
        String name = new String(b, at, i - at, StandardCharsets.ISO_8859_1);
        // A field whose end never comes is not a field.
        return TRACE.contains(name.toLowerCase(Locale.ROOT)) && nextField(b, at) > 0;
      }
      if (b[i] <= ' ') {
        return false;
      }
    }
    return false;
  }

  /**
   * Where the field that begins at {@code at} is over, its folded lines included; 0 if it does not
   * end with a line break.
   */
  private static int nextField(byte[] b, int at) {
    int i = at;
    while (true) {
      while (i < b.length && b[i] != '\n') {
        i++;
      }
      if (i == b.length) {
        return 0;
      }
      i++;
      if (i == b.length || (b[i] != ' ' && b[i] != '\t')) {
        return i;
      }
    }
  }
}
