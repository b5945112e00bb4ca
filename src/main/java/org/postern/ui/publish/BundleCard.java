package org.postern.ui.publish;

import java.text.NumberFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.geometry.Pos;
import javafx.geometry.VPos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.postern.bundle.Manifest;
import org.postern.mail.Inert;
import org.postern.ui.Card;
import org.postern.ui.Parts;
import org.postern.ui.Tag;
import org.postern.ui.Tone;

/** The bundle: what is in it, for whom, until when, who signed, and the exact bytes of that. */
final class BundleCard {
  private final Card root = new Card();
  private final GridPane facts = new GridPane(16, 6);
  private final TextArea text = Text.area("", "What is signed, word for word");
  private final Label digest = Parts.label("", "mono", "small", "mute");
  private final HBox signedHead;
  private final Button others;
  private String shown = "";

  /**
   * @param preview shows what is signed, large
   * @param targets shows what other mail systems would do
   */
  BundleCard(Runnable preview, Runnable targets) {
    ColumnConstraints names = new ColumnConstraints(96);
    ColumnConstraints values = new ColumnConstraints();
    values.setHgrow(Priority.ALWAYS);
    facts.getColumnConstraints().addAll(names, values);
    text.setId("publish-manifest");
    text.setMinHeight(150);
    text.setPrefHeight(150);
    Label head = Parts.label("What is signed", "strong");
    head.setMinWidth(Region.USE_PREF_SIZE);
    signedHead =
        new HBox(10, head, digest, Parts.spring(), Parts.compact("Read it large", preview));
    signedHead.setAlignment(Pos.CENTER_LEFT);
    root.setMinHeight(Region.USE_PREF_SIZE);
    others = Parts.compact("Other mail systems…", targets);
    others.setId("publish-targets");
  }

  Card root() {
    return root;
  }

  void show(Board board) {
    root.getChildren().clear();
    if (board.sheet().isEmpty()) {
      root.getChildren()
          .addAll(Card.headed("No bundle", Tag.of(Tone.HOLD, "cannot be made")).getChildren());
      root.getChildren()
          .add(
              Parts.paragraph(
                  board.cannot().isEmpty()
                      ? "A bundle is made for gateways: add one first."
                      : board.cannot(),
                  "mute"));
      return;
    }
    Board.Sheet sheet = board.sheet().get();
    root.getChildren()
        .addAll(
            Card.headed("Bundle, serial " + sheet.manifest().serial(), right(board)).getChildren());
    facts(board, sheet);
    digest.setText(sheet.digest().substring(0, 31) + "…");
    if (!shown.equals(sheet.digest())) {
      shown = sheet.digest();
      text.setText(sheet.text());
    }
    root.getChildren().addAll(facts, signedHead, text);
    root.grow(text);
  }

  private HBox right(Board board) {
    HBox right = new HBox(10, others, tag(board));
    right.setAlignment(Pos.CENTER_LEFT);
    return right;
  }

  private static Tag tag(Board board) {
    if (!board.pending()) {
      return Tag.of(Tone.OK, "handed over");
    }
    if (board.signed().isEmpty()) {
      return Tag.of(Tone.NEUTRAL, "not signed yet");
    }
    return board.enoughSigned()
        ? Tag.of(Tone.OK, "signed")
        : Tag.of(Tone.HOLD, board.signed().size() + " of " + board.threshold() + " signed");
  }

  private void facts(Board board, Board.Sheet sheet) {
    facts.getChildren().clear();
    var manifest = sheet.manifest();
    fact(
        "contents",
        number(sheet.trusted())
            + " trusted · "
            + number(sheet.blocked())
            + " blocked · "
            + number(sheet.lookalikes())
            + " lookalikes written down");
    fact("size", size(sheet.size()) + sizes(manifest));
    fact(
        "all else",
        switch (manifest.unlisted()) {
          case DELIVER -> "delivered: what is on no list and resembles nothing goes its way";
          case HOLD -> "held: only what is trusted is delivered";
        });
    fact(
        "valid",
        When.day(manifest.notBefore())
            + " to "
            + When.day(manifest.notAfter())
            + (board.changed() && board.since() > 0 ? ", follows " + board.since() : ""));
    fact(
        "probes",
        number(manifest.probes().size())
            + ", all as expected; each gateway tries them before it switches");
    fact(
        "for",
        (manifest.audience().size() > 2 ? manifest.audience().size() + " gateways: " : "")
            + String.join(", ", manifest.audience()));
    manifest.engine().stream()
        .filter(f -> f.startsWith("reach "))
        .findFirst()
        .ifPresent(f -> fact("reach", f.substring(6)));
    fact("signatures", signatures(board));
    if (board.pending() && !board.enoughSigned()) {
      fact("can still sign", stillSign(board));
    }
    if (board.proposed() > 0) {
      fact(
          "not in it",
          board.proposed() == 1
              ? "a proposed change waits for approval; it is published when it is approved"
              : board.proposed()
                  + " proposed changes wait for approval; they are published when they are"
                  + " approved");
    }
  }

  /** What each kind of gateway reads of it. */
  private static String sizes(Manifest manifest) {
    StringBuilder sizes = new StringBuilder();
    for (Manifest.Listed file : manifest.files()) {
      String reader =
          switch (file.name()) {
            case "domains.tsv" -> "rules for mail servers";
            case "policy.tsv" -> "policy for gateways with the engine";
            default -> file.name();
          };
      sizes.append(" · ").append(reader).append(' ').append(size(file.digest().size()));
    }
    return sizes.toString();
  }

  private static String stillSign(Board board) {
    List<String> names = new ArrayList<>();
    board.signers().forEach(s -> names.add(Inert.brief(s.officer(), 60) + " (key is here)"));
    board.elsewhere().forEach(name -> names.add(Inert.brief(name, 60) + " (elsewhere)"));
    return names.isEmpty()
        ? "nobody: the trust file names no other officer"
        : String.join(", ", names);
  }

  private static String signatures(Board board) {
    return board.signed().size()
        + " of "
        + board.threshold()
        + (board.signed().isEmpty() ? "" : ": " + String.join(", ", board.signed()));
  }

  private void fact(String name, String value) {
    Label label = Parts.label(name, "mute", "small");
    Label said = Parts.paragraph(value, "small");
    GridPane.setValignment(label, VPos.TOP);
    facts.addRow(facts.getRowCount(), label, said);
  }

  private static String number(long n) {
    return NumberFormat.getIntegerInstance(Locale.ENGLISH).format(n);
  }

  static String size(long bytes) {
    List<String> units = List.of("bytes", "KB", "MB", "GB");
    double size = bytes;
    int unit = 0;
    while (size >= 1000 && unit < units.size() - 1) {
      size /= 1000;
      unit++;
    }
    return String.format(
        Locale.ENGLISH, unit == 0 || size >= 100 ? "%.0f %s" : "%.1f %s", size, units.get(unit));
  }
}
