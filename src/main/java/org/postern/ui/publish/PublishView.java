package org.postern.ui.publish;

import java.io.File;
import java.util.Objects;
import javafx.application.Platform;
import javafx.beans.value.ObservableIntegerValue;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.RowConstraints;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import org.postern.mail.Inert;
import org.postern.store.Receipts.Heard;
import org.postern.ui.Card;
import org.postern.ui.Keys;
import org.postern.ui.Overlay;
import org.postern.ui.Parts;
import org.postern.ui.Rights;
import org.postern.ui.Screen;
import org.postern.ui.StatePane;
import org.postern.ui.Tag;
import org.postern.ui.Tone;

/**
 * Draws the Publish screen: what changed, the bundle of it, the one next step, what each gateway
 * runs. FX thread only.
 */
public final class PublishView implements Screen {
  /** From this width on, what to do and who runs what stand beside the bundle. */
  private static final double BESIDE = 1060;

  private final PublishModel model;
  private final Overlay overlay;
  private final StatePane root;
  private final ScrollPane scroll;
  private final NextCard next;
  private final ChangesTable changes = new ChangesTable();
  private final EffectCard effect = new EffectCard();
  private final BundleCard bundle;
  private final FleetSheets sheets;
  private final GatewaysCard gateways;
  private final GridPane page = new GridPane(16, 16);
  private final Label nothing = Parts.paragraph("", "mute");
  private final Card changed = new Card();
  private final Keys keys;
  private boolean beside;

  public PublishView(PublishModel model, FleetModel fleet, Rights rights, Overlay overlay) {
    this.model = model;
    this.overlay = overlay;
    next = new NextCard(model, rights, this::save, this::takeIn);
    bundle = new BundleCard(this::preview, this::targets);
    sheets = new FleetSheets(fleet, rights, overlay, page);
    gateways = new GatewaysCard(fleet, sheets, rights, this::receipt);
    page.getStyleClass().add("page");
    scroll = new ScrollPane(page);
    scroll.setFitToWidth(true);
    scroll.setFitToHeight(true);
    scroll.getStyleClass().add("edge-to-edge");
    scroll.setFocusTraversable(false);
    root = new StatePane(scroll, model.state());
    root.getStylesheets()
        .add(Objects.requireNonNull(PublishView.class.getResource("publish.css")).toExternalForm());
    root.widthProperty().addListener((_, _, width) -> arrange(width.doubleValue() >= BESIDE));
    lay();
    model.board().addListener((_, _, now) -> show(now));
    show(model.board().get());
    keys =
        new Keys()
            .on("Ctrl+Enter", "Take the next step", next::act)
            .on("P", "Read what is signed", this::preview)
            .on("T", "What other mail systems would do", this::targets)
            .on("G", "Go to the gateways", this::toGateways)
            .on("A", "Add a gateway", sheets::chooseGateway)
            .on("I", "Bring receipts from files", sheets::chooseReceipts)
            .on("R", "Look again", model::look)
            .on("Ctrl+S", "Save the bundle as a file", this::save)
            .on("Ctrl+O", "Take in a signed file", this::takeIn);
  }

  @Override
  public String title() {
    return "Publish";
  }

  @Override
  public String icon() {
    return "fth-send";
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
  public ObservableIntegerValue waiting() {
    return model.waiting();
  }

  @Override
  public void shown() {
    model.start();
    Platform.runLater(next::focus); // later: the first screen is shown before it is in a scene
  }

  @Override
  public void hidden() {
    model.stop();
  }

  private void arrange(boolean wide) {
    if (wide != beside) {
      beside = wide;
      Node focused = root.getScene() == null ? null : root.getScene().getFocusOwner();
      lay();
      if (focused != null) {
        focused.requestFocus(); // it was taken out of the scene for a moment
      }
    }
  }

  private void lay() {
    page.getChildren().clear();
    page.getColumnConstraints().clear();
    page.getRowConstraints().clear();
    ColumnConstraints left = new ColumnConstraints();
    left.setHgrow(Priority.ALWAYS);
    page.getColumnConstraints().add(left);
    if (beside) {
      page.getColumnConstraints().add(new ColumnConstraints(420));
      page.getRowConstraints().add(row(true));
      // The two columns have nothing to do with each other's heights.
      VBox first = new VBox(16, changed, effect.root(), bundle.root());
      VBox.setVgrow(bundle.root(), Priority.ALWAYS);
      VBox second = new VBox(16, next.root(), gateways.root());
      VBox.setVgrow(gateways.root(), Priority.ALWAYS);
      page.add(first, 0, 0);
      page.add(second, 1, 0);
    } else {
      page.getRowConstraints().addAll(row(false), row(false), row(true), row(false));
      page.add(next.root(), 0, 0);
      page.add(new VBox(16, changed, effect.root()), 0, 1);
      page.add(bundle.root(), 0, 2);
      page.add(gateways.root(), 0, 3);
    }
  }

  private static RowConstraints row(boolean grows) {
    RowConstraints row = new RowConstraints();
    row.setVgrow(grows ? Priority.ALWAYS : Priority.NEVER);
    row.setFillHeight(true);
    return row;
  }

  private void show(Board now) {
    changed.getChildren().clear();
    if (now.changed()) {
      long all = now.waiting();
      Card drawn =
          Card.headed(
              now.since() == 0
                  ? "All of the lists: this is the first bundle"
                  : "What changed since serial " + now.since(),
              Tag.of(Tone.HOLD, all == 1 ? "1 change waits" : all + " changes wait"));
      changed.getChildren().addAll(drawn.getChildren());
      now.rules().forEach(r -> changed.getChildren().add(Parts.paragraph(r, "medium")));
      if (!now.changes().isEmpty()) {
        changes.show(now);
        changed.getChildren().add(changes.root());
      }
      if (now.moreChanges() > 0) {
        changed
            .getChildren()
            .add(Parts.label("and about " + now.moreChanges() + " more; Domains has all", "mute"));
      }
    } else if (!now.newcomers().isEmpty()) {
      changed
          .getChildren()
          .addAll(
              Card.headed(
                      now.newcomers().size() == 1 ? "A new gateway" : "New gateways",
                      Tag.of(Tone.HOLD, "waits for its bundle"))
                  .getChildren());
      nothing.setText(
          "The lists are those that were handed over last. This bundle brings them to "
              + Inert.text(String.join(", ", now.newcomers()))
              + " alone; the others have theirs.");
      changed.getChildren().add(nothing);
    } else {
      Card drawn =
          Card.headed("What changed since serial " + now.since(), Tag.of(Tone.OK, "nothing"));
      changed.getChildren().addAll(drawn.getChildren());
      nothing.setText(
          "The lists are those that were handed over last. Change something in Domains, and it"
              + " waits here until officers have signed it.");
      changed.getChildren().add(nothing);
    }
    effect.show(now);
    bundle.show(now);
    gateways.show(now);
  }

  private void toGateways() {
    gateways.focus();
    if (!beside) {
      scroll.setVvalue(1);
    }
  }

  private void preview() {
    model
        .board()
        .get()
        .sheet()
        .ifPresent(
            sheet ->
                sheets.text(
                    "What is signed: " + sheet.digest().substring(0, 23) + "…", sheet.text()));
  }

  private void targets() {
    model
        .targets()
        .ifPresent(
            targets -> TargetsSheet.open(targets, model.board().get().enoughSigned(), overlay));
  }

  private void receipt(Heard heard) {
    sheets.text(
        "Receipt " + heard.receipt().sequence() + ", as the gateway signed it", heard.text());
  }

  private void save() {
    model
        .board()
        .get()
        .sheet()
        .ifPresent(
            sheet -> {
              FileChooser chooser = chooser("Save the bundle");
              chooser.setInitialFileName("policy-" + sheet.manifest().serial() + ".postern");
              File file = chooser.showSaveDialog(root.getScene().getWindow());
              if (file != null) {
                model.save(file.toPath());
              }
            });
  }

  private void takeIn() {
    File file = chooser("Take in a signed bundle").showOpenDialog(root.getScene().getWindow());
    if (file != null) {
      model.takeIn(file.toPath());
    }
  }

  private static FileChooser chooser(String title) {
    FileChooser chooser = new FileChooser();
    chooser.setTitle(title);
    chooser.getExtensionFilters().add(new FileChooser.ExtensionFilter("Bundles", "*.postern"));
    return chooser;
  }
}
