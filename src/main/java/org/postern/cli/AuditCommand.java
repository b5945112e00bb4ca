package org.postern.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.postern.mail.Inert;
import org.postern.store.Audit;
import org.postern.store.AuditExport;
import org.postern.store.Store;
import org.postern.store.StoreException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code postern audit}: the record of acts. */
@Command(
    name = "audit",
    mixinStandardHelpOptions = true,
    description = "Checks and exports the record of what officers did.",
    subcommands = {AuditCommand.Verify.class, AuditCommand.Export.class})
public final class AuditCommand extends CommandGroup {
  public AuditCommand() {
    super("verify or export");
  }

  /** {@code postern audit verify}. */
  @Command(
      name = "verify",
      mixinStandardHelpOptions = true,
      description = {
        "Checks every record: the chain, the officers' signatures, the approvals, and that the lists"
            + " are what was approved.",
        "A point of the chain printed earlier, in a bundle or report, shows whether the record was cut"
            + " since."
      },
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {
        "0:the record is sound",
        "1:something is forged, changed, missing or unsigned",
        "2:bad usage, or the data directory cannot be used"
      },
      footer = {"", "Example:", "  postern audit verify --head \"1834 sha256:9f…\""})
  static final class Verify extends StoreCommand {
    @Option(
        names = "--head",
        paramLabel = "\"SEQ HASH\"",
        description = "A point of the chain that was printed earlier. May be repeated.")
    private List<String> heads = new ArrayList<>();

    @Override
    int run(Store store, Tell tell) throws StoreException {
      PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
      Audit.Report report =
          store.audit().verify(heads.stream().map(this::head).toList(), _ -> {}, () -> false);
      out.println(
          "%,d records: %,d signed by officers in %,d sessions, %,d by the console, %,d from open mode"
              .formatted(
                  report.records(),
                  report.signed(),
                  report.sessions(),
                  report.bySystem(),
                  report.open()));
      out.println("head " + report.head());
      report.notes().forEach(n -> out.println("note: " + Inert.text(n)));
      for (Audit.Finding f : report.findings()) {
        out.println((f.seq() > 0 ? "record " + f.seq() + ": " : "") + Inert.text(f.sentence()));
      }
      out.println(report.sound() ? "The record is sound." : "The record is NOT sound.");
      return report.sound() ? 0 : Tell.REFUSED;
    }

    private Audit.Head head(String text) {
      String[] parts = text.strip().split(" +");
      if (parts.length != 2
          || !parts[0].matches("\\d{1,18}")
          || !parts[1].matches("sha256:[0-9a-f]{64}")) {
        throw bad("A point of the chain is a number and a hash: \"1834 sha256:…\".");
      }
      return new Audit.Head(Long.parseLong(parts[0]), parts[1]);
    }
  }

  /** {@code postern audit export}. */
  @Command(
      name = "export",
      mixinStandardHelpOptions = true,
      description = {
        "Writes the record to a file: JSON Lines, CEF or RFC 5424 lines, oldest first.",
        "The export is itself recorded; its last line names the head of the chain."
      },
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {
        "0:written",
        "1:the file cannot be written",
        "2:bad usage, or the data directory cannot be used"
      })
  static final class Export extends StoreCommand {
    @Option(
        names = "--format",
        paramLabel = "FORMAT",
        defaultValue = "JSONL",
        description = "jsonl, cef or rfc5424. Default: jsonl.")
    private AuditExport.Format format = AuditExport.Format.JSONL;

    @Option(
        names = "--after",
        paramLabel = "SEQ",
        defaultValue = "0",
        description = "Only the records behind this number.")
    private long after;

    @Parameters(paramLabel = "FILE", description = "Where to write it.")
    private @Nullable Path file;

    @Override
    int run(Store store, Tell tell) throws StoreException {
      try {
        long written =
            new AuditExport(store)
                .write(Objects.requireNonNull(file), format, after, "command line");
        tell.say("%,d records written".formatted(written));
        return 0;
      } catch (IOException e) {
        tell.warn(file + " cannot be written: " + e.getMessage());
        return Tell.REFUSED;
      }
    }
  }
}
