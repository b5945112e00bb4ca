package org.postern.bundle;

import java.nio.charset.StandardCharsets;
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
  private static final String FIRST_LINE = "postern-receipt: 1";
  private static final String LAST_LINE = "end: postern-receipt";
  private static final String SIGNATURE = "signature: ";
  private static final List<String> FIELDS =
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
          "suppressed");

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

  /** Signed by the gateway that it names. */
  public record Genuine(Receipt receipt) implements Reading {}

  /**
   * Not to be believed.
   *
   * @param sentence for the officer, in plain ASCII, holding nothing of the text itself
   */
  public record Bad(String sentence) implements Reading {}

  /**
   * Reads a receipt whose signature was already taken apart from it, as from a mail.
   *
   * @param signed the signed text, from its first line to its {@code end} line
   * @param signature DER
   * @param keyOf the public key of an enrolled gateway, by its name; empty if there is none of that
   *     name
   */
  public static Reading read(
      String signed, byte[] signature, Function<String, Optional<PublicKey>> keyOf) {
    if (signed.length() > LARGEST) {
      return new Bad("It is far too long for a receipt.");
    }
    List<String> lines = signed.strip().lines().toList();
    int fields = FIELDS.size();
    if (lines.size() != fields + 2
        || !lines.getFirst().equals(FIRST_LINE)
        || !lines.getLast().equals(LAST_LINE)) {
      return new Bad("It has not the form of a receipt, or was cut short.");
    }
    for (int i = 0; i < fields; i++) {
      if (!lines.get(i + 1).startsWith(FIELDS.get(i) + ": ")
          || !Grammar.isPrintable(lines.get(i + 1))) {
        return new Bad("Its line " + (i + 2) + " is not that of a receipt.");
      }
    }
    Optional<Receipt> receipt =
        receipt(i -> lines.get(i + 1).substring(FIELDS.get(i).length() + 2));
    if (receipt.isEmpty()) {
      return new Bad("A field of it is not well-formed.");
    }
    Optional<PublicKey> key = keyOf.apply(receipt.get().gateway());
    if (key.isEmpty()) {
      return new Bad("It names a gateway that is not enrolled here.");
    }
    return Signatures.verify(key.get(), bytes(String.join("\n", lines) + "\n"), signature)
        ? new Genuine(receipt.get())
        : new Bad("Its signature is not that of the gateway that it names.");
  }

  /** Reads a receipt as a gateway keeps it: the signed text and its signature in one file. */
  public static Reading read(String file, Function<String, Optional<PublicKey>> keyOf) {
    String text = file.strip();
    int last = text.lastIndexOf('\n') + 1;
    return text.startsWith(SIGNATURE, last)
        ? read(text.substring(0, last), base64(text.substring(last + SIGNATURE.length())), keyOf)
        : new Bad("It has not the form of a receipt, or was cut short.");
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
    StringBuilder text = new StringBuilder(FIRST_LINE + "\n");
    for (int i = 0; i < values.size(); i++) {
      text.append(FIELDS.get(i)).append(": ").append(values.get(i)).append('\n');
    }
    text.append(LAST_LINE).append('\n');
    String signature = Base64.getEncoder().encodeToString(sign.apply(bytes(text.toString())));
    return text.append(SIGNATURE).append(signature).append('\n').toString();
  }

  /**
   * The numbers between the lowest and the highest that never arrived. At most a thousand are
   * named.
   *
   * @param receipts of one gateway, in any order
   */
  public static List<Long> missing(List<Receipt> receipts) {
    List<Long> seen = receipts.stream().map(Receipt::sequence).sorted().distinct().toList();
    List<Long> missing = new ArrayList<>();
    for (int i = 1; i < seen.size(); i++) {
      for (long n = seen.get(i - 1) + 1; n < seen.get(i) && missing.size() < 1000; n++) {
        missing.add(n);
      }
    }
    return missing;
  }

  /** A value of the text by the index of its field. */
  private interface Values {
    String at(int field);
  }

  private static Optional<Receipt> receipt(Values v) {
    Optional<Instant> time = Grammar.time(v.at(1));
    Optional<Long> sequence = Grammar.number(v.at(2)).filter(n -> n > 0);
    Optional<Long> serial = Grammar.number(v.at(3));
    Optional<Result> result = result(v.at(5));
    Optional<Long> activeSerial = Grammar.number(v.at(7));
    Optional<Long> suppressed = Grammar.number(v.at(10));
    String[] reason = v.at(6).split(" ", 2);
    boolean good =
        time.isPresent()
            && sequence.isPresent()
            && serial.isPresent()
            && result.isPresent()
            && activeSerial.isPresent()
            && suppressed.isPresent()
            && reason.length == 2
            && reason[0].matches("[a-z-]{1,40}")
            && Grammar.isName(v.at(0))
            && isDigestOr("none", v.at(4))
            && isDigestOr("none", v.at(8))
            && isDigestOr("sha256:", v.at(9));
    return good
        ? Optional.of(
            new Receipt(
                v.at(0),
                time.get(),
                sequence.get(),
                serial.get(),
                v.at(4),
                result.get(),
                reason[0],
                reason[1],
                activeSerial.get(),
                v.at(8),
                v.at(9),
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

  private static byte[] base64(String text) {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException notBase64) {
      return new byte[0];
    }
  }
}
