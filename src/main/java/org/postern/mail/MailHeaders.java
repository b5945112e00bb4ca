package org.postern.mail;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Only the header of a message, for lists of many: linear, bounded, nothing thrown, no body looked
 * at. What it gives out is the sender's text: show it through {@link Inert}. Immutable.
 */
public final class MailHeaders {
  private static final int SHOWN = 1_000;

  private final List<HeaderField> fields;

  private MailHeaders(List<HeaderField> fields) {
    this.fields = fields;
  }

  /** Reads the header of a message; bytes after the blank line are ignored. */
  public static MailHeaders of(byte[] raw) {
    // No streams here: this is done a hundred thousand times while somebody waits for a list.
    List<HeaderField> fields = new ArrayList<>();
    for (HeaderBlock.Field field : HeaderBlock.split(Slice.of(raw)).fields()) {
      fields.add(new HeaderField(field.name(), field.value()));
    }
    return new MailHeaders(List.copyOf(fields));
  }

  /** All fields in order. */
  public List<HeaderField> fields() {
    return fields;
  }

  /** The first field of that name, in any case, undecoded. */
  public Optional<String> first(String name) {
    return HeaderField.first(fields, name);
  }

  /** The first field of that name with encoded words decoded, at most 1,000 chars; "" if none. */
  public String decoded(String name) {
    String value = first(name).orElse("");
    boolean cut = value.length() > SHOWN;
    return EncodedWords.decode(cut ? value.substring(0, SHOWN) : value) + (cut ? "…" : "");
  }

  /** Every element of all fields of these names, groups unfolded. */
  public List<Mailbox> addresses(String... names) {
    List<Mailbox> found = new ArrayList<>();
    for (HeaderField field : fields) {
      for (String name : names) {
        if (field.name().equalsIgnoreCase(name)) {
          found.addAll(Addresses.parse(field.value()).mailboxes());
          break;
        }
      }
    }
    return found;
  }
}
