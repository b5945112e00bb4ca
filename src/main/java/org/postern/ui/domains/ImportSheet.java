package org.postern.ui.domains;

import java.util.List;
import javafx.collections.FXCollections;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.DatePicker;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;
import org.postern.listfile.Form;
import org.postern.listfile.Reading;
import org.postern.mail.Inert;
import org.postern.policy.Listing;
import org.postern.policy.Mode;
import org.postern.store.Imports;
import org.postern.store.Standing;
import org.postern.ui.Overlay;
import org.postern.ui.Parts;

/** What a file would change, how it is read and taken in, above the screen. FX thread only. */
final class ImportSheet {
  private static final double WIDTH = 760;
  private static final double HEIGHT = 230;

  private final ImportModel model;
  private final Overlay overlay;
  private final String title;
  private final java.util.function.Consumer<ImportModel.Step.Finished> finished;
  private final ChoiceBox<Form.Format> format = choice("import-format", Form.Format.values());
  private final ChoiceBox<Form.Encoding> encoding =
      choice("import-encoding", Form.Encoding.values());
  private final VBox kinds = new VBox(2);
  private final ScrollPane body = new ScrollPane(kinds);
  private final Button go = Parts.primary("Import", "Ctrl+Enter", this::go);
  private Overlay.@Nullable Opened opened;

  private ImportSheet(
      ImportModel model,
      Overlay overlay,
      String title,
      java.util.function.Consumer<ImportModel.Step.Finished> finished) {
    this.model = model;
    this.overlay = overlay;
    this.title = title;
    this.finished = finished;
  }

  /**
   * @param finished told what was done, after the sheet has closed
   */
  static void open(
      ImportModel model,
      Overlay overlay,
      String title,
      java.util.function.Consumer<ImportModel.Step.Finished> finished) {
    new ImportSheet(model, overlay, title, finished).open();
  }

  private void open() {
    go.setId("import-go");
    body.setFitToWidth(true);
    body.setPrefViewportHeight(HEIGHT);
    body.setMinViewportHeight(120);
    body.getStyleClass().add("edge-to-edge");
    VBox.setVgrow(body, Priority.ALWAYS);
    follow();
    VBox content = new VBox(14, how(), body, options());
    content.setPrefWidth(WIDTH);
    content.setMaxWidth(WIDTH);
    content.setOnKeyPressed(
        e -> {
          if (e.isControlDown() && e.getCode() == javafx.scene.input.KeyCode.ENTER) {
            go();
          }
        });
    Button cancel = Parts.button("Cancel", "Esc", this::cancel);
    cancel.setId("import-cancel");
    opened = overlay.sheet(title, content, List.of(cancel, go));
    model.onStep(this::show);
    // Esc takes the sheet away: what is under way stops with it.
    content
        .sceneProperty()
        .addListener(
            (_, _, scene) -> {
              if (scene == null) {
                model.cancel();
              }
            });
  }

  private void cancel() {
    model.cancel();
    close();
  }

  private void close() {
    if (opened != null) {
      opened.close();
    }
  }

  private void go() {
    if (!go.isDisabled()) {
      model.go();
    }
  }

  private void follow() {
    model
        .form()
        .addListener(
            (_, _, now) -> {
              if (now != null) {
                format.setValue(now.format());
                encoding.setValue(now.encoding());
              }
            });
    format.valueProperty().addListener((_, _, _) -> readAs());
    encoding.valueProperty().addListener((_, _, _) -> readAs());
    model.wanted.addListener((_, _, _) -> button());
  }

  private void readAs() {
    if (format.getValue() != null && encoding.getValue() != null) {
      model.readAs(format.getValue(), encoding.getValue());
    }
  }

  private Node how() {
    format.setConverter(labels(Form.Format::label));
    encoding.setConverter(labels(Form.Encoding::label));
    Label packing = Parts.label("", "mute", "small");
    packing
        .textProperty()
        .bind(model.form().map(f -> f == null ? "" : f.packing().label()).orElse(""));
    HBox line =
        new HBox(
            14,
            Parts.named("Format", format),
            Parts.named("Encoding", encoding),
            Parts.spring(),
            packing);
    line.setAlignment(Pos.BOTTOM_LEFT);
    return line;
  }

  private Node options() {
    ChoiceBox<Listing> listing = choice("import-listing", Listing.values());
    listing.setConverter(labels(Wording::name));
    listing.valueProperty().bindBidirectional(model.listing);
    ChoiceBox<Mode> mode = choice("import-mode", Mode.values());
    mode.setConverter(labels(m -> m == Mode.ENFORCE ? "Enforce" : "Only monitor"));
    mode.valueProperty().bindBidirectional(model.mode);
    TextField note = Parts.field("Why they are there");
    note.setId("import-note");
    note.textProperty().bindBidirectional(model.note);
    HBox.setHgrow(note, Priority.ALWAYS);
    TextField owner = Parts.field("Who answers for them");
    owner.textProperty().bindBidirectional(model.owner);
    owner.setPrefWidth(130);
    DatePicker lastDay = new DatePicker();
    lastDay.setPromptText("never");
    lastDay.getStyleClass().add("date-field");
    lastDay.setPrefWidth(140);
    lastDay.setMinWidth(140);
    lastDay.setConverter(new EntryPanel.IsoDays());
    lastDay.valueProperty().bindBidirectional(model.lastDay);
    VBox noted = Parts.named("Note", note);
    HBox.setHgrow(noted, Priority.ALWAYS);
    HBox line =
        new HBox(
            10,
            Parts.named("List", listing),
            Parts.named("Mode", mode),
            noted,
            Parts.named("Owner", owner),
            Parts.named("Last day", lastDay));
    line.disableProperty()
        .bind(model.step().map(s -> s instanceof ImportModel.Step.Taking).orElse(false));
    return line;
  }

  private void show(ImportModel.Step step) {
    button();
    switch (step) {
      case ImportModel.Step.Looking(), ImportModel.Step.Taking() ->
          kinds.getChildren().setAll(working());
      case ImportModel.Step.Ready(ImportModel.Preview preview) -> kinds(preview);
      case ImportModel.Step.Failed(String sentence) ->
          kinds.getChildren().setAll(failure(sentence));
      case ImportModel.Step.Finished done -> {
        close();
        finished.accept(done);
      }
    }
  }

  private void button() {
    long n = model.toWrite();
    go.setText(n == 0 ? "Import" : String.format("Import %,d", n));
    go.setDisable(n == 0);
  }

  private Node working() {
    ProgressIndicator wheel = new ProgressIndicator();
    wheel.setPrefSize(22, 22);
    Label text = Parts.label("");
    text.textProperty().bind(model.progress());
    HBox line = new HBox(12, wheel, text);
    line.setAlignment(Pos.CENTER_LEFT);
    return line;
  }

  private static Node failure(String sentence) {
    return Parts.problem(Parts.paragraph(Inert.brief(sentence, 400)));
  }

  private void kinds(ImportModel.Preview preview) {
    kinds.getChildren().clear();
    kind(preview, Standing.NEW, "new", true);
    kind(preview, Standing.CHANGED, "there already with other details; tick to change them", false);
    kind(preview, Standing.CONFLICTING, "on the other list; a block wins over trust", false);
    kind(preview, Standing.COVERED, "covered already by a wider entry", false);
    kind(preview, Standing.PRESENT, "there already, or twice in the file", true);
    if (preview.badCount() > 0) {
      kinds
          .getChildren()
          .add(counted(preview.badCount(), "lines that are no entry; they are left out"));
      preview.bad().stream()
          .limit(ImportModel.SHOWN)
          .forEach(b -> kinds.getChildren().add(row("line " + b.line(), said(b))));
      more(preview.badCount());
    }
    if (kinds.getChildren().isEmpty()) {
      kinds.getChildren().add(Parts.paragraph("Nothing stands in it.", "mute"));
    }
  }

  private static String said(Reading.Bad bad) {
    return (bad.text().isEmpty() ? "" : Inert.brief(bad.text(), 60) + "  ") + bad.sentence();
  }

  private void kind(ImportModel.Preview preview, Standing standing, String what, boolean fixed) {
    long n = preview.count(standing);
    if (n == 0) {
      return;
    }
    if (fixed) {
      kinds.getChildren().add(counted(n, what));
    } else {
      CheckBox box = new CheckBox(String.format("%,d  %s", n, what));
      box.setId("import-" + standing.word());
      box.setSelected(model.wanted.get().contains(standing));
      box.selectedProperty().addListener((_, _, on) -> model.want(standing, on));
      kinds.getChildren().add(box);
    }
    for (Imports.Compared one : preview.first().getOrDefault(standing, List.of())) {
      String name = Inert.brief(one.entry().pattern().display(), 80);
      String met =
          one.met() == null || standing == Standing.PRESENT || standing == Standing.CHANGED
              ? ""
              : (standing == Standing.COVERED ? "by " : "here: ")
                  + Inert.brief(one.met().entry().pattern().display(), 80);
      kinds.getChildren().add(row(name, met));
    }
    more(n);
  }

  private void more(long n) {
    if (n > ImportModel.SHOWN) {
      kinds.getChildren().add(row(String.format("… and %,d more", n - ImportModel.SHOWN), ""));
    }
  }

  private static Node counted(long n, String what) {
    return Parts.label(String.format("%,d  %s", n, what), "field-name");
  }

  private static Node row(String name, String about) {
    Label left = Parts.label(name, "mono", "small");
    left.setMinWidth(0);
    Label right = Parts.label(about, "mute", "small");
    right.setMinWidth(0);
    HBox row = new HBox(14, left, right);
    row.setPadding(new javafx.geometry.Insets(0, 0, 0, 24));
    return row;
  }

  private static <T> ChoiceBox<T> choice(String id, T[] values) {
    ChoiceBox<T> box = new ChoiceBox<>(FXCollections.observableArrayList(values));
    box.setId(id);
    return box;
  }

  private static <T> StringConverter<T> labels(java.util.function.Function<T, String> label) {
    return new StringConverter<>() {
      @Override
      public String toString(@Nullable T value) {
        return value == null ? "" : label.apply(value);
      }

      @Override
      public T fromString(String text) {
        throw new UnsupportedOperationException("nobody types here");
      }
    };
  }
}
