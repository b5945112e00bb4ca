package org.postern.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postern.mail.Finding;
import org.postern.mail.Inert;
import org.postern.mail.MailReader;
import org.postern.mail.ReadMessage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code postern mail evaluate}: how well mail is read, on messages whose truth is known. */
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    description = {
      "Reads every file of a folder and says how long it took, how often each finding came, and,",
      "with --expected, how often the reading agrees with what reference parsers read."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:measured", "2:bad usage, or a file cannot be read"},
    footer = {
      "",
      "The expected values are JSON, one object a message and line: file, from, to, subject, and",
      "attachments[{filename,type,sha256}], with agree{from_addr,to,subject,att_names,att_sha}: a field counts",
      "where all references agree (\"all\")."
    })
final class MailEvaluate implements Callable<Integer> {
  @Spec @Nullable CommandSpec spec;

  @Option(names = "--expected", paramLabel = "FILE", description = "What references read.")
  @Nullable Path expected;

  @Option(names = "--differences", description = "Name every file that differs, and in what.")
  boolean differences;

  @Parameters(paramLabel = "DIR", description = "A folder of raw messages.")
  @Nullable Path folder;

  @Override
  public Integer call() {
    CommandSpec command = Objects.requireNonNull(spec);
    PrintWriter out = command.commandLine().getOut();
    try {
      evaluate(out);
    } catch (IOException | JacksonException e) {
      command
          .commandLine()
          .getErr()
          .println("postern: cannot read " + Inert.text(String.valueOf(e.getMessage())));
      return 2;
    }
    out.flush();
    return 0;
  }

  private void evaluate(PrintWriter out) throws IOException {
    Map<String, JsonNode> truth = truth();
    List<Long> times = new ArrayList<>();
    Map<String, Integer> kinds = new TreeMap<>();
    Map<Agreement.Field, int[]> agreed = new TreeMap<>();
    int rawOnly = 0;
    MailReader reader = new MailReader();
    for (Path file : files()) {
      long start = System.nanoTime();
      ReadMessage message = reader.read(file);
      times.add(System.nanoTime() - start);
      rawOnly += message.rawOnly() ? 1 : 0;
      message.findings().stream()
          .map(Finding::kind)
          .distinct()
          .forEach(kind -> kinds.merge(kind.label(), 1, Integer::sum));
      JsonNode wanted = truth.get(String.valueOf(file.getFileName()));
      if (wanted != null) {
        compare(file, message, wanted, agreed, out);
      }
    }
    print(times, rawOnly, kinds, agreed, out);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.list(Objects.requireNonNull(folder))) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private Map<String, JsonNode> truth() throws IOException {
    Map<String, JsonNode> truth = new TreeMap<>();
    if (expected != null) {
      JsonMapper json = JsonMapper.builder().build();
      for (String line : Files.readAllLines(expected)) {
        JsonNode node = json.readTree(line);
        truth.put(node.path("file").asString(""), node);
      }
    }
    return truth;
  }

  private void compare(
      Path file,
      ReadMessage message,
      JsonNode wanted,
      Map<Agreement.Field, int[]> agreed,
      PrintWriter out) {
    Agreement.Expected truth = expected(wanted);
    for (Agreement.Field field : truth.firm()) {
      boolean same = Agreement.on(field, message, truth);
      int[] count = agreed.computeIfAbsent(field, _ -> new int[2]);
      count[0]++;
      count[1] += same ? 1 : 0;
      if (!same && differences) {
        out.println(field.label() + " differs: " + Inert.text(String.valueOf(file.getFileName())));
      }
    }
  }

  /** One line of the file. */
  static Agreement.Expected expected(JsonNode node) {
    List<Agreement.Field> firm = new ArrayList<>();
    for (Agreement.Field field : Agreement.Field.values()) {
      if (node.path("agree").path(field.key()).asString("").equals("all")) {
        firm.add(field);
      }
    }
    List<String> names = new ArrayList<>();
    List<String> hashes = new ArrayList<>();
    List<String> messages = new ArrayList<>();
    for (JsonNode attachment : node.path("attachments")) {
      names.add(attachment.path("filename").asString(""));
      boolean message = attachment.path("type").asString("").startsWith("message/");
      (message ? messages : hashes).add(attachment.path("sha256").asString(""));
    }
    if (messages.isEmpty()) {
      firm.remove(Agreement.Field.MESSAGES);
    }
    String subject = node.path("subject").isNull() ? null : node.path("subject").asString("");
    return new Agreement.Expected(
        addresses(node.path("from")),
        addresses(node.path("to")),
        subject,
        names,
        hashes,
        messages,
        firm);
  }

  private static List<String> addresses(JsonNode people) {
    List<String> addresses = new ArrayList<>();
    for (JsonNode person : people) {
      addresses.add(person.path("addr").asString(""));
    }
    return addresses;
  }

  private static void print(
      List<Long> times,
      int rawOnly,
      Map<String, Integer> kinds,
      Map<Agreement.Field, int[]> agreed,
      PrintWriter out) {
    Collections.sort(times);
    out.printf("%d messages, %d could only be shown raw%n", times.size(), rawOnly);
    if (!times.isEmpty()) {
      out.printf(
          "milliseconds a message: half within %.1f, 99 of 100 within %.1f, all within %.1f%n",
          times.get(times.size() / 2) / 1e6,
          times.get((int) Math.ceil(times.size() * 0.99) - 1) / 1e6,
          times.getLast() / 1e6);
    }
    agreed.forEach(
        (field, n) ->
            out.printf(
                "%-20s %5d of %5d as all references, %.2f%%%n",
                field.label(), n[1], n[0], 100.0 * n[1] / n[0]));
    out.printf("%nMessages with a finding:%n");
    kinds.forEach((kind, n) -> out.printf("%-24s %5d%n", kind, n));
  }
}
