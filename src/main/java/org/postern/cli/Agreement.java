package org.postern.cli;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postern.mail.Attachment;
import org.postern.mail.Mailbox;
import org.postern.mail.ReadMessage;

/** Whether a message was read as reference parsers read it. Pure functions. */
final class Agreement {
  /** What is compared. */
  enum Field {
    FROM("from_addr", "sender"),
    TO("to", "recipients"),
    SUBJECT("subject", "subject"),
    NAMES("att_names", "attachment names"),
    HASHES("att_sha", "attachment hashes"),
    /** Apart, because some references write an attached message anew and hash what they wrote. */
    MESSAGES("att_sha", "attached messages");

    private final String key;
    private final String label;

    Field(String key, String label) {
      this.key = key;
      this.label = label;
    }

    String key() {
      return key;
    }

    String label() {
      return label;
    }
  }

  /**
   * What references read.
   *
   * @param firm the fields in which all of them agree
   */
  record Expected(
      List<String> from,
      List<String> to,
      @Nullable String subject,
      List<String> names,
      List<String> hashes,
      List<String> messages,
      List<Field> firm) {
    Expected {
      from = List.copyOf(from);
      to = List.copyOf(to);
      names = List.copyOf(names);
      hashes = List.copyOf(hashes);
      messages = List.copyOf(messages);
      firm = List.copyOf(firm);
    }
  }

  private Agreement() {}

  static boolean on(Field field, ReadMessage message, Expected expected) {
    return switch (field) {
      case FROM -> addresses(message.from()).equals(sorted(expected.from()));
      case TO -> addresses(message.to()).equals(sorted(expected.to()));
      case SUBJECT -> plain(message.subject()).equals(plain(expected.subject()));
      case NAMES -> {
        List<String> names = sorted(expected.names());
        yield names(message.attachments()).equals(names) || names(all(message)).equals(names);
      }
      case HASHES ->
          hashes(message.attachments(), false, expected.hashes())
              || hashes(all(message), false, expected.hashes());
      case MESSAGES ->
          hashes(message.attachments(), true, expected.messages())
              || hashes(all(message), true, expected.messages());
    };
  }

  /** References differ in whether they count what an attached message carries. */
  private static List<Attachment> all(ReadMessage message) {
    return Stream.concat(message.attachments().stream(), message.enclosed().stream()).toList();
  }

  private static List<String> addresses(List<Mailbox> mailboxes) {
    return sorted(mailboxes.stream().map(Mailbox::address).toList());
  }

  private static List<String> names(List<Attachment> attachments) {
    return sorted(attachments.stream().map(a -> Objects.requireNonNullElse(a.name(), "")).toList());
  }

  private static List<String> sorted(Collection<String> values) {
    return values.stream()
        .map(Agreement::plain)
        .map(v -> v.toLowerCase(Locale.ROOT))
        .filter(v -> !v.isEmpty())
        .sorted()
        .toList();
  }

  private static String plain(@Nullable String value) {
    return value == null
        ? ""
        : Normalizer.normalize(value, Normalizer.Form.NFC).strip().replaceAll("\\s+", " ");
  }

  /** A text has two hashes: one of them is meant. */
  private static boolean hashes(
      List<Attachment> attachments, boolean messages, List<String> wanted) {
    List<String> left = new ArrayList<>(wanted);
    for (Attachment a : attachments) {
      boolean counts = a.type().startsWith("message/") == messages;
      if (counts && !left.remove(a.sha256()) && !left.remove(String.valueOf(a.sha256Unix()))) {
        return false;
      }
    }
    return left.isEmpty();
  }
}
