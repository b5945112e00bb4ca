package org.postern.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postern.delivery.DeliveryException;
import org.postern.delivery.Gateway;
import org.postern.officer.OfficerException;
import org.postern.officer.OfficerKeys.Kept;
import org.postern.practice.PracticeException;
import org.postern.practice.PracticeWorld;
import org.postern.quarantine.Boxes;
import org.postern.quarantine.DecisionDesk;
import org.postern.quarantine.Quarantine;
import org.postern.quarantine.QuarantineException;
import org.postern.quarantine.ReleaseGateway;
import org.postern.quarantine.SavedBoxes;
import org.postern.store.Deliveries.Parcel;
import org.postern.store.Settings;
import org.postern.store.Setup.State;
import org.postern.store.Store;
import org.postern.store.StoreException;
import org.postern.ui.quarantine.Access;

/**
 * Where this console's mail comes from and where its bundles go: the practice world, or the servers
 * of the settings. Thread-safe; close it after the screens.
 */
final class Site implements AutoCloseable {

  private final Store store;
  private final Clock clock;
  private final Desk desk;
  private final @Nullable PracticeWorld practice;
  private final List<Boxes> opened = new ArrayList<>();

  private Site(Store store, Clock clock, Desk desk, @Nullable PracticeWorld practice) {
    this.store = store;
    this.clock = clock;
    this.desk = desk;
    this.practice = practice;
  }

  /** Starts the practice world where practice was chosen. */
  static Site open(Store store, Clock clock)
      throws StoreException, PracticeException, OfficerException {
    var desk = new Desk(store, clock);
    if (store.setup().state() != State.PRACTICE) {
      return new Site(store, clock, desk, null);
    }
    if (desk.kept().isEmpty()) {
      desk.add(Desk.user(), new char[0]);
    }
    return new Site(store, clock, desk, PracticeWorld.start(store, clock));
  }

  boolean practice() {
    return practice != null;
  }

  Desk desk() {
    return desk;
  }

  /** Opens the boxes; empty while no mailbox is set up. */
  synchronized Optional<Access.Connection> connect() throws QuarantineException {
    if (practice != null) {
      return Optional.of(
          connection(
              "Practice mailbox",
              Boxes.of(Quarantine.open(practice.mailbox(), clock)),
              Optional.of(practice.release())));
    }
    box().ifPresent(Boxes::close); // connected anew: servers count connections
    Settings settings = settings();
    // Until somebody signs in there is nothing to log in with, and wrong tries lock accounts.
    return settings.mailboxes().isEmpty() || settings.isSealed()
        ? Optional.empty()
        : Optional.of(
            connection(
                settings.mailboxes().size() == 1
                    ? settings.mailboxes().getFirst().title()
                    : settings.mailboxes().size() + " mailboxes",
                SavedBoxes.remembering(store, settings.mailboxes(), clock),
                Optional.ofNullable(settings.release()).map(ReleaseGateway::of)));
  }

  private Access.Connection connection(String name, Boxes box, Optional<ReleaseGateway> release) {
    opened.add(box);
    return new Access.Connection(name, box, new DecisionDesk(store.decisions(), box, release));
  }

  /** The boxes that were opened last. */
  synchronized Optional<Boxes> box() {
    return opened.isEmpty() ? Optional.empty() : Optional.of(opened.getLast());
  }

  /** The gateways in service, and how bundles get there. */
  List<Gateway> gateways() throws StoreException {
    PracticeWorld world = practice;
    return store.gateways().inService().stream()
        .map(
            gateway ->
                world != null && gateway.name().equals(PracticeWorld.GATEWAY)
                    ? new Gateway(
                        gateway.name(), "in this window", (parcel, _) -> offer(world, parcel))
                    : Gateway.of(gateway))
        .toList();
  }

  private void offer(PracticeWorld world, Parcel parcel) throws DeliveryException {
    try {
      for (Kept key : desk.kept()) {
        world.gateway().trust(key.officer(), key.certificate().getPublicKey());
      }
      world.gateway().offer(Files.readAllBytes(Path.of(parcel.file())));
    } catch (OfficerException | PracticeException | IOException e) {
      throw new DeliveryException(
          DeliveryException.Reason.REFUSED, String.valueOf(e.getMessage()), e);
    }
  }

  private Settings settings() throws QuarantineException {
    try {
      return store.setup().settings();
    } catch (StoreException e) {
      throw new QuarantineException(
          QuarantineException.Reason.SETTINGS, String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public synchronized void close() {
    opened.reversed().forEach(Boxes::close);
    if (practice != null) {
      practice.close();
    }
  }
}
