package org.postern.policy.slip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class SlipPropertiesTest {

  private static final List<String> LONG =
      List.of(
          "bundeswehrverwaltung.de",
          "homeoffice.gov.uk",
          "lockheedmartin.com",
          "centcom.mil",
          "defence-academy.mod.uk",
          "saude-exercito.gov.br",
          "xn--verteidigung-mnchen-b3b.de");

  private static final SlipEngine ENGINE =
      SlipEngine.of(LONG.stream().map(n -> new Trusted(n, true)).toList(), Sensitivity.BALANCED);

  /**
   * Any text that might stand where a domain does: labels of all kinds, too long, not a name at
   * all.
   */
  @Provide
  Arbitrary<String> hostile() {
    Arbitrary<String> label =
        Arbitraries.oneOf(
            Arbitraries.strings().withCharRange('a', 'z').ofMinLength(1).ofMaxLength(12),
            Arbitraries.strings().withChars("xn-0123abc").ofMaxLength(63).map(s -> "xn--" + s),
            Arbitraries.strings().withChars('-').ofMaxLength(63),
            Arbitraries.strings().numeric().ofMaxLength(63),
            Arbitraries.strings().all().ofMaxLength(8),
            Arbitraries.of("army", "homeoffice", "mil", "gov", "uk", "com", "mod", "centcom"));
    return label.list().ofMaxSize(127).map(labels -> String.join(".", labels));
  }

  @Property(tries = 2000)
  void resemblances_ofAnything_answer(@ForAll("hostile") String typed) {
    assertThatCode(() -> ENGINE.resemblances(typed)).doesNotThrowAnyException();
  }

  @Property(tries = 2000)
  void resemblances_undone_giveTheNameMeant(@ForAll("hostile") String typed) {
    ENGINE.resemblances(typed).forEach(SlipPropertiesTest::assertUndone);
  }

  /**
   * A trusted name with one letter left out, put in, replaced or swapped, anywhere before its
   * suffix.
   */
  @Provide
  Arbitrary<String[]> slipped() {
    return Combinators.combine(
            Arbitraries.of(LONG.subList(0, 6)),
            Arbitraries.integers().between(0, 3),
            Arbitraries.integers().between(0, 40),
            Arbitraries.chars().range('a', 'z'))
        .as(SlipPropertiesTest::slip)
        .filter(pair -> !LONG.contains(pair[0]) && !pair[0].endsWith("." + pair[1]));
  }

  private static String[] slip(String name, int how, int where, char letter) {
    int head = Suffixes.SHIPPED.startOf(name) - 1;
    int at = where % head;
    String typed =
        switch (how) {
          case 0 -> name.substring(0, at) + name.substring(at + 1);
          case 1 -> name.substring(0, at) + letter + name.substring(at);
          case 2 -> name.substring(0, at) + letter + name.substring(at + 1);
          default ->
              at + 1 >= head
                  ? name
                  : name.substring(0, at)
                      + name.charAt(at + 1)
                      + name.charAt(at)
                      + name.substring(at + 2);
        };
    return new String[] {typed, name};
  }

  @Property(tries = 3000)
  void resemblances_ofOneSlipInALongName_nameIt(@ForAll("slipped") String[] pair) {
    List<Resemblance> found = ENGINE.resemblances(pair[0]);
    assertThat(found).as(pair[0]).isNotEmpty();
    assertThat(found.getFirst().trusted()).isEqualTo(pair[1]);
    found.forEach(SlipPropertiesTest::assertUndone);
  }

  @Property(tries = 300)
  void resemblances_ofATrustedNameOrOneBelowIt_areNone(@ForAll("hostile") String front) {
    for (String name : LONG) {
      assertThat(ENGINE.resemblances(name)).isEmpty();
      assertThat(ENGINE.resemblances(front + "." + name)).isEmpty();
    }
  }

  /** Undoing the slips, last first, turns what was typed into what was meant. */
  private static void assertUndone(Resemblance r) {
    assertThat(r.slips()).as(r.typed()).isNotEmpty();
    assertThat(r.score()).isBetween(0.0, 1.0);
    StringBuilder text = new StringBuilder(r.shown());
    for (Slip slip : r.slips().reversed()) {
      int to = slip.at() + slip.typed().length();
      assertThat(text.substring(slip.at(), to)).as(r.toString()).isEqualTo(slip.typed());
      text.replace(slip.at(), to, slip.meant());
    }
    assertThat(text.toString()).as(r.toString()).isEqualTo(Folded.of(r.meant()).shown());
  }
}
