package org.postern.ui.setup;

import javafx.beans.value.ObservableValue;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;
import org.postern.mail.Inert;
import org.postern.store.Settings.Security;
import org.postern.ui.Card;
import org.postern.ui.Parts;

/** The cards about servers and gateways. */
final class FormCards {
  private final SetupForm form;
  private final String hint;

  /**
   * @param hint stands at the end of each card's title
   */
  FormCards(SetupForm form, String hint) {
    this.form = form;
    this.hint = hint;
  }

  Card mailbox() {
    DoorForm door = form.mailbox;
    Card card =
        Card.headed(
            "Quarantine mailbox",
            Parts.label(hint, "mute", "small"),
            Parts.paragraph(
                "The IMAP box into which gateways put held mail. The console reads it and files what"
                    + " you decide; it never opens an attachment.",
                "mute"),
            server(door, "imap.mod.example"),
            FormParts.row(
                FormParts.text(door.user, "User", "quarantine", ""),
                FormParts.prompted(
                    FormParts.secret(door.password, "Password", "", ""), door.passwordPrompt())),
            FormParts.row(
                FormParts.text(
                    door.folder, "Folder", "INBOX", "Where gateways deliver; usually INBOX."),
                trusted(door)),
            trial(door));
    card.setId("setup-mailbox");
    return card;
  }

  Card release() {
    DoorForm door = form.release;
    Card card =
        Card.headed(
            "Release listener",
            Parts.label(hint, "mute", "small"),
            Parts.paragraph(
                "The gateway's own door for mail that an officer lets go. It asks for a client"
                    + " certificate and a password, so that nobody else can let mail out.",
                "mute"),
            server(door, "relay-1.mod.example"),
            FormParts.row(
                FormParts.text(door.user, "User", "release", ""),
                FormParts.prompted(
                    FormParts.secret(door.password, "Password", "", ""), door.passwordPrompt())),
            FormParts.row(
                FormParts.wide(
                    FormParts.prompted(
                        FormParts.file(
                            door.certificateFile,
                            "Client certificate with its key",
                            "A PKCS#12 file, .p12 or .pfx.",
                            "*.p12 *.pfx"),
                        door.certificatePrompt()),
                    380),
                FormParts.wide(
                    FormParts.secret(door.certificatePassword, "Password of that file", "", ""),
                    220)),
            FormParts.row(
                FormParts.text(
                    door.clientName,
                    "Name of this console",
                    "postern-console",
                    "How it calls itself to the gateway."),
                trusted(door)),
            trial(door));
    card.setId("setup-release");
    return card;
  }

  private static VBox trusted(DoorForm door) {
    return FormParts.prompted(
        FormParts.file(
            door.trustedFile,
            "Certificate to trust",
            "A PEM file, if this computer does not know who issued the server's.",
            "*.pem *.crt *.cer"),
        door.trustPrompt());
  }

  private static HBox server(DoorForm door, String prompt) {
    ComboBox<Security> way = new ComboBox<>();
    way.getItems().addAll(Security.values());
    way.setConverter(new Ways());
    way.valueProperty().bindBidirectional(door.security);
    way.setMaxWidth(Double.MAX_VALUE);
    return FormParts.row(
        FormParts.wide(FormParts.text(door.host, "Server", prompt, ""), 300),
        FormParts.fixed(FormParts.text(door.port, "Port", "", ""), 90),
        FormParts.fixed(Parts.named("Protection", way), 210));
  }

  private static final class Ways extends StringConverter<Security> {
    @Override
    public String toString(@Nullable Security way) {
      return way == null
          ? ""
          : switch (way) {
            case TLS -> "TLS";
            case STARTTLS -> "STARTTLS";
            case LOOPBACK_PLAIN -> "none, this computer only";
          };
    }

    @Override
    public @Nullable Security fromString(String text) {
      return null;
    }
  }

  private VBox trial(DoorForm door) {
    Button test = Parts.button("Test connection", null, () -> form.test(door));
    test.setId(door.kind == DoorForm.Kind.MAILBOX ? "setup-test-mailbox" : "setup-test-release");
    HBox steps = new HBox();
    steps.getStyleClass().add("trial");
    Label sentence = Parts.paragraph("", "trial-sentence");
    sentence.setId(
        door.kind == DoorForm.Kind.MAILBOX ? "setup-tested-mailbox" : "setup-tested-release");
    HBox line = new HBox(14, test, steps);
    line.setAlignment(Pos.CENTER_LEFT);
    VBox all = new VBox(8, line, sentence);
    ObservableValue<SetupForm.Trial> trial = form.trial(door);
    Runnable show = () -> show(trial.getValue(), door, test, steps, sentence);
    trial.addListener((_, _, _) -> show.run());
    show.run();
    return all;
  }

  private static void show(
      SetupForm.Trial trial, DoorForm door, Button test, HBox steps, Label sentence) {
    steps.getChildren().clear();
    sentence.setText("");
    sentence.getStyleClass().removeAll("went", "broke");
    test.setDisable(trial instanceof SetupForm.Trial.Trying);
    switch (trial) {
      case SetupForm.Trial.Untried() ->
          steps.getChildren().add(Parts.label("Nothing is saved by a test.", "field-help"));
      case SetupForm.Trial.Trying() -> {
        ProgressIndicator turning = new ProgressIndicator();
        turning.setPrefSize(18, 18);
        steps.getChildren().addAll(turning, Parts.label("Trying…", "mute"));
      }
      case SetupForm.Trial.Done(Connections.Works(String found)) -> {
        steps(steps, door, null);
        sentence.getStyleClass().add("went");
        sentence.setText(Inert.text(found));
      }
      case SetupForm.Trial.Done(Connections.Fails(Connections.Step at, String what)) -> {
        steps(steps, door, at);
        sentence.getStyleClass().add("broke");
        sentence.setText(Inert.text(what));
      }
    }
    sentence.setVisible(!sentence.getText().isEmpty());
    sentence.setManaged(sentence.isVisible());
  }

  /** Those before the failed one went well; those after it were not tried. */
  private static void steps(HBox steps, DoorForm door, Connections.@Nullable Step failed) {
    for (Connections.Step step : Connections.Step.values()) {
      if (step == Connections.Step.FOLDER && door.kind == DoorForm.Kind.RELEASE) {
        continue;
      }
      int order = failed == null ? -1 : step.compareTo(failed);
      String kind = order < 0 ? "went" : order == 0 ? "broke" : "untried";
      Label label = Parts.label(step.label(), "trial-step", kind);
      label.setGraphic(new FontIcon(order < 0 ? "fth-check" : order == 0 ? "fth-x" : "fth-circle"));
      label.setAccessibleText(
          step.label() + (order < 0 ? " went well" : order == 0 ? " failed" : " not tried"));
      steps.getChildren().add(label);
    }
  }

  Card gateways() {
    VBox lines = new VBox(12);
    Card card =
        Card.headed(
            "Gateways",
            Parts.label(hint, "mute", "small"),
            Parts.paragraph(
                "The mail relays that enforce the lists. Each fetches its signed bundles from a"
                    + " folder: a share, a spool, a removable medium.",
                "mute"),
            lines,
            Parts.compact("Add a gateway", form::addGateway));
    card.setId("setup-gateways");
    Runnable show =
        () -> {
          lines.getChildren().clear();
          form.gateways.forEach(g -> lines.getChildren().add(line(g)));
        };
    form.gateways.addListener(
        (ListChangeListener<GatewayForm>)
            change -> {
              show.run();
              boolean added = false;
              while (change.next()) {
                added |= change.getAddedSize() == 1 && change.getRemovedSize() == 0;
              }
              Node last = lines.getChildren().isEmpty() ? null : lines.getChildren().getLast();
              Node first = last == null ? null : FormParts.firstField(last);
              if (added && first != null) {
                first.requestFocus();
              }
            });
    show.run();
    return card;
  }

  private HBox line(GatewayForm gateway) {
    VBox name =
        FormParts.wide(
            FormParts.text(gateway.name, "Name", "relay-1.mod.example", "As it calls itself."),
            290);
    VBox folder =
        FormParts.wide(
            FormParts.folder(gateway.folder, "Hand-over folder", "/srv/postern/relay-1", ""), 300);
    Button remove =
        Parts.icon("fth-trash-2", "Remove this gateway", () -> form.removeGateway(gateway));
    VBox end = new VBox(remove);
    end.setPadding(new javafx.geometry.Insets(20, 0, 0, 0));
    HBox line = new HBox(14, name, folder, end);
    HBox.setHgrow(name, Priority.ALWAYS);
    HBox.setHgrow(folder, Priority.ALWAYS);
    return line;
  }
}
