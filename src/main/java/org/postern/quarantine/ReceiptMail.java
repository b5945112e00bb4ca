package org.postern.quarantine;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.postern.mail.MailHeaders;

/** Tells a gateway's receipt from held mail, and takes it apart. */
final class ReceiptMail {
  static final String SUBJECT = "POSTERN-RECEIPT";
  static final int LIMIT = 64 * 1024;
  private static final String FIRST = "postern-receipt: ";
  private static final String LAST = "end: postern-receipt";
  private static final String SIGNATURE = "signature: ";

  private ReceiptMail() {}

  /**
   * A receipt goes to the box without being diverted. Whatever carries a divert mark is held mail,
   * however it calls itself: else a sender could hide a misdirected message behind this subject.
   */
  static boolean looksLike(Trace trace, MailHeaders headers) {
    return !trace.diverted() && headers.first("Subject").orElse("").startsWith(SUBJECT);
  }

  static Receipt parse(HeldId id, byte[] raw) {
    StringBuilder text = new StringBuilder();
    byte[] signature = new byte[0];
    boolean inside = false;
    boolean ended = false;
    for (String line : new String(raw, StandardCharsets.UTF_8).split("\r?\n", -1)) {
      if (!inside && !ended && line.startsWith(FIRST)) {
        inside = true;
      }
      if (inside) {
        text.append(line).append('\n');
        ended = line.equals(LAST);
        inside = !ended;
      } else if (ended && line.startsWith(SIGNATURE)) {
        signature = base64(line.substring(SIGNATURE.length()));
        break;
      }
    }
    return new Receipt(id, ended ? text.toString() : "", signature);
  }

  private static byte[] base64(String text) {
    try {
      return Base64.getDecoder().decode(text.strip());
    } catch (IllegalArgumentException e) {
      // Not base64 = no signature: the receipt is then shown as unsigned.
      return new byte[0];
    }
  }
}
