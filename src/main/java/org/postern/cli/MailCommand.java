package org.postern.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.postern.mail.Inert;
import org.postern.mail.MailReader;
import org.postern.mail.ReadMessage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code postern mail}: shows what is in mail files, safely, and tries mail servers. */
@Command(
    name = "mail",
    mixinStandardHelpOptions = true,
    description = "Reads mail files safely; tries the mail servers of the settings.",
    subcommands = {MailCommand.Read.class, MailEvaluate.class, MailMarkings.class, MailTest.class})
public final class MailCommand implements Callable<Integer> {
  @Spec @Nullable CommandSpec spec;

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
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {
        "0:all files were read",
        "2:bad usage, or a file could not be opened (the others are still read)"
      },
      footer = {
        "",
        "A message that cannot be parsed is no error: it is shown with its hash and the reason.",
        "",
        "With --json, one object a file and line:",
        "  file, from[{name,address}], to[], cc[], subject, date, messageId,",
        "  attachments[{name,type,size,sha256,sha256Unix,archive{format,gap,entries[]}}],",
        "  text, findings[], ambiguous",
        "Strings are as the sender wrote them, decoded; everything but ASCII is escaped, so the output is safe on a terminal."
      })
  static final class Read implements Callable<Integer> {
    private final JsonMapper json = Tell.mapper();

    private final MailReader reader = new MailReader();

    @Spec @Nullable CommandSpec spec;

    /** Taken like everywhere; reading files needs no data directory. */
    @Mixin @Nullable DataDirectory data;

    @Option(names = "--json", description = "One JSON object a file and line.")
    boolean asJson;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "The message files to read.")
    List<Path> files = new ArrayList<>();

    @Override
    public Integer call() {
      CommandSpec self = Objects.requireNonNull(spec);
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
      ObjectNode node = json.createObjectNode().put("file", file.toString());
      MessageText.put(node, message);
      return json.writeValueAsString(node);
    }

    private static String page(Path file, ReadMessage message) {
      return MessageText.line("File", file.toString()) + MessageText.page(message);
    }
  }
}
