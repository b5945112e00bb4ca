package org.postern.ui.setup;

import javafx.collections.ListChangeListener;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;
import org.postern.delivery.Trial;
import org.postern.mail.Inert;
import org.postern.ui.Card;
import org.postern.ui.Parts;

/** The mail relays: the name of each, where it takes bundles from, and whether that works. */
final class GatewayLines {
  private final SetupForm form;
  private final VBox lines = new VBox(26);

  private GatewayLines(SetupForm form) {
    this.form = form;
  }

  /**
   * @param hint stands at the end of the card's title
   */
  static Card card(SetupForm form, String hint) {
    GatewayLines all = new GatewayLines(form);
    Card card =
        Card.headed(
            "Gateways",
            Parts.label(hint, "mute", "small"),
            Parts.paragraph(
                "The mail relays that enforce the lists. Each gets its signed bundles in a folder (a"
                    + " share, a spool, a removable medium), by SFTP, or by HTTPS.",
                "mute"),
            all.lines,
            Parts.compact("Add a gateway", form::addGateway));
    card.setId("setup-gateways");
    form.gateways.addListener((ListChangeListener<GatewayForm>) all::changed);
    all.show();
    return card;
  }

  private void show() {
    lines.getChildren().clear();
    form.gateways.forEach(g -> lines.getChildren().add(line(g)));
  }

  private void changed(ListChangeListener.Change<? extends GatewayForm> change) {
    show();
    boolean added = false;
    while (change.next()) {
      added |= change.getAddedSize() == 1 && change.getRemovedSize() == 0;
    }
    Node last = lines.getChildren().isEmpty() ? null : lines.getChildren().getLast();
    Node first = last == null ? null : FormParts.firstField(last);
    if (added && first != null) {
      first.requestFocus();
    }
  }

  private VBox line(GatewayForm gateway) {
    VBox name =
        FormParts.wide(
            FormParts.text(gateway.name, "Name", "relay-1.mod.example", "As it calls itself."),
            220);
    VBox folder =
        FormParts.wide(
            FormParts.folder(
                gateway.folder,
                "Where bundles go",
                "/srv/postern/relay-1",
                "A folder, or sftp://host/folder, or https://host/folder/"),
            370);
    name.setMinWidth(200); // else a usual name is cut beside a long place
    Button remove =
        Parts.icon("fth-trash-2", "Remove this gateway", () -> form.removeGateway(gateway));
    VBox end = new VBox(remove);
    end.setPadding(new Insets(20, 0, 0, 0));
    HBox line = new HBox(14, name, folder, end);
    HBox.setHgrow(name, Priority.ALWAYS);
    HBox.setHgrow(folder, Priority.ALWAYS);
    VBox access = new VBox(10);
    VBox steps = new VBox(5);
    HBox beside = new HBox(8);
    beside.getStyleClass().add("trial");
    // Never disabled: the focus would leave it, and the page would run after the focus.
    Button test = Parts.button("Test delivery", null, () -> form.test(gateway));
    HBox trial = new HBox(14, test, beside);
    trial.setAlignment(Pos.CENTER_LEFT);
    gateway.kind.addListener((_, _, now) -> access(gateway, now, access));
    gateway.tested.addListener((_, _, now) -> tested(gateway, now, beside, steps));
    access(gateway, gateway.kind.get(), access);
    tested(gateway, gateway.tested.get(), beside, steps);
    return new VBox(10, line, access, trial, steps);
  }

  private static void access(GatewayForm gateway, GatewayForm.Kind kind, VBox access) {
    access.getChildren().clear();
    switch (kind) {
      case FOLDER -> access.getChildren().add(listed(gateway));
      case SFTP ->
          access
              .getChildren()
              .addAll(
                  FormParts.row(
                      FormParts.text(gateway.user, "User", "postern", ""),
                      FormParts.prompted(
                          FormParts.secret(
                              gateway.secret, "Password", "", "Empty, if a key signs in."),
                          gateway.secretPrompt())),
                  FormParts.row(
                      FormParts.prompted(
                          FormParts.file(
                              gateway.keyFile,
                              "Private key",
                              "An OpenSSH or PEM file, such as id_ed25519.",
                              "*"),
                          gateway.keyPrompt()),
                      FormParts.secret(gateway.keySecret, "Password of that file", "", "")),
                  FormParts.text(
                      gateway.hostKey,
                      "Host key of the server",
                      "SHA256:…",
                      "Nothing is sent before this is known. Test shows it: compare it with the"
                          + " administrator's."));
      case HTTPS ->
          access
              .getChildren()
              .addAll(
                  FormParts.row(
                      FormParts.prompted(
                          FormParts.secret(
                              gateway.secret,
                              "Token",
                              "",
                              "A bearer token. Empty, if a certificate signs in."),
                          gateway.secretPrompt()),
                      FormParts.prompted(
                          FormParts.file(
                              gateway.trustedFile,
                              "Certificate to trust",
                              "A PEM file, if this computer does not know who issued the server's.",
                              "*.pem *.crt *.cer"),
                          gateway.trustPrompt())),
                  FormParts.row(
                      FormParts.prompted(
                          FormParts.file(
                              gateway.keyFile,
                              "Client certificate with its key",
                              "A PKCS#12 file, .p12 or .pfx.",
                              "*.p12 *.pfx"),
                          gateway.keyPrompt()),
                      FormParts.secret(gateway.keySecret, "Password of that file", "", "")));
    }
  }

  private static CheckBox listed(GatewayForm gateway) {
    CheckBox box = new CheckBox("A web server serves this folder: keep an index for postern-fetch");
    box.setWrapText(true);
    box.selectedProperty().bindBidirectional(gateway.listed);
    return box;
  }

  private void tested(GatewayForm gateway, GatewayForm.Tested tested, HBox beside, VBox steps) {
    beside.getChildren().clear();
    steps.getChildren().clear();
    switch (tested) {
      case GatewayForm.Tested.Untried() ->
          beside.getChildren().add(Parts.label("Nothing is left there by a test.", "field-help"));
      case GatewayForm.Tested.Trying() -> {
        TrialParts.trying(beside, () -> form.stop(gateway));
      }
      case GatewayForm.Tested.Done(Trial trial) -> {
        TrialParts.done(beside, trial.works(), trial.text());
        trial.lines().forEach(l -> steps.getChildren().add(step(l)));
        trial
            .shown()
            .filter(i -> !i.value().isEmpty())
            .ifPresent(
                i ->
                    steps
                        .getChildren()
                        .add(
                            TrialParts.choice(
                                gateway.kind.get() == GatewayForm.Kind.SFTP
                                    ? "host key"
                                    : "certificate",
                                "gateway's administrator",
                                i.changed(),
                                i.fingerprint(),
                                i.fingerprint(),
                                () -> form.pin(gateway, i))));
      }
    }
    steps.setVisible(!steps.getChildren().isEmpty());
    steps.setManaged(steps.isVisible());
  }

  private static HBox step(Trial.Line line) {
    String style = line.went() ? "went" : "broke";
    Label name = Parts.label(line.step().label(), "trial-step", style);
    name.setGraphic(new FontIcon(line.went() ? "fth-check" : "fth-x"));
    name.setAccessibleText(line.step().label() + (line.went() ? " went well" : " failed"));
    name.setMinWidth(130);
    Label says = Parts.label(Inert.text(line.says()), "trial-says", style);
    says.setWrapText(true);
    HBox.setHgrow(says, Priority.ALWAYS);
    HBox row = new HBox(10, name, says);
    row.setAlignment(Pos.TOP_LEFT);
    return row;
  }
}
