package org.postern.cli;

import java.util.List;
import org.postern.mail.Archive;
import org.postern.mail.Attachment;
import org.postern.mail.Finding;
import org.postern.mail.Inert;
import org.postern.mail.Mailbox;
import org.postern.mail.ReadMessage;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A message on paper: as JSON fields, or as lines for a terminal. */
final class MessageText {
  private MessageText() {}

  static void put(ObjectNode node, ReadMessage message) {
    people(node.putArray("from"), message.from());
    people(node.putArray("to"), message.to());
    people(node.putArray("cc"), message.cc());
    node.put("subject", message.subject());
    node.put("date", message.date() == null ? null : message.date().toString());
    node.put("messageId", message.messageId());
    ArrayNode attachments = node.putArray("attachments");
    for (Attachment attachment : message.attachments()) {
      ObjectNode one = attachments.addObject();
      one.put("name", attachment.name())
          .put("type", attachment.type())
          .put("size", attachment.size())
          .put("sha256", attachment.sha256())
          .put("sha256Unix", attachment.sha256Unix());
      message.archive(attachment).ifPresent(archive -> put(one.putObject("archive"), archive));
    }
    node.put("text", message.text());
    ArrayNode findings = node.putArray("findings");
    message.findings().forEach(finding -> findings.add(finding.toString()));
    node.put("ambiguous", message.ambiguous());
  }

  /** Archives lie in one another to a small depth only. */
  private static void put(ObjectNode node, Archive archive) {
    node.put("format", archive.format());
    node.put("gap", archive.gap().isEmpty() ? null : archive.gap());
    ArrayNode entries = node.putArray("entries");
    for (Archive.Entry entry : archive.entries()) {
      ObjectNode one = entries.addObject();
      one.put("name", entry.name())
          .put("folder", entry.folder())
          .put("size", entry.size() < 0 ? null : (Long) entry.size())
          .put("packed", entry.packed() < 0 ? null : (Long) entry.packed())
          .put("measured", entry.measured())
          .put("encrypted", entry.encrypted())
          .put("realType", entry.realType());
      if (entry.inner() != null) {
        put(one.putObject("archive"), entry.inner());
      }
    }
  }

  private static void lines(Archive archive, int depth, StringBuilder page) {
    for (Archive.Entry entry : archive.entries()) {
      page.append(
          line(
              "",
              "  ".repeat(depth)
                  + entry.shownName()
                  + (entry.folder() || entry.size() < 0 ? "" : ", " + entry.size() + " bytes")
                  + (entry.encrypted() ? ", locked" : "")));
      if (entry.inner() != null) {
        lines(entry.inner(), depth + 1, page);
      }
    }
    if (!archive.gap().isEmpty()) {
      page.append(line("", "  ".repeat(depth) + "[" + archive.gap() + "]"));
    }
  }

  private static void people(ArrayNode array, List<Mailbox> mailboxes) {
    for (Mailbox mailbox : mailboxes) {
      array.addObject().put("name", mailbox.name()).put("address", mailbox.address());
    }
  }

  static String page(ReadMessage message) {
    StringBuilder page = new StringBuilder();
    message.from().forEach(mailbox -> page.append(line("From", mailbox.shown())));
    message.to().forEach(mailbox -> page.append(line("To", mailbox.shown())));
    message.cc().forEach(mailbox -> page.append(line("Cc", mailbox.shown())));
    page.append(line("Subject", message.subject() == null ? "(none)" : message.subject()));
    page.append(line("Date", message.date() == null ? "(none)" : message.date().toString()));
    page.append(line("SHA-256", message.sha256()));
    for (Attachment attachment : message.attachments()) {
      page.append(
          line(
              "Attached",
              attachment.shownName()
                  + ", "
                  + attachment.type()
                  + ", "
                  + attachment.size()
                  + " bytes, SHA-256 "
                  + attachment.sha256()
                  + (attachment.sha256Unix() == null
                      ? ""
                      : ", or " + attachment.sha256Unix() + " with the line ends of Unix")));
      message.archive(attachment).ifPresent(archive -> lines(archive, 1, page));
    }
    for (Finding finding : message.findings()) {
      page.append(
          line(
              switch (finding.severity()) {
                case NOTE -> "Note";
                case WARNING -> "Warning";
                case DANGER -> "Danger";
              },
              finding.detail()));
    }
    return page.append('\n').append(Inert.lines(message.text())).append('\n').toString();
  }

  static String line(String label, String value) {
    return (label.isEmpty() ? "  " : label + ": ")
        + " ".repeat(Math.max(0, 9 - label.length()))
        + Inert.text(value)
        + '\n';
  }
}
