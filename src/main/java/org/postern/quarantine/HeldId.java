package org.postern.quarantine;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Names a held copy by what it is, not by where it lies: the first 16 hex digits of SHA-256 over
 * its header block. The header holds Return-Path, X-Original-To and the gateway's Received with its
 * queue id, so it differs for each held recipient, survives a changed UIDVALIDITY, and is equal for
 * a copy that was delivered twice.
 *
 * @param hex 16 lower-case hex digits
 */
public record HeldId(String hex) implements Comparable<HeldId> {
  /** Header bytes that count at most; what lies beyond cannot be told apart. */
  static final int HEADER_LIMIT = 256 * 1024;

  /** Refuses anything but 16 lower-case hex digits. */
  public HeldId {
    if (!hex.matches("[0-9a-f]{16}")) {
      throw new IllegalArgumentException(
          "A held id is 16 hex digits, for example 4be0643f1d98573b.");
    }
  }

  /** The id of a message (or of its header block alone) as it lies in the box. */
  public static HeldId of(byte[] message) {
    return new HeldId(digest(message, 0).substring(0, 16));
  }

  /**
   * SHA-256 over the header lines from an offset, with line ends as CRLF and without the blank
   * line.
   */
  static String digest(byte[] message, int from) {
    MessageDigest sha;
    try {
      sha = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
    int end = Math.min(message.length, HEADER_LIMIT);
    int start = from;
    for (int i = from; i < end; i++) {
      if (message[i] == '\n') {
        int stop = i > start && message[i - 1] == '\r' ? i - 1 : i;
        if (stop == start) {
          return HexFormat.of().formatHex(sha.digest());
        }
        sha.update(message, start, stop - start);
        sha.update((byte) '\r');
        sha.update((byte) '\n');
        start = i + 1;
      }
    }
    if (start < end) {
      sha.update(message, start, end - start);
    }
    return HexFormat.of().formatHex(sha.digest());
  }

  @Override
  public int compareTo(HeldId other) {
    return hex.compareTo(other.hex);
  }

  @Override
  public String toString() {
    return hex;
  }
}
