package org.postern.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.policy.slip.Resemblance;
import org.postern.policy.slip.Sensitivity;
import org.postern.policy.slip.Slip;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Hostile input of every kind, judged by lists that are hostile themselves. {@code
 * -Dfuzz.inputs=1000000 -Dfuzz.seed=7} runs more, or others.
 */
class FuzzTest {

  private static final int INPUTS = Integer.getInteger("fuzz.inputs", 250_000);
  private static final long SEED = Long.getLong("fuzz.seed", 20_261_122L);
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  /** Beside real names: one letter, a whole top-level domain, the longest, many labels, IDN. */
  private static final List<String> TRUSTED =
      List.of(
          "army.mil",
          "navy.mil",
          "homeoffice.gov.uk",
          "mod.uk",
          "bundeswehr.de",
          "xn--mnchen-3ya.de",
          "saude-exercito.gov.br",
          "a.b",
          "x",
          "m.uk",
          "1.2.de",
          "a--b.com",
          ("a".repeat(63) + ".").repeat(3) + "b".repeat(57) + ".com",
          "a.".repeat(125) + "mil");

  private static final JsonMapper JSON = new JsonMapper();

  private static Policy policy(Sensitivity sensitivity) {
    List<Entry> entries = new ArrayList<>();
    TRUSTED.forEach(name -> entries.add(entry(Listing.TRUSTED, name)));
    Stream.of("ml", "*.cm", "=army.co", "spy@army.mil", "evil.com")
        .forEach(name -> entries.add(entry(Listing.BLOCKED, name)));
    return Policy.of(7, Unlisted.DELIVER, entries, NOW, sensitivity);
  }

  private static Entry entry(Listing listing, String pattern) {
    return Entry.of(listing, EntryPattern.parse(pattern).ok().orElseThrow());
  }

  @Test
  void anyInput_getsASoundAnswer() {
    var inputs = new HostileInputs(SEED, TRUSTED);
    Policy policy = policy(Sensitivity.STRICT);
    Policy other = policy(Sensitivity.STRICT);
    for (int i = 0; i < INPUTS; i++) {
      String input = inputs.next();
      try {
        Verdict v = policy.judge(input);
        String json = v.proof().json();
        assertSound(v, json);
        if (i % 8 == 0) {
          assertEquals(json, other.judge(input).proof().json());
          assertParses(v, json);
        }
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("input " + i + " of seed " + SEED + ": " + escaped(input), e);
      }
    }
  }

  private static void assertSound(Verdict v, String json) {
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      assertTrue(c >= ' ' && c < 0x7f, "a letter in the proof that is not plain");
    }
    assertTrue(json.length() < 16_000, "proof too long");
    v.resemblance().ifPresent(FuzzTest::assertUndone);
    v.domain().ifPresent(domain -> assertTrustHolds(v, domain));
    if (v instanceof Verdict.Lookalike l) {
      l.others().forEach(FuzzTest::assertUndone);
    }
  }

  /** What lies at or under a trusted name is trusted, or blocked by something more specific. */
  private static void assertTrustHolds(Verdict v, DomainName domain) {
    boolean trusted =
        TRUSTED.stream()
            .anyMatch(t -> domain.ascii().equals(t) || domain.ascii().endsWith("." + t));
    if (trusted) {
      assertThat(v.word()).isIn("trusted", "blocked");
    }
  }

  private static void assertUndone(Resemblance r) {
    StringBuilder text = new StringBuilder(r.shown());
    for (Slip slip : r.slips().reversed()) {
      int to = slip.at() + slip.typed().length();
      assertEquals(slip.typed(), text.substring(slip.at(), to));
      text.replace(slip.at(), to, slip.meant());
    }
    String meant = DomainName.parse(r.meant()).ok().map(DomainName::unicode).orElse(r.meant());
    assertEquals(meant, text.toString());
    assertTrue(r.meant().equals(r.trusted()) || r.meant().endsWith("." + r.trusted()));
    assertTrue(r.score() >= 0 && r.score() <= 1);
  }

  private static void assertParses(Verdict v, String json) {
    JsonNode node = JSON.readTree(json);
    assertEquals(v.word(), node.get("verdict").asString());
    assertEquals(json, JSON.writer().writeValueAsString(node).transform(FuzzTest::ascii));
    List<String> keys = new ArrayList<>(node.propertyNames());
    assertThat(keys).isSorted();
  }

  private static String ascii(String json) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      out.append(c < 0x7f ? String.valueOf(c) : "\\u%04X".formatted((int) c));
    }
    return out.toString();
  }

  private static String escaped(String input) {
    return ascii(input).replace("\n", "\\n");
  }

  /** The worst of each kind, with a list in which everything is near everything. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.com",
        "homeoffice.homeoffice.homeoffice.homeoffice.homeoffice.homeoffice.homeofice.gov.uk",
        "mail-mail-mail-mail-mail-mail-mail-mail-mail-mail-mail-mail-mail.gov.uk",
        "1111111111111111111111111111111111111111111111111111111111111.com",
        "xn--0000000000000000000000000000000000000000000000000000000.com"
      })
  void crowdedList_boundsTheWork(String typed) {
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      entries.add(entry(Listing.TRUSTED, "homeoffice.homeoffice." + i + ".gov.uk"));
      entries.add(entry(Listing.TRUSTED, "a".repeat(1 + i % 60) + "." + i + "a.com"));
      entries.add(entry(Listing.TRUSTED, "1".repeat(1 + i % 60) + ".b" + i + ".com"));
    }
    Policy policy = Policy.of(1, Unlisted.DELIVER, entries, NOW, Sensitivity.STRICT);
    Verdict v = policy.judge(typed);
    assertSound(v, v.proof().json());
  }
}
