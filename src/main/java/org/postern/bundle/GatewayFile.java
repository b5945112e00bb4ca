package org.postern.bundle;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.postern.bundle.BundleException.Reason;
import org.postern.officer.Signatures;

/**
 * What a gateway gives to the console so that its receipts are believed: its name, its key, a
 * signature that shows that it has the key, and, where the key takes the place of another, that
 * one's signature as well (docs/bundle-format.md, "The gateway's file"). No secret is in it.
 * Whether the name is true, its administrator says by reading out the {@link Fingerprint}.
 * Immutable.
 *
 * @param gateway as in audiences and receipts
 * @param policyId the line of policies that it follows
 * @param time when it was made, by the gateway's clock
 * @param sequence number of the last receipt that the gateway made before; 0 for none
 * @param previous fingerprint of the key that this one takes the place of
 * @param signed the text that is signed
 * @param previousSignature Base64; empty without a previous key
 */
public record GatewayFile(
    String gateway,
    String policyId,
    Instant time,
    long sequence,
    PublicKey key,
    Optional<String> previous,
    String signed,
    String previousSignature) {

  private static final int LARGEST = 8 * 1024;
  private static final String SIGNATURE = "signature: ";
  private static final String PREVIOUS_SIGNATURE = "previous-signature: ";
  static final Fields FORM =
      new Fields(
          "a gateway's file",
          "postern-gateway: 1",
          List.of("gateway", "policy-id", "time", "sequence", "key", "previous"),
          "end: postern-gateway");

  /**
   * Reads what {@code postern-enrol} wrote.
   *
   * @throws BundleException {@code NOT_FOUND}, {@code DISK}, {@code NOT_A_GATEWAY_FILE}
   */
  public static GatewayFile read(Path file) throws BundleException {
    return parse(new String(Input.of(file, LARGEST), StandardCharsets.ISO_8859_1));
  }

  /**
   * @throws BundleException {@code NOT_A_GATEWAY_FILE} if it is none, or the signature is not by
   *     its key
   */
  public static GatewayFile parse(String file) throws BundleException {
    List<String> lines = file.length() > LARGEST ? List.of() : file.strip().lines().toList();
    int form = FORM.names().size() + 2;
    List<String> text = lines.subList(0, Math.min(form, lines.size()));
    Optional<String> flaw = FORM.flaw(text);
    if (flaw.isPresent()) {
      throw bad(flaw.get());
    }
    List<String> v = FORM.values(text);
    Optional<String> previous =
        v.get(5).equals("none")
            ? Optional.empty()
            : Optional.of(v.get(5)).filter(Grammar::isDigest);
    boolean succeeds = !v.get(5).equals("none");
    List<String> signatures = lines.subList(form, lines.size());
    if (signatures.size() != (succeeds ? 2 : 1)
        || !signatures.getFirst().startsWith(SIGNATURE)
        || !signatures.getLast().startsWith(succeeds ? PREVIOUS_SIGNATURE : SIGNATURE)) {
      throw bad("Its signatures are missing, or something stands behind them.");
    }
    Optional<Instant> time = Grammar.time(v.get(2));
    Optional<Long> sequence = Grammar.number(v.get(3));
    if (!Grammar.isName(v.get(0))
        || !Grammar.isPolicyId(v.get(1))
        || time.isEmpty()
        || sequence.isEmpty()
        || (succeeds && previous.isEmpty())) {
      throw bad("A field of it is not well-formed.");
    }
    GatewayFile read =
        new GatewayFile(
            v.get(0),
            v.get(1),
            time.get(),
            sequence.get(),
            key(v.get(4)),
            previous,
            String.join("\n", text) + "\n",
            succeeds ? signatures.getLast().substring(PREVIOUS_SIGNATURE.length()) : "");
    if (!read.isSignedBy(read.key, signatures.getFirst().substring(SIGNATURE.length()))) {
      throw bad("Its signature is not by the key in it.");
    }
    return read;
  }

  /** Whether the owner of that key handed over to this one. */
  public boolean follows(PublicKey before) {
    return previous.filter(Fingerprint.of(before)::equals).isPresent()
        && isSignedBy(before, previousSignature);
  }

  /** {@link Fingerprint} of its key. */
  public String fingerprint() {
    return Fingerprint.of(key);
  }

  private boolean isSignedBy(PublicKey by, String signature) {
    return Signatures.verify(
        by, signed.getBytes(StandardCharsets.US_ASCII), Grammar.base64(signature));
  }

  private static PublicKey key(String base64) throws BundleException {
    byte[] der = Grammar.base64(base64);
    try {
      PublicKey key = EcKeys.of(der);
      if (EcKeys.bits(key) == 256 && Arrays.equals(key.getEncoded(), der)) {
        return key;
      }
    } catch (GeneralSecurityException e) {
      throw new BundleException(Reason.NOT_A_GATEWAY_FILE, sentence("Its key is none."), e);
    }
    throw bad("Its key is not on P-256.");
  }

  private static BundleException bad(String why) {
    return new BundleException(Reason.NOT_A_GATEWAY_FILE, sentence(why));
  }

  private static String sentence(String why) {
    return "This is not a gateway's file that can be used: "
        + why
        + " Run postern-enrol at the gateway again and bring the new file.";
  }
}
