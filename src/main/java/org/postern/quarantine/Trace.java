package org.postern.quarantine;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.StringTokenizer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.mail.HeaderField;
import org.postern.mail.MailHeaders;
import org.postern.mail.TraceBlock;

/**
 * What the gateway meant by the trace block above a held copy. A field that occurs twice, or a name
 * that the gateway's own Received below does not confirm, is not believed.
 *
 * @param recipient envelope recipient, "" if the block does not say
 * @param heldAs class, {@link HeldClass#UNKNOWN} if the block does not say or contradicts itself
 * @param serial policy serial, 0 if unknown
 * @param gateway its name, "" if unknown
 * @param sender envelope sender, "" for the null sender or if unknown
 * @param diverted whether the block holds a divert mark at all, believable or not
 */
record Trace(
    String recipient,
    HeldClass heldAs,
    long serial,
    String gateway,
    String sender,
    boolean diverted) {
  private static final Pattern DIVERT =
      Pattern.compile(
          "class=([a-z]{1,20}); policy-serial=([0-9]{1,18}); gateway=([A-Za-z0-9.-]{1,253})");

  /**
   * @param below the header of the message below the block
   */
  static Trace of(TraceBlock block, MailHeaders below) {
    Set<String> names = new HashSet<>();
    block.fields().forEach(f -> names.add(f.name().toLowerCase(Locale.ROOT)));
    boolean repeated = names.size() < block.fields().size();
    boolean diverted = names.contains("x-postern-divert");
    String recipient = repeated ? "" : bare(block.first("X-Original-To").orElse(""));
    String sender = bare(block.first("Return-Path").orElse(""));
    Matcher divert = DIVERT.matcher(block.first("X-Postern-Divert").orElse(""));
    if (repeated
        || recipient.isEmpty()
        || !divert.matches()
        || !receivedBy(divert.group(3), below)) {
      return new Trace(recipient, HeldClass.UNKNOWN, 0, "", sender, diverted);
    }
    return new Trace(
        recipient,
        HeldClass.of(divert.group(1)),
        Long.parseLong(divert.group(2)),
        divert.group(3).toLowerCase(Locale.ROOT),
        sender,
        true);
  }

  /** The gateway's own Received is the first field below the block. */
  private static boolean receivedBy(String gateway, MailHeaders message) {
    HeaderField top = message.top().orElse(null);
    if (top == null || !top.name().equalsIgnoreCase("Received")) {
      return false;
    }
    StringTokenizer words = new StringTokenizer(top.value());
    boolean by = false;
    while (words.hasMoreTokens()) {
      String word = words.nextToken();
      if (by && word.equalsIgnoreCase(gateway)) {
        return true;
      }
      by = word.equalsIgnoreCase("by");
    }
    return false;
  }

  private static String bare(String value) {
    String v = value.strip();
    if (v.startsWith("<") && v.endsWith(">")) {
      v = v.substring(1, v.length() - 1);
    }
    for (int i = 0; i < v.length(); i++) {
      if (v.charAt(i) < 0x20 || v.charAt(i) == 0x7f) {
        return "";
      }
    }
    return v.length() > 320 ? "" : v;
  }
}
