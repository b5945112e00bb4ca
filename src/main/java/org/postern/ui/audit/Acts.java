package org.postern.ui.audit;

import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What acts are called for officers. */
final class Acts {
  private static final Map<String, String> WORDS =
      Map.ofEntries(
          Map.entry("session.began", "signed in"),
          Map.entry("session.ended", "signed out"),
          Map.entry("session.refused", "sign-in refused"),
          Map.entry("clock.back", "clock set back"),
          Map.entry("roster.begun", "first officer enrolled"),
          Map.entry("roster.proposed", "roster change proposed"),
          Map.entry("roster.changed", "roster changed"),
          Map.entry("change.proposed", "change proposed"),
          Map.entry("change.approved", "change approved"),
          Map.entry("change.returned", "change sent back"),
          Map.entry("change.withdrawn", "change withdrawn"),
          Map.entry("change.taken-in", "change taken in from a file"),
          Map.entry("lists.changed", "lists changed"),
          Map.entry("lists.exported", "list exported"),
          Map.entry("quarantine.searched", "quarantine searched"),
          Map.entry("message.opened", "message opened"),
          Map.entry("message.pictures", "attached pictures shown"),
          Map.entry("message.saved", "message or attachment saved"),
          Map.entry("decision.agreed", "second officer agreed"),
          Map.entry("decision.declined", "second officer declined"),
          Map.entry("decision.release", "decided: release"),
          Map.entry("decision.correct", "decided: correct and release"),
          Map.entry("decision.reject", "decided: reject"),
          Map.entry("decision.sending", "release begins"),
          Map.entry("decision.accepted", "gateway took it"),
          Map.entry("decision.refused", "gateway refused it"),
          Map.entry("decision.unknown", "fate unknown"),
          Map.entry("decision.withdrawn", "decision taken back"),
          Map.entry("decision.filed", "copy filed"),
          Map.entry("bundle.made", "bundle made"),
          Map.entry("bundle.signed", "bundle signed"),
          Map.entry("bundle.handed-over", "bundle handed over"),
          Map.entry("delivery.queued", "handing over begins"),
          Map.entry("delivery.delivered", "handed over"),
          Map.entry("delivery.failed", "not handed over"),
          Map.entry("delivery.cancelled", "handing over cancelled"),
          Map.entry("gateway.enrolled", "gateway taken in"),
          Map.entry("gateway.retired", "gateway out of service"),
          Map.entry("gateway.restored", "gateway back in service"),
          Map.entry("gateway.silence", "when gateways count as silent changed"),
          Map.entry("record.exported", "record exported"),
          Map.entry("record.searched", "record searched for a person"),
          Map.entry("settings.changed", "settings changed"),
          Map.entry("setup.chosen", "set-up chosen"),
          Map.entry("setup.finished", "set-up finished"),
          Map.entry("backup.begun", "backup begun"),
          Map.entry("restore.begun", "restore begun"),
          Map.entry("key.made", "key made"));

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Acts() {}

  /** The act in words; an unknown one as it is written. */
  static String words(String act) {
    return act.startsWith("receipt.")
        ? "receipt: " + act.substring("receipt.".length())
        : WORDS.getOrDefault(act, act);
  }

  /** What else is known of an act, as one line; what is no JSON object, as it is written. */
  static String details(String json) {
    JsonNode read;
    try {
      read = JSON.readTree(json);
    } catch (JacksonException e) {
      return json;
    }
    return read.isObject()
        ? read.properties().stream()
            .map(
                p ->
                    p.getKey()
                        + " "
                        + (p.getValue().isValueNode() ? p.getValue().asString() : p.getValue()))
            .collect(Collectors.joining(", "))
        : json;
  }
}
