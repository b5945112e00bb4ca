package org.postern.mail;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Plain text as blocks, and blocks as plain text. Pure functions. */
final class TextView {
  private static final Pattern ADDRESS =
      Pattern.compile("(?:https?|ftp)://[^\\s<>\"')\\]]{1,2000}", Pattern.CASE_INSENSITIVE);
  private static final int MAX_QUOTE = 10;

  private TextView() {}

  /** Paragraphs at empty lines, {@code >} as quotes, web addresses as inert links. */
  static List<Block> render(String text, Findings findings) {
    BlockBuilder out = new BlockBuilder(findings);
    int quoted = 0;
    for (String line : Inert.lines(text).split("\n", -1)) {
      int depth = 0;
      int at = 0;
      while (at < line.length()
          && depth < MAX_QUOTE
          && (line.charAt(at) == '>' || (line.charAt(at) == ' ' && line.startsWith(">", at + 1)))) {
        depth += line.charAt(at) == '>' ? 1 : 0;
        at++;
      }
      for (; quoted < depth; quoted++) {
        out.open(BlockBuilder.Container.QUOTE);
      }
      for (; quoted > depth; quoted--) {
        out.close();
      }
      String rest = line.substring(at);
      if (rest.isBlank()) {
        out.endLine();
      } else {
        line(out, depth > 0 ? rest.strip() : rest.stripTrailing());
        out.lineBreak();
      }
    }
    return out.finish();
  }

  private static void line(BlockBuilder out, String line) {
    Matcher m = ADDRESS.matcher(line);
    int at = 0;
    while (m.find()) {
      out.text(line.substring(at, m.start()), Set.of(), null, true);
      out.openLink(LinkTarget.of(m.group()), null);
      out.text(m.group(), Set.of(), null, true);
      out.closeLink();
      at = m.end();
    }
    out.text(line.substring(at), Set.of(), null, true);
  }

  /** What a reader would read aloud, one block a line. Depth is bounded by the blocks. */
  static String plain(List<Block> blocks) {
    StringBuilder out = new StringBuilder();
    blocks.forEach(block -> plain(block, out));
    return out.toString().strip();
  }

  private static void plain(Block block, StringBuilder out) {
    switch (block) {
      case Block.Paragraph p -> inlines(p.content(), out);
      case Block.Heading h -> inlines(h.content(), out);
      case Block.Preformatted p -> inlines(p.content(), out);
      case Block.Quote q -> q.content().forEach(inner -> plain(inner, out));
      case Block.Items items ->
          items.items().forEach(item -> item.forEach(inner -> plain(inner, out)));
      case Block.Grid grid ->
          grid.rows().forEach(row -> row.forEach(cell -> cell.forEach(inner -> plain(inner, out))));
      case Block.Rule _ -> out.append("\n");
    }
  }

  private static void inlines(List<Inline> content, StringBuilder out) {
    for (Inline inline : content) {
      switch (inline) {
        case Inline.Text text -> out.append(text.text());
        case Inline.Link link -> out.append(link.text());
        case Inline.Image image -> out.append(image.alt());
        case Inline.Break _ -> out.append('\n');
      }
    }
    out.append('\n');
  }
}
