package org.postern.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postern.mail.Inert;
import org.postern.policy.DomainName;
import org.postern.policy.Forecast;
import org.postern.policy.Forecast.Risk;
import org.postern.policy.Parsed;
import org.postern.policy.slip.Slip;
import org.postern.policy.slip.TopLevel;
import org.postern.store.Store;
import org.postern.store.StoreException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code postern list forecast}: what a trusted name may collide with. */
@Command(
    name = "forecast",
    mixinStandardHelpOptions = true,
    description = {
      "Says what mail for a name may slip into, the most dangerous first: whether the ending exists",
      "and whose it is, which entry covers it, and whether it is held as a lookalike anyway.",
      "The name need not be on a list yet. A whole ending such as mil has endings as neighbours."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:a stranger may own none of them without it being held",
      "1:mail for some would be delivered to a stranger",
      "2:bad usage, or the data directory cannot be used"
    },
    footer = {"", "Example:", "  postern list forecast army.mil"})
final class ListForecast implements Callable<Integer> {
  @Spec @Nullable CommandSpec spec;
  @Mixin @Nullable DataDirectory data;

  @Option(names = "--json", description = "One JSON object a line.")
  boolean json;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "60",
      description = "At most so many, up to 10000; default: ${DEFAULT-VALUE}.")
  int limit;

  @Parameters(paramLabel = "NAME", description = "A domain, or a whole ending.")
  String name = "";

  @Override
  public Integer call() {
    return switch (DomainName.parse(name.strip())) {
      case Parsed.Ok<DomainName>(DomainName domain) ->
          Objects.requireNonNull(data).use(store -> print(store, domain));
      case Parsed.Malformed<DomainName>(Parsed.Reason reason, int _, String _) -> {
        PrintWriter err = Objects.requireNonNull(spec).commandLine().getErr();
        err.println("postern: " + Inert.brief(name, 80) + ": " + reason.sentence());
        err.flush();
        yield DataDirectory.UNUSABLE;
      }
    };
  }

  private int print(Store store, DomainName domain) throws StoreException {
    CommandSpec command = Objects.requireNonNull(spec);
    Forecast forecast = CurrentPolicy.of(store, command).forecast(domain, Math.max(0, limit));
    PrintWriter out = command.commandLine().getOut();
    for (Risk risk : forecast.risks()) {
      if (json) {
        out.println(Tell.mapper().writeValueAsString(fields(risk)));
      } else {
        out.printf(
            "%-28s %-26s %-36s %s%n",
            risk.neighbour().name(), where(risk), fate(risk), slips(risk.neighbour().slips()));
      }
    }
    out.flush();
    return forecast.open().stream().allMatch(Risk::heldAnyway) ? 0 : 1;
  }

  private static Map<String, Object> fields(Risk risk) {
    Map<String, Object> fields = new LinkedHashMap<>();
    TopLevel ending = risk.neighbour().ending();
    fields.put("name", risk.neighbour().name());
    fields.put("tldExists", ending.exists());
    fields.put("country", ending.country());
    fields.put("sameRegistry", risk.neighbour().sameRegistry());
    fields.put("coveredBy", risk.covered().map(e -> e.pattern().text()).orElse(null));
    fields.put("listing", risk.covered().map(e -> e.listing().word()).orElse(null));
    fields.put("heldAsLookalike", risk.heldAnyway());
    fields.put("disposition", risk.verdict().disposition().word());
    fields.put("slip", slips(risk.neighbour().slips()));
    return fields;
  }

  private static String where(Risk risk) {
    TopLevel ending = risk.neighbour().ending();
    if (!ending.exists()) {
      return "no such ending";
    }
    if (risk.neighbour().sameRegistry()) {
      return "same closed registry";
    }
    return ending.country() == null ? "exists" : ending.country();
  }

  private static String fate(Risk risk) {
    return risk.covered()
        .map(e -> e.listing().word() + " by " + e.pattern().text())
        .orElse(
            risk.heldAnyway()
                ? "held as a lookalike"
                : risk.verdict().disposition().word() + ", no entry");
  }

  private static String slips(List<Slip> slips) {
    return slips.stream().map(Slip::sentence).collect(Collectors.joining("; "));
  }
}
