package org.postern.ui.setup;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.postern.mail.Inert;
import org.postern.ui.Parts;

/** What panes that try a server have in common. */
final class TrialParts {
  private TrialParts() {}

  /** It is being tried. */
  static void trying(HBox beside, Runnable stop) {
    ProgressIndicator turning = new ProgressIndicator();
    turning.setPrefSize(18, 18);
    beside
        .getChildren()
        .addAll(turning, Parts.label("Trying…", "mute"), Parts.compact("Stop", stop));
  }

  /**
   * It was tried.
   *
   * @param text the whole of it, to be copied
   */
  static void done(HBox beside, boolean works, String text) {
    beside
        .getChildren()
        .addAll(
            works
                ? Parts.label("It works.", "trial-sum", "went")
                : Parts.label("It does not work yet.", "trial-sum", "broke"),
            Parts.compact("Copy", () -> Parts.copy(text)));
  }

  /**
   * To trust exactly this server is an act: nothing about it is chosen beforehand.
   *
   * @param what "certificate" or "host key"
   * @param who reads the fingerprint out: "mail administrator"
   * @param changed whether another one was trusted before
   * @param spaced the fingerprint as it is shown
   */
  static Node choice(
      String what, String who, boolean changed, String fingerprint, String spaced, Runnable pin) {
    Label title =
        Parts.paragraph(
            changed
                ? "Another " + what + " than the trusted one: this may be an attack."
                : "Trust exactly this " + what + "?",
            "strong");
    Label why =
        Parts.paragraph(
            changed
                ? "Ask your "
                    + who
                    + " by telephone whether it was replaced. If nobody"
                    + " replaced it, report an incident, and do not go on."
                : "Only if your "
                    + who
                    + " reads you the same fingerprint, by telephone and"
                    + " not by mail.",
            "small");
    Label print = Parts.paragraph(Inert.text(spaced), "mono", "small");
    print.setAccessibleText("SHA-256 fingerprint " + fingerprint);
    CheckBox compared =
        new CheckBox("My " + who + " read me this fingerprint, and it is the same.");
    compared.setId("setup-compared");
    compared.setWrapText(true);
    Button trust =
        changed
            ? Parts.danger("Trust the new " + what, null, pin)
            : Parts.button("Trust this " + what, null, pin);
    trust.setId("setup-pin");
    trust.disableProperty().bind(compared.selectedProperty().not());
    Button copy = Parts.compact("Copy fingerprint", () -> Parts.copy(fingerprint));
    HBox acts = new HBox(10, trust, copy);
    acts.setAlignment(Pos.CENTER_LEFT);
    VBox all = new VBox(8, title, why, print, compared, acts);
    all.getStyleClass().addAll("pin", changed ? "alarm" : "ask");
    all.setMaxWidth(Region.USE_COMPUTED_SIZE);
    return all;
  }
}
