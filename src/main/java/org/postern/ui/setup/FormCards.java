package org.postern.ui.setup;

import javafx.scene.control.ComboBox;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;
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
    return MailboxCard.of(form, hint);
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
            new TrialPane(form, door));
    card.setId("setup-release");
    return card;
  }

  static VBox trusted(DoorForm door) {
    return FormParts.prompted(
        FormParts.file(
            door.trustedFile,
            "Certificate to trust",
            "A PEM file, if this computer does not know who issued the server's.",
            "*.pem *.crt *.cer"),
        door.trustPrompt());
  }

  static HBox server(DoorForm door, String prompt) {
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

  Card gateways() {
    return GatewayLines.card(form, hint);
  }
}
