package org.postern.quarantine;

/** Where a copy goes that nobody has to decide about any more. */
public enum Filing {
  RELEASED("Released", HeldMessage.RELEASED),
  REJECTED("Rejected", HeldMessage.REJECTED),
  /** Not let go, and the sender told. */
  RETURNED("Returned", HeldMessage.RETURNED),
  /** For receipts that the console has read. */
  RECEIPT("Receipts", "\\Seen");

  final String folder;
  final String keyword;

  Filing(String folder, String keyword) {
    this.folder = folder;
    this.keyword = keyword;
  }
}
