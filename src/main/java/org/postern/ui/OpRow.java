package org.postern.ui;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import org.kordamp.ikonli.javafx.FontIcon;
import org.postern.mail.Inert;
import org.postern.policy.Listing;
import org.postern.store.Op;

/** One operation of a change, as a row: what happens to which entry. FX thread only. */
public final class OpRow {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("d MMM yyyy HH:mm", Locale.ENGLISH)
          .withZone(ZoneId.systemDefault());

  private OpRow() {}

  /** The row; more may be put at its right end. */
  public static HBox of(Op op) {
    return switch (op) {
      case Op.Add(var e) ->
          row(
              "fth-plus",
              e.listing() == Listing.TRUSTED ? "trust" : "block",
              e.pattern().display(),
              e.note());
      case Op.Edit(var e, long _) ->
          row(
              "fth-edit-2",
              "edit",
              e.pattern().display(),
              e.mode().word()
                  + (e.expires() == null ? "" : ", until " + TIME.format(e.expires()))
                  + (e.note().isEmpty() ? "" : ", " + e.note()));
      case Op.Remove(var listing, var pattern, long _) ->
          row(
              "fth-minus",
              listing == Listing.TRUSTED ? "trust no more" : "block no more",
              pattern.display(),
              "");
      case Op.Undo(long serial) ->
          row("fth-rotate-ccw", "take back", "revision " + serial, "everything that it changed");
      case Op.SetRules(var rules) -> row("fth-sliders", "rules", rules.words(), "");
    };
  }

  private static HBox row(String icon, String word, String name, String note) {
    Label act = Parts.label(word, "mute");
    act.setMinWidth(96);
    Label what = Parts.address(name);
    what.setMinWidth(120);
    Label more = Parts.label(Inert.brief(note, 200), "small", "mute");
    more.setMinWidth(0);
    HBox line = new HBox(10, new FontIcon(icon), act, what, more);
    line.setAlignment(Pos.CENTER_LEFT);
    return line;
  }
}
