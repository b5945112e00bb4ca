package org.postern.store;

import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postern.bundle.BundleException;
import org.postern.bundle.Receipt;
import org.postern.store.GatewayKeys.ReceiptKey;

/**
 * What gateways said, as far as it is believed: signed by a key that is theirs, each number once.
 * Thread-safe.
 */
public final class Receipts {
  /**
   * A receipt that is believed.
   *
   * @param key fingerprint of the key that signed it; empty for those of before keys were kept here
   * @param received when it came to the console
   * @param text as it was signed, with its signature
   */
  public record Heard(Receipt receipt, String key, Instant received, String text) {}

  /** What became of something that claims to be a receipt. */
  public sealed interface Taken {
    record New(Receipt receipt) implements Taken {}

    /** It is here already. */
    record Known(Receipt receipt) implements Taken {}

    /**
     * It is not believed; nothing was kept.
     *
     * @param gateway the name that stands in it, which anybody may have written there; may be empty
     */
    record Refused(String gateway, String sentence) implements Taken {}
  }

  private final Database database;
  private final GatewayKeys keys;

  Receipts(Database database, GatewayKeys keys) {
    this.database = database;
    this.keys = keys;
  }

  /** Takes a receipt whose signature was taken apart from it, as from a mail. */
  public Taken take(String signed, byte[] signature) throws StoreException {
    List<ReceiptKey> all = keys.all();
    return switch (Receipt.read(signed, signature, name -> keysOf(all, name))) {
      case Receipt.Bad(String gateway, String sentence) -> new Taken.Refused(gateway, sentence);
      case Receipt.Genuine(Receipt receipt, PublicKey key) ->
          keep(
              receipt,
              by(all, key),
              signed.strip()
                  + "\nsignature: "
                  + Base64.getEncoder().encodeToString(signature)
                  + "\n");
    };
  }

  /**
   * Takes the receipts of a file: as a gateway keeps them, several in a row, or a mail. What is not
   * believed is told and stands in the record.
   *
   * @throws BundleException if the file cannot be read
   */
  public List<Taken> take(Path file, String officer) throws StoreException, BundleException {
    List<ReceiptKey> all = keys.all();
    List<Taken> taken = new ArrayList<>();
    for (String text : Receipt.in(file)) {
      taken.add(
          switch (Receipt.read(text, name -> keysOf(all, name))) {
            case Receipt.Bad(String gateway, String sentence) ->
                new Taken.Refused(gateway, sentence);
            case Receipt.Genuine(Receipt receipt, PublicKey key) ->
                keep(receipt, by(all, key), text);
          });
    }
    List<Taken.Refused> refused =
        taken.stream()
            .filter(Taken.Refused.class::isInstance)
            .map(Taken.Refused.class::cast)
            .toList();
    if (!refused.isEmpty()) {
      database.write(
          writing -> {
            writing.journal(
                officer,
                "receipt.not-believed",
                refused.getFirst().gateway(),
                Map.of("why", refused.getFirst().sentence(), "how many", refused.size()));
            return refused;
          });
    }
    return List.copyOf(taken);
  }

  private static List<PublicKey> keysOf(List<ReceiptKey> all, String gateway) {
    return all.stream().filter(k -> k.gateway().equals(gateway)).map(ReceiptKey::key).toList();
  }

  private static ReceiptKey by(List<ReceiptKey> all, PublicKey key) {
    return all.stream().filter(k -> k.key().equals(key)).findFirst().orElseThrow();
  }

  private Taken keep(Receipt receipt, ReceiptKey key, String text) throws StoreException {
    long number = receipt.sequence();
    if (key.last().isPresent() && number > key.last().getAsLong()) {
      return new Taken.Refused(
          receipt.gateway(),
          "Receipt "
              + number
              + " is signed with a key that was replaced after receipt "
              + key.last().getAsLong()
              + ": somebody has the old key.");
    }
    if (number <= key.after()) {
      return new Taken.Refused(
          receipt.gateway(),
          "Receipt " + number + " is from before the key that it is signed with.");
    }
    return database.write(
        writing -> {
          Heard heard = new Heard(receipt, key.digest(), writing.now(), text);
          if (GatewayRows.keep(writing.handle(), key.life(), heard)) {
            writing.journal(
                "gateway " + receipt.gateway(),
                "receipt." + receipt.result().word(),
                receipt.manifest().equals("none") ? "" : receipt.manifest(),
                Map.of("serial", receipt.serial(), "sequence", number));
            return new Taken.New(receipt);
          }
          Optional<Heard> before =
              GatewayRows.receipt(writing.handle(), receipt.gateway(), key.life(), number);
          return before.isPresent() && before.get().receipt().equals(receipt)
              ? new Taken.Known(receipt)
              : new Taken.Refused(
                  receipt.gateway(),
                  "Another receipt "
                      + number
                      + " is here already: the gateway was set back to an earlier copy of itself, or"
                      + " two machines have its key.");
        });
  }

  /** The numbers of a gateway's receipts that are here, of its present life. */
  public Set<Long> numbers(String gateway) throws StoreException {
    return database.read(
        handle ->
            Set.copyOf(GatewayRows.numbers(handle, gateway, GatewayRows.life(handle, gateway))));
  }
}
