package org.postern.ui.publish;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import org.postern.bundle.Admission;
import org.postern.bundle.Fingerprint;
import org.postern.mail.Inert;
import org.postern.officer.Right;
import org.postern.store.Fleet;
import org.postern.store.GatewayKeys.Candidate;
import org.postern.store.Gateways.Retired;
import org.postern.store.Receipts.Taken;
import org.postern.ui.Overlay;
import org.postern.ui.Parts;
import org.postern.ui.Rights;

/** The sheets of the board: taking a gateway in, its first file, receipts from files, service. */
final class FleetSheets {
  private static final double WIDTH = 560;
  private static final int SHOWN = 200;

  private final FleetModel model;
  private final Rights rights;
  private final Overlay overlay;
  private final Node owner;

  /**
   * @param owner a node of the window above which file choosers open
   */
  FleetSheets(FleetModel model, Rights rights, Overlay overlay, Node owner) {
    this.model = model;
    this.rights = rights;
    this.overlay = overlay;
    this.owner = owner;
  }

  // ---- taking a gateway in

  void chooseGateway() {
    if (!rights.may(Right.ADMINISTER)) {
      overlay.toast(Rights.sentence(Right.ADMINISTER));
      return;
    }
    File file =
        chooser("The gateway's file", "Gateways' files", "*.gateway")
            .showOpenDialog(owner.getScene().getWindow());
    if (file != null) {
      model.look(file.toPath(), this::compare);
    }
  }

  void chooseReceipts() {
    List<File> files =
        chooser("Receipts", "Receipts and mails", "*.receipt", "*.eml", "*.txt")
            .showOpenMultipleDialog(owner.getScene().getWindow());
    if (files != null) {
      model.receipts(files.stream().map(File::toPath).toList(), this::brought);
    }
  }

  /** A gateway's file begins taking it in; everything else is looked at as receipts. */
  void dropped(List<Path> files) {
    if (files.size() == 1
        && files.getFirst().toString().toLowerCase(Locale.ROOT).endsWith(".gateway")) {
      if (rights.may(Right.ADMINISTER)) {
        model.look(files.getFirst(), this::compare);
      } else {
        overlay.toast(Rights.sentence(Right.ADMINISTER));
      }
    } else {
      model.receipts(files, this::brought);
    }
  }

  void compare(FleetModel.Found found) {
    String gateway = found.file().gateway();
    switch (found.candidate()) {
      case Candidate.Unfit(String sentence) -> say("Not taken in", sentence);
      case Candidate.Same _ ->
          say(gateway, "This key was taken in already. Nothing is to be done.");
      case Candidate.Fresh _ -> compare(found, "A new gateway", "", false, true);
      case Candidate.Renewed _ ->
          compare(
              found,
              "A new key of a gateway",
              "The key in use signed for it. Its receipts go on with their numbers.",
              false,
              false);
      case Candidate.Other _ ->
          compare(
              found,
              "A gateway comes with another key",
              "The key in use did not sign for it. Go on only if you know that the gateway was made"
                  + " anew: its receipts begin again at 1, and the old key counts no more.",
              true,
              false);
    }
  }

  private void compare(
      FleetModel.Found found, String title, String about, boolean danger, boolean fresh) {
    Label print = Parts.label(Fingerprint.aloud(found.file().fingerprint()), "mono", "strong");
    print.setId("gateway-fingerprint");
    CheckBox same = new CheckBox("Its administrator read out the same, letter by letter");
    same.setId("gateway-compared");
    TextField folder = Parts.field("/srv/postern/relay-1");
    folder.setId("gateway-folder");
    VBox content =
        new VBox(
            10,
            Parts.paragraph(
                "Ask the gateway's administrator to read out the fingerprint that postern-enrol"
                    + " printed. Anybody can bring a file; only the gateway has the key."),
            print);
    if (!about.isEmpty()) {
      content.getChildren().addFirst(Parts.paragraph(about, danger ? "strong" : "mute"));
    }
    content.getChildren().addFirst(name(found.file().gateway()));
    if (fresh) {
      content.getChildren().add(Parts.named("Folder from which it fetches bundles", folder));
    }
    Label problem = Parts.paragraph("");
    problem.textProperty().bind(model.problem().map(Inert::lines));
    content.getChildren().addAll(same, Parts.problem(problem), Parts.busy(model.busy()));
    content.setPrefWidth(WIDTH);
    // What was wrong with it is no news once it was left.
    content
        .sceneProperty()
        .addListener(
            (_, _, scene) -> {
              if (scene == null) {
                model.forgive();
              }
            });
    Overlay.Opened[] opened = new Overlay.Opened[1];
    Runnable act =
        () ->
            model.enrol(
                found,
                folder.getText(),
                () -> {
                  opened[0].close();
                  model.admission(found.file().gateway(), this::admission);
                });
    Button add =
        danger
            ? Parts.danger("Take the new key", null, act)
            : Parts.primary("Take it in", null, act);
    add.setId("gateway-add");
    add.disableProperty().bind(same.selectedProperty().not());
    opened[0] =
        overlay.sheet(
            title, content, List.of(Parts.button("Cancel", null, () -> opened[0].close()), add));
  }

  // ---- its first file

  void admission(Fleet.Line line) {
    model.admission(line.gateway(), this::admission);
  }

  private void admission(Admission admission) {
    Label print = Parts.label(Fingerprint.aloud(admission.trust().digest()), "mono", "strong");
    print.setId("trust-fingerprint");
    VBox content =
        new VBox(
            10,
            name(admission.gateway()),
            Parts.paragraph(
                "One file goes back to the gateway: whose signatures it shall believe, and "
                    + (admission.bundle().isPresent()
                        ? "its first bundle, serial "
                            + admission.bundle().get().manifest().serial()
                            + "."
                        : "later its first bundle: none is signed for it yet. Sign and hand over,"
                            + " or save this file again then.")),
            Parts.paragraph(
                "Its administrator runs postern-enrol --accept there and compares this fingerprint"
                    + " of the trust file with you:"),
            print);
    content.setPrefWidth(WIDTH);
    Overlay.Opened[] opened = new Overlay.Opened[1];
    Button save =
        Parts.primary(
            "Save the file…",
            null,
            () -> {
              FileChooser chooser =
                  chooser("The gateway's first file", "Admissions", "*.admission");
              chooser.setInitialFileName(admission.fileName());
              File file = chooser.showSaveDialog(owner.getScene().getWindow());
              if (file != null) {
                model.write(admission, file.toPath());
                opened[0].close();
              }
            });
    save.setId("admission-save");
    opened[0] =
        overlay.sheet(
            "What the gateway gets first",
            content,
            List.of(Parts.button("Later", null, () -> opened[0].close()), save));
  }

  // ---- receipts

  void brought(FleetModel.Brought brought) {
    List<Taken.Refused> refused = brought.refused();
    String sum =
        brought.fresh()
            + (brought.fresh() == 1 ? " new receipt" : " new receipts")
            + (brought.known() == 0 ? "" : ", " + brought.known() + " known already");
    if (refused.isEmpty()) {
      overlay.toast(sum + ".");
      return;
    }
    text(
        sum + ", " + refused.size() + " not believed",
        refused.stream()
            .limit(SHOWN)
            .map(r -> said(r.gateway(), r.sentence()))
            .collect(Collectors.joining("\n")));
  }

  void strays(List<Stray> strays) {
    text(
        "Mails that claim to be receipts and are not believed",
        "They stay in the mailbox and change nothing here. Anybody who can write to the box can"
            + " send one.\n\n"
            + strays.stream()
                .limit(SHOWN)
                .map(s -> said(s.gateway(), s.sentence()))
                .collect(Collectors.joining("\n")));
  }

  private static String said(String gateway, String sentence) {
    return gateway.isEmpty() ? sentence : "“" + gateway + "”: " + sentence;
  }

  // ---- service

  void retire(Fleet.Line line) {
    TextField why = Parts.field("Why");
    why.setId("retire-why");
    VBox content =
        new VBox(
            10,
            name(line.gateway()),
            Parts.paragraph(
                "No bundle is made for it from now on, and the board shows it no more. What it"
                    + " enforces now, it goes on enforcing. Its receipts stay; you can take it"
                    + " back."),
            Parts.named("Why", why));
    content.setPrefWidth(WIDTH);
    Overlay.Opened[] opened = new Overlay.Opened[1];
    Button act =
        Parts.danger(
            "Take out of service",
            null,
            () -> {
              opened[0].close();
              model.retire(line.gateway(), why.getText().strip());
            });
    act.setId("retire-yes");
    opened[0] =
        overlay.sheet(
            "Take it out of service?",
            content,
            List.of(Parts.button("Cancel", null, () -> opened[0].close()), act));
  }

  void service() {
    model.service(this::service);
  }

  private void service(FleetModel.Service service) {
    VBox rows = new VBox(8);
    Overlay.Opened[] opened = new Overlay.Opened[1];
    if (service.retired().isEmpty()) {
      rows.getChildren().add(Parts.label("No gateway is out of service.", "mute"));
    }
    service.retired().forEach(r -> rows.getChildren().add(retired(r, opened)));
    TextField hours = Parts.field("48");
    hours.setId("silence-hours");
    hours.setText(Long.toString(service.silence().toHours()));
    hours.setPrefWidth(90);
    Label wrong = Parts.paragraph("");
    Button save =
        Parts.compact(
            "Save",
            () -> {
              String typed = hours.getText().strip();
              if (typed.matches("[1-9][0-9]{0,3}")) {
                model.silence(Long.parseLong(typed), () -> opened[0].close());
              } else {
                wrong.setText("A number of hours, such as 48.");
              }
            });
    HBox silence =
        new HBox(
            8,
            Parts.label("A gateway counts as silent after"),
            hours,
            Parts.label("hours without a word"),
            save);
    silence.setAlignment(Pos.CENTER_LEFT);
    rights.guard(Right.ADMINISTER, silence);
    ScrollPane scroll = new ScrollPane(rows);
    scroll.setFitToWidth(true);
    scroll.setMaxHeight(320);
    scroll.getStyleClass().add("edge-to-edge");
    VBox content =
        new VBox(14, scroll, silence, Parts.problem(wrong), rights.reason(Right.ADMINISTER));
    content.setPrefWidth(WIDTH);
    opened[0] =
        overlay.sheet(
            "In and out of service",
            content,
            List.of(Parts.primary("Close", "Esc", () -> opened[0].close())));
  }

  private HBox retired(Retired retired, Overlay.Opened[] opened) {
    Button back =
        Parts.compact("Take back", () -> model.restore(retired.gateway(), () -> opened[0].close()));
    rights.guard(Right.ADMINISTER, back);
    return GatewaysCard.twoLines(
        retired.gateway(),
        "since "
            + When.day(retired.at())
            + ", "
            + retired.officer()
            + (retired.why().isEmpty() ? "" : ": " + retired.why()),
        back);
  }

  // ---- parts

  /** Whole: what is cut off is what a lookalike is told apart by. */
  private static Label name(String gateway) {
    return Parts.paragraph(Inert.text(gateway), "mono", "strong");
  }

  private void say(String title, String sentence) {
    Label text = Parts.paragraph(Inert.lines(sentence));
    text.setMaxWidth(WIDTH);
    Overlay.Opened[] opened = new Overlay.Opened[1];
    opened[0] =
        overlay.sheet(
            Inert.brief(title, 80),
            text,
            List.of(Parts.primary("Close", "Esc", () -> opened[0].close())));
  }

  /** Shows text to read and copy. */
  void text(String title, String text) {
    TextArea area = Text.area(text, title);
    area.setPrefSize(760, 560);
    Overlay.Opened[] opened = new Overlay.Opened[1];
    opened[0] =
        overlay.sheet(
            title,
            area,
            List.of(
                Parts.button("Copy", null, () -> Parts.copy(text)),
                Parts.primary("Close", "Esc", () -> opened[0].close())));
  }

  private static FileChooser chooser(String title, String kind, String... patterns) {
    FileChooser chooser = new FileChooser();
    chooser.setTitle(title);
    chooser.getExtensionFilters().add(new FileChooser.ExtensionFilter(kind, patterns));
    chooser.getExtensionFilters().add(new FileChooser.ExtensionFilter("All files", "*"));
    return chooser;
  }
}
