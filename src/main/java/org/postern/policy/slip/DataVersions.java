package org.postern.policy.slip;

/**
 * The versions of the tables that an answer rests on: the same names, sensitivity, input and
 * versions give the same answer. Immutable.
 *
 * @param confusables version of Unicode whose UTS #39 tables are used
 * @param suffixes of the Public Suffix List
 * @param topLevel of the list of top-level domains: the part of the Public Suffix List that follows
 *     IANA's root zone
 * @param weights of the learned weights and prices
 */
public record DataVersions(String confusables, String suffixes, String topLevel, String weights) {

  /** All of them in one line of text. */
  @Override
  public String toString() {
    return "weights " + weights + "; public suffixes " + suffixes + "; confusables " + confusables;
  }
}
