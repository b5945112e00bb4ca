package org.postern.mail;

/** What became of an attached picture that an officer asked to see. Immutable. */
public sealed interface Picture {
  /**
   * Drawn: plain dots, without what else the file said about itself.
   *
   * @param width of {@code dots}; smaller than the file's where that is bigger than a screen
   * @param dots row by row, alpha, red, green, blue of 8 bits each, colours multiplied by alpha;
   *     nobody changes them
   * @param fileWidth as the file says
   * @param moving whether more pictures follow in the file, of which only the first was drawn
   */
  @SuppressWarnings("ArrayRecordComponent") // as large as a screen: copied once more for nothing
  record Drawn(int width, int height, int[] dots, int fileWidth, int fileHeight, boolean moving)
      implements Picture {}

  /**
   * Not drawn.
   *
   * @param why a sentence for the officer; inert
   */
  record Refused(String why) implements Picture {}
}
