package org.postern.quarantine;

import java.nio.charset.StandardCharsets;
import org.postern.mail.Inert;

/**
 * One message for one recipient.
 *
 * @param sender original envelope sender; "" = null sender
 * @param recipient envelope recipient, ASCII
 * @param bytes what is sent, unchanged
 */
@SuppressWarnings("ArrayRecordComponent") // handed straight to the socket, never compared
record Outgoing(String sender, String recipient, byte[] bytes) {
  Outgoing {
    if (!sendable(recipient) || recipient.isEmpty()) {
      throw new IllegalArgumentException(
          "The recipient "
              + Inert.brief(recipient, 300)
              + " cannot be written in an SMTP command.");
    }
    if (!sendable(sender)) {
      throw new IllegalArgumentException(
          "The sender " + Inert.brief(sender, 300) + " cannot be written in an SMTP command.");
    }
    if (bytes.length == 0) {
      throw new IllegalArgumentException("There is nothing to send.");
    }
  }

  /** Printable ASCII without angle brackets: cannot end the command or start another. */
  static boolean sendable(String address) {
    return address.length() <= 320
        && address.chars().allMatch(c -> c >= 0x20 && c < 0x7f && c != '<' && c != '>');
  }

  boolean eightBit() {
    for (byte b : bytes) {
      if (b < 0) {
        return true;
      }
    }
    return false;
  }

  /**
   * True if DATA can carry it unchanged: every CR is followed by LF and every LF follows a CR, no
   * NUL. A lone CR or LF must never go through DATA: gateways disagree on what it means, and a dot
   * beside it can end the message early and turn the rest into commands (SMTP smuggling).
   */
  boolean lines() {
    for (int i = 0; i < bytes.length; i++) {
      byte b = bytes[i];
      if (b == 0
          || (b == '\r' && (i + 1 == bytes.length || bytes[i + 1] != '\n'))
          || (b == '\n' && (i == 0 || bytes[i - 1] != '\r'))) {
        return false;
      }
    }
    return bytes.length >= 2 && bytes[bytes.length - 1] == '\n';
  }

  /** For DATA: a dot at the start of a line doubled, and the closing dot (RFC 5321 4.5.2). */
  byte[] stuffed() {
    int dots = 0;
    for (int i = 0; i < bytes.length; i++) {
      dots += dotAtStart(i) ? 1 : 0;
    }
    byte[] end = ".\r\n".getBytes(StandardCharsets.US_ASCII);
    byte[] out = new byte[bytes.length + dots + end.length];
    int n = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (dotAtStart(i)) {
        out[n++] = '.';
      }
      out[n++] = bytes[i];
    }
    System.arraycopy(end, 0, out, n, end.length);
    return out;
  }

  private boolean dotAtStart(int i) {
    return bytes[i] == '.' && (i == 0 || bytes[i - 1] == '\n');
  }
}
