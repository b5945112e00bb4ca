package org.postern.quarantine;

import java.util.Arrays;
import org.postern.mail.TraceBlock;

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
    if (hex.length() != 16 || !hex.chars().allMatch(HeldId::isDigit)) {
      throw new IllegalArgumentException(
          "A held id is 16 hex digits, for example 4be0643f1d98573b.");
    }
  }

  private static boolean isDigit(int c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  }

  /** The id of a message (or of its header block alone) as it lies in the box. */
  public static HeldId of(byte[] message) {
    byte[] head = message.length > HEADER_LIMIT ? Arrays.copyOf(message, HEADER_LIMIT) : message;
    return new HeldId(TraceBlock.split(head).headerSha256().substring(0, 16));
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
