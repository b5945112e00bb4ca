package org.postern.cli;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.postern.gatekeeper.Asking;
import org.postern.gatekeeper.Endpoint;
import org.postern.mail.Inert;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code postern gatekeeper ask}. */
@Command(
    name = "ask",
    mixinStandardHelpOptions = true,
    description = {
      "Asks a running gatekeeper what it does with mail for an address or a bare domain.",
      "One line for each: input, disposition, verdict, hash of the proof; the same hash as `postern check --json` gives at the console."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:everything would be delivered",
      "1:something would be held or rejected",
      "2:bad usage, or no gatekeeper answers, or it has no policy to judge by"
    })
final class GatekeeperAsk implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--socket",
      paramLabel = "ENDPOINT",
      defaultValue = "inet:127.0.0.1:10023",
      description = "Where it listens. Default: ${DEFAULT-VALUE}.")
  private String socket = "";

  @Option(names = "--json", description = "One JSON object for each, with the proof.")
  private boolean json;

  @Parameters(paramLabel = "ADDRESS", arity = "1..*", description = "Addresses or bare domains.")
  private List<String> addresses = List.of();

  @Override
  public Integer call() {
    Tell tell = new Tell(spec);
    Endpoint endpoint = GatekeeperCommand.endpoint(socket, Objects.requireNonNull(spec));
    boolean held = false;
    try {
      for (String address : addresses) {
        switch (Asking.ask(endpoint, address)) {
          case Asking.Reply.Judged(String proof) -> {
            JsonNode read = JsonMapper.shared().readTree(proof);
            held |= !read.path("disposition").asString("").equals("deliver");
            tell.say(json ? proof : line(read));
          }
          case Asking.Reply.Later(String why) -> {
            tell.warn("the gatekeeper cannot judge now: " + Inert.text(why));
            return DataDirectory.UNUSABLE;
          }
        }
      }
      return held ? Tell.REFUSED : 0;
    } catch (IOException | JacksonException e) {
      tell.warn(Inert.text(String.valueOf(e.getMessage())));
      return DataDirectory.UNUSABLE;
    }
  }

  private static String line(JsonNode proof) {
    return String.format(
        "%-32s  %-7s  %-9s  %s",
        Inert.text(proof.path("input").asString("")),
        Inert.text(proof.path("disposition").asString("")),
        Inert.text(proof.path("verdict").asString("")),
        Inert.text(proof.path("proof").asString("")));
  }
}
