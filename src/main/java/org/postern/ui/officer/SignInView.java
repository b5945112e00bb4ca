package org.postern.ui.officer;

import java.nio.file.Path;
import java.util.Objects;
import javafx.application.Platform;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.control.Spinner;
import javafx.scene.control.TextField;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;
import org.postern.mail.Inert;
import org.postern.ui.Card;
import org.postern.ui.Parts;
import org.postern.ui.Screen;

/**
 * The page in front of everything while nobody is signed in: nothing of the screens can be seen
 * behind it. FX thread only.
 */
public final class SignInView {
  private static final double WIDTH = 420;

  private final SignInModel model;
  private final StackPane root = new StackPane();
  private final ComboBox<KeyRing.Key> officers = new ComboBox<>();
  private final PasswordField passphrase = new PasswordField();
  private final TextField library = Parts.field("/usr/lib/opensc-pkcs11.so");
  private final Spinner<Integer> slot = new Spinner<>(0, 99, 0);
  private final PasswordField pin = new PasswordField();
  private final VBox form = new VBox(14);
  private boolean byToken;

  public SignInView(SignInModel model) {
    this.model = model;
    root.getStyleClass().add("first-start");
    officers.setItems(model.keys());
    officers.valueProperty().bindBidirectional(model.chosen());
    officers.setConverter(
        new StringConverter<>() {
          @Override
          public String toString(KeyRing.@Nullable Key key) {
            return key == null ? "" : Inert.brief(key.officer(), 64) + "  ·  " + key.id();
          }

          @Override
          public KeyRing.@Nullable Key fromString(String text) {
            return null;
          }
        });
    officers.setMaxWidth(Double.MAX_VALUE);
    officers.setId("sign-in-officer");
    officers.setAccessibleText("Officer");
    passphrase.setId("sign-in-passphrase");
    passphrase.getStyleClass().add("field");
    pin.getStyleClass().add("field");
    pin.setId("sign-in-pin");
    library.setId("sign-in-library");
    slot.setEditable(true);
    slot.setMaxWidth(90);
    passphrase.setOnAction(_ -> go());
    pin.setOnAction(_ -> go());
    root.getChildren().add(page());
    root.setPadding(new Insets(32));
    show(false);
  }

  /** The root of the scene while the console is locked. */
  public Parent root() {
    return root;
  }

  /** Forgets what was typed and puts the focus where work begins; after the page is shown. */
  public void opened() {
    passphrase.clear();
    pin.clear();
    model.start();
    Platform.runLater(
        () -> {
          root.applyCss();
          (byToken ? pin : passphrase).requestFocus();
        });
  }

  private VBox page() {
    ImageView mark =
        new ImageView(
            new Image(
                Objects.requireNonNull(Screen.class.getResource("icons/postern-256.png"))
                    .toExternalForm()));
    mark.setFitWidth(64);
    mark.setFitHeight(64);
    Card card = new Card(form);
    card.setMaxWidth(WIDTH);
    card.setPadding(new Insets(24));
    VBox page = new VBox(16, mark, Parts.label("Postern", "product"), card);
    page.setAlignment(Pos.CENTER);
    page.setMaxHeight(Region.USE_PREF_SIZE);
    return page;
  }

  private void show(boolean token) {
    byToken = token;
    Button go = Parts.primary("Sign in", "Enter", this::go);
    go.setId("sign-in");
    go.disableProperty().bind(model.busy().isNotEmpty());
    go.setMaxWidth(Double.MAX_VALUE);
    Button other =
        Parts.link(
            token ? "Use a key file" : "Use a smartcard",
            () -> {
              show(!byToken);
              opened();
            });
    other.setId("sign-in-other");
    HBox busy = Parts.busy(model.busy());
    Label said = Parts.paragraph("");
    said.textProperty().bind(model.problem().map(Inert::lines));
    HBox problem = Parts.problem(said);
    form.getChildren()
        .setAll(Parts.label(token ? "Sign in with a smartcard" : "Sign in", "strong"));
    if (token) {
      Button choose = Parts.compact("Choose…", this::chooseLibrary);
      HBox.setHgrow(library, Priority.ALWAYS);
      HBox file = new HBox(8, library, choose);
      file.setAlignment(Pos.CENTER_LEFT);
      form.getChildren()
          .addAll(
              Parts.named("PKCS#11 library of the card", file),
              new HBox(12, Parts.named("Slot", slot), grown(Parts.named("PIN", pin))));
    } else {
      form.getChildren()
          .addAll(Parts.named("Officer", officers), Parts.named("Passphrase", passphrase));
    }
    form.getChildren()
        .addAll(
            problem,
            busy,
            go,
            new HBox(other),
            Parts.paragraph(
                "What you do is signed with your key and recorded. Failed tries are recorded, too.",
                "mute",
                "small"));
  }

  private static VBox grown(VBox box) {
    HBox.setHgrow(box, Priority.ALWAYS);
    return box;
  }

  private void chooseLibrary() {
    FileChooser chooser = new FileChooser();
    chooser.setTitle("PKCS#11 library");
    var file = chooser.showOpenDialog(root.getScene().getWindow());
    if (file != null) {
      library.setText(file.getPath());
    }
  }

  private void go() {
    if (byToken) {
      char[] secret = pin.getText().toCharArray();
      pin.clear();
      model.signInByToken(Path.of(library.getText().strip()), slot.getValue(), secret);
    } else {
      char[] secret = passphrase.getText().toCharArray();
      passphrase.clear();
      model.signIn(secret);
    }
  }
}
