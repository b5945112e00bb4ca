package org.postern.mail;

import java.util.List;

/**
 * What the safe view of a message is made of. All strings in it are inert; nothing in it names a
 * colour, a font or a resource that could be loaded. Nesting is limited, so recursion over it is
 * safe. Immutable.
 */
public sealed interface Block {
  /** Running text. */
  record Paragraph(List<Inline> content) implements Block {
    public Paragraph {
      content = List.copyOf(content);
    }
  }

  /** A heading, level 1 to 6. */
  record Heading(int level, List<Inline> content) implements Block {
    public Heading {
      content = List.copyOf(content);
    }
  }

  /** A bulleted or numbered list; each item is a run of blocks. */
  record Items(boolean numbered, List<List<Block>> items) implements Block {
    public Items {
      items = items.stream().map(List::copyOf).toList();
    }
  }

  /** Text quoted from another message. */
  record Quote(List<Block> content) implements Block {
    public Quote {
      content = List.copyOf(content);
    }
  }

  /** A table: rows of cells, each a run of blocks. Rows may differ in length. */
  record Grid(List<List<List<Block>>> rows) implements Block {
    public Grid {
      rows = rows.stream().map(row -> row.stream().map(List::copyOf).toList()).toList();
    }
  }

  /** Text whose blanks and line breaks count. */
  record Preformatted(List<Inline> content) implements Block {
    public Preformatted {
      content = List.copyOf(content);
    }
  }

  /** A line across. */
  record Rule() implements Block {}
}
