package org.postern.ui.quarantine;

import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TreeCell;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;
import org.postern.mail.Archive;
import org.postern.mail.Inert;
import org.postern.ui.Parts;
import org.postern.ui.Tag;
import org.postern.ui.Tone;

/**
 * What an archive says it holds, as a tree that is closed at first; with the keyboard it is walked
 * like any tree, and Ctrl+C copies what is selected. FX thread only.
 */
final class ArchiveTree {
  private static final int ROWS = 9;
  private static final double ROW = 26;
  private static final int RATIO = 100;

  /** A line of the tree: an entry, or why entries are missing. */
  private sealed interface Line {
    String text();

    record Of(Archive.Entry entry) implements Line {
      @Override
      public String text() {
        return entry.shownName() + ", " + facts(entry);
      }
    }

    record Gap(String text) implements Line {}
  }

  private static final KeyCombination COPY =
      new KeyCodeCombination(KeyCode.C, KeyCombination.SHORTCUT_DOWN);

  private final Archive archive;
  private final Consumer<String> tell;
  private final TreeView<Line> tree = new TreeView<>();
  private final VBox root = new VBox(7);

  /**
   * @param name of the attachment, safe to show
   * @param tell shows a notice in passing
   */
  ArchiveTree(Archive archive, String name, Consumer<String> tell) {
    this.archive = archive;
    this.tell = tell;
    TreeItem<Line> top = new TreeItem<>();
    fill(top, archive);
    top.setExpanded(true);
    tree.setRoot(top);
    tree.setShowRoot(false);
    tree.setFixedCellSize(ROW);
    tree.setCellFactory(_ -> new Cell());
    tree.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
    tree.getStyleClass().add("archive-tree");
    tree.setId("archive-tree");
    tree.setAccessibleText("What is inside " + Inert.brief(name, 120));
    tree.setOnKeyPressed(
        key -> {
          if (COPY.match(key)) {
            copy(selected());
            key.consume();
          }
        });
    tree.expandedItemCountProperty().addListener((_, _, now) -> height(now.intValue()));
    height(tree.getExpandedItemCount());
    tree.setVisible(false);
    tree.setManaged(false);
    root.getChildren().addAll(bar(), tree);
  }

  Node node() {
    return root;
  }

  private void height(int rows) {
    double height = Math.clamp(rows, 1, ROWS) * ROW + 4;
    tree.setMinHeight(height);
    tree.setPrefHeight(height);
    tree.setMaxHeight(height);
  }

  private FlowPane bar() {
    int count = archive.count();
    Button open = Parts.compact("", () -> {});
    String closed =
        count == 0 ? "Why nothing is listed" : "What is inside: " + Words.count(count, "file");
    open.setText(closed);
    open.setId("archive-open");
    open.setOnAction(
        _ -> {
          boolean now = !tree.isVisible();
          tree.setVisible(now);
          tree.setManaged(now);
          open.setText(now ? "Close the list" : closed);
          if (now) {
            tree.requestFocus();
            tree.getSelectionModel().selectFirst();
          }
        });
    FlowPane bar = new FlowPane(10, 5, open);
    if (count > 0) {
      bar.getChildren().add(Parts.compact("Copy list", () -> copy(whole())));
    }
    if (!archive.gap().isEmpty()) {
      bar.getChildren().add(Parts.label("not fully listed", "small", "hold-text"));
    }
    bar.setRowValignment(javafx.geometry.VPos.CENTER);
    return bar;
  }

  private void copy(String text) {
    Parts.copy(text);
    tell.accept("Copied the list.");
  }

  private String selected() {
    return tree.getSelectionModel().getSelectedItems().stream()
        .map(item -> item.getValue().text())
        .collect(Collectors.joining("\n"));
  }

  private String whole() {
    StringBuilder text = new StringBuilder();
    write(tree.getRoot(), 0, text);
    return text.toString();
  }

  private static void write(TreeItem<Line> item, int depth, StringBuilder text) {
    for (TreeItem<Line> child : item.getChildren()) {
      text.append("  ".repeat(depth)).append(child.getValue().text()).append('\n');
      write(child, depth + 1, text);
    }
  }

  /** Archives are nested to a small depth only. */
  private static void fill(TreeItem<Line> into, Archive archive) {
    for (Archive.Entry entry : archive.entries()) {
      TreeItem<Line> item = new TreeItem<>(new Line.Of(entry));
      if (entry.inner() != null) {
        fill(item, entry.inner());
      }
      into.getChildren().add(item);
    }
    if (!archive.gap().isEmpty()) {
      into.getChildren().add(new TreeItem<>(new Line.Gap(archive.gap())));
    }
  }

  private static String facts(Archive.Entry entry) {
    if (entry.folder()) {
      return "folder";
    }
    StringBuilder facts = new StringBuilder();
    facts.append(entry.size() < 0 ? "size unknown" : Words.size(entry.size()));
    if (!entry.measured() && entry.size() > 0) {
      facts.append(" as it says");
    }
    if (entry.ratio() >= 2) {
      facts.append(", ").append(entry.ratio()).append(" times its packed size");
    }
    if (entry.realType() != null) {
      facts.append(", ").append(Inert.brief(entry.realType(), 60)).append(" by content");
    }
    if (entry.encrypted()) {
      facts.append(", locked with a password");
    }
    return facts.toString();
  }

  private static final class Cell extends TreeCell<Line> {
    @Override
    protected void updateItem(@Nullable Line line, boolean empty) {
      super.updateItem(line, empty);
      setText(null);
      setGraphic(line == null || empty ? null : drawn(line));
      setAccessibleText(line == null || empty ? null : line.text());
    }

    private static Node drawn(Line line) {
      return switch (line) {
        case Line.Gap(String text) -> Parts.label(text, "small", "hold-text");
        case Line.Of(Archive.Entry entry) -> {
          Label name = Parts.address(entry.shownName());
          name.setMinWidth(120);
          name.setMaxWidth(460); // a long name must not push its size out of sight
          Label facts = Parts.label(facts(entry), "small", "mute");
          HBox row =
              new HBox(10, new FontIcon(entry.folder() ? "fth-folder" : "fth-file"), name, facts);
          if (entry.ratio() >= RATIO) {
            row.getChildren().add(Tag.fact(Tone.BAD, "unpacks to far more"));
          }
          row.setAlignment(Pos.CENTER_LEFT);
          yield row;
        }
      };
    }
  }
}
