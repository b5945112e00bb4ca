package org.postern.gatekeeper;

import java.io.PrintStream;
import java.io.StringWriter;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.postern.policy.DomainName;
import org.postern.policy.Verdict;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/**
 * The log: one JSON object a line, everything beyond ASCII escaped, and never the part of an
 * address before the @. Thread-safe.
 */
final class Events {
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
  private static final long RARELY_MILLIS = 10_000;

  private final PrintStream out;
  private final Clock clock;
  private final Map<String, Quiet> quiet = new ConcurrentHashMap<>();

  /** Since when an event is kept quiet, and how many were. */
  private record Quiet(long since, long count) {}

  Events(PrintStream out, Clock clock) {
    this.out = out;
    this.clock = clock;
  }

  /**
   * @param facts names and values in turn
   */
  void say(String event, String... facts) {
    Map<String, String> sorted = new TreeMap<>();
    for (int i = 0; i + 1 < facts.length; i += 2) {
      sorted.put(facts[i], facts[i + 1]);
    }
    var text = new StringWriter(160);
    try (JsonGenerator g = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      g.writeStartObject();
      g.writeStringProperty("time", clock.instant().toString());
      g.writeStringProperty("event", event);
      sorted.forEach(g::writeStringProperty);
      g.writeEndObject();
    }
    synchronized (out) {
      out.println(text.toString().replace("\u007f", "\\u007F"));
      out.flush();
    }
  }

  /** The same for what others can make happen often: at most one line in ten seconds. */
  void rarely(String event, String reason) {
    long now = clock.millis();
    Quiet then =
        quiet.merge(
            event,
            new Quiet(now, 0),
            (old, _) ->
                now - old.since() >= RARELY_MILLIS
                    ? new Quiet(now, 0)
                    : new Quiet(old.since(), old.count() + 1));
    if (then.count() == 0) {
      say(event, "reason", reason);
    }
  }

  /** One lookup: which domain, what came of it, and what names its proof. */
  void lookup(Verdict verdict) {
    Optional<String> domain = verdict.domain().map(DomainName::ascii);
    say(
        "lookup",
        "domain",
        domain.orElse("-"),
        "verdict",
        verdict.word(),
        "disposition",
        verdict.disposition().word(),
        "proof",
        verdict.proof().hash());
  }
}
