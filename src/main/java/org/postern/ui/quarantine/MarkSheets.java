package org.postern.ui.quarantine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import javafx.beans.binding.Bindings;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;
import org.postern.mail.Inert;
import org.postern.store.HeldMarks;
import org.postern.store.Incidents.Incident;
import org.postern.ui.Overlay;
import org.postern.ui.Parts;

/**
 * Asks to whom messages are given, which tags they get, and into which incident. FX thread only.
 */
final class MarkSheets {
  private static final double WIDTH = 520;
  private static final int OFFERED = 12;

  private final Overlay overlay;
  private final QuarantineModel model;

  MarkSheets(Overlay overlay, QuarantineModel model) {
    this.overlay = overlay;
    this.model = model;
  }

  /** Gives the messages to a colleague. */
  void assign(List<HeldItem> items) {
    if (items.isEmpty()) {
      return;
    }
    Team team = model.team();
    TextField name = Parts.field("name of the officer");
    name.setId("assign-to");
    TextField note = Parts.field("what they should know (may be empty)");
    note.setId("assign-note");
    List<String> names = new ArrayList<>(team.reviewers());
    if (names.isEmpty()) {
      items.stream().flatMap(i -> i.marks().assigned().stream()).forEach(names::add);
      names.addFirst(model.officer());
    }
    Label problem = Parts.paragraph("", "bad-text", "small");
    problem
        .textProperty()
        .bind(
            name.textProperty()
                .map(
                    typed ->
                        team.reviewers().isEmpty()
                                || typed.isBlank()
                                || team.reviewers().contains(typed.strip())
                            ? ""
                            : "Choose one of the reviewers below."));
    VBox content =
        content(
            Parts.named("To", name),
            choices(names.stream().distinct().toList(), name::setText),
            Parts.named("Note", note),
            problem);
    Overlay.Opened[] opened = new Overlay.Opened[1];
    Button nobody =
        Parts.button(
            "Give to nobody",
            null,
            () -> {
              opened[0].close();
              model.mark((marking, box) -> marking.unassign(box, items));
            });
    nobody.setId("assign-nobody");
    nobody.setDisable(items.stream().allMatch(i -> i.marks().assigned().isEmpty()));
    Button go =
        go(
            "Give",
            () -> {
              String to = name.getText().strip();
              String said = note.getText().strip();
              opened[0].close();
              model.mark((marking, box) -> marking.assign(box, items, to, said));
            });
    go.disableProperty()
        .bind(
            Bindings.createBooleanBinding(
                () ->
                    name.getText().isBlank()
                        || name.getText().length() > 200
                        || note.getText().length() > 2000
                        || !problem.getText().isEmpty(),
                name.textProperty(),
                note.textProperty(),
                problem.textProperty()));
    opened[0] =
        overlay.sheet(
            "Hold “" + Sheets.about(items) + "” for a colleague",
            content,
            List.of(cancel(opened), nobody, go));
  }

  /** Puts tags on the messages, and takes off what is not named any more. */
  void tag(List<HeldItem> items) {
    if (items.isEmpty()) {
      return;
    }
    Set<String> common = new TreeSet<>(items.getFirst().marks().tags());
    items.forEach(i -> common.retainAll(i.marks().tags()));
    TextField field = Parts.field("urgent mali ask-sender");
    field.setId("tags");
    field.setText(String.join(" ", common));
    Set<String> used = new TreeSet<>();
    model.team().marked().values().forEach(m -> used.addAll(m.tags()));
    items.forEach(i -> used.addAll(i.marks().tags()));
    Label problem = Parts.paragraph("", "bad-text", "small");
    problem.textProperty().bind(field.textProperty().map(MarkSheets::wrongTag));
    VBox content =
        content(
            Parts.named(items.size() == 1 ? "Tags" : "Tags that all of them shall have", field),
            choices(
                used.stream().limit(OFFERED).toList(),
                tag -> field.setText((field.getText().strip() + " " + tag).strip())),
            Parts.paragraph(
                "Lower-case letters, digits and hyphens, separated by spaces. Other mail programs"
                    + " see them on the message, too.",
                "mute",
                "small"),
            problem);
    Overlay.Opened[] opened = new Overlay.Opened[1];
    Button go =
        go(
            "Tag",
            () -> {
              Set<String> wanted = tags(field.getText());
              Set<String> off = new LinkedHashSet<>(common);
              off.removeAll(wanted);
              wanted.removeAll(common);
              opened[0].close();
              if (!wanted.isEmpty() || !off.isEmpty()) {
                model.mark((marking, box) -> marking.tag(box, items, wanted, off));
              }
            });
    go.disableProperty().bind(problem.textProperty().isNotEmpty());
    opened[0] =
        overlay.sheet("Tag “" + Sheets.about(items) + "”", content, List.of(cancel(opened), go));
    field.end();
  }

  static Set<String> tags(String text) {
    Set<String> tags = new LinkedHashSet<>();
    Arrays.stream(text.toLowerCase(Locale.ROOT).split("[\\s,]+"))
        .filter(t -> !t.isEmpty())
        .forEach(tags::add);
    return tags;
  }

  /** What is wrong with what was typed; "" if nothing is. */
  static String wrongTag(String text) {
    Set<String> tags = tags(text);
    if (tags.size() > HeldMarks.MOST_TAGS) {
      return "A message has at most " + HeldMarks.MOST_TAGS + " tags.";
    }
    return tags.stream()
        .filter(t -> !HeldMarks.isTag(t))
        .findFirst()
        .map(
            t ->
                "“"
                    + Inert.brief(t, 40)
                    + "” cannot be a tag: use a to z, 0 to 9 and hyphens, at most 24 of them.")
        .orElse("");
  }

  /** Opens an incident about the messages, or adds them to one. */
  void incident(List<HeldItem> items) {
    if (items.isEmpty()) {
      return;
    }
    TextField title = Parts.field("what happened, in a few words");
    title.setId("incident-title");
    StringProperty problem = new SimpleStringProperty("");
    problem.bind(
        title
            .textProperty()
            .map(t -> t.length() > 400 ? "A title has at most 400 characters." : ""));
    Overlay.Opened[] opened = new Overlay.Opened[1];
    VBox content = content(Parts.named("Title of a new incident", title));
    List<Incident> known = model.team().incidents();
    if (!known.isEmpty()) {
      VBox list = new VBox(4, Parts.label("Or add to one that is open", "field-name"));
      for (Incident each : known.subList(0, Math.min(OFFERED, known.size()))) {
        Button add =
            Parts.link(
                each.number()
                    + "  "
                    + Inert.brief(each.title(), 60)
                    + "  ("
                    + Words.count(each.copies().size(), "copy").replace("copys", "copies")
                    + ")",
                () -> {
                  opened[0].close();
                  model.mark((marking, box) -> marking.add(box, items, each.number()));
                });
        add.setId("incident-" + each.number());
        list.getChildren().add(add);
      }
      content.getChildren().add(list);
    }
    Button go =
        go(
            "Open the incident",
            () -> {
              String name = title.getText().strip();
              opened[0].close();
              model.mark((marking, box) -> marking.open(box, items, name));
            });
    go.disableProperty()
        .bind(
            Bindings.createBooleanBinding(
                () -> title.getText().isBlank() || title.getText().length() > 400,
                title.textProperty()));
    opened[0] =
        overlay.sheet(
            "Incident about “" + Sheets.about(items) + "”", content, List.of(cancel(opened), go));
  }

  private static FlowPane choices(List<String> names, java.util.function.Consumer<String> choose) {
    FlowPane pane = new FlowPane(12, 4);
    names.stream()
        .limit(OFFERED)
        .forEach(
            n -> pane.getChildren().add(Parts.link(Inert.brief(n, 60), () -> choose.accept(n))));
    pane.setVisible(!names.isEmpty());
    pane.setManaged(!names.isEmpty());
    return pane;
  }

  private static VBox content(Node... parts) {
    VBox content = new VBox(10, parts);
    content.setPrefWidth(WIDTH);
    content.setMaxWidth(WIDTH);
    return content;
  }

  private static Button go(String name, Runnable act) {
    Button go = Parts.primary(name, "Enter", act);
    go.setId("mark-go");
    go.setDefaultButton(true);
    return go;
  }

  private static Button cancel(Overlay.Opened[] opened) {
    return Parts.button("Cancel", "Esc", () -> opened[0].close());
  }
}
