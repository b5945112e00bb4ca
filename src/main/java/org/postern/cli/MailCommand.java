package org.postern.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.postern.mail.Attachment;
import org.postern.mail.Finding;
import org.postern.mail.Inert;
import org.postern.mail.MailReader;
import org.postern.mail.Mailbox;
import org.postern.mail.ReadMessage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code postern mail read}: shows what is in mail files, safely. */
@Command(
    name = "mail",
    mixinStandardHelpOptions = true,
    description = "Read mail files safely.",
    subcommands = MailCommand.Read.class)
public final class MailCommand implements Callable<Integer> {
  @Spec private @org.jspecify.annotations.Nullable CommandSpec spec;

  /** Without a subcommand there is nothing to do but to say which there are. */
  @Override
  public Integer call() {
    if (spec != null) {
      spec.commandLine().usage(spec.commandLine().getErr());
    }
    return 2;
  }

  /** The command itself. */
  @Command(
      name = "read",
      mixinStandardHelpOptions = true,
      description = {
        "Shows sender, recipients, subject, attachments, text and what is suspicious about each message.",
        "Nothing is fetched, opened or run. Files are raw messages (RFC 5322, usually .eml)."
      },
      footer = {
        "",
        "Exit codes: 0 all files read, 2 bad usage or a file could not be opened (the others are still read).",
        "A message that cannot be parsed is no error: it is shown with its hash and the reason.",
        "",
        "With --json, one object a file and line:",
        "  file, from[{name,address}], to[], cc[], subject, date, messageId,",
        "  attachments[{name,type,size,sha256}], text, findings[], ambiguous",
        "Strings are as the sender wrote them, decoded; everything but ASCII is escaped, so the output is safe on a terminal."
      })
  static final class Read implements Callable<Integer> {
    /**
     * Every non-ASCII character is escaped: the sender's bidirectional controls must not reach a
     * terminal.
     */
    private final JsonMapper json =
        JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private final MailReader reader = new MailReader();

    @Spec private @org.jspecify.annotations.Nullable CommandSpec spec;

    @Option(names = "--json", description = "One JSON object a file and line.")
    private boolean asJson;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "The message files to read.")
    private List<Path> files = List.of();

    @Override
    public Integer call() {
      CommandSpec self = java.util.Objects.requireNonNull(spec);
      PrintWriter out = self.commandLine().getOut();
      PrintWriter err = self.commandLine().getErr();
      int exit = 0;
      for (Path file : files) {
        try {
          if (Files.isDirectory(file)) {
            throw new IOException("it is a directory, not a file");
          }
          ReadMessage message = reader.read(file);
          out.println(asJson ? object(file, message) : page(file, message));
        } catch (IOException e) {
          err.println(
              "postern: cannot read " + Inert.text(file.toString()) + ": " + reason(e) + ".");
          exit = 2;
        }
        out.flush();
        err.flush();
      }
      return exit;
    }

    private static String reason(IOException e) {
      return switch (e) {
        case NoSuchFileException _ -> "there is no such file";
        case AccessDeniedException _ -> "permission denied";
        default -> Inert.text(String.valueOf(e.getMessage()));
      };
    }

    private String object(Path file, ReadMessage message) {
      ObjectNode node = json.createObjectNode();
      node.put("file", file.toString());
      people(node.putArray("from"), message.from());
      people(node.putArray("to"), message.to());
      people(node.putArray("cc"), message.cc());
      node.put("subject", message.subject());
      node.put("date", message.date() == null ? null : message.date().toString());
      node.put("messageId", message.messageId());
      ArrayNode attachments = node.putArray("attachments");
      for (Attachment attachment : message.attachments()) {
        attachments
            .addObject()
            .put("name", attachment.name())
            .put("type", attachment.type())
            .put("size", attachment.size())
            .put("sha256", attachment.sha256());
      }
      node.put("text", message.text());
      ArrayNode findings = node.putArray("findings");
      message.findings().forEach(finding -> findings.add(finding.toString()));
      node.put("ambiguous", message.ambiguous());
      return json.writeValueAsString(node);
    }

    private static void people(ArrayNode array, List<Mailbox> mailboxes) {
      for (Mailbox mailbox : mailboxes) {
        array.addObject().put("name", mailbox.name()).put("address", mailbox.address());
      }
    }

    private static String page(Path file, ReadMessage message) {
      StringBuilder page = new StringBuilder();
      line(page, "File", file.toString());
      message.from().forEach(mailbox -> line(page, "From", mailbox.shown()));
      message.to().forEach(mailbox -> line(page, "To", mailbox.shown()));
      message.cc().forEach(mailbox -> line(page, "Cc", mailbox.shown()));
      line(page, "Subject", message.subject() == null ? "(none)" : message.subject());
      line(page, "Date", message.date() == null ? "(none)" : message.date().toString());
      line(page, "SHA-256", message.sha256());
      for (Attachment attachment : message.attachments()) {
        line(
            page,
            "Attached",
            attachment.shownName()
                + ", "
                + attachment.type()
                + ", "
                + attachment.size()
                + " bytes, SHA-256 "
                + attachment.sha256());
      }
      for (Finding finding : message.findings()) {
        line(
            page,
            finding.severity() == Finding.Severity.NOTE
                ? "Note"
                : finding.severity() == Finding.Severity.WARNING ? "Warning" : "Danger",
            finding.detail());
      }
      return page.append('\n').append(Inert.lines(message.text())).append('\n').toString();
    }

    private static void line(StringBuilder page, String label, String value) {
      page.append(label)
          .append(": ")
          .append(" ".repeat(Math.max(0, 9 - label.length())))
          .append(Inert.text(value))
          .append('\n');
    }
  }
}
