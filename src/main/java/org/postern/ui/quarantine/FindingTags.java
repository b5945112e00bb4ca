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
          String words = kind.label().replace('-', ' ');
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
