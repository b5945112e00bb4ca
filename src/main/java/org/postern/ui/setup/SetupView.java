package org.postern.ui.setup;

import java.util.Objects;
import javafx.application.Platform;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;
import org.postern.mail.Inert;
import org.postern.ui.Card;
import org.postern.ui.Keys;
import org.postern.ui.Parts;
import org.postern.ui.Screen;

/**
 * Draws the first start: the question, and the form for a set-up of one's own. It is the root of a
 * scene of its own, before there is a shell; the scene needs a {@link org.postern.ui.Theme}. FX
 * thread only.
 */
public final class SetupView {
  private final SetupModel model;
  private final StackPane root = new StackPane();
  private final VBox question;
  private final HBox form;
  private final ScrollPane scroll = new ScrollPane();
  private final Button practice;
  private Node officerCard = new Region();

  public SetupView(SetupModel model) {
    this.model = model;
    practice =
        choice(
            "setup-practice",
            "fth-compass",
            "Practice",
            "Some twenty held messages, lists with real names, a gateway in this window. Nothing"
                + " leaves this computer.",
            "1",
            model::practise);
    question = question();
    form = form();
    root.getStyleClass().add("first-start");
    FormParts.dress(root);
    model.filling().addListener((_, _, _) -> show());
    root.addEventHandler(KeyEvent.KEY_PRESSED, this::pressed);
    show();
  }

  /** The root of the scene. */
  public Parent root() {
    return root;
  }

  /** Puts the focus where work begins; after the window is shown. */
  public void opened() {
    // What has no skin yet is not in the scene, and takes no focus.
    root.applyCss();
    if (model.filling().get()) {
      Node first = FormParts.firstField(officerCard);
      if (first != null) {
        first.requestFocus();
      }
    } else {
      practice.requestFocus();
    }
  }

  private void show() {
    root.getChildren().setAll(model.filling().get() ? form : question);
    // later: the key that led here must not be typed into the first field
    Platform.runLater(this::opened);
  }

  private void pressed(KeyEvent event) {
    Keys keys =
        model.filling().get()
            ? new Keys()
                .on("Ctrl+Enter", "Finish", model::finish)
                .on("Esc", "Back to the question", model::back)
            : new Keys()
                .on("1", "Practice", model::practise)
                .on("2", "Set up my own", model::fillIn);
    keys.handle(event);
  }

  private static ImageView mark(double size) {
    ImageView mark =
        new ImageView(
            new Image(
                Objects.requireNonNull(Screen.class.getResource("icons/postern-256.png"))
                    .toExternalForm()));
    mark.setFitWidth(size);
    mark.setFitHeight(size);
    mark.setSmooth(true);
    return mark;
  }

  private VBox question() {
    Label lead =
        Parts.paragraph(
            "Postern keeps mail for army.mil from leaving for army.ml: it judges every recipient,"
                + " holds what looks mistyped, and lets an officer decide.",
            "lead");
    lead.setMaxWidth(560);
    Button own =
        choice(
            "setup-own",
            "fth-sliders",
            "Set up my own",
            "Your name and key, your quarantine mailbox, your gateways. All but the name may wait.",
            "2",
            model::fillIn);
    HBox choices = new HBox(20, practice, own);
    choices.setAlignment(Pos.CENTER);
    VBox page =
        new VBox(
            18,
            mark(84),
            Parts.label("Postern", "product"),
            lead,
            space(8),
            Parts.label("How do you want to begin?", "strong"),
            choices,
            state(),
            Parts.label("This is asked once for this data directory.", "mute", "small"));
    page.setAlignment(Pos.CENTER);
    page.setPadding(new javafx.geometry.Insets(32));
    return page;
  }

  private static Region space(double height) {
    Region space = new Region();
    space.setMinHeight(height);
    return space;
  }

  private Button choice(
      String id, String icon, String title, String text, String key, Runnable action) {
    Label said = Parts.paragraph(text, "mute");
    HBox head =
        new HBox(
            12,
            new FontIcon(icon),
            Parts.label(title, "choice-title"),
            Parts.spring(),
            Parts.keyCap(key));
    head.setAlignment(Pos.CENTER_LEFT);
    VBox inside = new VBox(12, head, said);
    inside.setPrefWidth(282);
    inside.setMaxWidth(282);
    Button choice = new Button();
    choice.setId(id);
    choice.getStyleClass().add("choice");
    choice.setGraphic(inside);
    choice.setAccessibleText(title + ", key " + key + ". " + text);
    choice.setPrefSize(332, 146);
    choice.setMinHeight(Region.USE_PREF_SIZE);
    choice.setOnAction(_ -> action.run());
    choice.disableProperty().bind(model.busy().isNotEmpty());
    return choice;
  }

  /** What is being done, or why it did not work. */
  private VBox state() {
    HBox busy = Parts.busy(model.busy());
    busy.setMaxWidth(Region.USE_PREF_SIZE);
    Label said = Parts.paragraph("");
    said.textProperty().bind(model.problem().map(Inert::lines));
    said.setMaxWidth(600);
    HBox problem = Parts.problem(said);
    problem.setMaxWidth(Region.USE_PREF_SIZE);
    VBox state = new VBox(busy, problem);
    state.setAlignment(Pos.CENTER);
    state.managedProperty().bind(Bindings.or(busy.visibleProperty(), problem.visibleProperty()));
    return state;
  }

  private HBox form() {
    FormCards cards = new FormCards(model.form, "may wait");
    officerCard = officer();
    Card mailbox = cards.mailbox();
    Card release = cards.release();
    Card gateways = cards.gateways();
    VBox page = new VBox(16, officerCard, mailbox, release, gateways);
    page.getStyleClass().add("page");
    page.setMaxWidth(820);
    StackPane centred = new StackPane(page);
    centred.setAlignment(Pos.TOP_CENTER);
    scroll.setContent(centred);
    scroll.setFitToWidth(true);
    scroll.getStyleClass().add("edge-to-edge");
    scroll.setFocusTraversable(false);
    HBox.setHgrow(scroll, Priority.ALWAYS);
    VBox side = new VBox();
    side.getStyleClass().add("form-side");
    Label title = Parts.paragraph("Set up your own", "headline");
    Label text =
        Parts.paragraph(
            "Only your name is needed now. Whatever you leave empty can be filled in later under"
                + " Settings. Nothing is saved until you finish.",
            "mute");
    Region rest = new Region();
    VBox.setVgrow(rest, Priority.ALWAYS);
    Button finish = Parts.primary("Finish", "Ctrl+Enter", model::finish);
    finish.setId("setup-finish");
    finish.setMaxWidth(Double.MAX_VALUE);
    finish.disableProperty().bind(model.busy().isNotEmpty());
    Button back = Parts.button("Back", "Esc", model::back);
    back.setMaxWidth(Double.MAX_VALUE);
    side.getChildren()
        .addAll(
            mark(44),
            title,
            text,
            space(4),
            part("1", "You", officerCard),
            part("2", "Quarantine mailbox", mailbox),
            part("3", "Release listener", release),
            part("4", "Gateways", gateways),
            rest,
            state(),
            finish,
            back);
    side.setMinWidth(270);
    side.setPrefWidth(290);
    side.setMaxWidth(290);
    return new HBox(side, scroll);
  }

  private HBox part(String number, String name, Node card) {
    HBox part =
        new HBox(
            Parts.label(number, "mute", "small"),
            Parts.link(name, () -> FormParts.reveal(scroll, card)));
    part.getStyleClass().add("part");
    return part;
  }

  private Card officer() {
    Card card =
        Card.titled(
            "You",
            Parts.paragraph(
                "An officer is a name and a key. What you decide and publish is signed with the key,"
                    + " which is made now and stays on this computer.",
                "mute"),
            FormParts.text(
                model.officer,
                "Your name",
                "Maj. A. Carter",
                "As others know you; it stands in signatures and records."),
            FormParts.row(
                FormParts.wide(
                    FormParts.secret(
                        model.passphrase,
                        "Passphrase for your key",
                        "",
                        "Without one, whoever can use your account here can sign as you."),
                    300),
                FormParts.wide(FormParts.secret(model.repeat, "The same again", "", ""), 300)));
    card.setId("setup-officer");
    return card;
  }
}
