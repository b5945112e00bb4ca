package org.postern.ui.setup;

import java.io.File;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import org.postern.mail.Inert;
import org.postern.ui.Card;
import org.postern.ui.Overlay;
import org.postern.ui.Parts;

/** Draws backing up and going back. FX thread only. */
final class BackupCard {
  private static final double WIDTH = 460;

  private final BackupModel model;
  private final Overlay overlay;

  BackupCard(BackupModel model, Overlay overlay) {
    this.model = model;
    this.overlay = overlay;
  }

  static Card of(BackupModel model, Overlay overlay) {
    return new BackupCard(model, overlay).card();
  }

  Card card() {
    Button backUp = Parts.button("Back up now…", null, () -> {});
    backUp.setId("backup-now");
    backUp.setOnAction(_ -> chooseTarget(backUp));
    Button restore = Parts.danger("Restore…", null, () -> {});
    restore.setId("backup-restore");
    restore.setOnAction(_ -> chooseBackup(restore));
    backUp.disableProperty().bind(model.busy().isNotEmpty());
    restore.disableProperty().bind(model.busy().isNotEmpty());
    Card card =
        Card.titled(
            "Backup",
            Parts.paragraph(
                "Everything in one file, sealed with a passphrase and read back: the lists with"
                    + " their history, the record, the settings, the keys. Keep the passphrase apart"
                    + " from the file.",
                "mute"),
            said(model.busy(), "mute", "backup-busy"),
            said(model.done(), "medium", "backup-done"),
            said(model.problem(), "bad-text", "backup-problem"),
            new FlowPane(10, 8, backUp, restore));
    card.setId("settings-backup");
    return card;
  }

  private static Label said(
      javafx.beans.value.ObservableStringValue text, String style, String id) {
    Label label = Parts.paragraph("", style);
    label.setId(id);
    label
        .textProperty()
        .bind(Bindings.createStringBinding(() -> Inert.brief(text.get(), 600), text));
    label.visibleProperty().bind(Bindings.isNotEmpty(text));
    label.managedProperty().bind(label.visibleProperty());
    return label;
  }

  private void chooseTarget(Button at) {
    FileChooser chooser = new FileChooser();
    chooser.setTitle("Back up to");
    chooser.setInitialFileName(model.proposedName());
    File file = chooser.showSaveDialog(at.getScene().getWindow());
    if (file != null) {
      askToBackUp(file);
    }
  }

  void askToBackUp(File file) {
    PasswordField passphrase = secret("backup-passphrase");
    PasswordField again = secret("backup-again");
    Label wrong = Parts.paragraph("", "bad-text");
    wrong.managedProperty().bind(wrong.textProperty().isNotEmpty());
    Overlay.Opened[] opened = new Overlay.Opened[1];
    Button go =
        Parts.primary(
            "Back up",
            "Enter",
            () -> {
              wrong.setText(BackupModel.objection(passphrase.getText(), again.getText()));
              if (wrong.getText().isEmpty()) {
                opened[0].close();
                model.backUp(file.toPath(), passphrase.getText().toCharArray());
              }
            });
    go.setId("backup-go");
    go.setDefaultButton(true);
    VBox content =
        new VBox(
            12,
            Parts.named("A passphrase for this file", passphrase),
            Parts.named("The same again", again),
            Parts.paragraph("Without it nobody can open the file, you neither.", "mute", "small"),
            wrong);
    content.setPrefWidth(WIDTH);
    opened[0] =
        overlay.sheet(
            "Back up to " + Inert.brief(file.getName(), 60),
            content,
            List.of(Parts.button("Cancel", "Esc", () -> opened[0].close()), go));
  }

  private void chooseBackup(Button at) {
    FileChooser chooser = new FileChooser();
    chooser.setTitle("Restore from");
    chooser
        .getExtensionFilters()
        .addAll(
            new FileChooser.ExtensionFilter("Backups", "*.backup"),
            new FileChooser.ExtensionFilter("All files", "*"));
    File file = chooser.showOpenDialog(at.getScene().getWindow());
    if (file != null) {
      askToRestore(file);
    }
  }

  void askToRestore(File file) {
    PasswordField passphrase = secret("restore-passphrase");
    Overlay.Opened[] opened = new Overlay.Opened[1];
    Button go =
        Parts.danger(
            "Restore",
            null,
            () -> {
              opened[0].close();
              model.restore(file.toPath(), passphrase.getText().toCharArray());
            });
    go.setId("restore-go");
    go.disableProperty().bind(passphrase.textProperty().isEmpty());
    VBox content =
        new VBox(
            12,
            Parts.paragraph(
                "The backup is read and compared first. Then it takes the place of everything here,"
                    + " and the console begins anew with it. What is here now stays beside it in a"
                    + " folder of its own, in case it was the wrong file."),
            Parts.named("The passphrase of the backup", passphrase));
    content.setPrefWidth(WIDTH);
    opened[0] =
        overlay.sheet(
            "Restore " + Inert.brief(file.getName(), 60) + "?",
            content,
            List.of(Parts.button("Cancel", "Esc", () -> opened[0].close()), go));
  }

  private static PasswordField secret(String id) {
    PasswordField field = new PasswordField();
    field.getStyleClass().add("field");
    field.setId(id);
    return field;
  }
}
