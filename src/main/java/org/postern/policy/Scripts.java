package org.postern.policy;

import com.ibm.icu.text.SpoofChecker;
import org.jspecify.annotations.Nullable;
import org.postern.policy.Parsed.Reason;

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

  /**
   * What keeps a well-formed name from being a believable one, when no entry and no resemblance
   * explains it.
   */
  static @Nullable Reason flaw(DomainName domain) {
    if (domain.isTopLevel()) {
      return Reason.NOT_FULL;
    }
    for (String label : domain.unicode().split("\\.")) {
      if (mixed(label)) {
        return Reason.MIXED_SCRIPT;
      }
    }
    return null;
  }
}
