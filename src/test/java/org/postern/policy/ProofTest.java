package org.postern.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.policy.slip.Sensitivity;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a proof says, and that it says the same whenever it is asked. */
class ProofTest {

  private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");
  private static final List<String> TRUSTED =
      List.of("army.mil", "arny.mil", "navy.mil", "mod.gov.uk", "=nato.int", "gmail.com");

  private static Entry entry(Listing listing, String pattern) {
    return Entry.of(listing, EntryPattern.parse(pattern).ok().orElseThrow());
  }

  private static Policy policy(Unlisted unlisted, List<Entry> entries) {
    return Policy.of(7, unlisted, entries, NOW, Sensitivity.BALANCED);
  }

  private static Policy trusting(String... patterns) {
    return policy(
        Unlisted.DELIVER, List.of(patterns).stream().map(p -> entry(Listing.TRUSTED, p)).toList());
  }

  private static JsonNode json(Verdict verdict) {
    return JsonMapper.shared().readTree(verdict.proof().json());
  }

  @Test
  void slip_carriesItsWeight_inThreeDecimals() {
    Policy army = trusting("army.mil");
    assertThat(json(army.judge("gen@amry.mil")).get("slips").get(0).toString())
        .isEqualTo(
            "{\"at\":1,\"kind\":\"transposition\",\"meant\":\"rm\",\"typed\":\"mr\",\"weight\":2}");
    assertThat(json(army.judge("gen@army.ml")).get("slips").get(0).toString())
        .isEqualTo(
            "{\"at\":6,\"kind\":\"omission\",\"meant\":\"i\",\"typed\":\"\",\"weight\":2.3}");
  }

  @Test
  void runnerUp_tooCloseToCall_isAmbiguous_withMarginAndScores() {
    JsonNode proof = json(trusting("army.mil", "arny.mil").judge("arrmy.mil"));
    assertThat(proof.get("ambiguous").asBoolean()).isFalse();
    assertThat(proof.get("margin").asDouble()).isGreaterThan(Math.log(3));
    JsonNode other = proof.get("alternatives").get(0);
    assertThat(other.get("trusted").asString()).isEqualTo("arny.mil");
    assertThat(other.get("score").asDouble()).isLessThan(proof.get("score").asDouble());

    Verdict between = trusting("armya.mil", "armyb.mil").judge("armyc.mil");
    JsonNode close = json(between);
    assertThat(close.get("ambiguous").asBoolean()).isTrue();
    assertThat(close.get("margin").asDouble()).isBetween(0.0, Math.log(3));
    assertThat(Explanation.of(between).headline())
        .startsWith("Looks like ")
        .contains("armya.mil")
        .contains(" or ")
        .contains("armyb.mil");
    assertThat(Explanation.of(between).why()).anyMatch(w -> w.startsWith("Ambiguous: "));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      textBlock =
          """
          gen@army.ml,         ml,           true,  Mali
          gen@army.il,         il,           true,  Israel
          gen@mod.gov.uk.com,  com,          true,  -
          gen@army.mik,        mik,          false, -
          gen@пример.рф,       xn--p1ai,     true,  Russia
          """)
  void ending_ofWhatWasTyped_isNamed(String typed, String tld, boolean exists, String country) {
    Verdict verdict = trusting("army.mil", "mod.gov.uk").judge(typed);
    JsonNode proof = json(verdict);
    assertEquals(tld, proof.get("tld").asString());
    assertEquals(exists, proof.get("tldExists").asBoolean());
    assertEquals(country, proof.get("country").isNull() ? null : proof.get("country").asString());
    if (!exists) {
      assertThat(Explanation.of(verdict).why()).contains("The ending ." + tld + " does not exist.");
    } else if (country != null) {
      assertThat(Explanation.of(verdict).why())
          .contains("The ending ." + tld + " is that of " + country + ".");
    }
  }

  @Test
  void malformed_hasNoEnding() {
    JsonNode proof = json(trusting("army.mil").judge("gen@army..ml"));
    assertThat(proof.get("tld").isNull()).isTrue();
    assertThat(proof.get("tldExists").isNull()).isTrue();
  }

  @Test
  void keys_areInTheOrderOfTheAlphabet() {
    JsonNode proof = json(trusting("armya.mil", "armyb.mil").judge("armyc.mil"));
    assertSorted(proof);
    assertThat(Set.copyOf(proof.get("data").propertyNames()))
        .isEqualTo(Set.of("confusables", "suffixes", "topLevel", "weights"));
  }

  private static void assertSorted(JsonNode node) {
    List<String> names = List.copyOf(node.propertyNames());
    assertThat(names).isEqualTo(List.copyOf(new TreeSet<>(names)));
    node.forEach(ProofTest::assertSorted);
  }

  @Provide
  Arbitrary<String> typed() {
    Arbitrary<String> base =
        Arbitraries.of(
            "army.mil",
            "arny.mil",
            "us.army.mil",
            "mod.gov.uk",
            "nato.int",
            "gmail.com",
            "navy.ml",
            "arny.ml");
    Arbitrary<Character> letters =
        Arbitraries.of("abimnorvy.-1уе@".chars().mapToObj(c -> (char) c).toList());
    return base.flatMap(
        b ->
            Arbitraries.integers()
                .between(0, b.length() - 1)
                .flatMap(
                    at ->
                        letters.flatMap(
                            c ->
                                Arbitraries.integers()
                                    .between(0, 2)
                                    .map(
                                        cut ->
                                            "gen@"
                                                + b.substring(0, at)
                                                + c
                                                + b.substring(Math.min(b.length(), at + cut))))));
  }

  /** Another policy object, the entries in another order: the same bytes. */
  @Property(tries = 500)
  void samePolicy_sameInput_sameBytes(@ForAll("typed") String typed, @ForAll long seed) {
    List<Entry> entries = new ArrayList<>();
    TRUSTED.forEach(t -> entries.add(entry(Listing.TRUSTED, t)));
    entries.add(entry(Listing.BLOCKED, "ml"));
    Proof first = policy(Unlisted.DELIVER, entries).judge(typed).proof();
    Collections.shuffle(entries, new Random(seed));
    Proof second = policy(Unlisted.DELIVER, entries).judge(typed).proof();
    assertEquals(first.jsonWithHash(), second.jsonWithHash());
  }

  /** Each change that a proof names does let the mail pass, alone. */
  @Property(tries = 500)
  void counterfactual_isTrue(@ForAll("typed") String typed, @ForAll Unlisted unlisted) {
    List<Entry> entries = new ArrayList<>();
    TRUSTED.forEach(t -> entries.add(entry(Listing.TRUSTED, t)));
    entries.add(entry(Listing.BLOCKED, "ml"));
    entries.add(entry(Listing.BLOCKED, "=arny.ml"));
    Verdict verdict = policy(unlisted, entries).judge(typed);
    if (verdict.disposition() == Disposition.HOLD) {
      assertThat(verdict.proof().wouldPassIf()).isNotEmpty();
    }
    for (Proof.Change change : verdict.proof().wouldPassIf()) {
      List<Entry> changed = new ArrayList<>(entries);
      switch (change.kind()) {
        case TRUST -> changed.add(entry(Listing.TRUSTED, change.pattern()));
        case UNBLOCK ->
            assertThat(changed.removeIf(e -> e.pattern().text().equals(change.pattern())))
                .as(change + " of " + typed)
                .isTrue();
        case MOVE ->
            assertThat(changed.remove(entry(Listing.BLOCKED, change.pattern())))
                .as(change + " of " + typed)
                .isEqualTo(changed.add(entry(Listing.TRUSTED, change.pattern())));
      }
      assertEquals(
          Disposition.DELIVER,
          policy(unlisted, changed).judge(typed).disposition(),
          () -> typed + " after " + change);
    }
  }

  /** Without its block arny.mil would be held as a lookalike, gone.ml under its ending's block. */
  @Test
  void liftingABlock_underWhichItWouldBeHeldAllTheSame_isNotSaidToHelp() {
    Policy p =
        policy(
            Unlisted.DELIVER,
            List.of(
                entry(Listing.TRUSTED, "army.mil"),
                entry(Listing.BLOCKED, "=arny.mil"),
                entry(Listing.BLOCKED, "gone.ml"),
                entry(Listing.BLOCKED, "=gone.ml"),
                entry(Listing.BLOCKED, "=free.example"),
                entry(Listing.BLOCKED, "boss@army.mil")));
    assertThat(p.judge("gen@arny.mil").proof().wouldPassIf())
        .containsExactly(new Proof.Change(Proof.Change.Kind.MOVE, "=arny.mil"));
    assertThat(p.judge("gen@gone.ml").proof().wouldPassIf())
        .containsExactly(new Proof.Change(Proof.Change.Kind.MOVE, "=gone.ml"));
    assertThat(p.judge("gen@free.example").proof().wouldPassIf())
        .containsExactly(new Proof.Change(Proof.Change.Kind.UNBLOCK, "=free.example"));
    assertThat(p.judge("boss@army.mil").proof().wouldPassIf())
        .containsExactly(new Proof.Change(Proof.Change.Kind.UNBLOCK, "boss@army.mil"));
    assertThat(Explanation.of(p.judge("gen@arny.mil")).wouldPassIf())
        .hasValueSatisfying(said -> assertThat(said).contains("trusted instead of blocked"));
  }

  @Test
  void blocked_namesTheRunnersUpToo() {
    Policy p =
        policy(
            Unlisted.DELIVER,
            List.of(
                entry(Listing.TRUSTED, "armya.mil"),
                entry(Listing.TRUSTED, "armyb.mil"),
                entry(Listing.BLOCKED, "armyc.mil")));
    var blocked = assertInstanceOf(Verdict.Blocked.class, p.judge("armyc.mil"));
    assertThat(blocked.resemblances()).hasSize(2);
    assertThat(Explanation.of(blocked).headline()).contains(" or ");
  }
}
