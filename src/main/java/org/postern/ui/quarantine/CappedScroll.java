package org.postern.ui.quarantine;

import java.util.function.DoubleSupplier;
import javafx.geometry.Orientation;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.Region;

/** As high as its content, up to a limit; beyond it scrolls. FX thread only. */
final class CappedScroll extends ScrollPane {
  private final Region content;
  private final DoubleSupplier most;

  CappedScroll(Region content, DoubleSupplier most) {
    super(content);
    this.content = content;
    this.most = most;
    setHbarPolicy(ScrollBarPolicy.NEVER);
    setFitToWidth(true);
    setMinHeight(USE_PREF_SIZE);
    setMaxHeight(USE_PREF_SIZE);
    getStyleClass().add("edge-to-edge");
  }

  @Override
  public Orientation getContentBias() {
    return Orientation.HORIZONTAL;
  }

  @Override
  protected double computePrefHeight(double width) {
    return Math.min(content.prefHeight(width) + 2, most.getAsDouble());
  }
}
