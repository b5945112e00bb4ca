package org.postern.ui.setup;

import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.application.Application;
import javafx.scene.Scene;
import javafx.stage.Stage;
import org.postern.delivery.Gateway;
import org.postern.delivery.Trial;
import org.postern.quarantine.ConnectionCheck;
import org.postern.quarantine.ConnectionCheck.Line;
import org.postern.quarantine.ConnectionCheck.Outcome;
import org.postern.quarantine.FolderList;
import org.postern.quarantine.Step;
import org.postern.store.GatewayAccess;
import org.postern.store.Settings;
import org.postern.store.Store;
import org.postern.tls.ServerCertificate;
import org.postern.tls.ServerCertificate.Problem;
import org.postern.ui.Errors;
import org.postern.ui.FxBackground;
import org.postern.ui.Overlay;
import org.postern.ui.Rights;
import org.postern.ui.Shell;
import org.postern.ui.Status;
import org.postern.ui.Theme;

/**
 * Opens the first start, or the Settings screen, in a real window, for looking at: {@code SetupDemo
 * [dark] [question|form|settings] [WIDTHxHEIGHT]}.
 */
public final class SetupDemo {
  private SetupDemo() {}

  /** Answers as servers do that are there, or not. */
  static final class Pretended implements Connections {
    @Override
    public ConnectionCheck mailbox(Settings.Mailbox mailbox, Consumer<String> rotated) {
      return mailbox.password().isEmpty()
          ? failing(
              Step.SIGN_IN,
              "The server did not accept the user name or the password. Check both; the server said:"
                  + " “Authentication failed.”",
              Optional.empty())
          : new ConnectionCheck(
              mailbox.host(),
              List.of(
                  line(Step.NAME, Outcome.WENT, "192.0.2.7"),
                  line(Step.FOLDER, Outcome.WENT, "INBOX holds 17 messages."),
                  line(Step.RIGHTS, Outcome.WARNED, "Decided mail is copied.")),
              Optional.empty());
    }

    @Override
    public Trial gateway(Settings.Gateway gateway) {
      return Trial.of(Gateway.of(gateway));
    }

    @Override
    public ConnectionCheck release(Settings.Release release) {
      ServerCertificate certificate =
          new ServerCertificate(
              "CN=relay-1.mod.example",
              List.of("relay-1.mod.example"),
              "CN=relay-1.mod.example",
              Instant.parse("2026-01-01T00:00:00Z"),
              Instant.parse("2028-01-01T00:00:00Z"),
              "AB:".repeat(31) + "AB",
              "EC 256, signed with SHA256withECDSA",
              "-----BEGIN CERTIFICATE-----\n",
              List.of(release.trustedPem().isEmpty() ? Problem.SELF_SIGNED : Problem.CHANGED));
      return failing(
          Step.CERTIFICATE,
          "The certificate of relay-1.mod.example is not trusted: it vouches for itself, and nobody"
              + " else does. "
              + certificate.advice()
              + " "
              + certificate.facts(),
          Optional.of(certificate));
    }

    @Override
    public FolderList folders(Settings.Mailbox mailbox, Consumer<String> rotated) {
      return new FolderList(
          List.of(
              new FolderList.Named("INBOX", true),
              new FolderList.Named("Held/Lookalike", true),
              new FolderList.Named("Quarantäne \u202egnp", false)),
          false);
    }

    private static Line line(Step step, Outcome outcome, String says) {
      return new Line(step, outcome, Duration.ofMillis(12), says);
    }

    private static ConnectionCheck failing(
        Step at, String says, Optional<ServerCertificate> certificate) {
      return new ConnectionCheck(
          "server",
          java.util.Arrays.stream(Step.values())
              .filter(s -> s != Step.TOKEN)
              .map(
                  s ->
                      s == at
                          ? line(s, Outcome.FAILED, says)
                          : line(s, s.compareTo(at) < 0 ? Outcome.WENT : Outcome.UNTRIED, ""))
              .toList(),
          certificate);
    }
  }

  /** Officers in memory. */
  static final class Roster implements SettingsModel.Officers {
    final List<SettingsModel.Officer> all = new ArrayList<>();

    @Override
    public List<SettingsModel.Officer> all() {
      return List.copyOf(all);
    }

    @Override
    public void add(String name, char[] passphrase) {
      all.add(new SettingsModel.Officer(name, "b7d1a2c3e4f50617", passphrase.length > 0));
    }
  }

  public static final class Window extends Application {
    @Override
    public void start(Stage stage) throws Exception {
      List<String> args = getParameters().getRaw();
      Theme.Appearance look =
          args.contains("dark") ? Theme.Appearance.DARK : Theme.Appearance.LIGHT;
      FxBackground background = new FxBackground(new Errors());
      stage.setTitle("Postern");
      if (args.contains("settings")) {
        settings(stage, background, look);
      } else {
        SetupModel model =
            new SetupModel(
                new SetupModel.Begin() {
                  @Override
                  public void practice() {}

                  @Override
                  public void own(SetupAnswers answers) {}
                },
                new Pretended(),
                background,
                () -> stage.setTitle("Postern: begun"));
        SetupView view = new SetupView(model);
        if (args.contains("form")) {
          model.fillIn();
          model.officer.value().set("Maj. A. Carter");
          model.passphrase.value().set("too short");
          model.passphrase.left();
          model.form.mailbox.host.value().set("imap.mod.example");
          model.form.mailbox.user.value().set("quarantine");
          model.form.test(model.form.mailbox);
        }
        Scene scene = new Scene(view.root(), 1440, 900);
        new Theme(scene).appearanceProperty().set(look);
        stage.setScene(scene);
        stage.show();
        view.opened();
      }
      args.stream()
          .filter(a -> a.matches("\\d+x\\d+"))
          .findFirst()
          .ifPresent(
              size -> {
                stage.setWidth(Double.parseDouble(size.split("x")[0]));
                stage.setHeight(Double.parseDouble(size.split("x")[1]));
              });
      stage.setX(0);
      stage.setY(0);
    }
  }

  private static void settings(Stage stage, FxBackground background, Theme.Appearance look)
      throws Exception {
    Store store = Store.open(Files.createTempDirectory("postern-demo"), Clock.systemUTC());
    store
        .setup()
        .change(
            "Maj. A. Carter",
            s ->
                s.withMailbox(
                        new Settings.Mailbox(
                            "imap.mod.example",
                            993,
                            Settings.Security.TLS,
                            "quarantine",
                            "secret",
                            "INBOX",
                            ""))
                    .withGateways(
                        List.of(
                            new Settings.Gateway("relay-1.mod.example", "/srv/postern/relay-1"),
                            new Settings.Gateway(
                                "relay-2.mod.example",
                                "sftp://127.0.0.1:9/var/spool/postern/incoming",
                                new GatewayAccess(
                                    "postern",
                                    "secret",
                                    "",
                                    "",
                                    "SHA256:" + "a".repeat(43),
                                    false)),
                            new Settings.Gateway(
                                "relay-3.a-rather-long-name.of-a-gateway.mod.example",
                                "https://relay-3.mod.example/incoming/",
                                new GatewayAccess("", "token", "", "", "", false)))));
    Roster roster = new Roster();
    roster.all.add(new SettingsModel.Officer("Maj. A. Carter", "a617776d0c3b5d1c", false));
    roster.all.add(new SettingsModel.Officer("Lt. B. Lowe", "6030d034aa11c0de", true));
    Overlay overlay = new Overlay();
    javafx.beans.property.ObjectProperty<Theme.Appearance> appearance =
        new javafx.beans.property.SimpleObjectProperty<>(look);
    SettingsView view =
        new SettingsView(
            new SettingsModel(
                store.setup(),
                roster,
                () -> "Maj. A. Carter",
                new Pretended(),
                background,
                appearance,
                overlay::toast,
                () -> {}),
            new RulesModel(store, background, () -> "Maj. A. Carter", () -> {}),
            new KnownModel(
                store.known(), background, () -> "Maj. A. Carter", overlay::toast, () -> {}),
            new MarkingsModel(store.setup(), background, () -> "Maj. A. Carter", overlay::toast),
            new BackupModel(
                store, background, Clock.systemUTC(), () -> "Maj. A. Carter", (_, _) -> {}),
            new Rights(),
            overlay);
    Shell shell = new Shell(List.of(view), new Status(), overlay);
    appearance.bindBidirectional(shell.theme().appearanceProperty());
    appearance.set(look);
    shell.show(stage);
  }

  public static void main(String[] args) {
    Application.launch(Window.class, args);
  }
}
