package org.postern.ui.tester;

import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextArea;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.postern.mail.Inert;
import org.postern.policy.Listing;
import org.postern.ui.Card;
import org.postern.ui.Keys;
import org.postern.ui.LetterDiff;
import org.postern.ui.Overlay;
import org.postern.ui.Parts;
import org.postern.ui.Screen;
import org.postern.ui.Sentence;
import org.postern.ui.StatePane;
import org.postern.ui.Tag;
import org.postern.ui.Verdicts;

/** The screen "Test address". */
public final class TesterView implements Screen {
  private static final double WIDE = 980;

  private final TesterModel model;
  private final Overlay overlay;
  private final BorderPane root = new BorderPane();
  private final AddressField field;
  private final VBox answer = new VBox(12);
  private final VBox why = new VBox(10);
  private final NearCard near;
  private final BeforeCard before;
  private final ManyPane many;
  private final Keys keys = new Keys();

  public TesterView(TesterModel model, Overlay overlay) {
    this.model = model;
    this.overlay = overlay;
    field = new AddressField(this::pasted);
    near = new NearCard(model, overlay);
    before = new BeforeCard(model);
    many = new ManyPane(model, overlay);
    root.setId("tester");
    root.setCenter(center());
    root.setBottom(actions());
    model.reading().addListener((_, _, now) -> show(now));
    show(model.reading().get());
    keys.on("Ctrl+T", "Trust the domain…", () -> model.propose(Listing.TRUSTED))
        .on("Ctrl+B", "Block the domain…", () -> model.propose(Listing.BLOCKED))
        .on("Ctrl+Shift+C", "Copy the proof", this::copyProof)
        .on("Ctrl+M", "Test many…", this::askMany)
        .on("/", "Go to the field", field::requestFocus)
        .on("Esc", "Clear, or back from many", this::clear);
  }

  @Override
  public String title() {
    return "Test address";
  }

  @Override
  public String icon() {
    return "fth-crosshair";
  }

  @Override
  public Node root() {
    return root;
  }

  @Override
  public Keys keys() {
    return keys;
  }

  @Override
  public void shown() {
    model.refresh();
    field.requestFocus();
    field.end();
  }

  @Override
  public void hidden() {
    model.remember();
  }

  private Node center() {
    Card input = new Card(inputRow(), new StatePane(answer, model.state()));
    input.setId("tester-verdict");
    input.setMinHeight(Region.USE_PREF_SIZE);
    Card reasons = Card.titled("Why", why);
    reasons.setId("tester-why");
    reasons.visibleProperty().bind(model.reading().isNotNull());
    reasons.managedProperty().bind(reasons.visibleProperty());
    VBox left = new VBox(16, input, reasons);
    GridPane page = new GridPane(20, 16);
    page.getStyleClass().add("page");
    Node[] right = {near.root(), before.root()};
    page.widthProperty()
        .addListener((_, _, width) -> arrange(page, left, right, width.doubleValue() >= WIDE));
    arrange(page, left, right, true);
    ScrollPane scroll = new ScrollPane(page);
    scroll.setFitToWidth(true);
    scroll.setFitToHeight(true);
    scroll.visibleProperty().bind(model.manyOpen().not());
    many.root().visibleProperty().bind(model.manyOpen());
    return new StackPane(scroll, many.root());
  }

  /** Two columns where there is room, else one above the other. */
  private static void arrange(GridPane page, Node left, Node[] right, boolean wide) {
    if (page.getProperties().put("wide", wide) instanceof Boolean was && was == wide) {
      return;
    }
    page.getChildren().clear();
    page.getColumnConstraints()
        .setAll(Columns.of(wide ? new double[] {60, 40} : new double[] {100}));
    if (wide) {
      VBox side = new VBox(16, right);
      page.add(left, 0, 0);
      page.add(side, 1, 0);
    } else {
      HBox below = new HBox(16, right);
      for (Node card : right) {
        HBox.setHgrow(card, Priority.ALWAYS);
      }
      page.add(left, 0, 0);
      page.add(below, 0, 1);
      below.setFillHeight(false);
    }
  }

  private Node inputRow() {
    field.textProperty().bindBidirectional(model.input());
    field.addEventHandler(
        KeyEvent.KEY_PRESSED,
        event -> {
          if (event.getCode() == KeyCode.ENTER) {
            model.remember();
            event.consume();
          }
        });
    Label name =
        Parts.label("Address or domain, or paste a To: line, a column, a header", "field-name");
    name.setLabelFor(field);
    return new VBox(2, name, field);
  }

  private void show(@Nullable Reading reading) {
    answer.getChildren().clear();
    why.getChildren().clear();
    near.show(reading);
    if (reading == null) {
      return;
    }
    HBox headline =
        new HBox(
            14,
            Verdicts.headline(reading.verdict()),
            grown(new Sentence(reading.explanation().headline(), "headline")));
    headline.setAlignment(Pos.CENTER_LEFT);
    headline.setFillHeight(false);
    headline.setId("tester-headline");
    answer.getChildren().add(headline);
    if (!Inert.isPlain(reading.verdict().input())) {
      Label really = Parts.label(Inert.brief(reading.verdict().input(), 400), "mono");
      really.setWrapText(true);
      answer
          .getChildren()
          .add(
              new VBox(
                  2,
                  Parts.label("What was really typed, with what hides in it", "field-name"),
                  really));
    }
    if (!reading.meant().isEmpty() && !reading.meant().equals(reading.typed())) {
      LetterDiff letters = LetterDiff.of(reading.typed(), reading.meant());
      letters.setId("tester-letters");
      answer.getChildren().add(letters);
    }
    if (!reading.facts().isEmpty()) {
      FlowPane facts = new FlowPane(8, 8);
      reading.facts().forEach(f -> facts.getChildren().add(Tag.fact(f.tone(), f.text())));
      answer.getChildren().add(facts);
    }
    reasons(reading);
  }

  private void reasons(Reading reading) {
    int n = 1;
    for (String step : reading.explanation().why()) {
      Label number = Parts.label(String.valueOf(n++), "mute");
      number.setMinWidth(18);
      why.getChildren().add(new HBox(8, number, grown(new Sentence(step))));
    }
    VBox outcome = new VBox(6);
    outcome.getStyleClass().add("outcome");
    reading
        .explanation()
        .wouldPassIf()
        .ifPresent(s -> outcome.getChildren().add(new Sentence(s, "medium")));
    outcome.getChildren().add(new Sentence("What a gateway does: " + reading.gateway()));
    why.getChildren().add(outcome);
    Label proof =
        Parts.label(
            shortened(reading.verdict().proof().hash()) + " · list serial " + reading.serial(),
            "mono",
            "small",
            "mute");
    proof.setId("tester-proof");
    HBox line =
        new HBox(
            12, Parts.label("Proof", "small", "mute"), proof, Parts.link("copy", this::copyProof));
    line.setAlignment(Pos.CENTER_LEFT);
    why.getChildren().add(line);
  }

  /** "sha256:9f31 c27a 51de 08b4 …": enough to compare by eye. */
  private static String shortened(String hash) {
    String hex = hash.substring(hash.indexOf(':') + 1);
    return hash.substring(0, hash.indexOf(':') + 1)
        + String.join(
            " ",
            hex.substring(0, 4),
            hex.substring(4, 8),
            hex.substring(8, 12),
            hex.substring(12, 16))
        + " …";
  }

  private HBox actions() {
    Button trust = Parts.button("Trust…", "Ctrl+T", () -> model.propose(Listing.TRUSTED));
    Button block = Parts.button("Block…", "Ctrl+B", () -> model.propose(Listing.BLOCKED));
    Button copy = Parts.button("Copy proof", "Ctrl+Shift+C", this::copyProof);
    Button paste = Parts.button("Test many…", "Ctrl+M", this::askMany);
    trust.setId("tester-trust");
    block.setId("tester-block");
    var nothing = Bindings.createBooleanBinding(this::nothingToList, model.reading());
    trust.disableProperty().bind(nothing);
    block.disableProperty().bind(nothing);
    copy.disableProperty().bind(model.reading().isNull());
    HBox bar = new HBox(10, trust, block, copy, Parts.spring(), paste);
    bar.getStyleClass().add("action-bar");
    bar.visibleProperty().bind(model.manyOpen().not());
    bar.managedProperty().bind(bar.visibleProperty());
    return bar;
  }

  private boolean nothingToList() {
    Reading reading = model.reading().get();
    return reading == null || reading.verdict().domain().isEmpty();
  }

  private void copyProof() {
    String proof = model.proof();
    if (!proof.isEmpty()) {
      Parts.copy(proof);
      overlay.toast("The proof is on the clipboard, as JSON with its hash.");
    }
  }

  private void clear() {
    if (model.manyOpen().get()) {
      model.one();
    } else {
      model.input().set("");
    }
    field.requestFocus();
  }

  /** True if the clipboard held more than one address, which the field cannot take. */
  private boolean pasted() {
    String text = Clipboard.getSystemClipboard().getString();
    return text != null && takesMany(text) && model.paste(text);
  }

  private static boolean takesMany(String text) {
    return text.strip().indexOf('\n') >= 0 || text.indexOf('<') >= 0 || !Pasted.single(text);
  }

  private void askMany() {
    TextArea area = new TextArea();
    area.setId("tester-many");
    area.getStyleClass().addAll("field", "mono");
    area.setPromptText("One per line, a To: line, a column from a spreadsheet, or a whole header");
    area.setPrefSize(640, 260);
    Label problem = Parts.label("", "bad-text");
    Overlay.Opened[] opened = new Overlay.Opened[1];
    Button cancel = Parts.button("Cancel", null, () -> opened[0].close());
    Button judge =
        Parts.primary(
            "Test them",
            "Ctrl+Enter",
            () -> {
              if (model.paste(area.getText())) {
                opened[0].close();
              } else {
                problem.setText("There is no address in this.");
              }
            });
    area.addEventFilter(
        KeyEvent.KEY_PRESSED,
        event -> {
          if (event.getCode() == KeyCode.ENTER && event.isShortcutDown()) {
            event.consume();
            judge.fire();
          }
        });
    opened[0] =
        overlay.sheet(
            "Test many addresses",
            new VBox(8, Parts.named("Addresses", area), problem),
            List.of(cancel, judge));
  }

  private static Node grown(Node node) {
    HBox.setHgrow(node, Priority.ALWAYS);
    return node;
  }
}
