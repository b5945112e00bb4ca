package org.postern.policy;

import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.postern.policy.slip.DataVersions;
import org.postern.policy.slip.Resemblance;
import org.postern.policy.slip.Slip;
import org.postern.policy.slip.TopLevel;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/**
 * Writes the canonical JSON of {@link Proof}. The order of the calls is the order of the keys:
 * alphabetical.
 */
final class ProofWriter {

  private static final JsonFactory JSON =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
  // An input of any length is judged; the proof keeps what identifies it for a person.
  private static final int MAX_INPUT = 1000;

  private ProofWriter() {}

  /** What a proof says, before it is text. */
  record Facts(
      String verdict,
      Disposition disposition,
      String input,
      @Nullable EmailAddress address,
      @Nullable DomainName domain,
      @Nullable Entry rule,
      Supplier<List<Resemblance>> resemblances,
      Optional<Verdict.Known> known,
      boolean monitored,
      Parsed.@Nullable Reason reason,
      Optional<String> suggestion,
      Supplier<List<Proof.Change>> wouldPassIf,
      DataVersions data,
      long serial) {}

  static Proof write(Facts f) {
    return new Proof(() -> json(f), f.wouldPassIf);
  }

  private static String json(Facts f) {
    var text = new StringWriter(512);
    try (JsonGenerator g = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      List<Resemblance> similar = f.resemblances.get();
      Optional<Resemblance> best = similar.stream().findFirst();
      g.writeStartObject();
      string(g, "address", f.address == null ? null : f.address.ascii());
      g.writeArrayPropertyStart("alternatives");
      similar.stream().skip(1).forEach(r -> alternative(g, r));
      g.writeEndArray();
      g.writeBooleanProperty("ambiguous", Resemblance.ambiguous(similar));
      Optional<TopLevel> ending = Optional.ofNullable(f.domain).map(d -> TopLevel.of(d.ascii()));
      string(g, "country", ending.map(TopLevel::country).orElse(null));
      g.writeName("data");
      data(g, f.data);
      g.writeStringProperty("disposition", f.disposition.word());
      string(g, "domain", f.domain == null ? null : f.domain.ascii());
      g.writeStringProperty(
          "input", f.input.length() > MAX_INPUT ? f.input.substring(0, MAX_INPUT) : f.input);
      g.writeName("known");
      f.known.ifPresentOrElse(k -> known(g, k), g::writeNull);
      g.writeName("margin");
      Resemblance.margin(similar).ifPresentOrElse(m -> g.writeNumber(rounded(m)), g::writeNull);
      string(g, "meant", best.map(Resemblance::meant).or(f::suggestion).orElse(null));
      g.writeBooleanProperty("monitored", f.monitored);
      string(g, "reason", f.reason == null ? null : f.reason.word());
      string(g, "rule", f.rule == null ? null : f.rule.pattern().text());
      g.writeName("score");
      g.writeNumber(rounded(best.map(Resemblance::score).orElse(0.0)));
      g.writeNumberProperty("serial", f.serial);
      g.writeArrayPropertyStart("slips");
      best.ifPresent(r -> r.slips().forEach(s -> write(g, s)));
      g.writeEndArray();
      string(g, "tld", ending.map(TopLevel::name).orElse(null));
      g.writeName("tldExists");
      ending.ifPresentOrElse(e -> g.writeBoolean(e.exists()), g::writeNull);
      string(g, "trusted", best.map(Resemblance::trusted).orElse(null));
      g.writeStringProperty("verdict", f.verdict);
      g.writeArrayPropertyStart("wouldPassIf");
      for (Proof.Change c : f.wouldPassIf.get()) {
        g.writeStartObject();
        g.writeStringProperty("change", c.kind().name().toLowerCase(Locale.ROOT));
        g.writeStringProperty("pattern", c.pattern());
        g.writeEndObject();
      }
      g.writeEndArray();
      g.writeEndObject();
    }
    // DEL is ASCII to the generator, and still no letter to show.
    return text.toString().replace("\u007f", "\\u007F");
  }

  private static void write(JsonGenerator g, Slip s) {
    g.writeStartObject();
    g.writeNumberProperty("at", s.at());
    g.writeStringProperty("kind", s.kind().word());
    g.writeStringProperty("meant", s.meant());
    g.writeStringProperty("typed", s.typed());
    g.writeName("weight");
    g.writeNumber(rounded(s.weight()));
    g.writeEndObject();
  }

  private static void alternative(JsonGenerator g, Resemblance r) {
    g.writeStartObject();
    g.writeStringProperty("meant", r.meant());
    g.writeName("score");
    g.writeNumber(rounded(r.score()));
    g.writeStringProperty("trusted", r.trusted());
    g.writeEndObject();
  }

  private static void data(JsonGenerator g, DataVersions data) {
    g.writeStartObject();
    g.writeStringProperty("confusables", data.confusables());
    g.writeStringProperty("suffixes", data.suffixes());
    g.writeStringProperty("topLevel", data.topLevel());
    g.writeStringProperty("weights", data.weights());
    g.writeEndObject();
  }

  private static void known(JsonGenerator g, Verdict.Known known) {
    g.writeStartObject();
    g.writeName("scoreBefore");
    g.writeNumber(rounded(known.before()));
    g.writeStringProperty("since", known.since().toString());
    g.writeEndObject();
  }

  private static void string(JsonGenerator g, String key, @Nullable String value) {
    g.writeName(key);
    if (value == null) {
      g.writeNull();
    } else {
      g.writeString(value);
    }
  }

  /** Three decimals, no trailing zeros, never an exponent: 0.98, 1, 0. */
  private static BigDecimal rounded(double score) {
    BigDecimal d =
        BigDecimal.valueOf(score).setScale(3, RoundingMode.HALF_EVEN).stripTrailingZeros();
    return d.scale() < 0 ? d.setScale(0) : d;
  }
}
