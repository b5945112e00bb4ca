package org.postern.ui.publish;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.postern.MovedClock;
import org.postern.bundle.Bundle;
import org.postern.bundle.BundleVerifier;
import org.postern.bundle.TrustFile;
import org.postern.bundle.Verification;
import org.postern.delivery.Courier;
import org.postern.delivery.Gateway;
import org.postern.officer.OfficerKey;
import org.postern.officer.OfficerKeys;
import org.postern.officer.Sealed;
import org.postern.policy.Entry;
import org.postern.policy.EntryPattern;
import org.postern.policy.Listing;
import org.postern.policy.Mode;
import org.postern.store.Author;
import org.postern.store.Publications;
import org.postern.store.Store;

/** A real data directory with real keys, and gateways that are folders beside it. */
final class Desk implements AutoCloseable {
  static final String PASSPHRASE = "correct horse battery";

  final MovedClock clock;
  final Store store;
  final OfficerKeys keys;
  final Press press;
  final Courier courier;
  final List<Gateway> gateways = new ArrayList<>();
  private final List<TrustFile.Key> believed = new ArrayList<>();
  private final Path beside;
  int threshold = 2;

  Desk(Path directory, Instant now) throws Exception {
    clock = new MovedClock(now);
    Path data = directory.resolve("data");
    beside = directory.resolve("gateways");
    store = Store.open(data, clock);
    keys = new OfficerKeys(data, clock);
    courier = new Courier(store, () -> List.copyOf(gateways), clock, new Random(1));
    press =
        new Press(
            store,
            keys,
            store::keyPassphrase,
            () -> new TrustFile(1, threshold, believed),
            courier,
            () -> "Maj. A. Carter",
            clock);
  }

  /** An officer with an open key, whom the gateways believe. */
  OfficerKey officer(String name) throws Exception {
    return officer(name, store.keyPassphrase(), Sealed.DIRECTORY);
  }

  /** The same with a passphrase. */
  OfficerKey officerWithPassphrase(String name) throws Exception {
    return officer(name, PASSPHRASE.toCharArray(), Sealed.PASSPHRASE);
  }

  private OfficerKey officer(String name, char[] passphrase, Sealed sealed) throws Exception {
    OfficerKey key = keys.create(name, passphrase, sealed);
    believed.add(new TrustFile.Key(key.id(), name, key.publicKey(), false));
    return key;
  }

  /** An officer whom the gateways believe and whose key is not in this directory. */
  OfficerKey officerElsewhere(String name) throws Exception {
    OfficerKey key = OfficerKey.create(name, clock);
    believed.add(new TrustFile.Key(key.id(), name, key.publicKey(), false));
    return key;
  }

  Path gateway(String name) throws Exception {
    Path folder = Files.createDirectories(beside.resolve(name));
    gateways.add(Gateway.folder(name, folder));
    return folder;
  }

  void trust(String pattern) throws Exception {
    add(Listing.TRUSTED, pattern, "");
  }

  void block(String pattern, String note) throws Exception {
    add(Listing.BLOCKED, pattern, note);
  }

  void add(Listing listing, String pattern, String note) throws Exception {
    Entry entry =
        new Entry(
            EntryPattern.parse(pattern).ok().orElseThrow(),
            listing,
            Mode.ENFORCE,
            note,
            "",
            "",
            null);
    store.lists().add(List.of(entry), new Author("Maj. A. Carter", note));
  }

  /** What a gateway would answer to the bundle that is shown. */
  void receipt(String gateway, long sequence, String result, String reason) throws Exception {
    Board board = press.look();
    Board.Sheet sheet = board.sheet().orElseThrow();
    receipt(gateway, sequence, sheet.manifest().serial(), sheet.digest(), result, reason);
  }

  void receipt(
      String gateway, long sequence, long serial, String digest, String result, String reason)
      throws Exception {
    store
        .publications()
        .received(
            new Publications.Received(
                gateway,
                sequence,
                serial,
                digest,
                result,
                reason,
                clock.instant(),
                clock.instant(),
                "postern-receipt: 1\ngateway: "
                    + gateway
                    + "\nserial: "
                    + serial
                    + "\nresult: "
                    + result
                    + "\nreason: "
                    + reason
                    + "\nsequence: "
                    + sequence
                    + "\nend: postern-receipt\n"));
  }

  /** What a gateway that runs nothing yet says to it. */
  Verification asGateway(String name, Bundle bundle) {
    return new BundleVerifier(
            name, bundle.manifest().policyId(), new TrustFile(1, threshold, believed), clock)
        .verify(bundle.bytes(), Optional.empty());
  }

  /** Signs with every key that is here and hands over; gateways do not answer. */
  void publish() throws Exception {
    Board board = press.look();
    while (!board.enoughSigned()) {
      Board.Signer signer = board.signers().getFirst();
      press.sign(board.sheet().orElseThrow().digest(), signer.keyId(), PASSPHRASE.toCharArray());
      board = press.look();
    }
    press.handOver(board.sheet().orElseThrow().digest());
  }

  @Override
  public void close() throws org.postern.store.StoreException {
    courier.close();
    store.close();
  }
}
