package org.postern.cli;

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
import org.postern.store.Store;
import org.postern.store.StoreException;
import org.postern.store.When;
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
      "  postern check --at 2026-11-20 gen@army.ml",
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
      names = "--at",
      paramLabel = "MOMENT",
      converter = Moments.Converter.class,
      description = {"Judge as the lists did then, with the proof of then:", When.FORMS + "; UTC."})
  @Nullable When at;

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
    return Objects.requireNonNull(data).use(store -> check(store, command));
  }

  private int check(Store store, CommandSpec command) throws StoreException {
    if (at == null) {
      return check(CurrentPolicy.of(store, command));
    }
    var moment = Moments.find(store, at, new Tell(command));
    return moment.isEmpty()
        ? DataDirectory.UNUSABLE
        : check(store.past().policy(moment.get(), _ -> {}));
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

  boolean checkLines(Policy policy, InputStream in, PrintWriter out) {
    boolean held = false;
    var text = new InputStreamReader(in, StandardCharsets.UTF_8);
    char[] chunk = new char[1 << 14];
    var line = new StringBuilder(64);
    boolean begun = false;
    try {
      for (int length = text.read(chunk); length >= 0; length = text.read(chunk)) {
        for (int from = 0; from < length; ) {
          int to = end(chunk, from, length);
          // A line of bounded length: what goes beyond is dropped, the line stays one line.
          line.append(chunk, from, Math.min(to - from, MAX_LINE - line.length()));
          begun = to == length;
          if (!begun) {
            held |= check(policy, line, out);
          }
          from = to + 1;
        }
      }
      if (begun) {
        held |= check(policy, line, out);
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException("standard input broke off", e);
    }
    return held;
  }

  /** Where the line ends, or the chunk. */
  private static int end(char[] chunk, int from, int length) {
    int to = from;
    while (to < length && chunk[to] != '\n') {
      to++;
    }
    return to;
  }

  private boolean check(Policy policy, StringBuilder line, PrintWriter out) {
    String address = line.toString();
    line.setLength(0);
    return !address.isBlank() && print(policy.judge(address), out);
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
