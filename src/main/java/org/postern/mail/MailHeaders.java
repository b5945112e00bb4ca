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

  private final List<HeaderBlock.Field> fields;

  private MailHeaders(Slice message) {
    this.fields = HeaderBlock.split(message).fields();
  }

  /**
   * Reads the header of the message below a trace block; what follows the blank line is ignored.
   */
  public static MailHeaders of(TraceBlock block) {
    return new MailHeaders(block.below());
  }

  /** The header of a message that has no trace block. */
  public static MailHeaders of(byte[] message) {
    return new MailHeaders(Slice.of(message));
  }

  /** The topmost field; empty if there is no field at all. */
  public Optional<HeaderField> top() {
    if (fields.isEmpty()) {
      return Optional.empty();
    }
    HeaderBlock.Field top = fields.getFirst();
    return Optional.of(new HeaderField(top.name(), top.value()));
  }

  /** Every field, from the top. */
  public List<HeaderField> fields() {
    return fields.stream().map(f -> new HeaderField(f.name(), f.value())).toList();
  }

  /** The first field of that name, in any case, undecoded. */
  public Optional<String> first(String name) {
    // No streams here: this is done a hundred thousand times while somebody waits for a list.
    for (HeaderBlock.Field field : fields) {
      if (field.is(name)) {
        return Optional.of(field.value());
      }
    }
    return Optional.empty();
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
    for (HeaderBlock.Field field : fields) {
      for (String name : names) {
        if (field.is(name)) {
          found.addAll(Addresses.parse(field.value()).mailboxes());
          break;
        }
      }
    }
    return found;
  }
}
