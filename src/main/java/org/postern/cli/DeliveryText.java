package org.postern.cli;

import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.postern.mail.Inert;
import org.postern.store.Deliveries.Delivery;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What is on its way, as a line. */
final class DeliveryText {
  private static final JsonMapper JSON = Tell.mapper();

  private DeliveryText() {}

  static String line(Delivery delivery) {
    String next =
        delivery.next() == null
            ? ""
            : " Tried again at " + delivery.next().truncatedTo(ChronoUnit.SECONDS) + ".";
    return "%-9s  %-28s  %-20s  %s%s"
        .formatted(
            state(delivery),
            Inert.brief(delivery.gateway(), 80),
            Inert.brief(delivery.parcel().name(), 80),
            delivery.says().isEmpty()
                ? Inert.brief(delivery.place(), 200)
                : Inert.brief(delivery.says(), 600),
            next)
        .stripTrailing();
  }

  static String json(Delivery delivery) {
    ObjectNode node = JSON.createObjectNode();
    node.put("item", delivery.parcel().item());
    node.put("name", delivery.parcel().name());
    node.put("gateway", delivery.gateway());
    node.put("place", delivery.place());
    node.put("state", state(delivery));
    node.put("tries", delivery.tries());
    node.put("next", delivery.next() == null ? null : delivery.next().toString());
    node.put("says", delivery.says());
    node.put("officer", delivery.officer());
    node.put("queued", delivery.queued().toString());
    node.put("changed", delivery.changed().toString());
    return JSON.writeValueAsString(node);
  }

  private static String state(Delivery delivery) {
    return delivery.state().name().toLowerCase(Locale.ROOT);
  }
}
