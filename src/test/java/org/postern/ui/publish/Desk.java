package org.postern.ui.publish;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.postern.MovedClock;
import org.postern.bundle.Bundle;
import org.postern.bundle.BundleVerifier;
import org.postern.bundle.GatewayFile;
import org.postern.bundle.TestGateway;
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
import org.postern.store.Store;
import org.postern.ui.Background;

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
  List<Stray> strays = List.of();
  List<String> past = List.of();
  private final Map<String, TestGateway> machines = new HashMap<>();
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
            () -> strays,
            _ -> past,
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
    TestGateway machine = new TestGateway(name, clock);
    machines.put(name, machine);
    store
        .gatewayKeys()
        .enrol(
            GatewayFile.parse(machine.file(store.setup().settings().policyId())),
            folder.toString(),
            false,
            "Maj. A. Carter");
    return folder;
  }

  TestGateway machine(String name) {
    return Objects.requireNonNull(machines.get(name));
  }

  /** The board's models, over the same data. */
  FleetModel fleet(Background background, Consumer<String> told, Runnable changed) {
    return new FleetModel(
        store,
        () -> new TrustFile(1, threshold, believed),
        () -> "Maj. A. Carter",
        background,
        told,
        changed);
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

  /** The gateway takes the bundle that is shown, and says so. */
  void applied(String gateway) throws Exception {
    Board.Sheet sheet = press.look().sheet().orElseThrow();
    take(machine(gateway).applies(sheet.manifest().serial(), sheet.digest()));
  }

  /** It does not take it. */
  void refused(String gateway, String word, String sentence) throws Exception {
    take(machine(gateway).refuses(0, TestGateway.NOTHING, word, sentence));
  }

  void take(String receipt) throws Exception {
    Path file = beside.resolve("receipt");
    Files.writeString(file, receipt);
    store.receipts().take(file, "Maj. A. Carter");
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
