package org.postern.mail;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Undoes a Content-Transfer-Encoding (RFC 2045 clause 6) piece by piece, without ever holding the
 * whole result; broken input is decoded as far as it makes sense and reported. Linear. Confined to
 * one call.
 */
final class TransferDecoder {
  /** Takes decoded bytes; the array is reused. */
  interface Sink {
    void accept(byte[] bytes, int length);
  }

  /** What was wrong. */
  enum Trouble {
    NONE,
    UNKNOWN_ENCODING,
    STRAY_CHARACTERS,
    DATA_AFTER_END
  }

  private static final byte[] BASE64 = new byte[128];

  static {
    java.util.Arrays.fill(BASE64, (byte) -1);
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (int i = 0; i < alphabet.length(); i++) {
      BASE64[alphabet.charAt(i)] = (byte) i;
    }
  }

  private final Slice in;
  private final Sink sink;
  private final Budget budget;
  private final byte[] out = new byte[32 << 10];
  private int n;
  private Trouble trouble = Trouble.NONE;

  private TransferDecoder(Slice in, Sink sink, Budget budget) {
    this.in = in;
    this.sink = sink;
    this.budget = budget;
  }

  static boolean isBase64(char c) {
    return c < 128 && BASE64[c] >= 0;
  }

  /** The encoding's name without decoration: {@code "7-bit"} is 7bit, {@code Base64;} is base64. */
  static String name(@Nullable String header) {
    return header == null
        ? ""
        : header
            .replaceAll("\\([^()]*\\)", " ")
            .replaceAll("[\"';,\\s]+", " ")
            .strip()
            .toLowerCase(Locale.ROOT);
  }

  static Trouble decode(Slice in, String encoding, Sink sink, Budget budget) {
    TransferDecoder decoder = new TransferDecoder(in, sink, budget);
    budget.spend(in.length());
    switch (encoding) {
      case "base64", "x-base64", "base-64", "b" -> decoder.base64();
      case "quoted-printable", "quotedprintable", "x-quoted-printable", "q" ->
          decoder.quotedPrintable();
      case "uuencode", "x-uuencode", "x-uue", "uue" -> decoder.uu();
      case "", "7bit", "8bit", "7-bit", "8-bit", "binary", "none", "plain" -> decoder.identity();
      default -> {
        decoder.trouble = Trouble.UNKNOWN_ENCODING;
        decoder.identity();
      }
    }
    decoder.flush();
    return decoder.trouble;
  }

  private void put(int b) {
    out[n++] = (byte) b;
    if (n == out.length) {
      flush();
    }
  }

  private void flush() {
    if (n > 0) {
      budget.check();
      sink.accept(out, n);
      n = 0;
    }
  }

  private void identity() {
    for (int at = in.start; at < in.end; at += out.length) {
      n = Math.min(out.length, in.end - at);
      System.arraycopy(in.bytes, at, out, 0, n);
      flush();
    }
  }

  /**
   * Characters outside the alphabet are skipped; a complete padding ends the data, as it does in
   * most programs.
   */
  private void base64() {
    int bits = 0;
    int have = 0;
    int pads = 0;
    for (int i = in.start; i < in.end; i++) {
      int c = in.bytes[i];
      int digit = c >= 0 ? BASE64[c] : -1;
      if (digit >= 0) {
        pads = 0;
        bits = bits << 6 | digit;
        if (++have == 4) {
          put(bits >> 16);
          put(bits >> 8);
          put(bits);
          have = 0;
          bits = 0;
        }
      } else if (c == '=') {
        pads++;
        if (have >= 2 && have + pads >= 4) {
          finishBase64(bits, have);
          if (hasDigits(i + 1)) {
            trouble = Trouble.DATA_AFTER_END;
          }
          return;
        }
      } else if (c != '\r' && c != '\n' && c != ' ' && c != '\t') {
        trouble = Trouble.STRAY_CHARACTERS;
      }
    }
    finishBase64(bits, have);
  }

  private void finishBase64(int bits, int have) {
    if (have == 2) {
      put(bits >> 4);
    } else if (have == 3) {
      put(bits >> 10);
      put(bits >> 2);
    }
  }

  private boolean hasDigits(int from) {
    for (int i = from; i < in.end; i++) {
      if (in.bytes[i] >= 0 && BASE64[in.bytes[i]] >= 0) {
        return true;
      }
    }
    return false;
  }

  private void quotedPrintable() {
    byte[] b = in.bytes;
    for (int i = in.start; i < in.end; i++) {
      int c = b[i];
      if (c != '=') {
        put(c);
        continue;
      }
      int high = i + 1 < in.end ? Character.digit(b[i + 1], 16) : -1;
      int low = i + 2 < in.end ? Character.digit(b[i + 2], 16) : -1;
      if (high >= 0 && low >= 0) {
        put(high * 16 + low);
        i += 2;
        continue;
      }
      int soft = i + 1;
      while (soft < in.end && (b[soft] == ' ' || b[soft] == '\t')) {
        soft++;
      }
      if (soft >= in.end) {
        i = soft;
      } else if (b[soft] == '\n') {
        i = soft;
      } else if (b[soft] == '\r') {
        i = soft + 1 < in.end && b[soft + 1] == '\n' ? soft + 1 : soft;
      } else {
        trouble = Trouble.STRAY_CHARACTERS;
        put(c);
      }
    }
  }

  private void uu() {
    byte[] b = in.bytes;
    int at = in.start;
    boolean begun = false;
    while (at < in.end) {
      int end = at;
      while (end < in.end && b[end] != '\n') {
        end++;
      }
      int lineEnd = end > at && b[end - 1] == '\r' ? end - 1 : end;
      if (!begun) {
        begun = starts(at, lineEnd, "begin ");
      } else if (starts(at, lineEnd, "end")) {
        return;
      } else if (lineEnd > at) {
        uuLine(at, lineEnd);
      }
      at = end + 1;
    }
    if (!begun) {
      trouble = Trouble.STRAY_CHARACTERS;
      identity();
    }
  }

  private void uuLine(int at, int end) {
    int want = (in.bytes[at] - 32) & 63;
    for (int i = at + 1; want > 0 && i < end; i += 4) {
      int bits = 0;
      for (int k = 0; k < 4; k++) {
        bits = bits << 6 | (i + k < end ? (in.bytes[i + k] - 32) & 63 : 0);
      }
      for (int k = 16; k >= 0 && want > 0; k -= 8, want--) {
        put(bits >> k);
      }
    }
  }

  private boolean starts(int at, int end, String text) {
    for (int i = 0; i < text.length(); i++) {
      if (at + i >= end || in.bytes[at + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
