package org.postern.ui.domains;

import java.io.File;
import java.nio.file.Path;
import javafx.scene.Node;
import javafx.scene.input.Clipboard;
import javafx.scene.input.TransferMode;
import javafx.stage.FileChooser;
import org.postern.mail.Inert;
import org.postern.ui.Overlay;

/**
 * The ways in and out of the lists: choose a file, drop one, paste lines, write a list out. FX
 * thread only.
 */
final class ImportDoor {
  private final DomainsModel model;
  private final Overlay overlay;
  private final Node root;

  ImportDoor(DomainsModel model, Overlay overlay, Node root) {
    this.model = model;
    this.overlay = overlay;
    this.root = root;
    root.setOnDragOver(
        e -> {
          if (!overlay.open() && e.getDragboard().hasFiles()) {
            e.acceptTransferModes(TransferMode.COPY);
            e.consume();
          }
        });
    root.setOnDragDropped(
        e -> {
          boolean one = e.getDragboard().hasFiles();
          if (one) {
            open(e.getDragboard().getFiles().getFirst().toPath());
          }
          e.setDropCompleted(one);
          e.consume();
        });
  }

  void choose() {
    FileChooser chooser = new FileChooser();
    chooser.setTitle("Import a list");
    File chosen = chooser.showOpenDialog(root.getScene().getWindow());
    if (chosen != null) {
      open(chosen.toPath());
    }
  }

  /** Lines from the clipboard. */
  void paste() {
    String text = Clipboard.getSystemClipboard().getString();
    if (text == null || text.isBlank()) {
      overlay.toast("There is no text to paste. Copy some names first.");
      return;
    }
    ImportModel next = model.exchanging.importing(model.listing().get());
    sheet(next, "Import pasted lines");
    next.paste(text);
  }

  void open(Path file) {
    ImportModel next = model.exchanging.importing(model.listing().get());
    sheet(next, "Import " + Inert.brief(String.valueOf(file.getFileName()), 60));
    next.open(file);
  }

  private void sheet(ImportModel next, String title) {
    ImportSheet.open(
        next,
        overlay,
        title,
        finished -> {
          if (finished.proposed()) {
            overlay.toast(finished.done().text());
          } else {
            overlay.toast(finished.done().text(), "Undo", () -> undo(finished.done()));
          }
        });
  }

  private void undo(DomainsModel.Done imported) {
    overlay.toast(
        "Taking the import back. With millions of entries that takes a minute or two; changes wait"
            + " meanwhile.");
    model.undo(imported);
  }

  /** Writes the list that is shown to a file. */
  void export() {
    FileChooser chooser = new FileChooser();
    chooser.setTitle("Export the list");
    chooser.setInitialFileName(model.listing().get().word() + ".csv");
    chooser
        .getExtensionFilters()
        .addAll(
            new FileChooser.ExtensionFilter("CSV, for spreadsheets", "*.csv"),
            new FileChooser.ExtensionFilter("JSON, for programs", "*.json"),
            new FileChooser.ExtensionFilter("Plain list of names", "*.txt"));
    File chosen = chooser.showSaveDialog(root.getScene().getWindow());
    if (chosen != null) {
      model.exchanging.export(
          model.listing().get(),
          chosen.toPath(),
          n -> overlay.toast(String.format("Exported %,d entries.", n)),
          overlay::toast);
    }
  }
}
