package org.postern.policy.slip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every class of slip: found, named, its letters marked, undone, said in words. */
class SlipClassesTest {

  private static final SlipEngine ENGINE =
      SlipEngine.of(
          Stream.of(
                  "army.mil",
                  "navy.mil",
                  "af.mil",
                  "mail.mil",
                  "mod.gov.uk",
                  "mod.uk",
                  "homeoffice.gov.uk",
                  "nato.int",
                  "defense.gov",
                  "usembassy.gov",
                  "bundeswehr.org",
                  "verteidigungsministerium.de",
                  "policiamilitar.sp.gov.br",
                  "sante-defense.gouv.fr")
              .map(name -> new Trusted(name, true))
              .toList(),
          Sensitivity.BALANCED);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # omission
          amy.mil                | army.mil               | one letter left out: “r”
          homeofce.gov.uk        | homeoffice.gov.uk      | letters left out: “fi”
          verteidigungsminsterium.de | verteidigungsministerium.de | one letter left out: “i”
          # insertion, doubled, transposed
          armry.mil              | army.mil               | one letter too many: “r”
          armmy.mil              | army.mil               | letter typed twice: “m”
          homeofffice.gov.uk     | homeoffice.gov.uk      | letter typed twice: “f”
          amry.mil               | army.mil               | letters swapped: “mr” for “rm”
          # neighbouring key: all three keyboards, QWERTY, AZERTY, QWERTZ
          army.mik               | army.mil               | neighbouring key: “k” for “l”
          arny.mil               | army.mil               | neighbouring key: “n” for “m”
          bundeszehr.org         | bundeswehr.org         | neighbouring key: “z” for “w”
          qrmy.mil               | army.mil               | neighbouring key: “q” for “a”
          navz.mil               | navy.mil               | neighbouring key: “z” for “y”
          verteidigunhsministerium.de | verteidigungsministerium.de | neighbouring key: “h” for “g”
          # vowel, sound-alike
          defanse.gov            | defense.gov            | wrong vowel: “a” for “e”
          defence.gov            | defense.gov            | sounds alike: “c” for “s”
          homeophfice.gov.uk     | homeoffice.gov.uk      | sounds alike: “ph” for “f”
          # look-alike characters
          arrny.mil              | army.mil               | looks alike: “rn” for “m”
          rnod.gov.uk            | mod.gov.uk             | looks alike: “rn” for “m”
          h0meoffice.gov.uk      | homeoffice.gov.uk      | looks alike: “0” for “o”
          po1iciamilitar.sp.gov.br | policiamilitar.sp.gov.br | looks alike: “1” for “l”
          armý.mil               | army.mil               | looks alike: “ý” (U+00FD) for “y”
          аrmy.mil               | army.mil               | looks alike: “а” (U+0430) for “a”
          xn--arm-ffd.mil        | army.mil               | looks alike: “у” (U+0443) for “y”
          # wrong, missing, doubled suffix
          army.com               | army.mil               | wrong ending: “.com” for “.mil”
          mod.gov.co             | mod.gov.uk             | wrong ending: “.gov.co” for “.gov.uk”
          army.ml                | army.mil               | one letter left out: “i”
          army.il                | army.mil               | one letter left out: “m”
          army.mi                | army.mil               | one letter left out: “l”
          homeoffice.uk          | homeoffice.gov.uk      | part of the ending left out: “gov.”
          homeoffice.gov         | homeoffice.gov.uk      | part of the ending left out: “.uk”
          policiamilitar.sp.com.br | policiamilitar.sp.gov.br | wrong ending: “.sp.com.br” for “.sp.gov.br”
          army                   | army.mil               | part of the ending left out: “.mil”
          army.mil.mil           | army.mil               | something put behind the ending: “.mil”
          army.mil.us            | army.mil               | something put behind the ending: “.us”
          # lost, extra, moved dot
          usarmy.mil             | us.army.mil            | dot left out: “.”
          modgov.uk              | mod.gov.uk             | dot left out: “.”
          mod.govuk              | mod.gov.uk             | dot left out: “.”
          a.rmy.mil              | army.mil               | dot too many: “.”
          armym.il               | army.mil               | dot in the wrong place: “m.” for “.m”
          # hyphen
          us-army.mil            | us.army.mil            | hyphen confused with a dot: “-” for “.”
          home-office.gov.uk     | homeoffice.gov.uk      | hyphen too many: “-”
          santedefense.gouv.fr   | sante-defense.gouv.fr  | hyphen left out: “-”
          # embedded, combosquat
          army.mil.evil.com      | army.mil               | a trusted name at the front of a stranger’s domain: “.evil.com” is what counts
          mail.army.mil.evil.com | mail.army.mil          | a trusted name at the front of a stranger’s domain: “.evil.com” is what counts
          army-mail.com          | army.mil               | a trusted name with words around it: “-mail.com” for “.mil”
          login-army.mil.co      | army.mil               | a trusted name with words around it: “login-”; a trusted name with words around it: “.mil.co” for “.mil”
          # digits, bit flip
          army1.mil              | army.mil               | digit added: “1”
          homeoffice24.gov.uk    | homeoffice.gov.uk      | digits added: “24”
          azmy.mil               | army.mil               | one bit off, as by a memory fault: “z” for “r”
          # two at once
          homofice.gov.uk        | homeoffice.gov.uk      | one letter left out: “e”; one letter left out: “f”
          bundeswher.com         | bundeswehr.org         | letters swapped: “he” for “eh”; wrong ending: “.com” for “.org”
          policamilitr.sp.gov.br | policiamilitar.sp.gov.br | one letter left out: “i”; one letter left out: “a”
          verteidingungsministerum.de | verteidigungsministerium.de | one letter too many: “n”; one letter left out: “i”
          """)
  void resemblances_ofEveryClass_sayWhatWentWrong(String typed, String meant, String sentences) {
    List<Resemblance> found = ENGINE.resemblances(typed);
    assertThat(found).as(typed).isNotEmpty();
    Resemblance best = found.getFirst();
    assertThat(best.meant()).isEqualTo(meant);
    assertThat(best.slips().stream().map(Slip::sentence).collect(Collectors.joining("; ")))
        .isEqualTo(sentences);
    assertThat(undone(best)).isEqualTo(meant);
  }

  @ParameterizedTest
  @CsvSource({
    "amy.mil, OMISSION",
    "armry.mil, INSERTION",
    "armmy.mil, DOUBLED",
    "amry.mil, TRANSPOSITION",
    "army.mik, NEIGHBOUR_KEY",
    "defanse.gov, VOWEL",
    "defence.gov, SOUND_ALIKE",
    "arrny.mil, LOOKALIKE_LETTER",
    "azmy.mil, BIT_FLIP",
    "defenve.gov, SUBSTITUTION",
    "army1.mil, DIGIT",
    "army.com, WRONG_SUFFIX",
    "homeoffice.uk, MISSING_SUFFIX",
    "army.mil.mil, EXTRA_SUFFIX",
    "usarmy.mil, LOST_DOT",
    "a.rmy.mil, EXTRA_DOT",
    "armym.il, MOVED_DOT",
    "home-office.gov.uk, HYPHEN",
    "army.mil.evil.com, EMBEDDED",
    "army-mail.com, COMBOSQUAT"
  })
  void slips_ofEachClass_haveItsKind(String typed, SlipKind kind) {
    assertThat(ENGINE.resemblances(typed).getFirst().slips())
        .extracting(Slip::kind)
        .containsExactly(kind);
  }

  /** Two letters in a short name, or one and another ending, prove nothing. */
  @Test
  void resemblances_ofTwoSlipsInAShortName_areNone() {
    for (String stranger : List.of("arms.com", "dense.com", "moda.it", "nata.org", "navi.com")) {
      assertThat(ENGINE.resemblances(stranger)).as(stranger).isEmpty();
    }
  }

  @Test
  void neighbours_ofAnInternationalName_beginWithItsPlainSpellings() {
    SlipEngine engine =
        SlipEngine.of(List.of(new Trusted("xn--mnchen-3ya.de", true)), Sensitivity.BALANCED);
    List<Neighbour> neighbours = engine.neighbours("xn--mnchen-3ya.de", 100);
    assertThat(neighbours).hasSize(100);
    assertThat(neighbours.subList(0, 2))
        .extracting(Neighbour::name)
        .containsExactly("munchen.de", "muenchen.de");
    assertThat(neighbours.getFirst().slips())
        .extracting(Slip::kind, Slip::typed, Slip::meant, Slip::at)
        .containsExactly(tuple(SlipKind.LOOKALIKE_LETTER, "u", "ü", 1));
    assertThat(neighbours).extracting(Neighbour::name).doesNotHaveDuplicates();
  }

  @Test
  void neighbours_ofANameInAnotherScript_areNone() {
    SlipEngine engine =
        SlipEngine.of(List.of(new Trusted("xn--80aaxitdbjk.xn--p1ai", true)), Sensitivity.BALANCED);
    assertThat(engine.neighbours("xn--80aaxitdbjk.xn--p1ai", 100)).isEmpty();
  }

  @Test
  void neighbours_ofALongName_holdLikelyDoubleSlips() {
    assertThat(ENGINE.neighbours("verteidigungsministerium.de", 1500))
        .hasSize(1500)
        .extracting(Neighbour::name)
        .contains("verteidigungsminsterium.de", "veteidigungsminsterium.de");
  }

  private static String undone(Resemblance r) {
    StringBuilder text = new StringBuilder(r.shown());
    for (Slip slip : r.slips().reversed()) {
      text.replace(slip.at(), slip.at() + slip.typed().length(), slip.meant());
    }
    return text.toString();
  }

  /** The slip that the product exists for must not depend on how long the list is. */
  @ParameterizedTest
  @ValueSource(strings = {"army.ml", "army.il", "army.mi", "navy.ml", "dla.ml"})
  void closedEnding_oneLetterOff_isHeldOnALongListToo(String typed) {
    List<Trusted> names = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      names.add(new Trusted("supplier" + i + ".example", true));
    }
    // Words that many names begin with are somebody's own elsewhere.
    for (String head : List.of("army", "navy", "dla")) {
      names.add(new Trusted(head + ".mil", true));
    }
    assertThat(SlipEngine.of(names, Sensitivity.BALANCED).resemblances(typed)).isNotEmpty();
  }
}
