package org.postern.ui.quarantine;

import java.util.Optional;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.postern.store.Decisions.Act;
import org.postern.ui.Overlay;
import org.postern.ui.Parts;

/**
 * How far an act about many messages is, with a way to stop it, and at its end what was not done.
 * FX thread only.
 */
final class BulkBar extends HBox {
  private final Label text = Parts.label("", "small");
  private final ProgressBar bar = new ProgressBar(0);
  private final Button stop;
  private final Button failed;
  private Optional<Bulk.Progress> last = Optional.empty();

  BulkBar(QuarantineModel model, Overlay overlay) {
    super(10);
    getStyleClass().add("held-foot");
    setId("bulk-bar");
    text.setMinWidth(0);
    HBox.setHgrow(text, Priority.ALWAYS);
    bar.setPrefWidth(70);
    stop = Parts.link("Stop", model.bulk()::stop);
    stop.setId("bulk-stop");
    failed = Parts.link("What was not done", () -> last.ifPresent(p -> Sheets.failed(overlay, p)));
    failed.setId("bulk-failed-show");
    getChildren().addAll(text, Parts.spring(), bar, stop, failed);
    model.bulk().progress().addListener((_, _, now) -> show(now));
    show(model.bulk().progress().get());
  }

  private void show(Optional<Bulk.Progress> now) {
    last = now;
    boolean running = now.isPresent() && !now.get().over();
    boolean bad = now.isPresent() && now.get().over() && !now.get().failed().isEmpty();
    setVisible(running || bad);
    setManaged(running || bad);
    for (var node : new javafx.scene.Node[] {bar, stop}) {
      node.setVisible(running);
      node.setManaged(running);
    }
    failed.setVisible(bad);
    failed.setManaged(bad);
    now.ifPresent(
        p -> {
          int done = p.all() - p.left();
          bar.setProgress(p.all() == 0 ? 1 : (double) done / p.all());
          String did = p.act() == Act.REJECT ? " rejected" : " released";
          text.setText(Words.number(p.good()) + " of " + Words.number(p.all()) + did);
        });
  }
}
