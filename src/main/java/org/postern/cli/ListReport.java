package org.postern.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.postern.listfile.Form;
import org.postern.listfile.Reading;
import org.postern.mail.Inert;
import picocli.CommandLine.Model.CommandSpec;

/**
 * What came of a change of a list, as one line with objections by number, or as one JSON object.
 */
final class ListReport {
  private final Map<String, Object> counts = new LinkedHashMap<>();
  private final List<Map<String, Object>> invalid = new ArrayList<>();
  private long invalidCount;

  void add(String what, long count) {
    counts.merge(what, count, (a, b) -> (Long) a + (Long) b);
  }

  void serial(long serial) {
    counts.put("serial", serial);
  }

  /** How a file was read. */
  void read(Form form) {
    counts.put("format", form.format().name().toLowerCase(Locale.ROOT));
    counts.put("encoding", form.encoding().name().toLowerCase(Locale.ROOT));
    counts.put("packing", form.packing().name().toLowerCase(Locale.ROOT));
  }

  /** The change waits for another officer. */
  void proposed(String digest) {
    counts.put("change", digest);
  }

  /** A line or an argument that was no entry. */
  void invalid(String where, long number, String text, String sentence) {
    invalidCount++;
    if (invalid.size() < Reading.SHOWN) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put(where, number);
      one.put("text", text);
      one.put("reason", sentence);
      invalid.add(one);
    }
  }

  /** Objections that are not shown one by one. */
  void moreInvalid(long count) {
    invalidCount += count;
  }

  int print(CommandSpec command, boolean json) {
    PrintWriter out = command.commandLine().getOut();
    PrintWriter err = command.commandLine().getErr();
    if (json) {
      Map<String, Object> all = new LinkedHashMap<>(counts);
      all.put("invalid", invalidCount);
      all.put("objections", invalid);
      out.println(Tell.mapper().writeValueAsString(all));
    } else {
      for (Map<String, Object> one : invalid) {
        var where = one.entrySet().iterator().next();
        err.println(
            where.getKey()
                + " "
                + where.getValue()
                + ": "
                + Inert.brief(String.valueOf(one.get("text")), 80)
                + ": "
                + one.get("reason"));
      }
      if (invalidCount > invalid.size()) {
        err.println("… and " + (invalidCount - invalid.size()) + " more");
      }
      StringBuilder line = new StringBuilder();
      counts.forEach((what, count) -> line.append(what).append(' ').append(count).append(", "));
      out.println(line.append("invalid ").append(invalidCount));
    }
    err.flush();
    out.flush();
    return invalidCount > 0 ? ListCommand.OBJECTIONS : 0;
  }
}
