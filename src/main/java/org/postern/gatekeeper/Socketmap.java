package org.postern.gatekeeper;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * socketmap_table(5): request and reply are netstrings, {@code 22:transport gen@army.mil,} and
 * {@code 4:OK :,}.
 */
record Socketmap(Lookups lookups) implements Protocol {
  private static final int MOST_DIGITS = 6;

  @Override
  public int take(byte[] arrived, int from, int to, ByteArrayOutputStream reply) throws Garbled {
    int length = 0;
    int at = from;
    while (at < to && arrived[at] != ':') {
      int digit = arrived[at] - '0';
      if (digit < 0 || digit > 9 || at - from >= MOST_DIGITS || (at > from && length == 0)) {
        throw new Garbled("not a netstring");
      }
      length = length * 10 + digit;
      at++;
    }
    if (at == to) {
      return 0;
    }
    if (at == from || length > LONGEST_REQUEST) {
      throw new Garbled("the length is missing, or too large");
    }
    int end = at + 1 + length;
    if (end >= to) {
      return 0;
    }
    if (arrived[end] != ',') {
      throw new Garbled("the netstring does not end where it says");
    }
    write(answer(new String(arrived, at + 1, length, StandardCharsets.UTF_8)), reply);
    return end + 1 - from;
  }

  private Answer answer(String request) {
    int space = request.indexOf(' ');
    return space < 0
        ? new Answer(Answer.Status.NEVER, "a request is a table's name, a space, and a key")
        : lookups.answer(request.substring(0, space), request.substring(space + 1));
  }

  private static void write(Answer answer, ByteArrayOutputStream reply) {
    byte[] text = answer.reply().getBytes(StandardCharsets.UTF_8);
    byte[] length = Integer.toString(text.length).getBytes(StandardCharsets.US_ASCII);
    reply.write(length, 0, length.length);
    reply.write(':');
    reply.write(text, 0, text.length);
    reply.write(',');
  }
}
