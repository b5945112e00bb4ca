package org.postern.ui.quarantine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;
import org.postern.mail.Finding;
import org.postern.ui.Parts;
import org.postern.ui.Tag;
import org.postern.ui.Tone;

/** What a reader should know of a message, above its text. FX thread only. */
final class FindingTags {
  private final Map<Finding.Kind, List<Finding>> byKind;

  FindingTags(List<Finding> mostSevereFirst) {
    byKind =
        mostSevereFirst.stream()
            .collect(Collectors.groupingBy(Finding::kind, LinkedHashMap::new, Collectors.toList()));
  }

  Optional<Node> node() {
    if (byKind.isEmpty()) {
      return Optional.empty();
    }
    FlowPane tags = new FlowPane(8, 6);
    tags.setRowValignment(javafx.geometry.VPos.CENTER);
    byKind.forEach(
        (kind, all) -> {
          String words = words(kind);
          Tag tag =
              Tag.fact(tone(kind.severity()), all.size() > 1 ? all.size() + " × " + words : words);
          tag.setTooltip(new Tooltip(sentences(all)));
          tags.getChildren().add(tag);
        });
    VBox details = new VBox(3);
    byKind.values().stream()
        .flatMap(List::stream)
        .forEach(f -> details.getChildren().add(Parts.paragraph("•  " + f.detail(), "small")));
    details.setVisible(false);
    details.setManaged(false);
    details.getStyleClass().add("finding-details");
    VBox box = new VBox(8, tags, details);
    Button explain = Parts.link("Explain", () -> {});
    explain.setOnAction(
        _ -> {
          boolean now = !details.isVisible();
          details.setVisible(now);
          details.setManaged(now);
          explain.setText(now ? "Less" : "Explain");
        });
    explain.setId("explain");
    tags.getChildren().add(explain);
    return Optional.of(box);
  }

  /** Where the searchable label is a word of the trade, officers get their own. */
  private static String words(Finding.Kind kind) {
    Map<Finding.Kind, String> plain =
        Map.ofEntries(
            Map.entry(Finding.Kind.AMBIGUOUS, "others may see something else"),
            Map.entry(Finding.Kind.SECOND_OPINION_MISSING, "read by one parser only"),
            Map.entry(Finding.Kind.BIDI_CONTROL, "letters made to run backwards"),
            Map.entry(Finding.Kind.MIXED_SCRIPT, "mixed alphabets"),
            Map.entry(Finding.Kind.TYPE_MISMATCH, "attachment in disguise"),
            Map.entry(Finding.Kind.EXECUTABLE, "attachment would run a program"),
            Map.entry(Finding.Kind.DOUBLE_EXTENSION, "file name with two endings"),
            Map.entry(Finding.Kind.MACROS, "macros, not run"),
            Map.entry(Finding.Kind.ARCHIVE_BOMB, "archive made to fill the disk"),
            Map.entry(Finding.Kind.ARCHIVE_PATH, "archive that writes elsewhere"),
            Map.entry(Finding.Kind.ARCHIVE_INCONSISTENT, "archive that contradicts itself"),
            Map.entry(Finding.Kind.ARCHIVE_HIDDEN, "archive behind another file"),
            Map.entry(Finding.Kind.ARCHIVE_ENCRYPTED, "archive locked with a password"),
            Map.entry(Finding.Kind.ARCHIVE_DEEP, "archives in archives"),
            Map.entry(Finding.Kind.ARCHIVE_NOT_LISTED, "archive not fully listed"),
            Map.entry(Finding.Kind.MARKING, "looks marked"),
            Map.entry(Finding.Kind.PERSONAL_DATA, "looks like personal data"),
            Map.entry(Finding.Kind.ENCLOSED_ATTACHMENT, "attachment inside a message"),
            Map.entry(Finding.Kind.SCRIPT, "program in the text, not run"),
            Map.entry(Finding.Kind.FORM, "form asking for input"),
            Map.entry(Finding.Kind.META_REFRESH, "jump to another page, stopped"),
            Map.entry(Finding.Kind.FRAME, "page within the page, not loaded"),
            Map.entry(Finding.Kind.PLUGIN, "embedded object, not loaded"),
            Map.entry(Finding.Kind.REMOTE_IMAGE, "picture not loaded"),
            Map.entry(Finding.Kind.TRACKING_PIXEL, "tracking picture, not loaded"),
            Map.entry(Finding.Kind.LINK_MISMATCH, "link goes elsewhere than it says"),
            Map.entry(Finding.Kind.LINK_HOST, "odd link"),
            Map.entry(Finding.Kind.HIDDEN_TEXT, "hidden text, shown here"));
    return plain.getOrDefault(kind, kind.label().replace('-', ' '));
  }

  private static String sentences(List<Finding> all) {
    return all.stream().limit(5).map(Finding::detail).collect(Collectors.joining("\n"));
  }

  private static Tone tone(Finding.Severity severity) {
    return switch (severity) {
      case DANGER -> Tone.BAD;
      case WARNING -> Tone.HOLD;
      case NOTE -> Tone.NEUTRAL;
    };
  }
}
