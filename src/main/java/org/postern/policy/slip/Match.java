package org.postern.policy.slip;

/**
 * A trusted name that a typed one may have been meant for.
 *
 * @param id of the trusted name
 * @param tailFrom key offset in the typed name from which it is compared; labels before it are kept
 * @param reading the cheapest way from the one to the other
 * @param logOdds how surely it is a slip
 */
record Match(int id, int tailFrom, Reading reading, double logOdds) {

  /** The same reading with another score. */
  Match at(double other) {
    return new Match(id, tailFrom, reading, other);
  }
}
