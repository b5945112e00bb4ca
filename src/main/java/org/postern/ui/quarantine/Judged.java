package org.postern.ui.quarantine;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postern.policy.Disposition;
import org.postern.policy.Policy;
import org.postern.policy.Verdict;
import org.postern.policy.slip.Resemblance;

/**
 * What the policy says of an address, worked out when somebody looks at it: a full list holds a
 * hundred thousand, of which an officer opens twenty. Thread-safe.
 */
final class Judged {
  private static final int ALTERNATIVES = 4;

  private record Answer(Verdict verdict, List<String> meant, boolean clear) {}

  private final String address;
  private final Policy policy;
  private volatile @Nullable Answer answer;

  Judged(String address, Policy policy) {
    this.address = address;
    this.policy = policy;
  }

  Verdict verdict() {
    return answer().verdict;
  }

  /** Addresses that were probably meant and that the policy lets pass, likeliest first. */
  List<String> meant() {
    return answer().meant;
  }

  /** Whether the first of them stands out, so that it may be proposed without asking. */
  boolean clear() {
    return answer().clear;
  }

  private Answer answer() {
    Answer known = answer;
    if (known == null) {
      known = worked();
      answer = known;
    }
    return known;
  }

  private Answer worked() {
    Verdict verdict = policy.judge(address);
    List<Resemblance> resemblances = verdict.resemblances();
    List<String> meant =
        candidates(verdict, resemblances).stream()
            .filter(candidate -> policy.judge(candidate).disposition() == Disposition.DELIVER)
            .limit(ALTERNATIVES)
            .toList();
    return new Answer(verdict, meant, !meant.isEmpty() && !Resemblance.ambiguous(resemblances));
  }

  private Set<String> candidates(Verdict verdict, List<Resemblance> resemblances) {
    Set<String> candidates = new LinkedHashSet<>();
    int at = address.lastIndexOf('@');
    if (at > 0) {
      resemblances.forEach(r -> candidates.add(address.substring(0, at + 1) + r.meant()));
    }
    if (verdict instanceof Verdict.Malformed m) {
      m.suggestion().filter(s -> s.indexOf('@') > 0).ifPresent(candidates::add);
    }
    return candidates;
  }

  /** The same address judged by the same lists: the same answer. */
  @Override
  public boolean equals(Object o) {
    return o instanceof Judged j && j.policy == policy && j.address.equals(address);
  }

  @Override
  public int hashCode() {
    return address.hashCode();
  }
}
