package org.postern.bundle;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.postern.officer.Signatures;

/**
 * What a gateway says that it did with a bundle: signed with its own key and numbered, so that
 * neither a forged nor a lost one goes unseen (docs/bundle-format.md, "Receipts"). Immutable.
 *
 * @param sequence 1, 2, 3 … for each gateway
 * @param serial of the bundle it speaks of; 0 if that could not be believed
 * @param manifest {@code sha256:…} of the bundle's manifest, or {@code none}
 * @param word a {@link Refusal#word}, a {@link Pulse.Word#word}, {@code applied}, {@code current},
 *     {@code heartbeat}, or what went wrong on the gateway
 * @param sentence for the officer
 * @param activeSerial what is in force after it; 0 for nothing
 * @param activeManifest {@code sha256:…} or {@code none}
 * @param activeMap {@code sha256:…} of the lookup table in force; {@code sha256:} alone if there is
 *     none
 * @param suppressed how many refusals of unsigned files were not worth a receipt since the last one
 */
public record Receipt(
    String gateway,
    Instant time,
    long sequence,
    long serial,
    String manifest,
    Result result,
    String word,
    String sentence,
    long activeSerial,
    String activeManifest,
    String activeMap,
    long suppressed) {

  private static final int LARGEST = 16 * 1024;
  private static final int LARGEST_FILE = 16 * 1024 * 1024;
  private static final String SIGNATURE = "signature: ";
  private static final Fields FORM =
      new Fields(
          "a receipt",
          "postern-receipt: 1",
          List.of(
              "gateway",
              "time",
              "sequence",
              "serial",
              "manifest",
              "result",
              "reason",
              "active-serial",
              "active-manifest",
              "active-map",
              "suppressed"),
          "end: postern-receipt");

  /** What became of the bundle. */
  public enum Result {
    APPLIED,
    CURRENT,
    REFUSED,
    ROLLED_BACK,
    ROLLBACK_FAILED,
    /** No bundle at all: a heartbeat says that something is wrong, or none came. */
    ALARM;

    /** The word in the text. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** What there is to say of a text that claims to be a receipt. */
  public sealed interface Reading {}

  /** Signed by the gateway that it names, with that key of it. */
  public record Genuine(Receipt receipt, PublicKey key) implements Reading {}

  /**
   * Not to be believed.
   *
   * @param gateway the name that stands in it, which anybody may have written there; empty if none
   *     can be read
   * @param sentence for the officer, in plain ASCII, holding nothing of the text itself
   */
  public record Bad(String gateway, String sentence) implements Reading {}

  /**
   * Reads a receipt whose signature was already taken apart from it, as from a mail.
   *
   * @param signed the signed text, from its first line to its {@code end} line
   * @param signature DER
   * @param keysOf the public keys of an enrolled gateway, by its name; none if there is none of
   *     that name
   */
  public static Reading read(
      String signed, byte[] signature, Function<String, List<PublicKey>> keysOf) {
    if (signed.length() > LARGEST) {
      return new Bad("", "It is far too long for a receipt.");
    }
    List<String> lines = signed.strip().lines().toList();
    Optional<String> flaw = FORM.flaw(lines);
    if (flaw.isPresent()) {
      return new Bad("", flaw.get());
    }
    Optional<Receipt> read = receipt(FORM.values(lines));
    if (read.isEmpty()) {
      return new Bad("", "A field of it is not well-formed.");
    }
    Receipt receipt = read.get();
    List<PublicKey> keys = keysOf.apply(receipt.gateway());
    if (keys.isEmpty()) {
      return new Bad(receipt.gateway(), "It names a gateway that is not enrolled here.");
    }
    byte[] text = bytes(String.join("\n", lines) + "\n");
    for (PublicKey key : keys) {
      if (Signatures.verify(key, text, signature)) {
        return new Genuine(receipt, key);
      }
    }
    return new Bad(receipt.gateway(), "Its signature is not that of the gateway that it names.");
  }

  /** Reads a receipt as a gateway keeps it: the signed text and its signature in one file. */
  public static Reading read(String file, Function<String, List<PublicKey>> keysOf) {
    String text = file.strip();
    int last = text.lastIndexOf('\n') + 1;
    return text.startsWith(SIGNATURE, last)
        ? read(
            text.substring(0, last),
            Grammar.base64(text.substring(last + SIGNATURE.length())),
            keysOf)
        : new Bad("", "It has not the form of a receipt, or was cut short.");
  }

  /**
   * What stands in a receipt that was believed and kept; its signature is not looked at. Empty if
   * it is none.
   */
  public static Optional<Receipt> kept(String text) {
    List<String> lines =
        text.length() > LARGEST
            ? List.of()
            : text.strip().lines().filter(l -> !l.startsWith(SIGNATURE)).toList();
    return FORM.flaw(lines).isPresent() ? Optional.empty() : receipt(FORM.values(lines));
  }

  /**
   * The texts of the receipts in a file: one as the gateway keeps it, several in a row, or a mail
   * with one in it; each for {@link #read(String, Function)}. What is no receipt is the only one.
   *
   * @throws BundleException {@code NOT_FOUND}, {@code DISK}
   */
  public static List<String> in(Path file) throws BundleException {
    byte[] bytes = Input.of(file, LARGEST_FILE);
    return bytes.length > LARGEST_FILE
        ? List.of("")
        : in(new String(bytes, StandardCharsets.ISO_8859_1));
  }

  private static List<String> in(String file) {
    List<String> texts = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    for (String line : (Iterable<String>) file.lines()::iterator) {
      if (line.startsWith("postern-receipt: ")) {
        if (!text.isEmpty()) {
          texts.add(text.toString()); // cut short: it is refused, and not overlooked
        }
        text.setLength(0);
        text.append(line).append('\n');
      } else if (!text.isEmpty()) {
        text.append(line).append('\n');
        if (line.startsWith(SIGNATURE)) {
          texts.add(text.toString());
          text.setLength(0);
        }
      }
    }
    if (!text.isEmpty() || texts.isEmpty()) {
      texts.add(text.toString());
    }
    return List.copyOf(texts);
  }

  /**
   * The text with its signature, as {@code postern-apply} writes it; for a gateway in Java.
   *
   * @param sign ECDSA with SHA-256, DER
   */
  public String signed(UnaryOperator<byte[]> sign) {
    List<String> values =
        List.of(
            gateway,
            Grammar.text(time),
            Long.toString(sequence),
            Long.toString(serial),
            manifest,
            result.word(),
            word + " " + sentence.replaceAll("[^ -~]", "?"),
            Long.toString(activeSerial),
            activeManifest,
            activeMap,
            Long.toString(suppressed));
    String text = FORM.text(values);
    String signature = Base64.getEncoder().encodeToString(sign.apply(bytes(text)));
    return text + SIGNATURE + signature + "\n";
  }

  private static Optional<Receipt> receipt(List<String> v) {
    Optional<Instant> time = Grammar.time(v.get(1));
    Optional<Long> sequence = Grammar.number(v.get(2)).filter(n -> n > 0);
    Optional<Long> serial = Grammar.number(v.get(3));
    Optional<Result> result = result(v.get(5));
    Optional<Long> activeSerial = Grammar.number(v.get(7));
    Optional<Long> suppressed = Grammar.number(v.get(10));
    String[] reason = v.get(6).split(" ", 2);
    boolean good =
        time.isPresent()
            && sequence.isPresent()
            && serial.isPresent()
            && result.isPresent()
            && activeSerial.isPresent()
            && suppressed.isPresent()
            && reason.length == 2
            && reason[0].matches("[a-z-]{1,40}")
            && Grammar.isName(v.get(0))
            && isDigestOr("none", v.get(4))
            && isDigestOr("none", v.get(8))
            && isDigestOr("sha256:", v.get(9));
    return good
        ? Optional.of(
            new Receipt(
                v.get(0),
                time.get(),
                sequence.get(),
                serial.get(),
                v.get(4),
                result.get(),
                reason[0],
                reason[1],
                activeSerial.get(),
                v.get(8),
                v.get(9),
                suppressed.get()))
        : Optional.empty();
  }

  private static Optional<Result> result(String word) {
    for (Result result : Result.values()) {
      if (result.word().equals(word)) {
        return Optional.of(result);
      }
    }
    return Optional.empty();
  }

  private static boolean isDigestOr(String otherwise, String value) {
    return value.equals(otherwise) || Grammar.isDigest(value);
  }

  private static byte[] bytes(String ascii) {
    return ascii.getBytes(StandardCharsets.US_ASCII);
  }
}
