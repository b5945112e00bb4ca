package org.postern.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.policy.slip.Sensitivity;

class PolicyTest {

  private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");

  private static Entry entry(Listing listing, String pattern) {
    return Entry.of(listing, EntryPattern.parse(pattern).ok().orElseThrow());
  }

  private static Entry trust(String pattern) {
    return entry(Listing.TRUSTED, pattern);
  }

  private static Entry block(String pattern) {
    return entry(Listing.BLOCKED, pattern);
  }

  private static Policy policy(Entry... entries) {
    return Policy.of(41, Unlisted.DELIVER, List.of(entries), NOW, Sensitivity.BALANCED);
  }

  private static Entry with(Entry e, Mode mode, Instant expires) {
    return new Entry(e.pattern(), e.listing(), mode, "", "", "", expires);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          gen@army.mil,        trusted,  army.mil
          gen@us.army.mil,     trusted,  army.mil
          gen@old.army.mil,    blocked,  old.army.mil
          gen@a.old.army.mil,  trusted,  =a.old.army.mil
          gen@b.a.old.army.mil, blocked, old.army.mil
          liaison@gov.ml,      trusted,  liaison@gov.ml
          LIAISON@Gov.ML,      trusted,  liaison@gov.ml
          other@gov.ml,        blocked,  ml
          gov.ml,              blocked,  ml
          x@navy.mil,          blocked,  *.mil
          spy@army.mil,        blocked,  spy@army.mil
          """)
  void mostSpecificPatternWins(String address, String verdict, String rule) {
    Policy p =
        policy(
            trust("army.mil"),
            block("old.army.mil"),
            trust("=a.old.army.mil"),
            trust("liaison@gov.ml"),
            block("ml"),
            block("*.mil"),
            block("spy@army.mil"));
    Verdict v = p.judge(address);
    assertEquals(verdict, v.word());
    assertThat(v.proof().json()).contains("\"rule\":\"" + rule + "\"");
  }

  @Test
  void atEqualSpecificityBlockedWins() {
    assertEquals("blocked", policy(trust("army.ml"), block("army.ml")).judge("a@army.ml").word());
    assertEquals("blocked", policy(block("army.ml"), trust("army.ml")).judge("a@army.ml").word());
    Policy p = policy(trust("army.ml"), block("*.army.ml"));
    assertEquals("blocked", p.judge("a@x.army.ml").word());
    assertEquals("trusted", p.judge("a@army.ml").word());
  }

  @Test
  void expiredTrustNoLongerCounts_expiredBlockDoes() {
    Instant past = NOW.minusSeconds(1);
    Policy p =
        policy(
            with(trust("firm.example"), Mode.ENFORCE, past),
            with(trust("later.example"), Mode.ENFORCE, NOW.plusSeconds(1)),
            with(block("ml"), Mode.ENFORCE, past));
    assertEquals("unlisted", p.judge("a@firm.example").word());
    assertEquals("trusted", p.judge("a@later.example").word());
    assertEquals("blocked", p.judge("a@army.ml").word());
  }

  @Test
  void monitoredBlock_isDeliveredAndSaysSo() {
    Verdict v = policy(with(block("ml"), Mode.MONITOR, NOW)).judge("a@army.ml");
    assertEquals("blocked", v.word());
    assertEquals(Disposition.DELIVER, v.disposition());
    assertThat(v.proof().json()).contains("\"monitored\":true");
  }

  @Test
  void unlisted_isDelivered_orHeldInStrictMode() {
    assertEquals(Disposition.DELIVER, policy().judge("a@example.org").disposition());
    Verdict strict =
        Policy.of(1, Unlisted.HOLD, List.of(), NOW, Sensitivity.BALANCED).judge("a@example.org");
    assertEquals(Disposition.HOLD, strict.disposition());
    assertEquals(
        List.of(new Proof.Change(Proof.Change.Kind.TRUST, "example.org")),
        strict.proof().wouldPassIf());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "@",
        "gen@",
        "\"gen\"@army.mil",
        "@a.mil:gen@army.mil",
        "gen@[1.2.3.4]",
        "a\0b@army.mil",
        "gen@zebra",
        "zebra",
        "gen@аpple.com",
        "gen@army..mil",
        "a@b@c@army.mil",
        "gen@army.mil\nBcc: x"
      })
  void malformed_isNeverDelivered(String input) {
    Verdict v = policy(trust("army.mil")).judge(input);
    assertInstanceOf(Verdict.Malformed.class, v);
    assertEquals(Disposition.REJECT, v.disposition());
    assertThat(v.proof().json()).doesNotContain("\"reason\":null");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      textBlock =
          """
          gen@@army.mil,   army.mil
          `gen@army,mil`,  army.mil
          gen@army..mil,   army.mil
          `gen @army.mil`, army.mil
          `gen@nowhere,org`, ``
          """)
  void malformed_suggestsTheTrustedNameThatMendingGives(String input, String meant) {
    var v = assertInstanceOf(Verdict.Malformed.class, policy(trust("army.mil")).judge(input));
    assertEquals(meant, v.suggestion().orElse(""));
  }

  @Test
  void proof_isCanonical_andSameForSameQuestion() {
    Policy p = policy(trust("army.mil"));
    Verdict v = p.judge("gen@army.mil");
    assertEquals(
        "{\"address\":\"gen@army.mil\",\"alternatives\":[],\"ambiguous\":false,\"country\":null,"
            + "\"data\":{},"
            + "\"disposition\":\"deliver\",\"domain\":\"army.mil\",\"input\":\"gen@army.mil\","
            + "\"known\":null,\"margin\":null,\"meant\":null,\"monitored\":false,\"reason\":null,"
            + "\"rule\":\"army.mil\",\"score\":0,\"serial\":41,\"slips\":[],\"tld\":\"mil\","
            + "\"tldExists\":true,\"trusted\":null,\"verdict\":\"trusted\",\"wouldPassIf\":[]}",
        v.proof().json().replaceFirst("\"data\":\\{[^}]+}", "\"data\":{}"));
    assertEquals(v.proof().hash(), policy(trust("army.mil")).judge("gen@army.mil").proof().hash());
    assertThat(v.proof().jsonWithHash()).endsWith(",\"proof\":\"" + v.proof().hash() + "\"}");
  }

  @Test
  void proof_escapesWhatAnAttackerTyped() {
    String json = policy().judge("g\u202een\u0007@\"x\".com").proof().json();
    assertThat(json).contains("\\u202E").contains("\\u0007").matches("[ -~]*");
  }

  @Test
  void proof_ofAMegabyteIsSmall() {
    assertThat(policy().judge("a".repeat(1 << 20)).proof().json()).hasSizeLessThan(2000);
  }

  /** The precedence rule, said again in the slowest and plainest way. */
  private static Optional<Listing> plainly(List<Entry> entries, EmailAddress a) {
    Comparator<Entry> specificity =
        Comparator.comparingInt(
                (Entry e) ->
                    switch (e.pattern()) {
                      case EntryPattern.Address _ -> 3;
                      case EntryPattern.Exact _ -> 2;
                      case EntryPattern.Subtree _, EntryPattern.Under _ -> 1;
                    })
            .thenComparingInt(e -> e.pattern().domain().labels().size())
            .thenComparing(Entry::listing);
    return entries.stream()
        .filter(e -> e.pattern().matches(a.localPart(), a.domain()))
        .max(specificity)
        .map(Entry::listing);
  }

  @Provide
  Arbitrary<List<Entry>> entries() {
    Arbitrary<String> domain =
        Arbitraries.of("x", "y").list().ofMinSize(1).ofMaxSize(4).map(l -> String.join(".", l));
    Arbitrary<String> pattern =
        Arbitraries.of("%s", "=%s", "*.%s", "a@%s", "b@%s").flatMap(f -> domain.map(f::formatted));
    return pattern
        .flatMap(p -> Arbitraries.of(Listing.values()).map(l -> entry(l, p)))
        .list()
        .ofMaxSize(12);
  }

  @Property
  void precedence_isAsStated(@ForAll("entries") List<Entry> entries) {
    Policy p = Policy.of(1, Unlisted.DELIVER, entries, NOW, Sensitivity.CAUTIOUS);
    Stream.of("a@x.y", "b@x.x.y", "c@y.x.y.x", "A@x", "c@y.y", "c@z.x.y.x.y")
        .map(s -> EmailAddress.parse(s).ok().orElseThrow())
        .forEach(
            a -> {
              Optional<Listing> expected = plainly(entries, a);
              Verdict v = p.judge(a.ascii());
              if (expected.isPresent()) {
                assertEquals(expected.get().word(), v.word(), () -> a + " under " + entries);
              } else {
                assertThat(v.word()).isNotIn("trusted", "blocked");
              }
            });
  }

  @Property(tries = 3000)
  void judge_neverThrows_andNeverDeliversTheMalformed(@ForAll String anything) {
    Verdict v = policy(trust("army.mil"), block("ml")).judge(anything);
    if (v instanceof Verdict.Malformed) {
      assertEquals(Disposition.REJECT, v.disposition());
    }
    assertThat(v.proof().json()).matches("[ -~]*");
  }
}
