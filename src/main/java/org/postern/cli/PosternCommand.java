package org.postern.cli;

import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** {@code postern}: the jobs of the console without a window. */
@Command(
    name = "postern",
    mixinStandardHelpOptions = true,
    versionProvider = PosternCommand.Version.class,
    description = {
      "Keeps mail for army.mil from leaving for army.ml.",
      "Without a command it opens the console."
    },
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done, and nothing to object to",
      "1:done, and something was held, refused or invalid",
      "2:bad usage, or the data directory cannot be used"
    },
    subcommands = {
      CheckCommand.class,
      ListCommand.class,
      KeyCommand.class,
      BundleCommand.class,
      GatewayCommand.class,
      GatekeeperCommand.class,
      QuarantineCommand.class,
      OfficerCommand.class,
      ChangeCommand.class,
      AuditCommand.class,
      BackupCommand.class,
      RestoreCommand.class,
      MailCommand.class,
      EvaluateCommand.class
    },
    footer = {
      "",
      "Every command takes --data DIR after its name; without it, the user's own data directory.",
      "`postern COMMAND --help` tells more."
    })
public final class PosternCommand {

  /** The program broke, not the request. */
  private static final int BUG = 70;

  private PosternCommand() {}

  /** Runs one command; the answer is the exit code for the operating system. */
  public static int run(String... args) {
    PrintWriter out = writer(System.out);
    PrintWriter err = writer(System.err);
    try {
      return line(out, err).execute(args);
    } finally {
      out.flush();
      err.flush();
    }
  }

  static CommandLine line(PrintWriter out, PrintWriter err) {
    return new CommandLine(new PosternCommand())
        .setOut(out)
        .setErr(err)
        .setUsageHelpWidth(100)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(PosternCommand::bug);
  }

  private static int bug(Exception e, CommandLine command, CommandLine.ParseResult parsed) {
    command
        .getErr()
        .println("postern: this should not have happened; please report the lines below.");
    e.printStackTrace(command.getErr());
    return BUG;
  }

  /**
   * UTF-8 but on Windows, whose console says what it takes: a C locale must not turn letters into
   * question marks.
   */
  private static PrintWriter writer(PrintStream stream) {
    boolean windows =
        System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
    Charset charset = windows ? stream.charset() : StandardCharsets.UTF_8;
    return new PrintWriter(new OutputStreamWriter(stream, charset));
  }

  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = PosternCommand.class.getPackage().getImplementationVersion();
      return new String[] {"postern " + (version == null ? "(not packaged)" : version)};
    }
  }
}
