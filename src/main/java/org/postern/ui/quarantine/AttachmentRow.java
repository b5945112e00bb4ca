package org.postern.ui.quarantine;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;
import org.postern.mail.Attachment;
import org.postern.mail.Inert;
import org.postern.ui.Parts;
import org.postern.ui.Tag;
import org.postern.ui.Tone;

/** One attachment: what it claims to be and what it is; never opened. FX thread only. */
final class AttachmentRow {
  private final Attachment a;
  private final Body.Shown shown;
  private final Saver saver;

  AttachmentRow(Attachment a, Body.Shown shown, Saver saver) {
    this.a = a;
    this.shown = shown;
    this.saver = saver;
  }

  Node node() {
    Label name = Parts.label(Inert.brief(a.shownName(), 150), "medium");
    name.setMinWidth(0);
    String declared = Inert.brief(a.type(), 60);
    FlowPane facts =
        new FlowPane(
            12,
            3,
            small(
                a.realType() == null
                    ? "declared as " + declared + ", unknown by content"
                    : Inert.brief(a.realType(), 60) + " by content"),
            small(Words.size(a.size())),
            mono("sha256 " + a.sha256().substring(0, 8) + "…" + a.sha256().substring(56)));
    if (a.sha256Unix() != null) {
      Label unix = small("and another hash where lines end in LF");
      unix.setTooltip(
          new Tooltip(
              "Programs on Linux and macOS may save this text with other line ends. Its SHA-256 is then "
                  + a.sha256Unix()));
      facts.getChildren().add(unix);
    }
    facts.setPrefWrapLength(480);
    if (a.disguised()) {
      facts.getChildren().add(Tag.fact(Tone.BAD, "not what it says: " + declared));
    }
    if (a.executable()) {
      facts.getChildren().add(Tag.fact(Tone.BAD, "would run a program"));
    }
    if (a.enclosed()) {
      facts.getChildren().add(Tag.fact(Tone.NEUTRAL, "inside an attached message"));
    }
    VBox text = new VBox(3, name, facts);
    text.setMinWidth(0);
    HBox.setHgrow(text, Priority.ALWAYS);
    HBox row =
        new HBox(
            10,
            new FontIcon(a.executable() ? "fth-alert-triangle" : "fth-paperclip"),
            text,
            Parts.compact("Copy hash", () -> copy(a.sha256(), "hash")),
            Parts.compact("Save…", this::save));
    row.setAlignment(Pos.CENTER_LEFT);
    VBox card = new VBox(9, row);
    card.getStyleClass().add("attachment");
    shown
        .message()
        .archive(a)
        .ifPresent(
            archive ->
                card.getChildren()
                    .add(new ArchiveTree(archive, a.shownName(), saver::tell).node()));
    return card;
  }

  private void save() {
    String danger =
        a.executable()
            ? "Opening this file would run what the sender wrote. "
            : a.disguised() ? "This file is not what its name says. " : "";
    saver.save(
        shown.copy(),
        danger
            + "It is saved exactly as it was sent and was not checked for malicious content. It is"
            + " saved under the name "
            + a.safeName()
            + ".",
        a.safeName(),
        () -> AttachedBytes.of(shown, a));
  }

  private void copy(String text, String what) {
    Parts.copy(text);
    saver.tell("Copied the " + what + ".");
  }

  private static Label small(String text) {
    return Parts.label(text, "small", "mute");
  }

  private static Label mono(String text) {
    return Parts.label(text, "small", "mute", "mono");
  }
}
