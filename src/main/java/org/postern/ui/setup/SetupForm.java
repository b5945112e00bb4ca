package org.postern.ui.setup;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;
import org.postern.delivery.Identity;
import org.postern.quarantine.ConnectionCheck;
import org.postern.quarantine.FolderList;
import org.postern.store.Settings;
import org.postern.tls.ServerCertificate;
import org.postern.ui.Background;

/** Servers and gateways: the part that the first start and the Settings screen share. */
final class SetupForm {
  /** What is known of a connection. */
  sealed interface Trial {
    record Untried() implements Trial {}

    record Trying() implements Trial {}

    record Done(ConnectionCheck result) implements Trial {}
  }

  /** What the form says, read and checked. */
  record Answers(
      List<Settings.Mailbox> mailboxes,
      Settings.@Nullable Release release,
      List<Settings.Gateway> gateways) {}

  private static final int MOST_GATEWAYS = 64;

  private static final int MOST_MAILBOXES = 8;

  final DoorForm mailbox = new DoorForm(DoorForm.Kind.MAILBOX);

  /** Further mailboxes. */
  final ObservableList<DoorForm> more = FXCollections.observableArrayList();

  final DoorForm release = new DoorForm(DoorForm.Kind.RELEASE);
  final ObservableList<GatewayForm> gateways = FXCollections.observableArrayList();
  private final Connections connections;
  private final Background background;
  private int doors;

  SetupForm(Connections connections, Background background) {
    this.connections = connections;
    this.background = background;
    gateways.add(gateway());
    forget(mailbox);
    forget(release);
  }

  /** What was found counts for what was typed then. */
  private void forget(DoorForm door) {
    door.job = "setup.test-" + doors++;
    door.asked()
        .forEach(
            asked ->
                asked.addListener(
                    _ -> {
                      background.cancel(door.job);
                      door.trial.set(new Trial.Untried());
                    }));
  }

  ReadOnlyObjectProperty<Trial> trial(DoorForm door) {
    return door.trial.getReadOnlyProperty();
  }

  /** A further mailbox, to be filled in. */
  void addMailbox() {
    if (more.size() + 1 < MOST_MAILBOXES) {
      more.add(further());
    }
  }

  private DoorForm further() {
    DoorForm door = new DoorForm(DoorForm.Kind.MAILBOX);
    forget(door);
    return door;
  }

  void removeMailbox(DoorForm door) {
    background.cancel(door.job);
    more.remove(door);
  }

  /** Tries the connection with what is typed; nothing is saved. */
  void test(DoorForm door) {
    if (door.trial.get() instanceof Trial.Trying || !named(door)) {
      return;
    }
    door.trial.set(new Trial.Trying());
    DoorForm.Reader reader = door.reader();
    AtomicReference<String> rotated = new AtomicReference<>("");
    background.run(
        Background.Job.newest(door.job),
        () -> tested(door, reader, rotated),
        result -> {
          take(door, rotated);
          door.trial.set(new Trial.Done(result));
        },
        e -> {
          take(door, rotated);
          door.trial.set(new Trial.Untried());
          say(e);
        });
  }

  private boolean named(DoorForm door) {
    if (door.later()) {
      door.host.wrong("Name the server first.");
      return false;
    }
    return door.check();
  }

  /**
   * The refresh token that was tried is worth nothing any more; the next is saved with the rest.
   */
  private static void take(DoorForm door, AtomicReference<String> rotated) {
    if (!rotated.get().isEmpty()) {
      door.oauth.refreshToken.value().set(rotated.get());
    }
  }

  private ConnectionCheck tested(
      DoorForm door, DoorForm.Reader reader, AtomicReference<String> rotated)
      throws DoorForm.Unusable {
    switch (door.kind) {
      case MAILBOX -> {
        Settings.Mailbox typed = reader.mailbox();
        if (typed != null) {
          return connections.mailbox(typed, rotated::set);
        }
      }
      case RELEASE -> {
        Settings.Release typed = reader.release();
        if (typed != null) {
          return connections.release(typed);
        }
      }
    }
    throw new IllegalStateException("a server without a name is not tried");
  }

  /** Waits for the answer no longer. */
  void stop(DoorForm door) {
    background.cancel(door.job);
    door.trial.set(new Trial.Untried());
  }

  /** Trusts exactly this certificate, and tries again. */
  void pin(DoorForm door, ServerCertificate certificate) {
    door.pin(certificate);
    test(door);
  }

  /** Asks the server which folders there are; the answer comes on the FX thread. */
  void folders(DoorForm door, Consumer<FolderList> shows, Runnable failed) {
    if (!named(door)) {
      failed.run();
      return;
    }
    DoorForm.Reader reader = door.reader();
    AtomicReference<String> rotated = new AtomicReference<>("");
    background.run(
        Background.Job.newest(door.job + ".folders"),
        () -> {
          Settings.Mailbox typed = reader.mailbox();
          if (typed == null) {
            throw new IllegalStateException("a server without a name is not asked");
          }
          return connections.folders(typed, rotated::set);
        },
        found -> {
          take(door, rotated);
          shows.accept(found);
        },
        e -> {
          take(door, rotated);
          failed.run();
          if (!say(e)) {
            door.folder.wrong(String.valueOf(e.getMessage()));
          }
        });
  }

  /** Puts the sentence of a failure at its field; false if it belongs to none. */
  static boolean say(Exception e) {
    if (e instanceof DoorForm.Unusable unusable) {
      unusable.field().wrong(String.valueOf(unusable.getMessage()));
      return true;
    }
    return false;
  }

  void addGateway() {
    if (gateways.size() < MOST_GATEWAYS) {
      gateways.add(gateway());
    }
  }

  private GatewayForm gateway() {
    return new GatewayForm("setup.gateway-" + doors++);
  }

  void removeGateway(GatewayForm gateway) {
    background.cancel(gateway.job);
    gateways.remove(gateway);
    if (gateways.isEmpty()) {
      gateways.add(gateway());
    }
  }

  /** Tries to reach the gateway's place with what is typed; nothing is saved. */
  void test(GatewayForm gateway) {
    if (gateway.tested.get() instanceof GatewayForm.Tested.Trying || !gateway.check()) {
      return;
    }
    if (gateway.folder.blank()) {
      gateway.folder.wrong("Say first where its bundles go.");
      return;
    }
    gateway.tested.set(new GatewayForm.Tested.Trying());
    GatewayForm.Reader reader = gateway.reader();
    background.run(
        Background.Job.newest(gateway.job),
        () -> connections.gateway(reader.gateway()),
        trial -> gateway.tested.set(new GatewayForm.Tested.Done(trial)),
        e -> {
          gateway.tested.set(new GatewayForm.Tested.Untried());
          say(e);
        });
  }

  /** Waits for the answer no longer. */
  void stop(GatewayForm gateway) {
    background.cancel(gateway.job);
    gateway.tested.set(new GatewayForm.Tested.Untried());
  }

  /** Trusts exactly this server, and tries again. */
  void pin(GatewayForm gateway, Identity identity) {
    gateway.pin(identity);
    test(gateway);
  }

  /** Says at each field what is wrong; true if nothing is. */
  @SuppressWarnings(
      "ShortCircuitBoolean") // every field says what is wrong with it, not only the first
  boolean check() {
    boolean good = mailbox.check() & release.check();
    for (DoorForm further : more) {
      good &= further.check();
    }
    Set<String> names = new HashSet<>();
    for (GatewayForm gateway : gateways) {
      good &= gateway.check();
      if (!gateway.blank() && !names.add(gateway.name.text())) {
        gateway.name.wrong("There is a gateway of this name already.");
        good = false;
      }
    }
    return good;
  }

  void show(Settings settings) {
    List<Settings.Mailbox> saved = settings.mailboxes();
    mailbox.show(saved.isEmpty() ? null : saved.getFirst());
    List<DoorForm> others = new ArrayList<>();
    for (Settings.Mailbox other : saved.stream().skip(1).toList()) {
      DoorForm door = further();
      door.show(other);
      others.add(door);
    }
    more.setAll(others);
    release.show(settings.release());
    List<GatewayForm> shown = new ArrayList<>();
    for (Settings.Gateway gateway : settings.gateways()) {
      GatewayForm form = gateway();
      form.show(gateway);
      shown.add(form);
    }
    if (shown.isEmpty()) {
      shown.add(gateway());
    }
    gateways.setAll(shown);
    mailbox.trial.set(new Trial.Untried());
    release.trial.set(new Trial.Untried());
  }

  /** Reads it; to be called off the FX thread. */
  interface Reading {
    Answers read() throws DoorForm.Unusable;
  }

  /** Takes a copy of what is typed, to be read off the FX thread: files are looked at. */
  Reading reading() {
    List<DoorForm.Reader> boxes =
        Stream.concat(Stream.of(mailbox), more.stream()).map(DoorForm::reader).toList();
    DoorForm.Reader gate = release.reader();
    List<GatewayForm.Reader> relays =
        gateways.stream().filter(g -> !g.blank()).map(GatewayForm::reader).toList();
    return () -> {
      List<Settings.Gateway> all = new ArrayList<>();
      for (GatewayForm.Reader relay : relays) {
        all.add(relay.gateway());
      }
      List<Settings.Mailbox> mailboxes = new ArrayList<>();
      for (DoorForm.Reader box : boxes) {
        Settings.Mailbox read = box.mailbox();
        if (read != null) {
          mailboxes.add(read);
        }
      }
      return new Answers(mailboxes, gate.release(), all);
    };
  }
}
