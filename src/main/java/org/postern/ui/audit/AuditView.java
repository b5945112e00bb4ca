package org.postern.ui.audit;

import java.io.File;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javafx.beans.binding.Bindings;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import org.jspecify.annotations.Nullable;
import org.postern.mail.Inert;
import org.postern.store.Audit;
import org.postern.store.AuditExport;
import org.postern.store.Journal;
import org.postern.ui.Card;
import org.postern.ui.Keys;
import org.postern.ui.Parts;
import org.postern.ui.Screen;
import org.postern.ui.StatePane;
import org.postern.ui.Tables;
import org.postern.ui.Tag;
import org.postern.ui.Tone;

/** Draws the record as a table with search, and what a check of it found. FX thread only. */
public final class AuditView implements Screen {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("d MMM yyyy HH:mm:ss", Locale.ENGLISH)
          .withZone(ZoneId.systemDefault());

  /** What one may look for, and how the acts begin. */
  private static final Map<String, String> KINDS =
      Map.of(
          "Everything", "",
          "Decisions", "decision.",
          "Lists", "lists.",
          "Changes", "change.",
          "Officers", "roster.",
          "Sign-ins", "session.",
          "Messages read", "message.",
          "Bundles", "bundle.",
          "Receipts", "receipt.",
          "Exports", "record.");

  private static final List<String> KIND_ORDER =
      List.of(
          "Everything",
          "Decisions",
          "Messages read",
          "Lists",
          "Changes",
          "Officers",
          "Sign-ins",
          "Bundles",
          "Receipts",
          "Exports");

  private final AuditModel model;
  private final TextField find = Parts.search("Message, entry, digest, reason", "/");
  private final TableView<Journal.Act> table;
  private final VBox outcome = new VBox();
  private final BorderPane root = new BorderPane();

  public AuditView(AuditModel model) {
    this.model = model;
    table = table();
    find.textProperty().bindBidirectional(model.contains());
    find.setId("audit-find");
    find.setPrefWidth(320);
    TextField who = Parts.field("Officer");
    who.textProperty().bindBidirectional(model.who());
    who.setPrefWidth(150);
    who.setAccessibleText("Officer");
    ComboBox<String> kind = new ComboBox<>();
    kind.getItems().setAll(KIND_ORDER);
    kind.getSelectionModel().selectFirst();
    kind.setAccessibleText("Kind of act");
    kind.valueProperty().addListener((_, _, now) -> model.act().set(KINDS.getOrDefault(now, "")));
    Button verify = Parts.primary("Check the record", "V", model::verify);
    verify.setId("audit-verify");
    verify.disableProperty().bind(model.checking().isNotEmpty());
    HBox head = new HBox(10, find, who, kind, Parts.spring(), verify);
    head.setAlignment(Pos.CENTER_LEFT);
    Card card = new Card(table).grow(table);
    card.getStyleClass().add("flush");
    VBox page = new VBox(14, head, outcome, card);
    page.getStyleClass().add("page");
    VBox.setVgrow(card, Priority.ALWAYS);
    Button more = Parts.button("Show more", "M", model::readMore);
    more.visibleProperty().bind(model.more());
    more.managedProperty().bind(model.more());
    Button stop = Parts.button("Stop the check", "Esc", model::stop);
    stop.visibleProperty().bind(model.checking().isNotEmpty());
    stop.managedProperty().bind(stop.visibleProperty());
    Label doing = Parts.label("", "mute");
    doing.textProperty().bind(model.checking());
    HBox foot =
        new HBox(
            10,
            Parts.button("Copy record", "C", this::copy),
            Parts.button("Export…", "E", this::export),
            more,
            doing,
            stop);
    foot.setAlignment(Pos.CENTER_LEFT);
    foot.getStyleClass().add("action-bar");
    foot.setPadding(new Insets(12, 24, 12, 24));
    root.setCenter(new StatePane(page, model.state()));
    root.setBottom(foot);
    outcome.managedProperty().bind(Bindings.isNotEmpty(outcome.getChildren()));
    model.report().addListener((_, _, now) -> say(now));
  }

  private TableView<Journal.Act> table() {
    TableView<Journal.Act> made = Tables.of("audit", "Nothing fits these words.");
    made.getColumns()
        .setAll(
            List.of(
                Tables.text(
                    "no.", 70, a -> String.format(Locale.ROOT, "%,d", a.seq()), "right", "mute"),
                Tables.text("time", 160, a -> TIME.format(a.at())),
                Tables.text("officer", 140, Journal.Act::officer),
                Tables.text("what", 190, a -> Acts.words(a.act())),
                Tables.text("about", 240, Journal.Act::subject, "mono"),
                Tables.text("details", 260, a -> Acts.details(a.details()), "small", "mute"),
                Tables.drawn(
                    "signed",
                    80,
                    a -> a.session() == null ? Parts.label("no", "mute") : Tag.of(Tone.OK, "yes"),
                    Comparator.comparing(a -> a.session() == null))));
    double[] least = {64, 180, 90, 190, 90, 90, 84};
    for (int i = 0; i < least.length; i++) {
      made.getColumns().get(i).setMinWidth(least[i]);
    }
    made.getColumns().forEach(c -> c.setSortable(false));
    made.setItems(model.acts());
    return made;
  }

  private void say(Audit.@Nullable Report report) {
    outcome.getChildren().clear();
    if (report == null) {
      return;
    }
    String counts =
        String.format(
            Locale.ROOT,
            "%,d records: %,d signed by officers in %,d sessions, %,d by the console, %,d from open"
                + " mode.",
            report.records(),
            report.signed(),
            report.sessions(),
            report.bySystem(),
            report.open());
    VBox lines = new VBox(6, Parts.paragraph(counts));
    report.notes().forEach(n -> lines.getChildren().add(Parts.paragraph(Inert.text(n), "mute")));
    for (Audit.Finding f : report.findings()) {
      Label at = Parts.label(f.seq() > 0 ? "record " + f.seq() : "lists", "small", "mute");
      at.setMinWidth(90);
      lines.getChildren().add(new HBox(10, at, Parts.paragraph(Inert.text(f.sentence()))));
    }
    Label head = Parts.label("Head of the chain: " + report.head(), "mono", "small", "mute");
    head.setMinWidth(0);
    Button copy = Parts.link("copy", () -> Parts.copy(report.head().toString()));
    HBox last = new HBox(10, head, copy);
    last.setAlignment(Pos.CENTER_LEFT);
    lines.getChildren().add(last);
    outcome
        .getChildren()
        .add(
            Card.headed(
                report.sound() ? "The record is sound" : "The record is not sound",
                report.sound()
                    ? Tag.of(Tone.OK, "sound")
                    : Tag.of(Tone.BAD, report.findings().size() + " findings"),
                lines));
  }

  private void copy() {
    Journal.Act act = table.getSelectionModel().getSelectedItem();
    if (act != null) {
      Parts.copy(
          act.seq()
              + " "
              + act.at()
              + " "
              + Inert.text(act.officer())
              + " "
              + act.act()
              + " "
              + Inert.text(act.subject())
              + " "
              + Inert.text(act.details())
              + " "
              + act.hash());
    }
  }

  private void export() {
    FileChooser chooser = new FileChooser();
    chooser.setInitialFileName("postern-record.jsonl");
    chooser
        .getExtensionFilters()
        .addAll(
            new FileChooser.ExtensionFilter("JSON Lines", "*.jsonl"),
            new FileChooser.ExtensionFilter("CEF", "*.cef"),
            new FileChooser.ExtensionFilter("RFC 5424 syslog", "*.log"));
    File file = chooser.showSaveDialog(root.getScene().getWindow());
    if (file != null) {
      String name = file.getName().toLowerCase(Locale.ROOT);
      model.export(
          file.toPath(),
          name.endsWith(".cef")
              ? AuditExport.Format.CEF
              : name.endsWith(".log") ? AuditExport.Format.RFC5424 : AuditExport.Format.JSONL);
    }
  }

  @Override
  public String title() {
    return "Record";
  }

  @Override
  public String icon() {
    return "fth-book-open";
  }

  @Override
  public Node root() {
    return root;
  }

  @Override
  public Keys keys() {
    return new Keys()
        .on("/", "Search the record", find::requestFocus)
        .on("V", "Check the record", model::verify)
        .on("Esc", "Stop the check", model::stop)
        .on("M", "Show more", model::readMore)
        .on("C", "Copy the selected record", this::copy)
        .on("E", "Export the record", this::export);
  }

  @Override
  public void shown() {
    model.start();
    find.requestFocus();
  }
}
