package org.postern.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Programs that are asked by running them. One that is missing is named, with what installs it. */
final class Programs {

  private static final int TRUSTED_FOR_DNSTWIST = 12;
  private static final int QUESTIONS_FOR_MAILCHECK = 100;

  /** Where {@code npm install mailcheck} was done, if not globally. */
  private static final String MODULES = System.getProperty("modules", "");

  private Programs() {}

  /** One line of the table. */
  static String[] dnstwist(SampleNames names) throws IOException, InterruptedException {
    if (run(List.of("dnstwist", "--help"), "").isEmpty()) {
      return new String[] {"dnstwist", "not installed: apt-get install dnstwist", ""};
    }
    long nanos = 0;
    long variants = 0;
    for (String name : names.trusted().subList(0, TRUSTED_FOR_DNSTWIST)) {
      long start = System.nanoTime();
      variants += run(List.of("dnstwist", "--format", "list", name), "").lines().count();
      nanos += System.nanoTime() - start;
    }
    return new String[] {
      "dnstwist, the process",
      "%.0f ms a trusted name".formatted(nanos / 1e6 / TRUSTED_FOR_DNSTWIST),
      "enumerates %d names for each".formatted(variants / TRUSTED_FOR_DNSTWIST)
    };
  }

  static String[] mailcheck(SampleNames names) throws IOException, InterruptedException {
    String script =
        """
        const m = require('mailcheck');
        const [trusted, typed] = require('fs').readFileSync(0, 'utf8').split('\\n\\n');
        const domains = trusted.split('\\n');
        const questions = typed.trim().split('\\n').map(q => q.split(' '));
        const start = process.hrtime.bigint();
        let right = 0;
        for (const [was, meant] of questions) {
          const s = m.run({ email: 'gen@' + was, domains });
          if (s && s.domain === meant) right++;
        }
        const ms = Number(process.hrtime.bigint() - start) / 1e6 / questions.length;
        console.log(ms.toFixed(1) + ' ' + right);
        """;
    String questions =
        names.slips().stream()
            .limit(QUESTIONS_FOR_MAILCHECK)
            .map(slip -> slip[0] + " " + slip[1])
            .collect(Collectors.joining("\n"));
    String input = String.join("\n", names.trusted()) + "\n\n" + questions;
    Path file = Files.createTempFile("mailcheck", ".js");
    try {
      Files.writeString(file, script);
      String[] answer = run(List.of("node", file.toString()), input).strip().split(" ");
      return answer.length < 2
          ? new String[] {"mailcheck", "not installed: npm install -g mailcheck@1.1.1", ""}
          : new String[] {
            "mailcheck 1.1.1, the process",
            answer[0] + " ms",
            "names the right one for %s %%"
                .formatted(Integer.parseInt(answer[1]) * 100 / QUESTIONS_FOR_MAILCHECK)
          };
    } finally {
      Files.delete(file);
    }
  }

  /** What a program says; nothing if it is not there or fails. */
  private static String run(List<String> command, String input)
      throws IOException, InterruptedException {
    Path in = Files.createTempFile("bench", ".in");
    Path out = Files.createTempFile("bench", ".out");
    try {
      Files.writeString(in, input);
      ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(command));
      builder.environment().put("NODE_PATH", MODULES.isEmpty() ? globalModules() : MODULES);
      Process process =
          builder
              .redirectInput(in.toFile())
              .redirectOutput(out.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!process.waitFor(5, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        return "";
      }
      return process.exitValue() == 0 ? Files.readString(out, StandardCharsets.UTF_8) : "";
    } catch (IOException notThere) {
      return "";
    } finally {
      Files.delete(in);
      Files.delete(out);
    }
  }

  private static String globalModules() {
    return "/usr/lib/node_modules:/usr/local/lib/node_modules:/usr/share/nodejs";
  }
}
