package org.postern.listfile;

/** A file that cannot be read, or not read on; the message is a sentence, and inert. */
public final class UnreadableList extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnreadableList(String sentence, Throwable cause) {
    super(sentence, cause);
  }

  UnreadableList(String sentence) {
    super(sentence);
  }
}
