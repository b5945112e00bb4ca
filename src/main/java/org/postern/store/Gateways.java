package org.postern.store;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.postern.bundle.Admission;
import org.postern.bundle.Bundle;
import org.postern.bundle.BundleVerifier;
import org.postern.bundle.TrustFile;
import org.postern.bundle.Verification;
import org.postern.officer.Right;
import org.postern.store.GatewayKeys.ReceiptKey;
import org.postern.store.StoreException.Reason;

/** The gateways: which are in service, and how each stands. Thread-safe. */
public final class Gateways {
  private static final Duration SHORTEST_SILENCE = Duration.ofMinutes(5);
  private static final Duration LONGEST_SILENCE = Duration.ofDays(400);

  /** How many receipts of a gateway the board looks at and shows. */
  private static final int RECEIPTS = 40;

  private static final int BUNDLES = 200;

  /** How many of the newest bundles are looked at for one that a new gateway would take. */
  private static final int OFFERED = 20;

  /** A gateway that is out of service. */
  public record Retired(String gateway, Instant at, String officer, String why) {}

  private final Database database;
  private final Setup setup;
  private final Publications publications;

  /** Until when a bundle is good never changes, and its file may be large. */
  private final Map<String, Instant> ends = new ConcurrentHashMap<>();

  Gateways(Database database, Setup setup, Publications publications) {
    this.database = database;
    this.setup = setup;
    this.publications = publications;
  }

  /** The gateways that bundles are made for; that of an exercise has no place. */
  public List<Settings.Gateway> inService() throws StoreException {
    Set<String> retired =
        retired().stream().map(Retired::gateway).collect(Collectors.toUnmodifiableSet());
    return Stream.concat(
            database.read(GatewayRows::keys).stream()
                .filter(k -> k.life() == GatewayKeys.PRACTICE)
                .map(k -> new Settings.Gateway(k.gateway(), ""))
                .distinct(),
            setup.settings().gateways().stream())
        .filter(g -> !retired.contains(g.name()))
        .toList();
  }

  /** Those of the settings that are out of service, by name. */
  public List<Retired> retired() throws StoreException {
    return database.read(GatewayRows::retired);
  }

  /**
   * Takes a gateway out of service: no bundle is made for it, the board shows it no more. What it
   * said stays. {@link #restore} takes it back.
   *
   * @throws StoreException {@code CONFLICT} if there is none of that name in service
   */
  public void retire(String gateway, String why, String officer) throws StoreException {
    if (inService().stream().noneMatch(g -> g.name().equals(gateway))) {
      throw new StoreException(
          Reason.CONFLICT, "No gateway named " + gateway + " is in service here.");
    }
    database.write(
        Right.ADMINISTER,
        writing -> {
          String said = Texts.storable(why, 2000);
          writing
              .handle()
              .execute(
                  "insert into retired_gateway (gateway, at, officer, why) values (?, ?, ?, ?) on"
                      + " conflict do nothing",
                  gateway,
                  writing.nowUtc(),
                  Texts.storable(writing.officer(officer), 200),
                  said);
          writing.journal(officer, "gateway.retired", gateway, Map.of("why", said));
          return gateway;
        });
  }

  /**
   * Takes a gateway back into service.
   *
   * @throws StoreException {@code CONFLICT} if it is not out of service
   */
  public void restore(String gateway, String officer) throws StoreException {
    database.write(
        Right.ADMINISTER,
        writing -> {
          if (writing.handle().execute("delete from retired_gateway where gateway = ?", gateway)
              == 0) {
            throw new StoreException(Reason.CONFLICT, gateway + " is not out of service.");
          }
          writing.journal(officer, "gateway.restored", gateway, Map.of());
          return gateway;
        });
  }

  /** After how long without a word a gateway counts as silent. */
  public Duration silence() throws StoreException {
    return Duration.ofMinutes(database.read(GatewayRows::silentMinutes));
  }

  /**
   * @throws IllegalArgumentException if it is under five minutes or over 400 days
   */
  public void silence(Duration after, String officer) throws StoreException {
    if (after.compareTo(SHORTEST_SILENCE) < 0 || after.compareTo(LONGEST_SILENCE) > 0) {
      throw new IllegalArgumentException("A gateway is silent after 5 minutes to 400 days.");
    }
    database.write(
        Right.ADMINISTER,
        writing -> {
          writing.handle().execute("update silence set minutes = ?", after.toMinutes());
          writing.journal(officer, "gateway.silence", "", Map.of("minutes", after.toMinutes()));
          return after;
        });
  }

  /** How every gateway in service stands at a moment. */
  public Fleet fleet(Instant now) throws StoreException {
    return fleet(now, Map.of());
  }

  /**
   * The same, where something is known of bundles on their way.
   *
   * @param ways by gateway
   */
  public Fleet fleet(Instant now, Map<String, Fleet.Way> ways) throws StoreException {
    List<Settings.Gateway> places = inService();
    List<Fleet.Voice> voices =
        database.read(
            handle -> {
              List<ReceiptKey> keys = GatewayRows.keys(handle);
              return places.stream().map(place -> voice(handle, keys, place)).toList();
            });
    Set<String> enforced =
        voices.stream()
            .flatMap(v -> v.heard().stream().limit(1))
            .map(h -> h.receipt().activeManifest())
            .collect(Collectors.toSet());
    List<Publications.Handover> handovers = publications.newestHandovers();
    Set<String> handed =
        handovers.stream().map(Publications.Handover::digest).collect(Collectors.toSet());
    List<Fleet.Published> published =
        publications.newest(BUNDLES).stream()
            .filter(m -> handed.contains(m.digest()) || enforced.contains(m.digest()))
            .map(
                m ->
                    new Fleet.Published(
                        m.serial(),
                        m.digest(),
                        enforced.contains(m.digest()) ? end(m) : Optional.empty(),
                        m.made(),
                        handovers.stream().filter(h -> h.digest().equals(m.digest())).toList()))
            .toList();
    return FleetReading.of(voices, published, ways, silence(), now);
  }

  /**
   * What a gateway that was taken in gets back: whose signatures count, and the newest bundle that
   * it would accept, if there is one.
   *
   * @param trust whose signatures gateways shall believe
   * @throws StoreException {@code CONFLICT} if it was not taken in
   */
  public Admission admission(String gateway, TrustFile trust) throws StoreException {
    ReceiptKey key =
        database.read(GatewayRows::keys).stream()
            .filter(k -> k.gateway().equals(gateway) && k.inUse())
            .findFirst()
            .orElseThrow(
                () ->
                    new StoreException(
                        Reason.CONFLICT,
                        gateway + " was not taken in: bring the file of postern-enrol first."));
    String policyId = setup.settings().policyId();
    var asked =
        new BundleVerifier(gateway, policyId, trust, Clock.fixed(database.now(), ZoneOffset.UTC));
    Optional<Bundle> bundle = Optional.empty();
    for (Publications.Made made : publications.newest(OFFERED)) {
      bundle =
          made.bundle()
              .filter(b -> b.manifest().audience().contains(gateway))
              .filter(
                  b -> asked.verify(b.bytes(), Optional.empty()) instanceof Verification.Accepted);
      if (bundle.isPresent()) {
        break;
      }
    }
    return new Admission(gateway, policyId, key.digest(), trust, bundle);
  }

  private static Fleet.Voice voice(Handle handle, List<ReceiptKey> keys, Settings.Gateway place) {
    int life = GatewayRows.life(handle, place.name());
    List<ReceiptKey> own =
        keys.stream()
            .filter(k -> k.gateway().equals(place.name()) && k.life() == life)
            .sorted(Comparator.comparingLong(ReceiptKey::after))
            .toList();
    OptionalLong first =
        own.isEmpty() ? OptionalLong.empty() : OptionalLong.of(own.getFirst().after());
    return new Fleet.Voice(
        place.name(),
        place.folder(),
        own,
        GatewayRows.newest(handle, place.name(), life, RECEIPTS),
        Fleet.Gap.in(first, GatewayRows.numbers(handle, place.name(), life)));
  }

  private Optional<Instant> end(Publications.Made made) {
    Instant known = ends.get(made.digest());
    if (known != null) {
      return Optional.of(known);
    }
    Optional<Instant> end = made.bundle().map(b -> b.manifest().notAfter());
    end.ifPresent(at -> ends.put(made.digest(), at));
    return end;
  }
}
