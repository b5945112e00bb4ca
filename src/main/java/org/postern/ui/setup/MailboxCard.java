package org.postern.ui.setup;

import java.util.ArrayList;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;
import org.postern.mail.Inert;
import org.postern.quarantine.FolderList;
import org.postern.ui.Card;
import org.postern.ui.Parts;

/** The card about the quarantine mailboxes. FX thread only. */
final class MailboxCard {
  private final SetupForm form;

  private MailboxCard(SetupForm form) {
    this.form = form;
  }

  static Card of(SetupForm form, String hint) {
    return new MailboxCard(form).card(hint);
  }

  private Card card(String hint) {
    VBox further = new VBox(16);
    Card card =
        Card.headed(
            "Quarantine mailbox",
            Parts.label(hint, "mute", "small"),
            Parts.paragraph(
                "The IMAP box into which gateways put held mail. The console reads it and files what"
                    + " you decide; it never opens an attachment.",
                "mute"),
            fields(form.mailbox),
            further,
            Parts.compact("Add a mailbox", form::addMailbox));
    card.setId("setup-mailbox");
    Runnable show =
        () -> {
          further.getChildren().clear();
          form.more.forEach(door -> further.getChildren().add(another(door)));
          further.setManaged(!form.more.isEmpty());
        };
    form.more.addListener(
        (ListChangeListener<DoorForm>)
            change -> {
              show.run();
              boolean added = false;
              while (change.next()) {
                added |= change.getAddedSize() == 1 && change.getRemovedSize() == 0;
              }
              Node first = added ? FormParts.firstField(further.getChildren().getLast()) : null;
              if (first != null) {
                first.requestFocus();
              }
            });
    show.run();
    return card;
  }

  private Node another(DoorForm door) {
    HBox head =
        new HBox(
            10,
            Parts.label("Another mailbox", "card-title"),
            Parts.spring(),
            Parts.icon("fth-trash-2", "Remove this mailbox", () -> form.removeMailbox(door)));
    head.setAlignment(Pos.CENTER_LEFT);
    return new VBox(12, head, fields(door));
  }

  private VBox fields(DoorForm door) {
    VBox folders = new VBox();
    folders.managedProperty().bind(Bindings.isNotEmpty(folders.getChildren()));
    return new VBox(
        12,
        FormCards.server(door, "imap.mod.example"),
        FormParts.row(FormParts.text(door.user, "User", "quarantine", ""), way(door)),
        secrets(door),
        FormParts.row(
            FormParts.wide(
                FormParts.text(
                    door.folder, "Folders", "INBOX", "Where gateways deliver; usually INBOX."),
                260),
            FormParts.fixed(
                FormParts.text(door.idle, "Ask after minutes", "5", "if all is quiet"), 130)),
        new HBox(Parts.compact("Choose folders…", () -> choose(door, folders))),
        folders,
        FormParts.row(
            FormParts.text(
                door.title, "Name", "", "What you call it, if there are several; else empty."),
            FormCards.trusted(door)),
        new TrialPane(form, door));
  }

  private static VBox way(DoorForm door) {
    ComboBox<OauthForm.Way> way = new ComboBox<>();
    way.getItems().addAll(OauthForm.Way.values());
    way.setConverter(
        new StringConverter<>() {
          @Override
          public String toString(OauthForm.@Nullable Way chosen) {
            return chosen == null ? "" : chosen.words();
          }

          @Override
          public OauthForm.@Nullable Way fromString(String text) {
            return null;
          }
        });
    way.valueProperty().bindBidirectional(door.oauth.way);
    way.setMaxWidth(Double.MAX_VALUE);
    VBox all = Parts.named("Sign in by", way);
    all.setMinWidth(0);
    all.setPrefWidth(260);
    return all;
  }

  /** What the chosen way of signing in needs, and nothing else. */
  private static VBox secrets(DoorForm door) {
    OauthForm oauth = door.oauth;
    Node password =
        FormParts.row(
            FormParts.prompted(
                FormParts.secret(door.password, "Password", "", ""), door.passwordPrompt()));
    Node endpoint =
        FormParts.row(
            FormParts.text(
                oauth.endpoint,
                "Token endpoint",
                "https://login.microsoftonline.com/TENANT/oauth2/v2.0/token",
                ""));
    Node client =
        FormParts.row(
            FormParts.text(oauth.clientId, "Client id", "", ""),
            FormParts.prompted(
                FormParts.secret(oauth.clientSecret, "Client secret", "", ""),
                oauth.secretPrompt()));
    Node scope =
        FormParts.row(
            FormParts.text(
                oauth.scope, "Scope", "https://outlook.office365.com/.default", "May be empty."));
    Node refresh =
        FormParts.row(
            FormParts.prompted(
                FormParts.secret(
                    oauth.refreshToken,
                    "Refresh token",
                    "",
                    "From a sign-in with another program."),
                oauth.refreshPrompt()));
    Node file =
        FormParts.row(
            FormParts.text(
                oauth.tokenFile,
                "Token file",
                "/run/postern/imap-token",
                "Another program keeps a token in it; it is read at each sign-in."));
    VBox all = new VBox(12);
    Runnable show =
        () ->
            all.getChildren()
                .setAll(
                    switch (oauth.way.get()) {
                      case PASSWORD -> List.of(password);
                      case CLIENT -> List.of(endpoint, client, scope);
                      case REFRESH -> List.of(endpoint, client, refresh, scope);
                      case FILE -> List.of(file);
                    });
    oauth.way.addListener((_, _, _) -> show.run());
    show.run();
    return all;
  }

  private void choose(DoorForm door, VBox where) {
    where.getChildren().setAll(Parts.label("Asking the server…", "field-help"));
    form.folders(
        door,
        found -> where.getChildren().setAll(boxes(door, found, where)),
        () -> where.getChildren().clear());
  }

  private static Node boxes(DoorForm door, FolderList found, VBox where) {
    VBox list = new VBox(6);
    List<String> chosen = new ArrayList<>(Checks.split(door.folder.text()));
    for (FolderList.Named folder : found.folders()) {
      if (folder.name().contains(",")) {
        continue; // commas divide names in the field
      }
      CheckBox box = new CheckBox(Inert.brief(folder.name(), 80));
      box.setSelected(chosen.contains(folder.name()));
      box.setMnemonicParsing(false);
      box.setDisable(!box.isSelected() && chosen.size() >= Checks.MOST_FOLDERS);
      box.selectedProperty()
          .addListener(
              (_, _, on) -> {
                List<String> now = new ArrayList<>(Checks.split(door.folder.text()));
                if (on) {
                  now.add(folder.name());
                } else {
                  now.remove(folder.name());
                }
                door.folder.value().set(String.join(", ", now));
                door.folder.left();
              });
      HBox row = new HBox(10, box);
      if (!folder.subscribed()) {
        row.getChildren().add(Parts.label("not subscribed", "mute", "small"));
      }
      row.setAlignment(Pos.CENTER_LEFT);
      list.getChildren().add(row);
    }
    if (found.more()) {
      list.getChildren().add(Parts.label("There are more; type their names.", "field-help"));
    }
    list.getStyleClass().add("folders");
    ScrollPane scroll = new ScrollPane(list);
    scroll.setFitToWidth(true);
    scroll.setMaxHeight(180);
    scroll.getStyleClass().add("edge-to-edge");
    Button done = Parts.compact("Done", () -> where.getChildren().clear());
    return new VBox(8, scroll, new HBox(done));
  }
}
