package org.postern.ui;

import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;
import org.postern.mail.Inert;

/** Content, or in its place one calm sentence: loading, empty, failed, offline. FX thread only. */
public final class StatePane extends StackPane {
  private final Node content;

  /**
   * Follows {@code state}; the content stays in the scene, hidden, while something else is shown.
   */
  public StatePane(Node content, ObservableValue<? extends ViewState> state) {
    this.content = content;
    getChildren().add(content);
    state.addListener((_, _, now) -> show(now));
    show(state.getValue());
  }

  private void show(ViewState state) {
    getChildren().setAll(content);
    content.setVisible(state instanceof ViewState.Ready);
    content.setManaged(state instanceof ViewState.Ready);
    switch (state) {
      case ViewState.Ready() -> {}
      case ViewState.Loading(String what) ->
          getChildren().add(box("loading", new ProgressIndicator(), what, "", null));
      case ViewState.Empty(String icon, String title, String text, ViewState.Act act) ->
          getChildren().add(box("empty", icon(icon), title, text, act));
      case ViewState.Failed(String title, String advice, ViewState.Act act) ->
          getChildren().add(box("failed", icon("fth-alert-octagon"), title, advice, act));
      case ViewState.Offline(String title, String advice, ViewState.Act act) ->
          getChildren().add(box("offline", icon("fth-cloud-off"), title, advice, act));
    }
  }

  private static Node icon(String literal) {
    FontIcon icon = new FontIcon(literal);
    icon.getStyleClass().add("state-icon");
    return icon;
  }

  private static VBox box(
      String kind, Node sign, String title, String text, ViewState.@Nullable Act act) {
    Label heading = Parts.paragraph(Inert.brief(title, 300), "state-title");
    VBox box = new VBox(sign, heading);
    box.getStyleClass().addAll("state", kind);
    if (!text.isEmpty()) {
      Label line =
          Parts.paragraph(
              Inert.lines(text.substring(0, Math.min(text.length(), 1000))), "state-text");
      line.setMaxWidth(440);
      box.getChildren().add(line);
    }
    if (act != null) {
      box.getChildren().add(Parts.button(act.name(), null, act.run()));
    }
    return box;
  }
}
