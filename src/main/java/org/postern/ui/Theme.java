package org.postern.ui;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import javafx.application.Application;
import javafx.application.ColorScheme;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.Scene;
import javafx.scene.text.Font;

/**
 * How one window looks: our fonts, AtlantaFX under our own colours, light, dark, or as the desktop
 * does. FX thread only.
 */
public final class Theme {

  /** What the officer chose. */
  public enum Appearance {
    SYSTEM,
    LIGHT,
    DARK
  }

  private static final List<String> FONTS =
      List.of(
          "Inter-Regular.otf",
          "Inter-Medium.otf",
          "Inter-SemiBold.otf",
          "JetBrainsMono-Regular.ttf",
          "JetBrainsMono-Medium.ttf",
          "JetBrainsMono-Bold.ttf");

  private final Scene scene;
  private final ObjectProperty<Appearance> appearance =
      new SimpleObjectProperty<>(Appearance.SYSTEM);

  /**
   * Dresses {@code scene} and keeps following the desktop while the appearance is {@link
   * Appearance#SYSTEM}.
   */
  public Theme(Scene scene) {
    this.scene = scene;
    FONTS.forEach(Theme::load);
    appearance.addListener((_, _, _) -> dress());
    scene.getPreferences().colorSchemeProperty().addListener((_, _, _) -> dress());
    dress();
  }

  /** The officer's choice; the caller keeps it between starts. */
  public ObjectProperty<Appearance> appearanceProperty() {
    return appearance;
  }

  /** Whether dark is what is shown now. */
  public boolean dark() {
    return switch (appearance.get()) {
      case LIGHT -> false;
      case DARK -> true;
      case SYSTEM -> scene.getPreferences().getColorScheme() == ColorScheme.DARK;
    };
  }

  private void dress() {
    boolean dark = dark();
    Application.setUserAgentStylesheet(
        (dark ? new PrimerDark() : new PrimerLight()).getUserAgentStylesheet());
    scene.getStylesheets().setAll(css(dark ? "dark.css" : "light.css"), css("console.css"));
  }

  private static String css(String name) {
    return Theme.class.getResource(name).toExternalForm();
  }

  private static void load(String name) {
    try (InputStream in = Theme.class.getResourceAsStream("fonts/" + name)) {
      Font.loadFont(in, 14);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
