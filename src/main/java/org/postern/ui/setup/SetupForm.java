package org.postern.ui.setup;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;
import org.postern.store.Settings;
import org.postern.ui.Background;

/** Servers and gateways: the part that the first start and the Settings screen share. */
final class SetupForm {
  /** What is known of a connection. */
  sealed interface Trial {
    record Untried() implements Trial {}

    record Trying() implements Trial {}

    record Done(Connections.Tested result) implements Trial {}
  }

  /** What the form says, read and checked. */
  record Answers(
      Settings.@Nullable Mailbox mailbox,
      Settings.@Nullable Release release,
      List<Settings.Gateway> gateways) {}

  private static final int MOST_GATEWAYS = 64;

  final DoorForm mailbox = new DoorForm(DoorForm.Kind.MAILBOX);
  final DoorForm release = new DoorForm(DoorForm.Kind.RELEASE);
  final ObservableList<GatewayForm> gateways = FXCollections.observableArrayList();
  private final ReadOnlyObjectWrapper<Trial> mailboxTrial =
      new ReadOnlyObjectWrapper<>(new Trial.Untried());
  private final ReadOnlyObjectWrapper<Trial> releaseTrial =
      new ReadOnlyObjectWrapper<>(new Trial.Untried());
  private final Connections connections;
  private final Background background;

  SetupForm(Connections connections, Background background) {
    this.connections = connections;
    this.background = background;
    gateways.add(new GatewayForm());
    forget(mailbox, mailboxTrial);
    forget(release, releaseTrial);
  }

  /** What was found counts for what was typed then. */
  private void forget(DoorForm door, ReadOnlyObjectWrapper<Trial> trial) {
    Runnable untried =
        () -> {
          background.cancel(job(door));
          trial.set(new Trial.Untried());
        };
    door.fields().forEach(f -> f.value().addListener((_, _, _) -> untried.run()));
    door.security.addListener((_, _, _) -> untried.run());
  }

  private static String job(DoorForm door) {
    return switch (door.kind) {
      case MAILBOX -> "setup.test-mailbox";
      case RELEASE -> "setup.test-release";
    };
  }

  ReadOnlyObjectProperty<Trial> trial(DoorForm door) {
    return (door == mailbox ? mailboxTrial : releaseTrial).getReadOnlyProperty();
  }

  /** Tries the connection with what is typed; nothing is saved. */
  void test(DoorForm door) {
    ReadOnlyObjectWrapper<Trial> trial = door == mailbox ? mailboxTrial : releaseTrial;
    if (door.later()) {
      door.host.wrong("Name the server first.");
      return;
    }
    if (!door.check()) {
      return;
    }
    trial.set(new Trial.Trying());
    DoorForm.Reader reader = door.reader();
    background.run(
        Background.Job.newest(job(door)),
        () -> tested(door, reader),
        result -> trial.set(new Trial.Done(result)),
        e -> {
          trial.set(new Trial.Untried());
          say(e);
        });
  }

  private Connections.Tested tested(DoorForm door, DoorForm.Reader reader)
      throws DoorForm.Unusable {
    switch (door.kind) {
      case MAILBOX -> {
        Settings.Mailbox typed = reader.mailbox();
        if (typed != null) {
          return connections.mailbox(typed);
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
    mailbox.show(settings.mailbox());
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
    mailboxTrial.set(new Trial.Untried());
    releaseTrial.set(new Trial.Untried());
  }

  /** Reads it; to be called off the FX thread. */
  interface Reading {
    Answers read() throws DoorForm.Unusable;
  }

  /** Takes a copy of what is typed, to be read off the FX thread: files are looked at. */
  Reading reading() {
    DoorForm.Reader box = mailbox.reader();
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
      return new Answers(box.mailbox(), gate.release(), all);
    };
  }
}
