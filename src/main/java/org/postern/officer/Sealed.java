package org.postern.officer;

/**
 * What opens a key file. It is written beside the certificate in clear: a hint for whom to ask,
 * never a protection.
 */
public enum Sealed {
  /** The officer's own passphrase. */
  PASSPHRASE("postern officer"),
  /** The secret of the data directory: whoever can read the directory can sign (open mode only). */
  DIRECTORY("postern officer, open");

  private final String label;

  Sealed(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }

  /** A file that does not say so, such as one brought from elsewhere, has a passphrase. */
  static Sealed of(String label) {
    return DIRECTORY.label.equals(label) ? DIRECTORY : PASSPHRASE;
  }
}
