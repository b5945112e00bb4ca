package org.postern.ui.quarantine;

import java.util.List;
import java.util.function.Function;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextArea;
import javafx.scene.control.Toggle;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;
import org.postern.ui.Parts;

/** What the message says, in five ways; hidden until an officer opens it. FX thread only. */
final class MessageTabs extends VBox {
  private record Tab(String name, Function<Body.Shown, Node> page) {}

  private final QuarantineModel model;
  private final List<Tab> tabs;
  private final ToggleGroup group = new ToggleGroup();
  private final Label seen = Parts.label("", "mute", "small");
  private final StackPane page = new StackPane();

  MessageTabs(QuarantineModel model, Saver saver) {
    this.model = model;
    Pages pages = new Pages(saver, model);
    tabs =
        List.of(
            new Tab("Safe view", pages::safe),
            new Tab("Plain text", pages::plain),
            new Tab("Headers", pages::headers),
            new Tab("Parts", pages::parts),
            new Tab("Raw source", pages::raw));
    HBox line = new HBox();
    line.getStyleClass().addAll("tab-line", "message-tabs");
    line.setAlignment(Pos.CENTER_LEFT);
    for (Tab tab : tabs) {
      ToggleButton button = new ToggleButton(tab.name());
      button.setUserData(tab);
      button.setToggleGroup(group);
      button.setMinWidth(USE_PREF_SIZE);
      button.setId("tab-" + tab.name().toLowerCase(java.util.Locale.ROOT).replace(' ', '-'));
      line.getChildren().add(button);
    }
    seen.setMinWidth(0);
    line.getChildren().addAll(Parts.spring(), seen);
    group.selectToggle(group.getToggles().getFirst());
    group.selectedToggleProperty().addListener((_, was, now) -> keepOne(was, now));
    page.getStyleClass().add("message-page");
    VBox.setVgrow(page, Priority.ALWAYS);
    page.setMinHeight(0);
    getChildren().addAll(line, page);
    model.body().addListener((_, _, _) -> show());
    show();
  }

  private void keepOne(@Nullable Toggle was, @Nullable Toggle now) {
    if (now == null) {
      group.selectToggle(was);
    } else {
      show();
    }
  }

  /** The next tab, round and round. */
  void next() {
    List<Toggle> all = group.getToggles();
    int at = all.indexOf(group.getSelectedToggle());
    group.selectToggle(all.get((at + 1) % all.size()));
  }

  private void show() {
    seen.textProperty().unbind();
    seen.setText("");
    for (Toggle toggle : group.getToggles()) {
      if (toggle instanceof ToggleButton button && button.getUserData() instanceof Tab tab) {
        button.setText(tab.name());
        button.setDisable(!(model.body().get() instanceof Body.Shown));
      }
    }
    Node content =
        switch (model.body().get()) {
          case Body.Hidden() ->
              hidden(
                  "This message has not been opened",
                  "Show message",
                  "fth-eye-off",
                  "Opening it is recorded with your name. Nothing in it is run, loaded or fetched.");
          case Body.Reading() -> reading();
          case Body.Failed(String sentence) ->
              hidden("The message could not be shown", "Try again", "fth-alert-octagon", sentence);
          case Body.Shown shown -> page(shown);
        };
    page.getChildren().setAll(content);
  }

  private Node page(Body.Shown shown) {
    String at = Words.clock(shown.at(), model.zone());
    seen.textProperty()
        .bind(
            widthProperty()
                .map(
                    width ->
                        width.doubleValue() < 620
                            ? "seen " + at
                            : "shown to you " + at + ", recorded"));
    int parts = shown.message().attachments().size() + shown.message().enclosed().size();
    for (Toggle toggle : group.getToggles()) {
      if (toggle instanceof ToggleButton button
          && button.getUserData() instanceof Tab tab
          && tab.name().equals("Parts")
          && parts > 0) {
        button.setText("Parts (" + parts + ")");
      }
    }
    return group.getSelectedToggle().getUserData() instanceof Tab tab
        ? tab.page().apply(shown)
        : new StackPane();
  }

  private Node hidden(String title, String act, String icon, String text) {
    Button open = Parts.button(act, "Enter", model::open);
    open.setId("show-message");
    FontIcon sign = new FontIcon(icon);
    sign.getStyleClass().add("state-icon");
    Label words = Parts.paragraph(text, "state-text");
    words.setMaxWidth(420);
    VBox box = new VBox(sign, Parts.paragraph(title, "state-title"), words, open);
    box.getStyleClass().add("state");
    return box;
  }

  private static Node reading() {
    VBox box =
        new VBox(new ProgressIndicator(), Parts.label("Reading the message…", "state-title"));
    box.getStyleClass().add("state");
    return box;
  }

  /** A page that scrolls. */
  static ScrollPane scrolling(Node content) {
    ScrollPane scroll = new ScrollPane(content);
    scroll.setFitToWidth(true);
    scroll.getStyleClass().addAll("edge-to-edge", "page-scroll");
    return scroll;
  }

  /** Text to read, select and copy, never to change. */
  static TextArea text(String inert, boolean wrap) {
    TextArea area = new TextArea(inert);
    area.setEditable(false);
    area.setWrapText(wrap);
    area.getStyleClass().addAll("reading", "mono");
    return area;
  }
}
