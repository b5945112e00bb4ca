package org.postern.ui.domains;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postern.policy.DomainName;
import org.postern.policy.EmailAddress;
import org.postern.policy.EntryPattern;

/**
 * Addresses that show what a pattern means: some that it matches, some that it almost does. The
 * policy package decides each of them. Pure.
 */
final class Examples {
  /** One example and the pattern's answer. */
  record Example(String address, boolean matches) {}

  private static final String LOCAL = "gen";

  private Examples() {}

  static List<Example> of(EntryPattern pattern) {
    List<String> candidates = new ArrayList<>();
    String domain = pattern.domain().ascii();
    String local = pattern instanceof EntryPattern.Address(EmailAddress a) ? a.localPart() : LOCAL;
    if (pattern.domain().isTopLevel()) {
      candidates.addAll(
          List.of(
              local + "@gov." + domain,
              local + "@mail.army." + domain,
              local + "@" + domain + ".example"));
    } else {
      candidates.add(local + "@" + domain);
      candidates.add(local + "@us." + domain);
      if (pattern instanceof EntryPattern.Address) {
        candidates.add("other." + local + "@" + domain);
      }
      candidates.add(local + "@my" + domain);
      candidates.add(local + "@" + domain + ".example");
    }
    return candidates.stream().flatMap(c -> example(pattern, c).stream()).toList();
  }

  private static Optional<Example> example(EntryPattern pattern, String text) {
    return EmailAddress.parse(text)
        .ok()
        .map(a -> new Example(shown(a), pattern.matches(a.localPart(), a.domain())));
  }

  private static String shown(EmailAddress address) {
    return address.localPart() + "@" + address.domain().unicode();
  }

  /** The kind of a pattern, in words. */
  static String kind(EntryPattern pattern) {
    return switch (pattern) {
      case EntryPattern.Subtree(DomainName d) ->
          d.isTopLevel() ? "the whole ending" : "it and all under it";
      case EntryPattern.Exact _ -> "only it";
      case EntryPattern.Under _ -> "only what is under it";
      case EntryPattern.Address _ -> "one address";
    };
  }

  /** The A-label form if the name has letters beyond ASCII, else null. */
  static @Nullable String inAscii(EntryPattern pattern) {
    DomainName domain = pattern.domain();
    return domain.unicode().equals(domain.ascii()) ? null : domain.ascii();
  }

  /** The pattern in letters. */
  static String inLetters(EntryPattern pattern) {
    return switch (pattern) {
      case EntryPattern.Subtree(DomainName d) -> d.unicode();
      case EntryPattern.Exact(DomainName d) -> "=" + d.unicode();
      case EntryPattern.Under(DomainName d) -> "*." + d.unicode();
      case EntryPattern.Address(EmailAddress a) -> a.localPart() + "@" + a.domain().unicode();
    };
  }
}
