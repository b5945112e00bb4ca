package org.postern.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import picocli.CommandLine;

/** A command that was typed, its exit code, and what it said. */
record Ran(int code, String out, String err) {
  static Ran of(Object command, List<String> words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        new CommandLine(command)
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .setCaseInsensitiveEnumValuesAllowed(true) // as the program itself
            .execute(words.toArray(String[]::new));
    return new Ran(code, out.toString(), err.toString());
  }
}
