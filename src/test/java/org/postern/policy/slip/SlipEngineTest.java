package org.postern.policy.slip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlipEngineTest {

  private static final SlipEngine ARMY = engine("army.mil");
  private static final SlipEngine MINISTRY =
      engine(
          "army.mil", "navy.mil", "mod.uk", "mod.gov.uk", "homeoffice.gov.uk", "xn--mnchen-3ya.de");

  private static SlipEngine engine(String... names) {
    return SlipEngine.of(
        Stream.of(names).map(n -> new Trusted(n, true)).toList(), Sensitivity.BALANCED);
  }

  private static Resemblance best(SlipEngine engine, String typed) {
    List<Resemblance> found = engine.resemblances(typed);
    assertThat(found).as(typed).isNotEmpty();
    return found.getFirst();
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # typed,            meant,             kind,             letters typed, letters meant, at
          army.ml,            army.mil,          OMISSION,         '',      i,      6
          us.army.ml,         us.army.mil,       OMISSION,         '',      i,      9
          army.il,            army.mil,          OMISSION,         '',      m,      5
          army.mi,            army.mil,          OMISSION,         '',      l,      7
          army.mill,          army.mil,          DOUBLED,          l,       '',     8
          armmy.mil,          army.mil,          DOUBLED,          m,       '',     3
          amry.mil,           army.mil,          TRANSPOSITION,    mr,      rm,     1
          army.mik,           army.mil,          NEIGHBOUR_KEY,    k,       l,      7
          army.mol,           army.mil,          VOWEL,            o,       i,      6
          arrny.mil,          army.mil,          LOOKALIKE_LETTER, rn,      m,      2
          xn--arm-ffd.mil,    army.mil,          LOOKALIKE_LETTER, у,       y,      3
          army.com,           army.mil,          WRONG_SUFFIX,     com,     mil,    5
          army.mil.com,       army.mil,          EXTRA_SUFFIX,     .com,    '',     8
          usarmy.mil,         us.army.mil,       LOST_DOT,         '',      .,      2
          us-army.mil,        us.army.mil,       HYPHEN,           -,       .,      2
          a.rmy.mil,          army.mil,          EXTRA_DOT,        .,       '',     1
          armymil.com,        army.mil,          LOST_DOT,         '',      .,      4
          army.mil.evil.com,  army.mil,          EMBEDDED,         .evil.com, '',   8
          army-mail.com,      army.mil,          COMBOSQUAT,       -mail.com, .mil, 4
          mod.go.uk,          mod.gov.uk,        OMISSION,         '',      v,      6
          mod.govuk,          mod.gov.uk,        LOST_DOT,         '',      .,      7
          modgov.uk,          mod.gov.uk,        LOST_DOT,         '',      .,      3
          homeoffice.uk,      homeoffice.gov.uk, MISSING_SUFFIX,   '',      gov.,   11
          homeoffice.gov.co,  homeoffice.gov.uk, WRONG_SUFFIX,     gov.co,  gov.uk, 11
          homeofice.gov.uk,   homeoffice.gov.uk, OMISSION,         '',      f,      6
          homeoffice2.gov.uk, homeoffice.gov.uk, DIGIT,            2,       '',     10
          xn--mnchen-3ya.com, xn--mnchen-3ya.de, WRONG_SUFFIX,     com,     de,     8
          munchen.de,         xn--mnchen-3ya.de, LOOKALIKE_LETTER, u,       ü,      1
          """)
  void resemblances_ofASlip(
      String typed, String meant, SlipKind kind, String was, String should, int at) {
    Resemblance best = best(MINISTRY, typed);
    assertThat(best.meant()).isEqualTo(meant);
    assertThat(best.slips())
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("weight")
        .contains(new Slip(kind, was, should, at, 0));
  }

  @Test
  void resemblances_ofAFamilyOfGovernmentNames_nameTheMinistryMeant() {
    assertThat(best(MINISTRY, "mod.gov.co").trusted()).isIn("mod.gov.uk", "mod.uk");
    assertThat(best(MINISTRY, "mod.uk.com").trusted()).isIn("mod.uk", "mod.gov.uk");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "army.mil",
        "us.army.mil",
        "a.b.c.army.mil",
        "mod.uk",
        "x.mod.uk",
        "xn--mnchen-3ya.de"
      })
  void resemblances_ofATrustedNameOrOneBelowIt_areNone(String typed) {
    assertThat(MINISTRY.resemblances(typed)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gmail.com",
        "wikipedia.org",
        "bundeswehr.de",
        "ministere.gouv.fr",
        "example.com",
        "nato.int"
      })
  void resemblances_ofAStranger_areNone(String typed) {
    assertThat(MINISTRY.resemblances(typed)).isEmpty();
  }

  @Test
  void resemblances_belowANameTrustedWithoutSubdomains_areOnlyThoseOfSiblings() {
    SlipEngine engine =
        SlipEngine.of(
            List.of(new Trusted("army.mil", false), new Trusted("mail.army.mil", false)),
            Sensitivity.BALANCED);
    assertThat(engine.resemblances("www.army.mil")).isEmpty();
    assertThat(best(engine, "maill.army.mil").meant()).isEqualTo("mail.army.mil");
  }

  @Test
  void resemblances_withAWholeTopLevelDomainTrusted_flagNothingForIt() {
    SlipEngine engine = engine("mil", "ml");
    assertThat(engine.resemblances("army.mil")).isEmpty();
    assertThat(engine.resemblances("army.mli")).isEmpty();
    assertThat(engine.resemblances("mi")).isEmpty();
  }

  @Test
  void resemblances_withAOneLetterNameTrusted_doNotFlagEveryShortName() {
    SlipEngine engine = engine("x.com", "q.de");
    for (String typed : List.of("b.com", "y.org", "bb.com", "example.com", "q8.net", "a.de")) {
      assertThat(engine.resemblances(typed)).as(typed).isEmpty();
    }
  }

  @Test
  void resemblances_areTheSameWhateverTheOrderOfTheNames() {
    List<Trusted> names = new ArrayList<>();
    for (String label : List.of("alpha", "alpho", "alphe", "alphi", "alphu")) {
      names.add(new Trusted(label + ".mil", true));
    }
    SlipEngine one = SlipEngine.of(names, Sensitivity.STRICT);
    Collections.reverse(names);
    SlipEngine other = SlipEngine.of(names, Sensitivity.STRICT);
    assertThat(one.resemblances("alphy.mil")).hasSize(5).isEqualTo(other.resemblances("alphy.mil"));
  }

  @Test
  void ambiguous_whenTwoNamesAreAsNear() {
    SlipEngine engine = engine("alpha.mil", "alphe.mil");
    assertThat(Resemblance.ambiguous(engine.resemblances("alpho.mil"))).isTrue();
    assertThat(Resemblance.ambiguous(ARMY.resemblances("army.ml"))).isFalse();
  }

  @Test
  void strict_flagsWhatCautiousDoes() {
    for (Sensitivity s : Sensitivity.values()) {
      assertThat(SlipEngine.of(List.of(new Trusted("army.mil", true)), s).resemblances("army.ml"))
          .isNotEmpty();
    }
    assertThat(ARMY.threshold(Sensitivity.CAUTIOUS))
        .isGreaterThan(ARMY.threshold(Sensitivity.BALANCED));
    assertThat(ARMY.threshold(Sensitivity.BALANCED))
        .isGreaterThan(ARMY.threshold(Sensitivity.STRICT));
  }

  @Test
  void neighbours_ofArmyMil_nameTheCountriesTheMailWouldGoTo() {
    List<Neighbour> neighbours = ARMY.neighbours("army.mil", 1500);
    assertThat(neighbours).hasSizeLessThanOrEqualTo(1500).doesNotHaveDuplicates();
    assertThat(neighbours.stream().limit(250).map(Neighbour::name))
        .contains("army.ml", "army.il", "army.mit", "amry.mil", "army.mi");
    Neighbour mali =
        neighbours.stream().filter(n -> n.name().equals("army.ml")).findFirst().orElseThrow();
    assertThat(mali.ending().country()).isEqualTo("Mali");
    assertThat(mali.suffixExists()).isTrue();
    assertThat(mali.slips()).containsExactly(new Slip(SlipKind.OMISSION, "", "i", 6, 2.3));
    assertThat(neighbours.stream().map(Neighbour::name)).doesNotContain("army.mil", "us.army.mil");
  }

  @Test
  void neighbours_leaveOutWhatIsTrusted() {
    assertThat(engine("army.mil", "army.ml").neighbours("army.mil", 1500))
        .extracting(Neighbour::name)
        .doesNotContain("army.ml");
  }

  @Test
  void sentence_quotesTheLettersAndNamesThoseThatDeceive() {
    assertThat(new Slip(SlipKind.OMISSION, "", "i", 6, 0).sentence())
        .isEqualTo("one letter left out: “i”");
    assertThat(new Slip(SlipKind.LOOKALIKE_LETTER, "у", "y", 3, 0).sentence())
        .isEqualTo("looks alike: “у” (U+0443) for “y”");
    assertThat(new Slip(SlipKind.INSERTION, "\u202e", "", 0, 0).sentence())
        .isEqualTo("one letter too many: “U+202E”");
  }

  @Test
  void dataVersion_namesEveryTable() {
    assertThat(ARMY.dataVersion()).contains("weights ", "public suffixes 2026", "confusables ");
  }
}
