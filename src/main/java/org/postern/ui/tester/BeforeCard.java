package org.postern.ui.tester;

import javafx.beans.binding.Bindings;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;
import org.postern.policy.Verdict;
import org.postern.ui.Card;
import org.postern.ui.Parts;
import org.postern.ui.Verdicts;

/** What was tested before in this session; a click or Enter tests it again. */
final class BeforeCard {
  private static final double ROW = 34;
  private static final int MOST = 12;

  private final Card card;

  BeforeCard(TesterModel model) {
    ListView<Verdict> list = new ListView<>(model.before());
    list.setId("tester-before");
    list.setCellFactory(_ -> new Cell());
    list.setAccessibleText("Tested before");
    list.setPlaceholder(
        Parts.paragraph("What you test stays here until you close the console.", "mute", "small"));
    list.setFixedCellSize(ROW);
    list.prefHeightProperty()
        .bind(Bindings.size(model.before()).map(n -> Math.clamp(n.intValue(), 2, MOST) * ROW + 4));
    list.setMinHeight(Region.USE_PREF_SIZE);
    Runnable again =
        () -> {
          Verdict chosen = list.getSelectionModel().getSelectedItem();
          if (chosen != null) {
            model.input().set(chosen.input());
          }
        };
    list.setOnMouseClicked(_ -> again.run());
    list.setOnKeyPressed(
        event -> {
          if (event.getCode() == KeyCode.ENTER) {
            again.run();
          }
        });
    card = Card.headed("Tested before", count(model), list);
  }

  Node root() {
    return card;
  }

  private static Label count(TesterModel model) {
    Label label = Parts.label("", "mute", "small");
    label
        .textProperty()
        .bind(Bindings.size(model.before()).map(n -> n.intValue() == 0 ? "" : n.toString()));
    return label;
  }

  private static final class Cell extends ListCell<Verdict> {
    @Override
    protected void updateItem(@Nullable Verdict item, boolean empty) {
      super.updateItem(item, empty);
      if (empty || item == null) {
        setGraphic(null);
        return;
      }
      Label address = Parts.address(item.input());
      address.getStyleClass().add("small");
      address.setMinWidth(60);
      HBox line = new HBox(8, address, Parts.spring(), Verdicts.tag(item));
      line.setAlignment(Pos.CENTER_LEFT);
      line.setPadding(new Insets(5, 6, 5, 6));
      line.maxWidthProperty().bind(getListView().widthProperty().subtract(18));
      setGraphic(line);
    }
  }
}
