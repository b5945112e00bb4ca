package org.postern.ui;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/**
 * What the foot of the rail says: is it alive, what runs where, who acts. Whoever knows sets it. FX
 * thread only.
 */
public final class Status {

  /**
   * One fact in two lines.
   *
   * @param text the fact: "quarantine.mod.example"
   * @param detail what else: "live · last contact 4 s ago"
   */
  public record Line(Tone tone, String text, String detail) {}

  private final ObjectProperty<Line> mailbox =
      new SimpleObjectProperty<>(
          new Line(Tone.NEUTRAL, "No mailbox yet", "nothing is held or shown"));
  private final ObjectProperty<Line> gateways =
      new SimpleObjectProperty<>(
          new Line(Tone.NEUTRAL, "No gateway yet", "nothing enforces the lists"));
  private final ObjectProperty<Line> officer =
      new SimpleObjectProperty<>(new Line(Tone.NEUTRAL, "Nobody signed in", ""));
  private final StringProperty notice = new SimpleStringProperty("");

  /** The quarantine box and its last contact. */
  public ObjectProperty<Line> mailbox() {
    return mailbox;
  }

  /** Which gateways run which policy. */
  public ObjectProperty<Line> gateways() {
    return gateways;
  }

  /** Who is signed in, with which roles; or that the lists are in open mode. */
  public ObjectProperty<Line> officer() {
    return officer;
  }

  /** A few words that every screen carries in the top bar, such as "Practice"; empty for none. */
  public StringProperty notice() {
    return notice;
  }
}
