package org.postern.policy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one entry says of its domain or address, without the name: so that a million entries of one
 * feed share a handful of these. Immutable.
 */
record Story(
    Form form,
    Listing listing,
    Mode mode,
    String note,
    String owner,
    String source,
    @Nullable Instant expires) {

  /** The four kinds of pattern. */
  enum Form {
    ADDRESS,
    EXACT,
    SUBTREE,
    UNDER
  }

  static Story of(Entry e) {
    Form form =
        switch (e.pattern()) {
          case EntryPattern.Address _ -> Form.ADDRESS;
          case EntryPattern.Exact _ -> Form.EXACT;
          case EntryPattern.Subtree _ -> Form.SUBTREE;
          case EntryPattern.Under _ -> Form.UNDER;
        };
    return new Story(form, e.listing(), e.mode(), e.note(), e.owner(), e.source(), e.expires());
  }

  /** The entry that this says of a domain, or of an address; the key as {@link #key} made it. */
  Entry entry(String key) {
    EntryPattern pattern =
        switch (form) {
          case ADDRESS -> {
            int at = key.lastIndexOf('@');
            yield new EntryPattern.Address(
                new EmailAddress(
                    key.substring(0, at), DomainName.ofCanonical(key.substring(at + 1))));
          }
          case EXACT -> new EntryPattern.Exact(DomainName.ofCanonical(key));
          case SUBTREE -> new EntryPattern.Subtree(DomainName.ofCanonical(key));
          case UNDER -> new EntryPattern.Under(DomainName.ofCanonical(key));
        };
    return new Entry(pattern, listing, mode, note, owner, source, expires);
  }

  /** What entries are found by: the whole address, or the domain whatever the form. */
  static String key(EntryPattern pattern) {
    return pattern instanceof EntryPattern.Address(EmailAddress a)
        ? a.ascii()
        : pattern.domain().ascii();
  }

  /** Expired trust no longer counts; a block always does. */
  boolean inForce(Instant at) {
    return listing == Listing.BLOCKED || expires == null || at.isBefore(expires);
  }

  /** Of all that is said of one name, what decides for one form: at equal form blocked wins. */
  static @Nullable Story deciding(List<Story> stories, Form form) {
    Story found = null;
    for (Story s : stories) {
      if (s.form == form && (found == null || s.listing == Listing.BLOCKED)) {
        found = s;
      }
    }
    return found;
  }

  /** What decides for the domains below the name. */
  static @Nullable Story decidingBelow(List<Story> stories) {
    Story subtree = deciding(stories, Form.SUBTREE);
    Story under = deciding(stories, Form.UNDER);
    return subtree == null || (under != null && subtree.listing != Listing.BLOCKED)
        ? under
        : subtree;
  }

  /** What decides for the domain itself. */
  static @Nullable Story decidingItself(List<Story> stories) {
    Story exact = deciding(stories, Form.EXACT);
    return exact != null ? exact : deciding(stories, Form.SUBTREE);
  }

  /**
   * What decides, among other forms said of the same name, for everything that one form covers; the
   * domain and what is under it are covered together only by a form wider than both.
   */
  static @Nullable Story beside(List<Story> stories, Form form) {
    return switch (form) {
      case ADDRESS -> decidingItself(stories);
      case EXACT -> deciding(stories, Form.SUBTREE);
      case UNDER -> deciding(stories, Form.SUBTREE);
      case SUBTREE -> null;
    };
  }

  /** The trusted entry that speaks of exactly this name, however it covers it. */
  static Optional<Story> trusting(List<Story> stories) {
    for (Form form : new Form[] {Form.SUBTREE, Form.EXACT, Form.UNDER}) {
      Story s = deciding(stories, form);
      if (s != null && s.listing == Listing.TRUSTED) {
        return Optional.of(s);
      }
    }
    return Optional.empty();
  }
}
