package org.postern.ui;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;
import org.postern.mail.Inert;

/**
 * The left edge: the mark, the screens with what waits in them, and at the foot whether all is
 * alive.
 */
final class Rail {
  private final VBox root = new VBox();
  private final Map<Screen, ToggleButton> entries = new LinkedHashMap<>();

  Rail(List<Screen> screens, Status status, Consumer<Screen> open) {
    root.getStyleClass().add("rail");
    root.getChildren().add(brand());
    ToggleGroup group = new ToggleGroup();
    for (Screen screen : screens) {
      ToggleButton entry = entry(screen, () -> open.accept(screen));
      entry.setToggleGroup(group);
      entries.put(screen, entry);
      root.getChildren().add(entry);
    }
    Region space = new Region();
    VBox.setVgrow(space, Priority.ALWAYS);
    VBox foot =
        new VBox(
            line("mailbox", status.mailbox()),
            line("gateways", status.gateways()),
            line("officer", status.officer()));
    foot.getStyleClass().add("foot");
    root.getChildren().addAll(space, foot);
  }

  VBox root() {
    return root;
  }

  void select(Screen screen) {
    ToggleButton entry = entries.get(screen);
    if (entry != null) {
      entry.setSelected(true);
    }
  }

  private static HBox brand() {
    ImageView mark =
        new ImageView(new Image(Rail.class.getResource("icons/postern-64.png").toExternalForm()));
    mark.setFitWidth(26);
    mark.setFitHeight(26);
    HBox brand = new HBox(mark, new Label("Postern"));
    brand.getStyleClass().add("brand");
    return brand;
  }

  private static ToggleButton entry(Screen screen, Runnable open) {
    Label count = new Label();
    count.getStyleClass().add("count");
    count.setMinWidth(Region.USE_PREF_SIZE);
    count
        .textProperty()
        .bind(screen.waiting().map(n -> n.intValue() > 999 ? "999+" : String.valueOf(n)));
    count.visibleProperty().bind(screen.waiting().map(n -> n.intValue() > 0));
    if (screen.pressing()) {
      count.getStyleClass().add("hot");
    }
    Label name = new Label(screen.title());
    HBox line = new HBox(10, new FontIcon(screen.icon()), name, Parts.spring(), count);
    line.setAlignment(Pos.CENTER_LEFT);
    ToggleButton entry = new ToggleButton();
    entry.setGraphic(line);
    entry.setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
    entry.getStyleClass().setAll("nav");
    entry.setMaxWidth(Double.MAX_VALUE);
    entry.setAccessibleRole(AccessibleRole.RADIO_BUTTON);
    entry
        .accessibleTextProperty()
        .bind(
            screen
                .waiting()
                .map(
                    n ->
                        n.intValue() > 0
                            ? screen.title() + ", " + n + " waiting"
                            : screen.title()));
    line.prefWidthProperty().bind(entry.widthProperty().subtract(20));
    entry.setOnAction(
        _ -> {
          entry.setSelected(true); // a second click must not close the open screen
          open.run();
        });
    return entry;
  }

  private static VBox line(String id, ObservableValue<Status.Line> value) {
    Region dot = new Region();
    dot.getStyleClass().add("dot");
    Label text = Parts.label("", "first");
    text.setId("status-" + id);
    Label detail = Parts.paragraph("");
    HBox first = new HBox(7, dot, text);
    first.setAlignment(Pos.CENTER_LEFT);
    VBox line = new VBox(2, first, detail);
    Runnable show =
        () -> {
          Status.Line now = value.getValue();
          dot.getStyleClass().setAll("dot", now.tone().css());
          text.setText(Inert.brief(now.text(), 80));
          detail.setText(Inert.brief(now.detail(), 160));
          detail.setManaged(!now.detail().isEmpty());
          line.setAccessibleText(now.text() + ", " + now.detail());
        };
    value.addListener((_, _, _) -> show.run());
    show.run();
    return line;
  }
}
