package org.postern.practice;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * One practice message: who sent it, when, for whom it was held, and its bytes as a gateway would
 * have received them. The resources begin with {@code #age} (how long before practice began it was
 * sent) and {@code #held} lines (envelope recipients); the message follows after a blank line,
 * without a Date, which comes from the age.
 *
 * @param held envelope recipients whose copies a gateway diverts
 * @param message RFC 5322, CRLF line ends
 */
@SuppressWarnings("ArrayRecordComponent") // made once, handed to the practice gateway, never shared
public record PracticeMail(String sender, Instant sent, List<String> held, byte[] message) {

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  public PracticeMail {
    held = List.copyOf(held);
  }

  /**
   * All practice messages, oldest first.
   *
   * @param begun when practice began: the same moment gives the same bytes
   */
  public static List<PracticeMail> all(Instant begun) {
    return read("index.txt")
        .lines()
        .map(name -> parse(read("messages/" + name), begun))
        .sorted(java.util.Comparator.comparing(PracticeMail::sent))
        .toList();
  }

  private static String read(String name) {
    try (InputStream in =
        Objects.requireNonNull(PracticeMail.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("the program is damaged: " + name, e);
    }
  }

  private static PracticeMail parse(String text, Instant begun) {
    int blank = text.indexOf("\n\n");
    var held = new ArrayList<String>();
    Instant sent = begun;
    for (String line : text.substring(0, blank).split("\n")) {
      String value = line.substring(line.indexOf(' ') + 1);
      if (line.startsWith("#age ")) {
        sent = begun.minus(Duration.parse(value));
      } else {
        held.add(value);
      }
    }
    String message = "Date: " + DATE.format(sent) + "\n" + text.substring(blank + 2);
    return new PracticeMail(
        sender(message), sent, held, message.replace("\n", "\r\n").getBytes(UTF_8));
  }

  private static String sender(String message) {
    String from = message.substring(message.indexOf("\nFrom: ") + 7).split("\n", 2)[0];
    return from.substring(from.lastIndexOf('<') + 1, from.lastIndexOf('>'));
  }
}
