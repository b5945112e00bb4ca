package org.postern.cli;

import java.util.List;
import org.postern.store.Deliveries.Delivery;
import org.postern.store.Store;
import org.postern.store.StoreException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code postern bundle deliveries}. */
@Command(
    name = "deliveries",
    mixinStandardHelpOptions = true,
    description = "Lists what is or was on its way to gateways, the newest first.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:nothing waits",
      "1:something waits, or could not be delivered",
      "2:bad usage, or the data directory cannot be used"
    },
    footer = {
      "",
      "With --json, one object a line: item, name, gateway, place, state (queued, sending, delivered,",
      "  failed, cancelled), tries, next (when it is tried again), says, officer, queued, changed."
    })
final class BundleDeliveries extends StoreCommand {
  @Option(names = "--json", description = "One JSON object a line.")
  private boolean json;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "50",
      description = "At most so many. Default: ${DEFAULT-VALUE}.")
  private int limit;

  @Option(
      names = "--cancel",
      description = "Take everything that waits from its way; gateways keep what they have.")
  private boolean cancel;

  @Override
  int run(Store store, Tell tell) throws StoreException {
    if (limit < 1 || limit > 10_000) {
      throw bad("--limit is 1 to 10000.");
    }
    List<Delivery> all = store.deliveries().newest(limit);
    if (cancel) {
      for (Delivery delivery : all) {
        store
            .deliveries()
            .cancel(
                delivery.parcel().item(),
                delivery.gateway(),
                System.getProperty("user.name", "command line"));
      }
      all = store.deliveries().newest(limit);
    }
    all.forEach(d -> tell.say(json ? DeliveryText.json(d) : DeliveryText.line(d)));
    boolean quiet =
        all.stream()
            .allMatch(
                d ->
                    switch (d.state()) {
                      case DELIVERED, CANCELLED -> true;
                      case QUEUED, SENDING, FAILED -> false;
                    });
    return quiet ? 0 : Tell.REFUSED;
  }
}
