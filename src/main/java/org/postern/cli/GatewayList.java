package org.postern.cli;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.postern.bundle.Fingerprint;
import org.postern.mail.Inert;
import org.postern.store.Fleet;
import org.postern.store.Gateways.Retired;
import org.postern.store.Store;
import org.postern.store.StoreException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code postern gateway list}. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = {
      "Says whether all gateways enforce the newest serial, and how each stands: what was handed over, what its",
      "receipts say, which never came. Receipts that still lie in the mailbox are taken in by the console."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all gateways enforce the newest serial",
      "1:some do not, or nobody knows",
      "2:bad usage, or the data directory cannot be used"
    })
final class GatewayList extends GatewayCommand.Sub {
  @Option(names = "--json", description = "As one JSON object.")
  private boolean json;

  @Override
  int act(Store store, Tell tell) throws StoreException {
    Instant now = Clock.systemUTC().instant();
    Fleet fleet = store.gateways().fleet(now);
    if (json) {
      tell.say(object(fleet, store));
    } else {
      tell.say(fleet.headline());
      for (Fleet.Line line : fleet.lines()) {
        tell.say("");
        say(line, tell);
      }
      for (Retired retired : store.gateways().retired()) {
        tell.say("");
        tell.say(
            retired.gateway()
                + "  out of service since "
                + retired.at()
                + ", "
                + Inert.brief(retired.officer() + ": " + retired.why(), 200));
      }
    }
    return fleet.whole() ? 0 : Tell.REFUSED;
  }

  private static void say(Fleet.Line line, Tell tell) {
    tell.say(
        Inert.brief(line.gateway(), 253)
            + "  "
            + line.word()
            + line.heard().map(at -> "  last word " + at).orElse("  never a word"));
    tell.say("  " + Inert.text(line.sentence()));
    line.remarks().forEach(remark -> tell.say("  " + Inert.text(remark)));
    if (!line.next().isEmpty()) {
      tell.say("  Next: " + line.next());
    }
  }

  private static String object(Fleet fleet, Store store) throws StoreException {
    JsonMapper mapper = Tell.mapper();
    ObjectNode all = mapper.createObjectNode();
    all.put("serial", fleet.serial())
        .put("whole", fleet.whole())
        .put("says", fleet.headline())
        .put("silent-after-minutes", fleet.silence().toMinutes());
    var gateways = all.putArray("gateways");
    fleet.lines().forEach(line -> put(gateways.addObject(), line));
    var retired = all.putArray("out-of-service");
    for (Retired r : store.gateways().retired()) {
      retired
          .addObject()
          .put("gateway", r.gateway())
          .put("since", r.at().toString())
          .put("officer", r.officer())
          .put("why", r.why());
    }
    return mapper.writeValueAsString(all);
  }

  private static void put(ObjectNode node, Fleet.Line line) {
    node.put("gateway", line.gateway())
        .put("state", line.word())
        .put("concern", HeldText.lower(line.concern()))
        .put("says", line.sentence())
        .put("next", line.next());
    line.runs().ifPresent(serial -> node.put("runs", serial));
    time(node, "last-word", line.heard());
    time(node, "published", line.steps().published());
    time(node, "delivered", line.steps().delivered());
    time(node, "verified", line.steps().verified());
    time(node, "active", line.steps().enforcing());
    line.remarks().forEach(node.putArray("remarks")::add);
    var missing = node.putArray("missing");
    line.missing().forEach(gap -> missing.addObject().put("from", gap.from()).put("to", gap.to()));
    if (!line.keys().isEmpty()) {
      node.put("fingerprint", Fingerprint.aloud(line.keys().getLast().digest()));
    }
  }

  private static void time(ObjectNode node, String name, Optional<Instant> at) {
    at.ifPresent(instant -> node.put(name, instant.toString()));
  }
}
