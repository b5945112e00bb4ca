package org.postern.ui.publish;

import java.io.File;
import java.text.NumberFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.stage.DirectoryChooser;
import org.jspecify.annotations.Nullable;
import org.postern.mail.Inert;
import org.postern.target.Comparison;
import org.postern.target.Difference;
import org.postern.target.Target;
import org.postern.ui.Overlay;
import org.postern.ui.Parts;
import org.postern.ui.Tables;
import org.postern.ui.Tag;
import org.postern.ui.Tone;
import org.postern.ui.publish.TargetsModel.Result;

/** What other mail systems would make of the bundle, and where they differ. FX thread only. */
final class TargetsSheet {
  private static final double WIDTH = 900;
  private static final double HEIGHT = 600;

  /** As the style sheet has it. */
  private static final double ROW = 36;

  private static final int SHOWN = 200;

  /** By the plans of Defender for Office 365. */
  private static final Integer[] MOST = {500, 1_000, 10_000};

  private final TargetsModel model;
  private final boolean signed;
  private final TableView<Target> table = Tables.of("targets", "");
  private final Label nothing = Parts.paragraph("", "mute");
  private final TableView<Difference> differences = Tables.of("targets-differences", "");
  private final Label heading = Parts.label("", "strong");
  private final Label told = Parts.paragraph("", "small", "mute");
  private final Button write = Parts.primary("Write its files…", null, this::write);

  private TargetsSheet(TargetsModel model, boolean signed) {
    this.model = model;
    this.signed = signed;
  }

  /**
   * @param signed whether enough officers signed the bundle: nothing is written of others
   */
  static void open(TargetsModel model, boolean signed, Overlay overlay) {
    new TargetsSheet(model, signed).open(overlay);
  }

  private void open(Overlay overlay) {
    columns();
    VBox content = content();
    write.setId("targets-write");
    Overlay.Opened[] opened = new Overlay.Opened[1];
    opened[0] =
        overlay.sheet(
            "Other mail systems",
            content,
            List.of(
                Parts.button("Copy the report", null, () -> Parts.copy(report())),
                Parts.button("Close", "Esc", () -> opened[0].close()),
                write));
    model.results().addListener((_, _, _) -> show());
    content
        .sceneProperty()
        .addListener(
            (_, _, scene) -> {
              if (scene == null) {
                model.stop();
              }
            });
    table.getSelectionModel().selectedItemProperty().addListener((_, _, _) -> show());
    table.getSelectionModel().selectFirst();
    table.requestFocus();
    model.compare();
  }

  private VBox content() {
    Label problem = Parts.paragraph("");
    problem.textProperty().bind(model.problem().map(Inert::lines));
    VBox detail = new VBox(6, heading, told, differences);
    VBox.setVgrow(differences, Priority.ALWAYS);
    VBox content =
        new VBox(
            12,
            Parts.paragraph(
                "Gateways that are no Postfix read the rules in a form of their own. Each was"
                    + " written and asked about every probe: this is where it would do something"
                    + " else than what is signed.",
                "mute"),
            table,
            places(),
            Parts.problem(problem),
            detail);
    VBox.setVgrow(detail, Priority.ALWAYS);
    if (!signed) {
      content
          .getChildren()
          .add(Parts.label("Files are written when enough officers have signed.", "small", "mute"));
    }
    content.setPrefSize(WIDTH, HEIGHT);
    return content;
  }

  private void columns() {
    table.getColumns().add(Tables.text("Mail system", 250, Target::title));
    table
        .getColumns()
        .add(Tables.text("Size", 90, t -> of(t, c -> BundleCard.size(c.size())), "right"));
    table.getColumns().add(Tables.text("Rules", 90, t -> of(t, c -> number(c.written())), "right"));
    table
        .getColumns()
        .add(
            Tables.text(
                "Left out", 90, t -> of(t, c -> left(c) == 0 ? "–" : number(left(c))), "right"));
    table.getColumns().add(Tables.drawn("What it does", 340, this::tag, Comparator.naturalOrder()));
    table.getColumns().forEach(column -> column.setSortable(false));
    table.getItems().setAll(Target.values());
    double height = ROW * (Target.values().length + 1);
    table.setMinHeight(height);
    table.setMaxHeight(height);
    table.setAccessibleText("Other mail systems");
    differences.getColumns().add(Tables.text("Mail for", 240, Difference::recipient, "mono"));
    differences.getColumns().add(Tables.text("Signed", 100, d -> d.signed().word()));
    differences
        .getColumns()
        .add(Tables.text("There", 150, d -> d.there().words().replace('-', ' ')));
    differences.getColumns().add(Tables.text("Mail that", 370, d -> d.kind().sentence()));
    differences.setMinHeight(110);
    differences.setPlaceholder(nothing);
    differences.setAccessibleText("Where it differs");
  }

  private HBox places() {
    TextField place = Parts.field("127.0.0.1:24");
    place.setText(model.options().host() + ":" + model.options().port());
    place.setId("targets-place");
    place.setPrefWidth(200);
    ChoiceBox<Integer> most = new ChoiceBox<>();
    most.setId("targets-most");
    most.getItems().setAll(MOST);
    most.setValue(model.options().most());
    place.setOnAction(_ -> model.compare(place.getText(), most.getValue()));
    most.setOnAction(_ -> model.compare(place.getText(), most.getValue()));
    HBox places =
        new HBox(
            24,
            Parts.named("Quarantine box, LMTP", place),
            Parts.named("Block entries that the Microsoft 365 plan takes", most),
            Parts.spring(),
            Parts.busy(model.busy()));
    places.setAlignment(Pos.BOTTOM_LEFT);
    return places;
  }

  private String of(Target target, Function<Comparison, String> value) {
    return switch (model.results().get().get(target)) {
      case null -> "…";
      case Result.Compared(Comparison comparison) -> value.apply(comparison);
      case Result.Failed _ -> "–";
    };
  }

  private @Nullable Node tag(Target target) {
    return switch (model.results().get().get(target)) {
      case null -> null;
      case Result.Failed _ -> Tag.of(Tone.BAD, "cannot be written");
      case Result.Compared(Comparison c) when c.differences().isEmpty() ->
          Tag.of(Tone.OK, "as signed");
      case Result.Compared(Comparison c) ->
          Tag.of(
              c.differences().getFirst().kind() == Difference.Kind.LEAVES ? Tone.BAD : Tone.HOLD,
              number(c.differences().size()) + " of " + number(c.asked()) + " otherwise");
    };
  }

  /** What is known by now, and of the chosen one all of it. */
  private void show() {
    table.refresh();
    Target chosen = table.getSelectionModel().getSelectedItem();
    Result result = chosen == null ? null : model.results().get().get(chosen);
    heading.setText(chosen == null ? "" : chosen.title());
    told.setText(sentences(result));
    nothing.setText(
        result instanceof Result.Compared ? "It answers every probe as it is signed." : "");
    differences
        .getItems()
        .setAll(
            result instanceof Result.Compared(Comparison c)
                ? c.differences().stream().limit(SHOWN).toList()
                : List.of());
    write.setDisable(!signed || !(result instanceof Result.Compared));
  }

  private static String sentences(@Nullable Result result) {
    return switch (result) {
      case null -> "It was not asked yet.";
      case Result.Failed(String why) -> Inert.lines(why);
      case Result.Compared(Comparison c) -> String.join("\n", lines(c));
    };
  }

  private static List<String> lines(Comparison c) {
    List<String> lines = new ArrayList<>();
    lines.add(
        c.files().stream()
            .map(f -> f.name() + " " + BundleCard.size(f.size()))
            .collect(Collectors.joining(" · ")));
    c.counts().forEach((kind, count) -> lines.add(number(count) + " " + kind.sentence()));
    c.leftOut()
        .forEach(
            (reason, count) ->
                lines.add(
                    (count == 1 ? "1 rule" : number(count) + " rules")
                        + " left out: "
                        + reason.sentence()));
    if (c.differences().size() > SHOWN) {
      lines.add("The first " + SHOWN + " are shown; the report has all.");
    }
    return lines;
  }

  /** All of it, for a mail or a file. */
  private String report() {
    return Arrays.stream(Target.values()).map(this::report).collect(Collectors.joining("\n\n"));
  }

  private String report(Target target) {
    Result result = model.results().get().get(target);
    List<String> lines = new ArrayList<>(List.of(target.title(), sentences(result)));
    if (result instanceof Result.Compared(Comparison c)) {
      c.differences()
          .forEach(
              d ->
                  lines.add(
                      d.recipient()
                          + "  signed: "
                          + d.signed().word()
                          + "  there: "
                          + d.there().words()));
    }
    return String.join("\n", lines);
  }

  private void write() {
    DirectoryChooser chooser = new DirectoryChooser();
    chooser.setTitle("Where the folder of its files is put");
    File folder = chooser.showDialog(table.getScene().getWindow());
    if (folder != null) {
      model.write(table.getSelectionModel().getSelectedItem(), folder.toPath());
    }
  }

  private static int left(Comparison c) {
    return c.leftOut().values().stream().mapToInt(Integer::intValue).sum();
  }

  private static String number(long n) {
    return NumberFormat.getIntegerInstance(Locale.ENGLISH).format(n);
  }
}
