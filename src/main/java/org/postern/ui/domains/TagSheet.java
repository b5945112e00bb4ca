package org.postern.ui.domains;

import java.util.List;
import java.util.SortedSet;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;
import org.postern.store.Item;
import org.postern.ui.Overlay;
import org.postern.ui.Parts;

/** Asks for the tags of the selected entries. FX thread only. */
final class TagSheet {
  private static final double WIDTH = 440;

  private TagSheet() {}

  static void open(TagModel model, Overlay overlay, List<Item> items, Runnable before) {
    TextField tags = Parts.field("ally -old");
    tags.setId("tags");
    SortedSet<String> common = TagModel.common(items);
    Label problem = Parts.paragraph("", "bad-text");
    problem.managedProperty().bind(problem.textProperty().isNotEmpty());
    Overlay.Opened[] opened = new Overlay.Opened[1];
    Button go =
        Parts.primary(
            "Tag",
            "Enter",
            () -> {
              before.run();
              String objection = model.tag(items, tags.getText());
              problem.setText(objection);
              if (objection.isEmpty()) {
                opened[0].close();
              }
            });
    go.setDefaultButton(true);
    go.disableProperty().bind(tags.textProperty().isEmpty());
    VBox content =
        new VBox(
            12,
            Parts.named("Tags to add; with a - before them, to take away", tags),
            Parts.paragraph(
                (common.isEmpty()
                        ? ""
                        : (items.size() == 1 ? "It has: #" : "All of them have: #")
                            + String.join(" #", common)
                            + ". ")
                    + "A filter such as tag:ally finds them.",
                "mute",
                "small"),
            problem);
    content.setPrefWidth(WIDTH);
    opened[0] =
        overlay.sheet(
            "Tag " + Wording.named(items),
            content,
            List.of(Parts.button("Cancel", "Esc", () -> opened[0].close()), go));
  }
}
