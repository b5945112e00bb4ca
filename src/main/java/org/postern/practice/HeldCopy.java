package org.postern.practice;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.zip.CRC32;
import org.postern.policy.Verdict;

/**
 * Builds held copies exactly as a real gateway does: its Received, and above it the trace block.
 */
final class HeldCopy {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private HeldCopy() {}

  static byte[] of(PracticeMail mail, String recipient, Verdict verdict, long serial) {
    String heldAs =
        switch (verdict) {
          case Verdict.Blocked _ -> "blocked";
          case Verdict.Lookalike _ -> "lookalike";
          case Verdict.Trusted _, Verdict.Unlisted _, Verdict.Malformed _ -> "unlisted";
        };
    return of(mail.sender(), recipient, heldAs, serial, mail.sent(), mail.message());
  }

  static byte[] of(
      String sender, String recipient, String heldAs, long serial, Instant when, byte[] message) {
    CRC32 queueId = new CRC32();
    queueId.update(message);
    return joined(
        "Return-Path: <"
            + sender
            + ">\r\nX-Original-To: "
            + recipient
            + "\r\nX-Postern-Divert: class="
            + heldAs
            + "; policy-serial="
            + serial
            + "; gateway="
            + PracticeWorld.GATEWAY
            + "\r\n"
            + received(queueId.getValue(), when),
        message);
  }

  private static String received(long queueId, Instant when) {
    return "Received: from desk.mod.example (desk.mod.example [192.0.2.25])\r\n\tby "
        + PracticeWorld.GATEWAY
        + " (Postfix) with ESMTPS id "
        + HexFormat.of().withUpperCase().toHexDigits((int) queueId)
        + ";\r\n\t"
        + DATE.format(when)
        + "\r\n";
  }

  private static byte[] joined(String head, byte[] message) {
    byte[] bytes = head.getBytes(StandardCharsets.US_ASCII);
    byte[] all = Arrays.copyOf(bytes, bytes.length + message.length);
    System.arraycopy(message, 0, all, bytes.length, message.length);
    return all;
  }
}
