package org.postern.mail;

import java.time.Duration;

/**
 * How much of a message is looked at, in one place. Each limit was set from what real mail needs
 * and from where parsers were measured to become quadratic, to overflow the stack or to exhaust the
 * heap; a message beyond one is still shown as far as it was read, with a finding that says so.
 */
final class Limits {
  /** Bytes of a message that are read at all: above what gateways accept. */
  static final int MESSAGE = 100 << 20;

  static final int HEADER_BLOCK = 256 << 10;
  static final int HEADER_FIELD = 32 << 10;
  static final int HEADER_FIELDS = 2_000;

  /** RFC 2046 clause 5.1.1 allows 70. */
  static final int BOUNDARY = 200;

  static final int PARAMETERS = 200;
  static final int ADDRESSES = 2_000;
  static final int PARTS = 1_000;
  static final int DEPTH = 50;
  static final int DEPTH_UNUSUAL = 10;

  /**
   * Bytes scanned, decoded or hashed for one message, however often the same bytes are nested in
   * one another.
   */
  static final long WORK = 1L << 30;

  /** Bytes of encoded messages inside the message that are unpacked to be read in their turn. */
  static final int UNPACKED = 32 << 20;

  /** Decoded bytes of text that are turned into characters, and characters that are shown. */
  static final int TEXT_BYTES = 4 << 20;

  static final int TEXT_CHARS = 1 << 20;
  static final int HTML_DEPTH = 200;
  static final int HTML_NODES = 50_000;

  /** Quotes, lists and tables inside one another that are shown as such. */
  static final int BLOCK_DEPTH = 24;

  /** Bytes of an attachment that is looked into as an archive, and of all of them. */
  static final int ARCHIVE = 32 << 20;

  static final int ARCHIVES = 64 << 20;

  /** Entries that are listed for one message, archives within archives included. */
  static final int ARCHIVE_ENTRIES = 2_000;

  /** Archives inside one another that are looked into. */
  static final int ARCHIVE_DEPTH = 4;

  /** Bytes of a directory, unpacked: some 40,000 entries of a ZIP archive, more than is listed. */
  static final int ARCHIVE_DIRECTORY = 2 << 20;

  /** Bytes unpacked for one message, of one entry, and kept of an archive inside another. */
  static final int ARCHIVE_UNPACKED = 96 << 20;

  static final int ARCHIVE_ENTRY = 24 << 20;
  static final int ARCHIVE_NESTED = 8 << 20;

  /** Memory that an unpacker may take for its dictionary, in KiB. */
  static final int ARCHIVE_MEMORY_KIB = 48 << 10;

  /** From there on something that becomes so many times bigger, and so big, is no document. */
  static final int BOMB_RATIO = 100;

  static final long BOMB_SIZE = 24L << 20;

  /** Bytes of an attached picture that is drawn, and how many are drawn for one message. */
  static final int PICTURE = 5 << 20;

  static final int PICTURES = 40;

  /**
   * Dots of a picture, and in one row or column, as its header says before anything is unpacked.
   */
  static final int PICTURE_DOTS = 20_000_000;

  static final int PICTURE_SIDE = 16_384;

  /**
   * Of a JPEG picture in several scans: what its decoder holds at once (two bytes each, outside the
   * heap), and dots times scans that it goes over.
   */
  static final int PICTURE_COEFFICIENTS = 32_000_000;

  static final int PICTURE_WORK = 400_000_000;

  /** Dots kept of one picture, in one row or column, and of all of a message: four bytes each. */
  static final int PICTURE_DRAWN = 4_000_000;

  static final int PICTURE_DRAWN_SIDE = 4_096;
  static final int PICTURES_DRAWN = 16_000_000;

  /** Decoded bytes above which an attachment is worth a remark. */
  static final int BIG_ATTACHMENT = 25 << 20;

  static final int FINDINGS_OF_A_KIND = 10;

  /**
   * From the call to the answer; a second is left of the promised five for the program around it.
   */
  static final Duration WALL_CLOCK = Duration.ofSeconds(4);

  static final int STACK = 1 << 20;

  /**
   * Readings that were given up and still run; beyond it new messages are refused instead of
   * starving the machine.
   */
  static final int ABANDONED = 8;

  private Limits() {}
}
