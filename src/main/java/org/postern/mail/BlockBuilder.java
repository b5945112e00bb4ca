package org.postern.mail;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Puts blocks together from a flat run of events, with bounded nesting. Confined to one call. */
final class BlockBuilder {
  enum Container {
    TOP,
    QUOTE,
    BULLETS,
    NUMBERS,
    ITEM,
    TABLE,
    ROW,
    CELL
  }

  private enum Line {
    PARAGRAPH,
    HEADING,
    PREFORMATTED
  }

  /** A container being filled; which list is used depends on its kind. */
  private static final class Open {
    final Container kind;
    final List<Block> blocks = new ArrayList<>();
    final List<List<Block>> cells = new ArrayList<>();
    final List<List<List<Block>>> rows = new ArrayList<>();

    Open(Container kind) {
      this.kind = kind;
    }
  }

  private static final class OpenLink {
    final LinkTarget target;
    final @Nullable String hidden;
    final StringBuilder text = new StringBuilder();

    OpenLink(LinkTarget target, @Nullable String hidden) {
      this.target = target;
      this.hidden = hidden;
    }
  }

  private final Findings findings;
  private final Deque<Open> open = new ArrayDeque<>();
  private final List<Inline> line = new ArrayList<>();
  private final StringBuilder run = new StringBuilder();
  private Set<Inline.Style> runStyles = Set.of();
  private @Nullable String runHidden;
  private @Nullable OpenLink link;
  private Line lineKind = Line.PARAGRAPH;
  private int level;
  private boolean blankBefore = true;

  BlockBuilder(Findings findings) {
    this.findings = findings;
    open.push(new Open(Container.TOP));
  }

  /**
   * False when there are too many containers around it already; then it must not be closed either.
   */
  boolean open(Container kind) {
    endLine();
    if (open.size() >= Limits.BLOCK_DEPTH) {
      return false;
    }
    open.push(new Open(kind));
    return true;
  }

  void close() {
    endLine();
    Open done = open.pop();
    Open into = open.element();
    switch (done.kind) {
      case TOP -> throw new IllegalStateException("the top is never closed");
      case QUOTE -> {
        if (!done.blocks.isEmpty()) {
          into.blocks.add(new Block.Quote(done.blocks));
        }
      }
      case ITEM -> {
        if (into.kind == Container.BULLETS || into.kind == Container.NUMBERS) {
          into.cells.add(done.blocks);
        } else if (!done.blocks.isEmpty()) {
          into.blocks.add(new Block.Items(false, List.of(done.blocks)));
        }
      }
      case BULLETS, NUMBERS -> {
        into.blocks.addAll(done.blocks);
        if (!done.cells.isEmpty()) {
          into.blocks.add(new Block.Items(done.kind == Container.NUMBERS, done.cells));
        }
      }
      case CELL -> {
        if (into.kind == Container.ROW) {
          into.cells.add(done.blocks);
        } else {
          into.blocks.addAll(done.blocks);
        }
      }
      case ROW -> {
        into.blocks.addAll(done.blocks);
        if (into.kind == Container.TABLE) {
          into.rows.add(done.cells);
        } else {
          done.cells.forEach(into.blocks::addAll);
        }
      }
      case TABLE -> {
        into.blocks.addAll(done.blocks);
        table(done.rows, into.blocks);
      }
    }
  }

  /**
   * Tables that only arrange things (one column, once the empty cells are gone) are not shown as
   * tables.
   */
  private static void table(List<List<List<Block>>> rows, List<Block> into) {
    List<List<List<Block>>> filled =
        rows.stream()
            .map(row -> row.stream().filter(cell -> !cell.isEmpty()).toList())
            .filter(row -> !row.isEmpty())
            .toList();
    if (filled.stream().allMatch(row -> row.size() == 1)) {
      filled.forEach(row -> into.addAll(row.getFirst()));
    } else {
      into.add(
          new Block.Grid(
              rows.stream()
                  .filter(row -> row.stream().anyMatch(cell -> !cell.isEmpty()))
                  .toList()));
    }
  }

  void heading(int headingLevel) {
    endLine();
    lineKind = Line.HEADING;
    level = headingLevel;
  }

  void preformatted() {
    endLine();
    lineKind = Line.PREFORMATTED;
  }

  void rule() {
    endLine();
    open.element().blocks.add(new Block.Rule());
  }

  /** {@code text} is inert already. */
  void text(String text, Set<Inline.Style> styles, @Nullable String hidden, boolean keepBlanks) {
    String shown = keepBlanks ? text : collapse(text);
    if (shown.isEmpty()) {
      return;
    }
    if (hidden != null && !shown.replace('\u00A0', ' ').isBlank()) {
      findings.add(
          Finding.Kind.HIDDEN_TEXT,
          "Hidden from the recipient (" + hidden + "): “" + Inert.brief(shown.strip(), 120) + "”.");
    }
    if (link != null) {
      link.text.append(shown);
      return;
    }
    if (!styles.equals(runStyles) || !java.util.Objects.equals(hidden, runHidden)) {
      endRun();
      runStyles = styles;
      runHidden = hidden;
    }
    run.append(shown);
  }

  private String collapse(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean blank = c == ' ' || c == '\n' || c == '\t';
      if (!blank || !blankBefore) {
        out.append(blank ? ' ' : c);
      }
      blankBefore = blank;
    }
    return out.toString();
  }

  void lineBreak() {
    if (link != null) {
      link.text.append(' ');
      blankBefore = true;
      return;
    }
    endRun();
    line.add(new Inline.Break());
    blankBefore = true;
  }

  void image(Inline.Image image) {
    if (link != null && link.text.toString().isBlank()) {
      link.text.append(image.alt().isEmpty() ? "(picture)" : "(picture: " + image.alt() + ")");
    }
    endRun();
    line.add(image);
    blankBefore = false;
  }

  void openLink(LinkTarget target, @Nullable String hidden) {
    closeLink();
    endRun();
    link = new OpenLink(target, hidden);
  }

  void closeLink() {
    OpenLink done = link;
    if (done == null) {
      return;
    }
    link = null;
    String text = done.text.toString();
    String warning = done.target.mismatch(text);
    if (warning != null) {
      findings.add(Finding.Kind.LINK_MISMATCH, warning);
    } else if (done.target.oddity() != null) {
      warning = done.target.oddity();
      findings.add(
          done.target.isDangerous() ? Finding.Kind.LINK_SCHEME : Finding.Kind.LINK_HOST, warning);
    }
    line.add(
        new Inline.Link(
            text.isBlank() ? "(empty)" : text,
            done.target.shown(),
            done.target.host(),
            done.target.hostUnicode(),
            warning,
            done.hidden));
  }

  private void endRun() {
    if (!run.isEmpty()) {
      line.add(new Inline.Text(run.toString(), runStyles, runHidden));
      run.setLength(0);
    }
  }

  /** A link goes on over the end of a line: what follows is the same link again. */
  void endLine() {
    OpenLink running = link;
    if (running != null && !running.text.toString().isBlank()) {
      closeLink();
      link = new OpenLink(running.target, running.hidden);
    }
    endRun();
    trim(line);
    boolean pictured =
        line.stream()
            .anyMatch(
                inline ->
                    !(inline instanceof Inline.Text t && t.text().isBlank())
                        && !(inline instanceof Inline.Break));
    if (pictured) {
      List<Inline> content = List.copyOf(line);
      open.element()
          .blocks
          .add(
              switch (lineKind) {
                case PARAGRAPH -> new Block.Paragraph(content);
                case HEADING -> new Block.Heading(level, content);
                case PREFORMATTED -> new Block.Preformatted(content);
              });
    }
    line.clear();
    lineKind = Line.PARAGRAPH;
    blankBefore = true;
  }

  private static void trim(List<Inline> line) {
    while (!line.isEmpty() && line.getLast() instanceof Inline.Break) {
      line.removeLast();
    }
    while (!line.isEmpty() && line.getFirst() instanceof Inline.Break) {
      line.removeFirst();
    }
  }

  List<Block> finish() {
    closeLink();
    while (open.size() > 1) {
      close();
    }
    endLine();
    return List.copyOf(open.element().blocks);
  }
}
