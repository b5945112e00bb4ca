package org.postern.gatekeeper;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Postfix's access policy delegation (SMTPD_POLICY_README): lines {@code name=value} up to an empty
 * one, answered with {@code action=…}. It can refuse a recipient, but not divert one: all other
 * actions of access(5) concern the whole message.
 */
record PolicyDelegation(Lookups lookups) implements Protocol {
  private static final String KIND = "request=smtpd_access_policy";
  private static final String RECIPIENT = "recipient=";

  @Override
  public int take(byte[] arrived, int from, int to, ByteArrayOutputStream reply) throws Garbled {
    int end = from;
    while (end < to && !(arrived[end] == '\n' && (end == from || arrived[end - 1] == '\n'))) {
      end++;
    }
    if (end == to) {
      return 0;
    }
    String request = new String(arrived, from, end - from, StandardCharsets.UTF_8);
    if (request.lines().noneMatch(KIND::equals)) {
      throw new Garbled("not an access policy request");
    }
    String recipient =
        request
            .lines()
            .filter(line -> line.startsWith(RECIPIENT))
            .map(line -> line.substring(RECIPIENT.length()))
            .findFirst()
            .orElse("");
    reply.writeBytes(
        ("action=" + action(lookups.action(recipient)) + "\n\n")
            .getBytes(StandardCharsets.US_ASCII));
    return end + 1 - from;
  }

  private static String action(Answer answer) {
    return switch (answer.status()) {
      case FOUND -> answer.text();
      case NOT_FOUND -> "DUNNO";
      case LATER, NEVER -> "DEFER_IF_PERMIT 4.3.0 " + answer.text();
    };
  }
}
