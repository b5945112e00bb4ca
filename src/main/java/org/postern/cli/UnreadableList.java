package org.postern.cli;

/** A file that cannot be read on; the message is a sentence. Nothing of it is imported. */
final class UnreadableList extends RuntimeException {
  UnreadableList(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
