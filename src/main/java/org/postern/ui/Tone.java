package org.postern.ui;

/**
 * What a colour means; every tone has a shape of its own too, so that colour never stands alone.
 */
public enum Tone {
  /** Delivered, trusted, alive. */
  OK("ok", "fth-check"),
  /** Held, waiting, late. */
  HOLD("hold", "fth-pause"),
  /** Blocked, refused, dangerous. */
  BAD("bad", "fth-slash"),
  /** Unlisted, unknown, without a judgement. */
  NEUTRAL("neutral", "fth-circle"),
  /** Chosen, or merely pointed out. */
  ACCENT("accent", "fth-info");

  private final String css;
  private final String icon;

  Tone(String css, String icon) {
    this.css = css;
    this.icon = icon;
  }

  /** The style class. */
  String css() {
    return css;
  }

  /** The Feather literal of its shape. */
  String icon() {
    return icon;
  }
}
