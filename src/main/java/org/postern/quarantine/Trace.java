package org.postern.quarantine;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the gateway wrote above the message when it diverted this copy. Only the unbroken block of
 * trace fields above the gateway's own Received is believed: everything below was there before, so
 * the sender may have forged it.
 *
 * @param recipient envelope recipient, "" if the block does not say
 * @param heldAs class, {@link HeldClass#UNKNOWN} if the block does not say or contradicts itself
 * @param serial policy serial, 0 if unknown
 * @param gateway its name, "" if unknown
 * @param sender envelope sender, "" for the null sender or if unknown
 * @param diverted whether the block holds a divert mark at all, believable or not
 * @param length bytes of the block: what follows is the message as the gateway received it
 */
record Trace(
    String recipient,
    HeldClass heldAs,
    long serial,
    String gateway,
    String sender,
    boolean diverted,
    int length) {
  private static final Pattern DIVERT =
      Pattern.compile(
          "class=([a-z]{1,20}); policy-serial=([0-9]{1,18}); gateway=([A-Za-z0-9.-]{1,253})");

  static Trace of(Headers headers) {
    Map<String, String> block = new HashMap<>();
    int length = 0;
    boolean repeated = false;
    String received = "";
    for (Headers.Field f : headers.fields()) {
      switch (f.name()) {
        case "return-path", "x-original-to", "x-postern-divert", "delivered-to" -> {
          repeated |= block.putIfAbsent(f.name(), f.value()) != null;
          length = f.end();
          continue;
        }
        case "received" -> received = f.value();
        default -> {}
      }
      break;
    }
    String recipient = repeated ? "" : bare(block.getOrDefault("x-original-to", ""));
    String sender = bare(block.getOrDefault("return-path", ""));
    boolean diverted = block.containsKey("x-postern-divert");
    Matcher divert = DIVERT.matcher(block.getOrDefault("x-postern-divert", ""));
    if (repeated
        || !divert.matches()
        || !writtenBy(received, divert.group(3))
        || recipient.isEmpty()) {
      return new Trace(recipient, HeldClass.UNKNOWN, 0, "", sender, diverted, length);
    }
    return new Trace(
        recipient,
        HeldClass.of(divert.group(1)),
        Long.parseLong(divert.group(2)),
        divert.group(3).toLowerCase(Locale.ROOT),
        sender,
        diverted,
        length);
  }

  private static boolean writtenBy(String received, String gateway) {
    return (" " + received.replaceAll("\\s+", " ") + " ")
        .toLowerCase(Locale.ROOT)
        .contains(" by " + gateway.toLowerCase(Locale.ROOT) + " ");
  }

  private static String bare(String value) {
    String v = value.strip();
    if (v.startsWith("<") && v.endsWith(">")) {
      v = v.substring(1, v.length() - 1);
    }
    return v.length() > 320 || v.chars().anyMatch(c -> c < 0x20 || c == 0x7f) ? "" : v;
  }
}
