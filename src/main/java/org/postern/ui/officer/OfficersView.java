package org.postern.ui.officer;

import static java.util.stream.Collectors.joining;

import java.util.Comparator;
import java.util.Objects;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;
import org.postern.mail.Inert;
import org.postern.officer.Role;
import org.postern.officer.Roster.Member;
import org.postern.ui.Card;
import org.postern.ui.Keys;
import org.postern.ui.Overlay;
import org.postern.ui.Parts;
import org.postern.ui.Screen;
import org.postern.ui.StatePane;
import org.postern.ui.Tables;
import org.postern.ui.Tag;
import org.postern.ui.Tone;

/** Draws the roster, or says what open mode is and how it ends. FX thread only. */
public final class OfficersView implements Screen {
  private final OfficersModel model;
  private final OfficerSheets sheets;
  private final VBox page = new VBox(16);
  private final Node root;
  private final TableView<Member> table;
  private final Button roles;
  private final Button revoke;
  private final Button add;

  public OfficersView(OfficersModel model, Overlay overlay) {
    this.model = model;
    this.sheets = new OfficerSheets(model, overlay);
    table = table();
    add = Parts.primary("Add from a file…", "N", sheets::add);
    roles = Parts.button("Roles…", "R", () -> with(sheets::roles));
    revoke = Parts.danger("Revoke…", "Delete", () -> with(sheets::revoke));
    page.getStyleClass().add("page");
    model.shown().addListener((_, _, _) -> draw());
    root = new StatePane(page, model.state());
  }

  private TableView<Member> table() {
    TableView<Member> made = Tables.of("officers", "No officer is enrolled.");
    made.getColumns()
        .add(Tables.drawn("officer", 220, OfficersView::who, Comparator.comparing(Member::name)));
    made.getColumns()
        .add(
            Tables.text(
                "roles",
                380,
                m -> m.roles().stream().sorted().map(Role::label).collect(joining(", "))));
    made.getColumns().add(Tables.text("key", 160, Member::id, "mono"));
    made.getColumns()
        .add(
            Tables.drawn(
                "state", 110, OfficersView::stateOf, Comparator.comparing(Member::active)));
    made.setItems(model.members());
    made.getSelectionModel()
        .selectedItemProperty()
        .addListener((_, _, now) -> model.selected().set(now));
    return made;
  }

  private static Node who(Member m) {
    Label name = Parts.label(Inert.brief(m.name(), 64), "medium");
    HBox line = new HBox(8, new FontIcon("fth-user"), name);
    line.setAlignment(Pos.CENTER_LEFT);
    return line;
  }

  private static Node stateOf(Member m) {
    return m.active() ? Tag.of(Tone.OK, "active") : Tag.of(Tone.BAD, "revoked");
  }

  private void with(Consumer<Member> act) {
    Member member = model.selected().get();
    if (member != null && member.active() && mayChange()) {
      act.accept(member);
    }
  }

  private boolean mayChange() {
    var shown = model.shown().get();
    return shown != null && shown.mayChange();
  }

  private void draw() {
    var shown = Objects.requireNonNull(model.shown().get());
    if (shown.roster().isEmpty()) {
      page.getChildren().setAll(openMode());
      return;
    }
    Label version =
        Parts.label(
            "Version "
                + shown.roster().get().version()
                + "  ·  "
                + shown.roster().get().digest().substring(0, 23)
                + "…",
            "mono",
            "small",
            "mute");
    Label who =
        Parts.paragraph(
            shown.mayChange()
                ? "A change of the roster is signed by an administrator and approved by another"
                    + " officer; what a revoked key signed stays signed."
                : "An administrator changes the roster. You see it as it is in force.",
            "mute");
    add.disableProperty().unbind();
    add.setDisable(!shown.mayChange());
    var nobody =
        Bindings.createBooleanBinding(
            () -> {
              Member m = model.selected().get();
              return m == null || !m.active() || !mayChange();
            },
            model.selected(),
            model.shown());
    roles.disableProperty().bind(nobody);
    revoke.disableProperty().bind(nobody);
    Button mine = Parts.button("Make an officer’s file…", "F", sheets::makeFile);
    HBox acts = new HBox(10, add, roles, revoke, Parts.spring(), mine);
    acts.setAlignment(Pos.CENTER_LEFT);
    Card card = Card.headed("Officers", version, who, table).grow(table);
    VBox.setVgrow(card, Priority.ALWAYS);
    page.getChildren().setAll(card, acts);
  }

  private Node openMode() {
    Button enrol = Parts.primary("Enrol the first officer…", "N", sheets::enrol);
    enrol.setId("enrol");
    VBox roleLines = new VBox(6);
    for (Role role : Role.values()) {
      Label name = Parts.label(role.label(), "medium");
      name.setMinWidth(130);
      roleLines.getChildren().add(new HBox(12, name, Parts.label(role.meaning(), "mute")));
    }
    Card open =
        Card.headed(
            "Open mode",
            Tag.of(Tone.HOLD, "nothing is signed"),
            Parts.paragraph(
                "No officer is enrolled here. Whoever opens this console may do everything: lists"
                    + " change at once, by one person, and the record of it is not signed."),
            Parts.paragraph(
                "Enrolling the first officer ends that for good. From then on officers sign in with"
                    + " their key, a change of the lists needs a second officer, and their keys sign"
                    + " the record, so that nobody, not even who runs the database, can forge it."),
            new HBox(enrol));
    Card what = Card.titled("Roles that officers can have", roleLines);
    return new VBox(16, open, what);
  }

  @Override
  public String title() {
    return "Officers";
  }

  @Override
  public String icon() {
    return "fth-users";
  }

  @Override
  public Node root() {
    return root;
  }

  @Override
  public Keys keys() {
    return new Keys()
        .on(
            "N",
            "Add an officer",
            () -> {
              var shown = model.shown().get();
              if (shown != null && shown.roster().isEmpty()) {
                sheets.enrol();
              } else if (mayChange()) {
                sheets.add();
              }
            })
        .on("R", "Roles of the selected officer", () -> with(sheets::roles))
        .on("Delete", "Revoke the selected officer's key", () -> with(sheets::revoke))
        .on("F", "Make an officer's file", sheets::makeFile);
  }

  @Override
  public void shown() {
    model.start();
    table.requestFocus();
  }
}
