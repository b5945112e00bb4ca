package org.postern.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postern.policy.slip.Neighbour;
import org.postern.policy.slip.Resemblance;
import org.postern.policy.slip.Sensitivity;
import org.postern.policy.slip.SlipEngine;
import org.postern.policy.slip.Trusted;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code postern evaluate}: how well the lookalike engine does on names whose truth is known. */
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    description = {
      "Measures the lookalike engine: how many slips it flags, how often its first and first three",
      "suggestions are right, and how many legitimate names it flags by mistake.",
      "Every file has one name, or one slip, a line; lines that start with # do not count."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:measured", "2:bad usage, or a file cannot be read"},
    footer = {
      "",
      "Example:",
      "  postern evaluate --trusted trusted.txt --pairs slips.tsv --negatives real.txt"
    })
final class EvaluateCommand implements Callable<Integer> {

  private static final double[] RATES = {0.001, 0.0025, 0.005, 0.0075, 0.01, 0.02};

  @Spec @Nullable CommandSpec spec;

  @Option(names = "--trusted", required = true, description = "Trusted names, A-labels.")
  @Nullable Path trusted;

  @Option(
      names = "--pairs",
      required = true,
      description = "Slips: typed TAB meant, or class TAB typed TAB meant.")
  List<Path> pairs = new ArrayList<>();

  @Option(
      names = "--negatives",
      required = true,
      description = "Real names that are nobody's slip.")
  @Nullable Path negatives;

  @Option(names = "--sensitivity", description = "${COMPLETION-CANDIDATES}; default: all three.")
  @Nullable Sensitivity sensitivity;

  @Option(
      names = "--subdomains",
      description =
          "Trust what is under a trusted name too. By default each name stands for itself, so that a"
              + " slip of a listed host below a listed domain counts.")
  boolean subdomains;

  @Option(
      names = "--neighbours",
      paramLabel = "N",
      description =
          "Also say how many of the flagged slips an enumeration of N names for each trusted one has.")
  int neighbours;

  @Option(
      names = "--known",
      paramLabel = "FILE",
      description =
          "Also say what becomes of the false alarms, and of the slips, when the names in this file"
              + " have been written to before.")
  @Nullable Path known;

  /** One slip of the file. */
  record Pair(String kind, String typed, String meant) {}

  /**
   * What the engine says of one name: its score, 0 if it flags nothing however strict, and the
   * place of the name meant.
   */
  private record Answer(String kind, double score, int rank) {}

  @Override
  public Integer call() {
    CommandSpec command = Objects.requireNonNull(spec);
    PrintWriter out = command.commandLine().getOut();
    try {
      List<Trusted> names =
          lines(Objects.requireNonNull(trusted)).stream()
              .map(name -> new Trusted(name, subdomains))
              .toList();
      List<Pair> slips = new ArrayList<>();
      for (Path file : pairs) {
        slips.addAll(pairs(file));
      }
      List<String> legitimate = lines(Objects.requireNonNull(negatives));
      evaluate(names, slips, legitimate, out);
      if (known != null) {
        Relief.of(lines(known)).print(names, slips, legitimate, sensitivity, out);
      }
    } catch (IOException e) {
      command.commandLine().getErr().println("postern: cannot read " + e.getMessage());
      return 2;
    }
    out.flush();
    return 0;
  }

  private void evaluate(
      List<Trusted> names, List<Pair> slips, List<String> legitimate, PrintWriter out) {
    SlipEngine all = SlipEngine.of(names, Sensitivity.STRICT).atAnyScore();
    List<Answer> answers = slips.stream().map(p -> answer(all, p)).toList();
    double[] alarms =
        legitimate.stream().mapToDouble(n -> score(all.resemblances(n))).sorted().toArray();
    out.printf(
        "%d trusted names, %d slips, %d legitimate names; %s%n",
        names.size(), slips.size(), alarms.length, all.dataVersion());
    curve(answers, alarms, out);
    for (Sensitivity s : Sensitivity.values()) {
      if (sensitivity == null || sensitivity == s) {
        table(s, all.threshold(s), answers, alarms, out);
      }
    }
    if (neighbours > 0) {
      enumeration(SlipEngine.of(names, Sensitivity.BALANCED), slips, out);
    }
  }

  private static Answer answer(SlipEngine engine, Pair pair) {
    List<Resemblance> found = engine.resemblances(pair.typed);
    int rank = 0;
    while (rank < found.size() && !isMeant(found.get(rank), pair.meant)) {
      rank++;
    }
    return new Answer(pair.kind, score(found), rank < found.size() ? rank : Integer.MAX_VALUE);
  }

  private static boolean isMeant(Resemblance found, String meant) {
    return found.meant().equals(meant) || found.trusted().equals(meant);
  }

  private static double score(List<Resemblance> found) {
    return found.isEmpty() ? 0 : found.getFirst().score();
  }

  private static void curve(List<Answer> answers, double[] alarms, PrintWriter out) {
    out.printf("%nSlips flagged, by the share of legitimate names flagged:%n%-24s", "class");
    for (double rate : RATES) {
      out.printf(" %7.2f%%", rate * 100);
    }
    out.println();
    byKind(answers)
        .forEach(
            (kind, some) -> {
              out.printf("%-24s", kind);
              for (double rate : RATES) {
                double threshold = alarms[(int) Math.ceil((alarms.length - 1) * (1 - rate))];
                out.printf(" %7.1f%%", percent(some, a -> a.score > threshold));
              }
              out.println();
            });
  }

  private static void table(
      Sensitivity s, double threshold, List<Answer> answers, double[] alarms, PrintWriter out) {
    long flagged = Arrays.stream(alarms).filter(a -> a >= threshold).count();
    out.printf(
        "%n%s: %d of %d legitimate names flagged, %.2f%%%n",
        s, flagged, alarms.length, 100.0 * flagged / Math.max(1, alarms.length));
    out.printf("%-24s %7s %8s %8s %8s%n", "class", "slips", "flagged", "top 1", "top 3");
    byKind(answers)
        .forEach(
            (kind, some) ->
                out.printf(
                    "%-24s %7d %7.1f%% %7.1f%% %7.1f%%%n",
                    kind,
                    some.size(),
                    percent(some, a -> a.score >= threshold),
                    percent(some, a -> a.score >= threshold && a.rank == 0),
                    percent(some, a -> a.score >= threshold && a.rank < 3)));
  }

  /** What a gateway that has the enumerated neighbours and no engine would catch. */
  private void enumeration(SlipEngine engine, List<Pair> slips, PrintWriter out) {
    out.printf("%nEnumerated within %d names, of the slips flagged at BALANCED:%n", neighbours);
    Map<String, Set<String>> enumerated = new HashMap<>();
    Map<String, int[]> kinds = new TreeMap<>();
    for (Pair pair : slips) {
      if (engine.resemblances(pair.typed).isEmpty()) {
        continue;
      }
      Set<String> names =
          enumerated.computeIfAbsent(
              pair.meant,
              meant ->
                  engine.neighbours(meant, neighbours).stream()
                      .map(Neighbour::name)
                      .collect(Collectors.toSet()));
      for (String kind : List.of("(all)", pair.kind)) {
        int[] count = kinds.computeIfAbsent(kind, _ -> new int[2]);
        count[0]++;
        count[1] += names.contains(pair.typed) ? 1 : 0;
      }
    }
    kinds.forEach((kind, n) -> out.printf("%-24s %7d %7.1f%%%n", kind, n[0], 100.0 * n[1] / n[0]));
  }

  /** All answers first, then each class by itself. */
  private static Map<String, List<Answer>> byKind(List<Answer> answers) {
    Map<String, List<Answer>> kinds = new TreeMap<>();
    for (Answer a : answers) {
      kinds.computeIfAbsent(a.kind, _ -> new ArrayList<>()).add(a);
    }
    if (kinds.size() > 1) {
      kinds.put("(all)", answers);
    }
    return kinds;
  }

  private static double percent(List<Answer> answers, Predicate<Answer> condition) {
    return 100.0 * answers.stream().filter(condition).count() / Math.max(1, answers.size());
  }

  private static List<String> lines(Path file) throws IOException {
    return Files.readAllLines(file).stream()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .toList();
  }

  private static List<Pair> pairs(Path file) throws IOException {
    List<Pair> pairs = new ArrayList<>();
    Path name = file.getFileName();
    String kind = String.valueOf(name).replaceFirst("\\.[a-z]+$", "");
    for (String line : lines(file)) {
      String[] fields = line.split("\t");
      if (fields.length == 2) {
        pairs.add(new Pair(kind, fields[0], fields[1]));
      } else if (fields.length > 2) {
        pairs.add(new Pair(fields[0], fields[1], fields[2]));
      } else {
        throw new IOException(
            file + ": a line is not typed TAB meant: " + line.length() + " characters");
      }
    }
    return pairs;
  }
}
