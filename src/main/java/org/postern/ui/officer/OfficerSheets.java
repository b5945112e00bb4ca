package org.postern.ui.officer;

import java.io.File;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import org.jspecify.annotations.Nullable;
import org.postern.mail.Inert;
import org.postern.officer.OfficerFile;
import org.postern.officer.Role;
import org.postern.officer.Roster.Member;
import org.postern.ui.Overlay;
import org.postern.ui.Parts;

/** The sheets that change the roster. Each says what did not work in itself. FX thread only. */
final class OfficerSheets {
  private static final double WIDTH = 520;

  private final OfficersModel model;
  private final Overlay overlay;
  private Overlay.@Nullable Opened opened;

  OfficerSheets(OfficersModel model, Overlay overlay) {
    this.model = model;
    this.overlay = overlay;
  }

  private void close() {
    if (opened != null) {
      opened.close();
    }
  }

  /** A sheet with a place for what went wrong. */
  private void open(String title, Label problem, Button act, Node... content) {
    problem.getStyleClass().add("problem");
    problem.managedProperty().bind(problem.textProperty().isNotEmpty());
    VBox all = new VBox(14);
    all.getChildren().addAll(content);
    all.getChildren().add(Parts.problem(problem));
    all.setPrefWidth(WIDTH);
    all.setMaxWidth(WIDTH);
    act.setId("sheet-act");
    opened = overlay.sheet(title, all, List.of(Parts.button("Cancel", "Esc", this::close), act));
  }

  private static Label problem() {
    return Parts.paragraph("");
  }

  /** Ends open mode. */
  void enrol() {
    Label problem = problem();
    List<KeyRing.Key> keys = model.keysWithPassphrase();
    ComboBox<String> which = new ComboBox<>();
    which.getItems().add("Make a new key");
    keys.forEach(k -> which.getItems().add(Inert.brief(k.officer(), 64) + "  ·  " + k.id()));
    which.getSelectionModel().select(keys.isEmpty() ? 0 : 1);
    which.setMaxWidth(Double.MAX_VALUE);
    TextField name = Parts.field("Maj. A. Carter");
    name.setId("enrol-name");
    VBox named = Parts.named("Name, as others know the officer", name);
    named.managedProperty().bind(named.visibleProperty());
    named.visibleProperty().bind(which.getSelectionModel().selectedIndexProperty().isEqualTo(0));
    PasswordField passphrase = secret("enrol-passphrase");
    PasswordField again = secret("enrol-again");
    VBox repeated = Parts.named("The same again", again);
    repeated.managedProperty().bind(repeated.visibleProperty());
    repeated.visibleProperty().bind(named.visibleProperty());
    Runnable act =
        () -> {
          int at = which.getSelectionModel().getSelectedIndex();
          char[] typed = passphrase.getText().toCharArray();
          if (at > 0) {
            model.enrol(keys.get(at - 1), typed, this::close, problem::setText);
          } else if (!passphrase.getText().equals(again.getText())) {
            problem.setText("The two passphrases differ.");
          } else {
            model.enrolNew(name.getText().strip(), typed, this::close, problem::setText);
          }
        };
    Button go = Parts.primary("Enrol and end open mode", null, act);
    open(
        "Enrol the first officer",
        problem,
        go,
        Parts.paragraph(
            "This officer gets all roles and adds the others. It cannot be taken back: without a key"
                + " of the roster nobody can change anything here. Keep a copy of the key file and"
                + " of its passphrase in a safe.",
            "mute"),
        Parts.named("Key", which),
        named,
        Parts.named("Passphrase", passphrase),
        repeated);
  }

  private static PasswordField secret(String id) {
    PasswordField field = new PasswordField();
    field.getStyleClass().add("field");
    field.setId(id);
    return field;
  }

  /** A key of one's own, and the file that asks for a place on the roster. */
  void makeFile() {
    Label problem = problem();
    TextField name = Parts.field("Lt. B. Lowe");
    PasswordField passphrase = secret("file-passphrase");
    Button go =
        Parts.primary(
            "Make key and file…",
            null,
            () -> {
              File file = save("officer.txt");
              if (file != null) {
                model.makeFile(
                    name.getText().strip(),
                    passphrase.getText().toCharArray(),
                    file.toPath(),
                    id -> {
                      close();
                      overlay.toast(
                          "Give the file to an administrator; read out the key id: " + id);
                    },
                    problem::setText);
              }
            });
    open(
        "Make an officer’s file",
        problem,
        go,
        Parts.paragraph(
            "The key stays in this data directory. The file holds the name and the public key, no"
                + " secret; an administrator puts it on the roster.",
            "mute"),
        Parts.named("Name", name),
        Parts.named("Passphrase for the key", passphrase));
  }

  private @Nullable File save(String suggestion) {
    FileChooser chooser = new FileChooser();
    chooser.setInitialFileName(suggestion);
    return chooser.showSaveDialog(null);
  }

  /** Adds an officer from their file. */
  void add() {
    FileChooser chooser = new FileChooser();
    chooser.setTitle("An officer’s file");
    File file = chooser.showOpenDialog(null);
    if (file != null) {
      model.read(
          file.toPath(),
          this::add,
          text -> overlay.ask(new Overlay.Question("Not added", text, "Close", false), () -> {}));
    }
  }

  void add(OfficerFile officer) {
    propose(
        "Add " + Inert.brief(officer.name(), 64),
        EnumSet.of(Role.VIEWER),
        "Joined the desk in June",
        (roles, why, failed) -> model.add(officer, roles, why, this::close, failed),
        Parts.paragraph(
            "Ask the officer, by a way that you trust, to read out the id of their key; it must be the"
                + " one below. If an officer of this name is on the roster, the new key takes the"
                + " place of the old one.",
            "mute"),
        Parts.label(officer.id(), "mono", "strong"));
  }

  void roles(Member member) {
    propose(
        "Roles of " + Inert.brief(member.name(), 64),
        member.roles(),
        "Why",
        (roles, why, failed) -> model.setRoles(member, roles, why, this::close, failed));
  }

  /** Proposes roles; an officer has at least one. */
  private void propose(
      String title, Set<Role> before, String example, WithRoles act, Node... introduction) {
    Label problem = problem();
    Map<Role, CheckBox> boxes = boxes(before);
    TextField why = Parts.field(example);
    Button go =
        Parts.primary(
            "Propose",
            null,
            () -> {
              Set<Role> roles = chosen(boxes);
              if (roles.isEmpty()) {
                problem.setText("An officer has at least one role.");
              } else if (said(why, problem)) {
                act.propose(roles, why.getText(), problem::setText);
              }
            });
    List<Node> content = new ArrayList<>(List.of(introduction));
    content.add(rolesBox(boxes));
    content.add(Parts.named("Why", why));
    open(title, problem, go, content.toArray(Node[]::new));
  }

  void revoke(Member member) {
    Label problem = problem();
    TextField why = Parts.field("Left; key lost; smartcard stolen");
    Button go =
        Parts.danger(
            "Propose to revoke",
            null,
            () -> {
              if (said(why, problem)) {
                model.revoke(member, why.getText(), this::close, problem::setText);
              }
            });
    open(
        "Revoke the key of " + Inert.brief(member.name(), 64),
        problem,
        go,
        Parts.paragraph(
            "The key "
                + member.id()
                + " signs nothing more here once this is approved. What it"
                + " signed before stays valid. Gateways need a new trust file: postern key trust.",
            "mute"),
        Parts.named("Why", why));
  }

  private interface WithRoles {
    void propose(Set<Role> roles, String why, Consumer<String> failed);
  }

  private static Set<Role> chosen(Map<Role, CheckBox> boxes) {
    Set<Role> roles = EnumSet.noneOf(Role.class);
    boxes.forEach(
        (role, box) -> {
          if (box.isSelected()) {
            roles.add(role);
          }
        });
    return roles;
  }

  private static boolean said(TextField why, Label problem) {
    problem.setText(why.getText().isBlank() ? "Say why, for whoever approves it." : "");
    return !why.getText().isBlank();
  }

  private static Map<Role, CheckBox> boxes(Set<Role> chosen) {
    Map<Role, CheckBox> boxes = new EnumMap<>(Role.class);
    for (Role role : Role.values()) {
      CheckBox box = new CheckBox(role.label() + ": " + role.meaning());
      box.setId("role-" + role.word());
      box.setSelected(chosen.contains(role));
      boxes.put(role, box);
    }
    return boxes;
  }

  private static VBox rolesBox(Map<Role, CheckBox> boxes) {
    VBox all = new VBox(8, Parts.label("Roles", "field-name"));
    all.getChildren().addAll(boxes.values());
    return all;
  }
}
