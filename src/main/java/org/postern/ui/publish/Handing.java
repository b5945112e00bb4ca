package org.postern.ui.publish;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.postern.bundle.Bundle;
import org.postern.delivery.Courier;
import org.postern.delivery.Gateway;
import org.postern.delivery.Sending;
import org.postern.store.Deliveries;
import org.postern.store.Deliveries.Delivery;
import org.postern.store.Fleet;
import org.postern.store.Publications;
import org.postern.store.StoreException;

/** Handing over, in words for the screen. Thread-safe. */
final class Handing {
  private final Deliveries deliveries;
  private final Courier courier;

  Handing(Deliveries deliveries, Courier courier) {
    this.deliveries = deliveries;
    this.courier = courier;
  }

  /**
   * Puts it on its way and waits until every gateway was tried once.
   *
   * @return the gateways that it reached
   */
  List<String> over(Bundle bundle, Publications.Made kept, Collection<Gateway> to, String officer)
      throws StoreException, PublishException {
    Deliveries.Parcel parcel;
    try {
      parcel = Courier.parcel(bundle, Path.of(kept.file()));
    } catch (IOException e) {
      throw new PublishException(PublishException.Reason.OVERTAKEN, Press.gone(kept));
    }
    return courier.deliver(parcel, to, officer).stream()
        .filter(d -> d.state() == Deliveries.State.DELIVERED)
        .map(Delivery::gateway)
        .toList();
  }

  /** How far it is; empty while nothing is sent. */
  String progress(String digest) {
    return courier.sending(digest).entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(e -> e.getKey() + ": " + far(e.getValue()))
        .collect(Collectors.joining("; "));
  }

  private static String far(Sending sending) {
    return sending.step().label()
        + (sending.sent() == 0
            ? ""
            : ", " + BundleCard.size(sending.sent()) + " of " + BundleCard.size(sending.octets()));
  }

  void stop(String digest, String officer) throws StoreException {
    for (Delivery delivery : deliveries.of(digest)) {
      courier.cancel(digest, delivery.gateway(), officer);
    }
  }

  /** Why bundles have not reached gateways that they are handed over to. */
  Map<String, String> undelivered(Collection<String> digests, Instant now) throws StoreException {
    Map<String, String> all = new TreeMap<>();
    for (Delivery delivery : of(digests)) {
      switch (delivery.state()) {
        case DELIVERED, CANCELLED -> {}
        case QUEUED, SENDING -> all.put(delivery.gateway(), "It is on its way.");
        case FAILED -> {
          Instant next = delivery.next();
          all.put(
              delivery.gateway(),
              delivery.says()
                  + (next == null ? "" : " It is tried again at " + When.moment(next, now) + "."));
        }
      }
    }
    return all;
  }

  /** How far bundles are on their way to gateways, where they have not arrived. */
  Map<String, Fleet.Way> ways(Collection<String> digests) throws StoreException {
    Map<String, Fleet.Way> all = new TreeMap<>();
    for (Delivery delivery : of(digests)) {
      switch (delivery.state()) {
        case DELIVERED, CANCELLED -> {}
        case QUEUED, SENDING ->
            all.put(delivery.gateway(), new Fleet.Way(delivery.queued(), Optional.empty()));
        case FAILED ->
            all.put(
                delivery.gateway(),
                new Fleet.Way(delivery.changed(), Optional.of(delivery.says())));
      }
    }
    return all;
  }

  private List<Delivery> of(Collection<String> digests) throws StoreException {
    List<Delivery> all = new ArrayList<>();
    for (String digest : digests) {
      all.addAll(deliveries.of(digest));
    }
    return all;
  }
}
