package org.postern.cli;

import java.io.PrintWriter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.postern.mail.Inert;
import picocli.CommandLine.Model.CommandSpec;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * How a command says what came of it: answers to standard output, sentences about trouble to
 * standard error.
 */
final class Tell {
  /** What was asked for was refused, invalid, or could not be done. */
  static final int REFUSED = 1;

  private final PrintWriter out;
  private final PrintWriter err;

  Tell(@Nullable CommandSpec spec) {
    CommandSpec command = Objects.requireNonNull(spec, "picocli has filled it in");
    this.out = command.commandLine().getOut();
    this.err = command.commandLine().getErr();
  }

  /** Writes JSON in ASCII only: a stranger's bidirectional controls must not reach a terminal. */
  static JsonMapper mapper() {
    return JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
  }

  void say(String line) {
    out.println(line);
    out.flush();
  }

  void warn(String sentence) {
    err.println("postern: " + sentence);
    err.flush();
  }

  /** The exit code for it. */
  int failed(Exception e) {
    warn(Inert.text(String.valueOf(e.getMessage())));
    return REFUSED;
  }
}
