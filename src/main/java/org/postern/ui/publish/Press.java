package org.postern.ui.publish;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.postern.bundle.Bundle;
import org.postern.bundle.BundleException;
import org.postern.bundle.TrustFile;
import org.postern.bundle.Verification;
import org.postern.delivery.Courier;
import org.postern.delivery.Gateway;
import org.postern.officer.OfficerException;
import org.postern.officer.OfficerKeys;
import org.postern.officer.Right;
import org.postern.officer.Sealed;
import org.postern.store.Changes.Kind;
import org.postern.store.Publications;
import org.postern.store.Store;
import org.postern.store.StoreException;

/**
 * Does the work of publishing: makes the bundle of the lists as they are, has it signed, brings it
 * to the gateways and reads what they answered. What an officer saw is what is signed and handed
 * over: both name the bundle by its digest and are refused if it is another one by then. Blocks;
 * thread-safe, one call at a time.
 */
public final class Press {

  /** Whose signatures the gateways believe, and how many it takes; asked again each time. */
  @FunctionalInterface
  public interface Trust {
    TrustFile read() throws BundleException, OfficerException, StoreException;
  }

  static final int MOST_CHANGES = 200;
  private static final int MADE = 50;

  /** What claims to be a receipt and is not believed; asked again each time. */
  @FunctionalInterface
  public interface Strays {
    List<Stray> all();
  }

  /**
   * @param reached the gateways that it reached
   * @param refused those to which it was not sent because they would refuse it, and why
   */
  record HandedOver(List<String> reached, Map<String, String> refused) {}

  private final Store store;
  private final OfficerKeys keys;
  private final Supplier<char[]> openSecret;
  private final Trust trust;
  private final Courier courier;
  private final Strays strays;
  private final Supplier<String> acting;
  private final Clock clock;
  private final Changes changes;
  private final Drafting drafting;
  private final Handing handing;

  /**
   * @param openSecret what opens keys without a passphrase of their own ({@link Sealed#DIRECTORY});
   *     a fresh array each time, zeroed after use
   * @param acting name of the officer at the console: who hands over, and is asked first to sign
   */
  public Press(
      Store store,
      OfficerKeys keys,
      Supplier<char[]> openSecret,
      Trust trust,
      Courier courier,
      Strays strays,
      PastMail past,
      Supplier<String> acting,
      Clock clock) {
    this.store = store;
    this.keys = keys;
    this.openSecret = openSecret;
    this.trust = trust;
    this.courier = courier;
    this.strays = strays;
    this.acting = acting;
    this.clock = clock;
    this.changes = new Changes(store, past);
    this.drafting = new Drafting(store);
    this.handing = new Handing(store.deliveries(), courier);
  }

  /** Reads everything, and makes the bundle that would be next if it is not made yet. */
  synchronized Board look() throws StoreException, OfficerException, BundleException {
    Instant now = clock.instant();
    long serial = store.lists().serial();
    List<Gateway> all = courier.gateways();
    TrustFile believed = trust.read();
    List<Publications.Made> made = store.publications().newest(MADE);
    Publishing published = Publishing.of(made, store);
    long since = published.serial();
    List<Gateway> newcomers = serial == since ? published.newcomers(all) : List.of();
    String cannot = "";
    Draft shown = null;
    if (serial > 0 && !all.isEmpty()) {
      try {
        shown =
            serial > since
                ? drafting.next(serial, all, made, published.main(), now)
                : newcomers.isEmpty()
                    ? drafting.sent(published.main().orElseThrow())
                    : drafting.next(serial, newcomers, made, published.main(), now);
        cannot = shown != null ? "" : gone(published.main().orElseThrow());
      } catch (BundleException e) {
        cannot = String.valueOf(e.getMessage());
      }
    }
    drafting.show(shown);
    Signed signatures = signed(shown == null ? null : shown.bundle(), believed);
    if (cannot.isEmpty()) {
      cannot = signatures.wrong();
    }
    Changes.Told told =
        serial > since
            ? changes.between(since, serial, now)
            : new Changes.Told(List.of(), Optional.empty());
    List<Board.Changed> different = told.changes();
    long total = serial > since ? changes.count(since, serial) : 0;
    Set<String> digests = new HashSet<>();
    published.bundles().forEach(m -> digests.add(m.digest()));
    Optional.ofNullable(shown).ifPresent(d -> digests.add(d.bundle().digest()));
    return new Board(
        now,
        serial,
        since,
        different,
        changes.rules(since, serial),
        different.size() < MOST_CHANGES ? 0 : Math.max(0, total - different.size()),
        told.past(),
        Optional.ofNullable(shown).map(Draft::sheet),
        cannot,
        believed.threshold(),
        signatures.officers(),
        signatures.open(),
        signatures.elsewhere(),
        handing.undelivered(digests, now),
        store.changes().waiting().stream().filter(c -> c.kind() == Kind.LISTS).count(),
        newcomers.stream().map(Gateway::name).toList(),
        store.gateways().fleet(now, handing.ways(digests)),
        strays.all());
  }

  /**
   * Signs the bundle and keeps it.
   *
   * @param digest of the bundle that the officer saw
   * @param passphrase of the key, or empty for a key without one; zeroed before this returns
   */
  synchronized void sign(String digest, String keyId, char[] passphrase)
      throws StoreException, OfficerException, BundleException, PublishException {
    try {
      Board board = look();
      Draft now = drafting.shown(digest);
      Board.Signer signer =
          board.signers().stream()
              .filter(s -> s.keyId().equals(keyId))
              .findFirst()
              .orElseThrow(
                  () ->
                      new PublishException(
                          PublishException.Reason.NOT_A_SIGNER,
                          "This key does not count for the gateways, or its officer has signed"
                              + " already. Nothing was signed."));
      List<String> officers = new ArrayList<>(board.signed());
      officers.add(signer.officer());
      keep(signed(now.bundle(), signer, passphrase), officers, signer.officer());
    } finally {
      Arrays.fill(passphrase, '\0');
    }
  }

  /** By whoever is signed in; in open mode by a key file. */
  private Bundle signed(Bundle bundle, Board.Signer signer, char[] passphrase)
      throws StoreException, OfficerException {
    if (!store.session().openMode()) {
      return bundle.signed(
          store.session().sign(Right.APPROVE, bundle.signedBytes(), bundle.digest()));
    }
    OfficerKeys.Kept kept = keys.find(signer.keyId());
    return bundle.signedBy(keys.load(kept, signer.passphrase() ? passphrase : openSecret.get()));
  }

  /** Whose keys could sign here and now. */
  private List<Board.Signer> here() throws StoreException, OfficerException {
    if (!store.session().openMode()) {
      return store.session().officer().stream()
          .filter(m -> m.may(Right.APPROVE))
          .map(m -> new Board.Signer(m.name(), m.id(), false))
          .toList();
    }
    return keys.kept().stream()
        .map(k -> new Board.Signer(k.officer(), k.id(), k.sealed() == Sealed.PASSPHRASE))
        .toList();
  }

  /**
   * Brings the bundle to every gateway that does not run it yet.
   *
   * @param digest of the bundle that the officer saw
   */
  synchronized HandedOver handOver(String digest)
      throws StoreException, OfficerException, BundleException, PublishException {
    Board board = look();
    Bundle bundle = drafting.shown(digest).bundle();
    if (!board.enoughSigned()) {
      throw new PublishException(
          PublishException.Reason.NOT_ENOUGH_SIGNATURES,
          "Only "
              + board.signed().size()
              + " of "
              + board.threshold()
              + " officers signed. No gateway would accept it; nothing was handed over.");
    }
    TrustFile believed = trust.read();
    Publishing published = Publishing.of(store.publications().newest(MADE), store);
    Map<Bundle, List<Gateway>> to = new LinkedHashMap<>();
    Map<String, String> refused = new LinkedHashMap<>();
    for (Gateway gateway : courier.gateways()) {
      Optional<Bundle> its =
          bundle.manifest().audience().contains(gateway.name())
              ? Optional.of(bundle)
              : board.pending() ? Optional.empty() : published.bundleFor(gateway.name());
      if (its.isEmpty() || (!board.pending() && !board.wants(gateway.name()))) {
        continue;
      }
      Optional<String> no = refusal(its.get(), gateway.name(), believed);
      if (no.isPresent()) {
        refused.put(gateway.name(), no.get());
      } else {
        to.computeIfAbsent(its.get(), _ -> new ArrayList<>()).add(gateway);
      }
    }
    List<String> reached = new ArrayList<>();
    for (Map.Entry<Bundle, List<Gateway>> one : to.entrySet()) {
      reached.addAll(handing.over(one.getKey(), kept(one.getKey()), one.getValue(), acting.get()));
    }
    return new HandedOver(List.copyOf(reached), Map.copyOf(refused));
  }

  /** How far the handing over of a bundle is, in words; empty while nothing is sent. */
  String progress(String digest) {
    return handing.progress(digest);
  }

  /** Hands it over no further; gateways that have it keep it. */
  void stop(String digest) throws StoreException {
    handing.stop(digest, acting.get());
  }

  /** Writes the bundle that the officer saw to a file of their choice. */
  synchronized void save(String digest, Path file)
      throws StoreException, OfficerException, BundleException, PublishException {
    look();
    drafting.shown(digest).bundle().write(file);
  }

  /**
   * Takes over the file of the same bundle with more signatures. The signatures are verified the
   * next time that it is looked at.
   */
  synchronized void takeIn(String digest, Path file)
      throws StoreException, OfficerException, BundleException, PublishException {
    Board board = look();
    Bundle here = drafting.shown(digest).bundle();
    Bundle brought = Bundle.read(file);
    if (!brought.digest().equals(digest)) {
      throw new PublishException(
          PublishException.Reason.OTHER_BUNDLE,
          "That file is another bundle (serial "
              + brought.manifest().serial()
              + ", other content). Nothing was taken over.");
    }
    Signed signatures = signed(brought, trust.read());
    if (!signatures.wrong().isEmpty()
        || !signatures.officers().containsAll(board.signed())
        || signatures.officers().size() <= board.signed().size()) {
      throw new PublishException(
          PublishException.Reason.OTHER_BUNDLE,
          "That file brings no further signature that the gateways believe"
              + (here.signers().isEmpty()
                  ? ". "
                  : ", or lacks one that is here: have the newest file signed. ")
              + "Nothing was taken over.");
    }
    keep(brought, signatures.officers(), signatures.officers().getLast());
  }

  private Publications.Made kept(Bundle bundle) throws StoreException {
    return store.publications().newest(MADE).stream()
        .filter(made -> made.digest().equals(bundle.digest()))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("what officers signed is kept"));
  }

  private void keep(Bundle signed, List<String> officers, String by)
      throws StoreException, BundleException {
    Path file = place(signed);
    signed.write(file);
    store
        .publications()
        .made(
            signed.manifest().serial(),
            signed.manifest().policyId(),
            signed.digest(),
            file.toString(),
            officers,
            by);
  }

  /** Where it is kept: a bundle for newcomers has the serial of the one that the others got. */
  private Path place(Bundle signed) throws StoreException {
    String name = signed.fileName();
    Path folder = store.directory().resolve("bundles");
    boolean taken =
        store.publications().newest(MADE).stream()
            .anyMatch(
                m ->
                    m.file().equals(folder.resolve(name).toString())
                        && !m.digest().equals(signed.digest()));
    return folder.resolve(
        taken
            ? name.replace(".postern", "-" + signed.digest().substring(7, 15) + ".postern")
            : name);
  }

  static String gone(Publications.Made last) {
    return "The file of bundle "
        + last.serial()
        + ", "
        + last.file()
        + ", is gone or was altered. What the gateways run is not affected; the next change of the"
        + " lists makes a new bundle.";
  }

  private Signed signed(@Nullable Bundle bundle, TrustFile believed)
      throws StoreException, OfficerException {
    return Signed.of(bundle, believed, here(), acting.get(), clock);
  }

  /** What the gateway itself would say: no bundle is handed over that it must refuse. */
  private Optional<String> refusal(Bundle bundle, String gateway, TrustFile believed) {
    return switch (Signed.verify(bundle, gateway, believed, clock)) {
      case Verification.Accepted _, Verification.Current _, Verification.Trusting _ ->
          Optional.empty();
      case Verification.Refused r ->
          Optional.of("It would refuse this bundle: " + r.sentence() + ".");
    };
  }
}
