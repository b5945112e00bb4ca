package org.postern.policy;

import com.ibm.icu.text.SpoofChecker;

/** Tells words that mix alphabets, as UTS #39 §5.2 "highly restrictive" sees them. Thread-safe. */
final class Scripts {

  private static final SpoofChecker RESTRICTED =
      new SpoofChecker.Builder()
          .setChecks(SpoofChecker.RESTRICTION_LEVEL)
          .setRestrictionLevel(SpoofChecker.RestrictionLevel.HIGHLY_RESTRICTIVE)
          .build();

  private Scripts() {}

  static boolean mixed(String word) {
    return RESTRICTED.failsChecks(word);
  }
}
