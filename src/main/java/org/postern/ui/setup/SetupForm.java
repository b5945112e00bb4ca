package org.postern.ui.setup;

import java.nio.file.Files;
import java.nio.file.Path;
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
import org.postern.quarantine.ConnectionCheck;
import org.postern.quarantine.FolderList;
import org.postern.quarantine.ServerCertificate;
import org.postern.store.Settings;
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
    gateways.add(new GatewayForm());
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
      gateways.add(new GatewayForm());
    }
  }

  void removeGateway(GatewayForm gateway) {
    gateways.remove(gateway);
    if (gateways.isEmpty()) {
      gateways.add(new GatewayForm());
    }
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
      GatewayForm form = new GatewayForm();
      form.name.value().set(gateway.name());
      form.folder.value().set(gateway.folder());
      shown.add(form);
    }
    if (shown.isEmpty()) {
      shown.add(new GatewayForm());
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
    record Line(GatewayForm form, String name, String folder) {}
    List<Line> lines =
        gateways.stream()
            .filter(g -> !g.blank())
            .map(g -> new Line(g, g.name.text(), g.folder.text()))
            .toList();
    return () -> {
      List<Settings.Gateway> all = new ArrayList<>();
      for (Line line : lines) {
        if (!Files.isDirectory(Path.of(line.folder()))) {
          throw new DoorForm.Unusable(
              line.form().folder,
              "There is no such folder. Make it, or connect the share or medium.",
              null);
        }
        all.add(new Settings.Gateway(line.name(), line.folder()));
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
