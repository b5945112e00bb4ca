package org.postern.mail;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.mail.hint.Markings;

/**
 * Reads one message, whatever is in it: bytes in, an inert value out, never an exception for what
 * the sender wrote.
 *
 * <p>Parsing happens on a worker thread that is given up after 4 s, and whatever the parser throws,
 * a stack overflow included, ends there: the answer is then {@link ReadMessage#rawOnly} with the
 * reason among its findings. Thread-safe; reuse one instance.
 */
public final class MailReader {
  private static final Markings STANDARD = Markings.standard();

  private final Workshop workshop;

  public MailReader() {
    this(Limits.WALL_CLOCK);
  }

  MailReader(Duration wallClock) {
    this.workshop = new Workshop(wallClock);
  }

  /** Reads a message from a file, at most 100 MiB of it. */
  public ReadMessage read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return read(in.readNBytes(Limits.MESSAGE + 1));
    }
  }

  /** Reads a message, looking for the standard markings. */
  public ReadMessage read(byte[] raw) {
    return read(raw, STANDARD);
  }

  /** Reads a message. The bytes must not change while this runs. */
  public ReadMessage read(byte[] raw, Markings markings) {
    Findings none = new Findings();
    if (raw.length > Limits.MESSAGE) {
      none.add(Finding.Kind.TOO_BIG, "The message is bigger than 100 MiB and was not read.");
      return rawOnly(raw, none);
    }
    if (isBlank(raw)) {
      none.add(
          Finding.Kind.EMPTY_MESSAGE,
          "The message is empty. It may have been lost on the way: compare with the gateway's log.");
      return rawOnly(raw, none);
    }
    return workshop.read(raw, markings);
  }

  /**
   * The decoded bytes of an attachment, to be saved and never opened. Runs on the calling thread
   * for at most 4.5 s.
   *
   * @param raw the message that {@code attachment} was read from
   * @return empty if the bytes are not exactly those that were measured then
   */
  public Optional<byte[]> content(byte[] raw, Attachment attachment) {
    try {
      return PartWalk.content(raw, attachment.path(), new Budget(Limits.WALL_CLOCK))
          .filter(bytes -> Hashes.hex(bytes, 0, bytes.length).equals(attachment.sha256()));
    } catch (Budget.Spent e) {
      return Optional.empty();
    }
  }

  /**
   * Draws the pictures that the safe view leaves a place for and that are parts of this very
   * message: PNG, JPEG and the first picture of a GIF, by content, within limits of size, dots,
   * memory and time (4 s for all of them, on a thread that is given up then). Nothing is ever
   * fetched. Only after somebody asked for it: decoders are the oldest way into a reader.
   *
   * @param raw the message that {@code message} was read from
   * @return for each of {@link ReadMessage#pictures}
   */
  public Map<String, Picture> pictures(byte[] raw, ReadMessage message) {
    return workshop.pictures(raw, message);
  }

  static ReadMessage rawOnly(byte[] raw, Findings findings) {
    return new ReadMessage(
        Hashes.hex(raw, 0, raw.length),
        raw.length,
        true,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        null,
        null,
        null,
        List.of(),
        List.of(),
        List.of(),
        Map.of(),
        "",
        List.of(),
        findings.sorted(),
        List.of());
  }

  private static boolean isBlank(byte[] raw) {
    for (byte b : raw) {
      if (b != '\r' && b != '\n' && b != ' ' && b != '\t' && b != 0) {
        return false;
      }
    }
    return true;
  }
}
