package org.postern.ui.setup;

import java.util.List;
import javafx.geometry.HPos;
import javafx.geometry.Pos;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;
import org.postern.mail.Inert;
import org.postern.quarantine.ConnectionCheck;
import org.postern.quarantine.ConnectionCheck.Line;
import org.postern.quarantine.ConnectionCheck.Outcome;
import org.postern.tls.ServerCertificate;
import org.postern.ui.Parts;

/** Tries a server and shows each step with what came of it. FX thread only. */
final class TrialPane extends VBox {
  private final SetupForm form;
  private final DoorForm door;
  private final HBox beside = new HBox(8);
  private final VBox steps = new VBox(5);

  TrialPane(SetupForm form, DoorForm door) {
    super(8);
    this.form = form;
    this.door = door;
    String which = door.kind == DoorForm.Kind.MAILBOX ? "mailbox" : "release";
    // Never disabled: the focus would leave it, and the page would run after the focus.
    Button test = Parts.button("Test connection", null, () -> form.test(door));
    test.setId("setup-test-" + which);
    steps.setId("setup-tested-" + which);
    beside.getStyleClass().add("trial");
    HBox line = new HBox(14, test, beside);
    line.setAlignment(Pos.CENTER_LEFT);
    getChildren().addAll(line, steps);
    door.trial.addListener((_, _, now) -> show(now));
    show(door.trial.get());
  }

  private void show(SetupForm.Trial trial) {
    beside.getChildren().clear();
    steps.getChildren().clear();
    switch (trial) {
      case SetupForm.Trial.Untried() ->
          beside.getChildren().add(Parts.label("Nothing is saved by a test.", "field-help"));
      case SetupForm.Trial.Trying() -> {
        TrialParts.trying(beside, () -> form.stop(door));
      }
      case SetupForm.Trial.Done(ConnectionCheck check) -> show(check);
    }
    steps.setVisible(!steps.getChildren().isEmpty());
    steps.setManaged(steps.isVisible());
  }

  private void show(ConnectionCheck check) {
    TrialParts.done(beside, check.works(), check.text());
    GridPane grid = new GridPane(10, 5);
    ColumnConstraints words = new ColumnConstraints(0, 200, Double.MAX_VALUE);
    words.setHgrow(Priority.ALWAYS);
    grid.getColumnConstraints()
        .addAll(new ColumnConstraints(130), new ColumnConstraints(64), words);
    check.lines().forEach(line -> step(grid, line));
    steps.getChildren().add(grid);
    check
        .certificate()
        .filter(ServerCertificate::pinnable)
        .ifPresent(c -> steps.getChildren().add(choice(c)));
  }

  private static void step(GridPane grid, Line line) {
    String style =
        switch (line.outcome()) {
          case WENT -> "went";
          case WARNED -> "warned";
          case FAILED -> "broke";
          case UNTRIED -> "untried";
        };
    Label name = Parts.label(line.step().label(), "trial-step", style);
    name.setGraphic(
        new FontIcon(
            switch (line.outcome()) {
              case WENT -> "fth-check";
              case WARNED -> "fth-alert-triangle";
              case FAILED -> "fth-x";
              case UNTRIED -> "fth-circle";
            }));
    String words =
        switch (line.outcome()) {
          case WENT -> " went well";
          case WARNED -> " works, with a remark";
          case FAILED -> " failed";
          case UNTRIED -> " not tried";
        };
    name.setAccessibleText(line.step().label() + words);
    boolean timed = line.outcome() != Outcome.UNTRIED;
    Label took = Parts.label(timed ? ConnectionCheck.millis(line.took()) : "", "mute", "small");
    GridPane.setHalignment(took, HPos.RIGHT);
    Label says = Parts.label(Inert.text(line.says()), "trial-says", style);
    says.setWrapText(true);
    grid.addRow(grid.getRowCount(), name, took, says);
    for (Node part : List.of(name, took, says)) {
      GridPane.setValignment(part, VPos.TOP);
    }
  }

  private Node choice(ServerCertificate certificate) {
    return TrialParts.choice(
        "certificate",
        "mail administrator",
        certificate.changed(),
        certificate.fingerprint(),
        spaced(certificate.fingerprint()),
        () -> form.pin(door, certificate));
  }

  /** Two lines of sixteen bytes can be read out. */
  private static String spaced(String fingerprint) {
    int half = fingerprint.length() / 2;
    return fingerprint.substring(0, half) + " " + fingerprint.substring(half + 1);
  }
}
