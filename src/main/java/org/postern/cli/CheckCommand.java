package org.postern.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.postern.mail.Inert;
import org.postern.policy.Disposition;
import org.postern.policy.Explanation;
import org.postern.policy.Policy;
import org.postern.policy.Verdict;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code postern check}: what would happen to mail for these addresses, and why. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = {
      "Says what a gateway does with mail for an address or a bare domain, and why.",
      "One line for each: input, disposition, verdict, reason."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:everything would be delivered",
      "1:something would be held or rejected",
      "2:bad usage, or the data directory cannot be used"
    },
    footer = {
      "",
      "Examples:",
      "  postern check gen@army.ml",
      "  postern check --json army.ml usarmy.mil",
      "  cut -f2 recipients.tsv | postern check --stdin --json"
    })
final class CheckCommand implements Callable<Integer> {

  // No address is longer than 320 octets; what is much longer is judged malformed by its beginning.
  private static final int MAX_LINE = 4096;

  @Spec @Nullable CommandSpec spec;
  @Mixin @Nullable DataDirectory data;

  @Option(names = "--json", description = "One JSON object for each, with the proof.")
  boolean json;

  @Option(
      names = "--stdin",
      description = "Read further addresses from standard input, one a line.")
  boolean stdin;

  @Parameters(paramLabel = "ADDRESS", arity = "0..*", description = "Addresses or bare domains.")
  List<String> addresses = new ArrayList<>();

  @Override
  public Integer call() {
    CommandSpec command = Objects.requireNonNull(spec);
    if (addresses.isEmpty() && !stdin) {
      throw new picocli.CommandLine.ParameterException(
          command.commandLine(), "Name at least one address, or use --stdin.");
    }
    return Objects.requireNonNull(data).use(store -> check(CurrentPolicy.of(store, command)));
  }

  private int check(Policy policy) {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    boolean held = false;
    for (String address : addresses) {
      held |= print(policy.judge(address), out);
    }
    if (stdin) {
      held |= checkLines(policy, System.in, out);
    }
    out.flush();
    return held ? 1 : 0;
  }

  private boolean checkLines(Policy policy, InputStream in, PrintWriter out) {
    boolean held = false;
    var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8), 1 << 16);
    try {
      for (String line = readLine(lines); line != null; line = readLine(lines)) {
        if (!line.isBlank()) {
          held |= print(policy.judge(line), out);
        }
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException("standard input broke off", e);
    }
    return held;
  }

  /** A line of bounded length: what goes beyond the bound is dropped, the line stays one line. */
  private static @Nullable String readLine(BufferedReader in) throws IOException {
    var line = new StringBuilder(64);
    int c = in.read();
    if (c < 0) {
      return null;
    }
    for (; c >= 0 && c != '\n'; c = in.read()) {
      if (line.length() < MAX_LINE) {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  /** Prints one verdict; true unless it is delivered. */
  private boolean print(Verdict v, PrintWriter out) {
    if (json) {
      out.println(v.proof().jsonWithHash());
    } else {
      out.printf(
          "%-32s  %-7s  %-9s  %s%n",
          Inert.text(v.input()), v.disposition().word(), v.word(), Explanation.of(v).headline());
    }
    return v.disposition() != Disposition.DELIVER;
  }
}
