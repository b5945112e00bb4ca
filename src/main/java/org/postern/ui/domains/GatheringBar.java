package org.postern.ui.domains;

import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;
import org.postern.store.Op;
import org.postern.ui.OpRow;
import org.postern.ui.Overlay;
import org.postern.ui.Parts;

/** Says that a draft waits, and opens it: its lines, why, and proposing it. FX thread only. */
final class GatheringBar {
  private static final double WIDTH = 620;

  private final GatheringModel model;
  private final Overlay overlay;
  private final HBox root;
  private Overlay.@Nullable Opened opened;

  GatheringBar(GatheringModel model, Overlay overlay) {
    this.model = model;
    this.overlay = overlay;
    Label text = Parts.paragraph("");
    text.textProperty()
        .bind(
            Bindings.createStringBinding(
                () ->
                    "Your draft has "
                        + (model.lines().size() == 1
                            ? "one change"
                            : model.lines().size() + " changes")
                        + ", not in force yet.",
                model.lines()));
    Button open = Parts.compact("Review and propose…", this::open);
    open.setId("domains-propose");
    root = new HBox(10, new FontIcon("fth-edit-3"), text, Parts.spring(), open);
    root.setAlignment(Pos.CENTER_LEFT);
    root.getStyleClass().addAll("banner", "accent");
    root.visibleProperty().bind(Bindings.isNotEmpty(model.lines()));
    root.managedProperty().bind(root.visibleProperty());
  }

  Node root() {
    return root;
  }

  void open() {
    if (model.lines().isEmpty()) {
      return;
    }
    Label problem = Parts.paragraph("");
    HBox banner = Parts.problem(problem);
    VBox lines = new VBox(4);
    Runnable draw = () -> lines.getChildren().setAll(drawn(problem));
    draw.run();
    model.lines().addListener((javafx.beans.Observable _) -> draw.run());
    ScrollPane scroll = new ScrollPane(lines);
    scroll.setFitToWidth(true);
    scroll.setPrefViewportHeight(Math.min(260, 34.0 * model.lines().size()));
    scroll.getStyleClass().add("edge-to-edge");
    TextField why = Parts.field("What an approver must know");
    why.setId("propose-why");
    TextField reference = Parts.field("Ticket, message, incident");
    Button discard =
        Parts.danger(
            "Discard",
            null,
            () -> {
              model.discard(problem::setText);
              close();
            });
    Button urgent = Parts.button("Block now", null, () -> propose(why, reference, true, problem));
    urgent.setVisible(model.urgent());
    urgent.setManaged(model.urgent());
    Button go =
        Parts.primary("Propose", "Ctrl+Enter", () -> propose(why, reference, false, problem));
    go.setId("propose");
    go.disableProperty().bind(why.textProperty().isEmpty());
    urgent.disableProperty().bind(why.textProperty().isEmpty());
    VBox content =
        new VBox(
            14,
            scroll,
            Parts.named("Why", why),
            Parts.named("Reference (optional)", reference),
            Parts.paragraph(
                model.urgent()
                    ? "Another officer approves it. “Block now” acts at once and stays flagged until"
                        + " somebody else has signed it, too."
                    : "It is in force once another officer has approved it.",
                "mute",
                "small"),
            banner);
    content.setPrefWidth(WIDTH);
    content.setMaxWidth(WIDTH);
    opened =
        overlay.sheet(
            "Propose a change",
            content,
            List.of(discard, Parts.button("Cancel", "Esc", this::close), urgent, go));
    why.requestFocus();
  }

  private void propose(TextField why, TextField reference, boolean now, Label problem) {
    model.propose(
        why.getText().strip(),
        reference.getText().strip(),
        now,
        () -> {
          close();
          overlay.toast(
              now
                  ? "Blocked. Somebody else must still sign it."
                  : "Proposed. Another officer approves it under Approvals.");
        },
        problem::setText);
  }

  private void close() {
    if (opened != null) {
      opened.close();
    }
  }

  private List<Node> drawn(Label problem) {
    return model.lines().stream().map(op -> (Node) line(op, problem)).toList();
  }

  private HBox line(Op op, Label problem) {
    HBox line = OpRow.of(op);
    line.getChildren()
        .addAll(
            Parts.spring(),
            Parts.icon("fth-x", "Take out of the draft", () -> model.remove(op, problem::setText)));
    return line;
  }
}
