package org.postern.ui.quarantine;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;
import org.kordamp.ikonli.javafx.FontIcon;
import org.postern.mail.Block;
import org.postern.mail.Inline;
import org.postern.mail.ReadMessage;
import org.postern.ui.Parts;

/**
 * Draws the inert blocks of a message with plain nodes: no browser engine, no address is ever
 * handed to a loader, links are words, and so are pictures until an officer asks for them. Bounded
 * in nodes and letters, so that no message can stall the window. FX thread only.
 */
final class SafeView {
  private static final int NODES = 2_500;
  private static final int LETTERS = 80_000;
  private static final int COLUMNS = 24;
  private static final double NARROWEST = 120;
  private static final double WIDEST = 700;

  private final Consumer<String> tell;
  private final PicturePlaces places;
  private int nodes;
  private int letters;

  SafeView(Consumer<String> tell, PicturePlaces places) {
    this.tell = tell;
    this.places = places;
  }

  Node node(ReadMessage message) {
    VBox view = new VBox(10);
    view.getStyleClass().add("safe-view");
    view.setId("safe-view");
    if (message.rawOnly()) {
      view.getChildren()
          .add(note("This message could not be taken apart. Look at its raw source."));
    } else if (message.blocks().isEmpty()) {
      view.getChildren().add(note("The message has no text."));
    }
    blocks(message.blocks(), view);
    if (full()) {
      view.getChildren()
          .add(note("The message goes on; the rest is under Plain text and Raw source."));
    }
    return view;
  }

  private static Label note(String text) {
    return Parts.paragraph(text, "mute");
  }

  private boolean full() {
    return nodes >= NODES || letters >= LETTERS;
  }

  private void blocks(List<Block> blocks, VBox into) {
    for (Block block : blocks) {
      if (full()) {
        return;
      }
      nodes++;
      into.getChildren().add(block(block));
    }
  }

  private Node block(Block block) {
    return switch (block) {
      case Block.Paragraph(List<Inline> content) -> flow(content, "safe-text");
      case Block.Heading(int level, List<Inline> content) ->
          flow(content, "safe-text", level < 3 ? "safe-heading" : "safe-subheading");
      case Block.Preformatted(List<Inline> content) -> flow(content, "safe-text", "mono");
      case Block.Quote(List<Block> content) -> {
        VBox quote = new VBox(8);
        quote.getStyleClass().add("safe-quote");
        blocks(content, quote);
        yield quote;
      }
      case Block.Items(boolean numbered, List<List<Block>> items) -> items(numbered, items);
      case Block.Grid(List<List<List<Block>>> rows) -> grid(rows);
      case Block.Rule() -> {
        Region rule = new Region();
        rule.getStyleClass().add("safe-rule");
        yield rule;
      }
    };
  }

  private VBox items(boolean numbered, List<List<Block>> items) {
    VBox list = new VBox(5);
    int number = 1;
    for (List<Block> item : items) {
      if (full()) {
        break;
      }
      Label mark = Parts.label(numbered ? number++ + "." : "•", "mute");
      mark.setMinWidth(22);
      VBox text = new VBox(5);
      HBox.setHgrow(text, Priority.ALWAYS);
      blocks(item, text);
      list.getChildren().add(new HBox(4, mark, text));
    }
    return list;
  }

  private GridPane grid(List<List<List<Block>>> rows) {
    GridPane grid = new GridPane();
    grid.getStyleClass().add("safe-grid");
    int y = 0;
    for (List<List<Block>> row : rows) {
      if (full()) {
        break;
      }
      int x = 0;
      for (List<Block> cell : row) {
        if (x == COLUMNS) {
          break;
        }
        VBox box = new VBox(5);
        box.getStyleClass().add("safe-cell");
        blocks(cell, box);
        GridPane.setHgrow(box, Priority.SOMETIMES);
        grid.add(box, x++, y);
      }
      y++;
    }
    return grid;
  }

  private TextFlow flow(List<Inline> content, String... styles) {
    TextFlow flow = new TextFlow();
    flow.getStyleClass().addAll(styles);
    for (Inline inline : content) {
      if (full()) {
        break;
      }
      nodes++;
      inline(inline, flow);
    }
    return flow;
  }

  private void inline(Inline inline, TextFlow into) {
    switch (inline) {
      case Inline.Text(String text, Set<Inline.Style> styles, String why) -> {
        if (why != null) {
          add(hidden(why), into);
        }
        into.getChildren().add(text(text, styles, why != null));
      }
      case Inline.Link link -> link(link, into);
      case Inline.Image image -> add(image(image), into);
      case Inline.Break() -> into.getChildren().add(new Text("\n"));
    }
  }

  private Text text(String inert, Set<Inline.Style> styles, boolean hidden) {
    int room = Math.max(0, LETTERS - letters);
    String shown = inert.length() > room ? inert.substring(0, room) + "…" : inert;
    letters += shown.length();
    Text text = new Text(shown);
    text.getStyleClass().add("text");
    for (Inline.Style style : styles) {
      switch (style) {
        case STRONG -> text.getStyleClass().add("strong");
        case EMPHASIS -> text.getStyleClass().add("emphasis");
        case STRUCK -> text.setStrikethrough(true);
        case CODE -> text.getStyleClass().add("mono");
      }
    }
    if (hidden) {
      text.getStyleClass().add("hidden-text");
    }
    return text;
  }

  private static Label hidden(String why) {
    Label label = Parts.label("hidden from the recipient: " + why, "hidden-mark");
    label.setGraphic(new FontIcon("fth-eye-off"));
    return label;
  }

  private void link(Inline.Link link, TextFlow into) {
    String host = host(link);
    boolean same = link.text().isBlank() || link.text().strip().equals(link.host());
    String words = same ? host : "“" + cut(link.text().strip(), 80) + "” → " + host;
    letters += words.length();
    Button button = new Button(words);
    button.getStyleClass().addAll("dead-link", link.warning() == null ? "plain-link" : "bad-link");
    button.setGraphic(new FontIcon(link.warning() == null ? "fth-link" : "fth-alert-triangle"));
    button.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
    button.setTooltip(
        new Tooltip("Not opened. Click copies it so that it cannot be opened:\n" + link.target()));
    button.setAccessibleText("Link, not opened: " + words);
    button.setOnAction(
        _ -> {
          Parts.copy(link.target());
          tell.accept("Copied the link, made harmless.");
        });
    if (link.hiddenBecause() != null) {
      add(hidden(link.hiddenBecause()), into);
    }
    add(button, into);
    if (link.warning() != null) {
      add(Parts.paragraph(" " + link.warning() + " ", "link-warning"), into);
    }
  }

  private static String host(Inline.Link link) {
    if (link.host().isEmpty()) {
      return cut(link.target(), 60);
    }
    return link.host().equals(link.hostUnicode())
        ? link.host()
        : link.host() + " (" + link.hostUnicode() + ")";
  }

  /** Nothing is wider than the line that it stands in: what is cut off cannot warn anybody. */
  private static void add(Region part, TextFlow into) {
    part.maxWidthProperty()
        .bind(
            into.widthProperty()
                .map(width -> Math.clamp(width.doubleValue(), NARROWEST, WIDEST))
                .orElse(WIDEST));
    into.getChildren().add(part);
  }

  private Region image(Inline.Image image) {
    return switch (image.source()) {
      case REMOTE ->
          imageWords(
              (image.tracker() ? "tracking picture" : "picture")
                  + " not loaded: "
                  + cut(image.host(), 60),
              image.alt());
      case ATTACHED -> places.place(image);
      case EMBEDDED -> imageWords("picture inside the text, not shown", image.alt());
      case UNKNOWN -> imageWords("picture without a source", image.alt());
    };
  }

  /** What stands in the place of a picture. */
  static Label imageWords(String what, String alt) {
    Label label = Parts.paragraph(what + quoted(alt), "no-image");
    label.setGraphic(new FontIcon("fth-image"));
    return label;
  }

  /** What the sender says that a picture shows. */
  static String quoted(String alt) {
    return alt.isBlank() ? "" : " · “" + cut(alt, 60) + "”";
  }

  private static String cut(String text, int max) {
    return text.length() <= max ? text : text.substring(0, max - 1) + "…";
  }
}
