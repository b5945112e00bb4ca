package org.postern.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Commands as they are typed, and what the last one said. */
final class Typed {
  private StringWriter out = new StringWriter();
  private StringWriter err = new StringWriter();

  /** The exit code. */
  int run(String... words) {
    out = new StringWriter();
    err = new StringWriter();
    return PosternCommand.line(new PrintWriter(out), new PrintWriter(err)).execute(words);
  }

  /**
   * The exit code.
   *
   * @param command the first words
   * @param words what was typed behind them
   */
  int run(Path data, List<String> command, String... words) {
    return run(
        Stream.of(command, List.of(words), List.of("--data", data.toString()))
            .flatMap(List::stream)
            .toArray(String[]::new));
  }

  String out() {
    return out.toString();
  }

  String err() {
    return err.toString();
  }

  /** What stands in the answer, with one form of line ends. */
  String said() {
    return out().strip().replace(System.lineSeparator(), "\n");
  }

  List<String> lines() {
    return out().lines().toList();
  }
}
