package org.postern.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.NumericChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.policy.Parsed.Malformed;
import org.postern.policy.Parsed.Ok;
import org.postern.policy.Parsed.Reason;

class AddressesTest {

  private static Reason reason(Parsed<?> parsed) {
    return switch (parsed) {
      case Ok<?>(var value) -> throw new AssertionError("accepted: " + value);
      case Malformed<?>(Reason reason, int _, String _) -> reason;
    };
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          army.mil,             army.mil
          ARMY.Mil.,            army.mil
          münchen.de,           xn--mnchen-3ya.de
          XN--Mnchen-3ya.DE,    xn--mnchen-3ya.de
          faß.de,               xn--fa-hia.de
          ａｒｍｙ．ｍｉｌ,     army.mil
          army。mil,            army.mil
          _dmarc.army.mil,      _dmarc.army.mil
          """)
  void domain_isReadToALabels(String typed, String ascii) {
    assertEquals(ascii, DomainName.parse(typed).ok().orElseThrow().ascii());
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          '',                EMPTY
          .,                 EMPTY_LABEL
          .army.mil,         EMPTY_LABEL
          army..mil,         EMPTY_LABEL
          army.mil..,        EMPTY_LABEL
          'army,mil',        COMMA
          'army mil',        SPACE
          -army.mil,         HYPHEN
          army-.mil,         HYPHEN
          army/x.mil,        DOMAIN_CHARACTER
          127.0.0.1,         NUMERIC_TLD
          army.7,            NUMERIC_TLD
          xn--a.mil,         BAD_IDN
          xn--zzzzzz9999.com, BAD_IDN
          """)
  void domain_isRefusedWithReason(String typed, Reason reason) {
    assertEquals(reason, reason(DomainName.parse(typed)));
  }

  @Test
  void domain_limitsAreThoseOfDns() {
    String label = "a".repeat(63);
    String longest = label + "." + label + "." + label + "." + "a".repeat(61);
    assertEquals(253, DomainName.parse(longest).ok().orElseThrow().ascii().length());
    assertEquals(Reason.TOO_LONG, reason(DomainName.parse(longest + "b")));
    assertEquals(Reason.LABEL_TOO_LONG, reason(DomainName.parse(label + "a.mil")));
    assertEquals(Reason.TOO_LONG, reason(DomainName.parse("a.".repeat(100_000))));
  }

  @Test
  void domain_showsBothFormsWhereTheyDiffer() {
    DomainName cyrillic = DomainName.parse("arm\u0443.mil").ok().orElseThrow();
    assertEquals("xn--arm-ffd.mil", cyrillic.ascii());
    assertEquals("arm\u0443.mil (xn--arm-ffd.mil)", cyrillic.display());
    assertEquals("army.mil", DomainName.parse("army.mil").ok().orElseThrow().display());
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      textBlock =
          """
          ``,                        EMPTY
          gen,                       NO_AT
          @army.mil,                 NO_LOCAL_PART
          gen@,                      NO_DOMAIN
          gen@@army.mil,             TWO_AT
          a@b@army.mil,              TWO_AT
          "gen x"@army.mil,          QUOTED
          ge"n"@army.mil,            QUOTED
          @army.ml:gen@army.mil,     SOURCE_ROUTE
          gen%army.ml@army.mil,      SOURCE_ROUTE
          army.ml!gen@army.mil,      SOURCE_ROUTE
          gen@[127.0.0.1],           IP_LITERAL
          gen@[IPv6:::1],            IP_LITERAL
          gen@10.0.0.1,              NUMERIC_TLD
          .gen@army.mil,             LOCAL_DOTS
          gen.@army.mil,             LOCAL_DOTS
          g..n@army.mil,             LOCAL_DOTS
          g n@army.mil,              SPACE
          g(x)n@army.mil,            LOCAL_CHARACTER
          gen@army..mil,             EMPTY_LABEL
          """)
  void address_isRefusedWithReason(String typed, Reason reason) {
    assertEquals(reason, reason(EmailAddress.parse(typed)));
  }

  @Test
  void address_withHiddenCharactersIsRefused() {
    assertEquals(Reason.CONTROL_CHARACTER, reason(EmailAddress.parse("gen\0@army.mil")));
    assertEquals(Reason.CONTROL_CHARACTER, reason(EmailAddress.parse("gen@army.mil\r\nDATA")));
    assertEquals(Reason.CONTROL_CHARACTER, reason(EmailAddress.parse("g\u200ben@army.mil")));
    assertEquals(Reason.CONTROL_CHARACTER, reason(EmailAddress.parse("gen@\u202earmy.mil")));
    assertEquals(Reason.CONTROL_CHARACTER, reason(DomainName.parse("ar\u200dmy.mil")));
  }

  @Test
  void address_mixedScriptLocalPartIsRefused_singleScriptIsNot() {
    assertEquals(Reason.MIXED_SCRIPT, reason(EmailAddress.parse("g\u0435n@army.mil")));
    assertThat(EmailAddress.parse("rené@army.mil").ok()).isPresent();
    assertThat(EmailAddress.parse("\u0433\u0435\u043d@army.mil").ok()).isPresent();
  }

  @Test
  void address_tooLongIsRefused() {
    assertEquals(Reason.TOO_LONG, reason(EmailAddress.parse("a".repeat(65) + "@army.mil")));
    assertEquals(Reason.TOO_LONG, reason(EmailAddress.parse("a@" + "b".repeat(5_000_000))));
    assertThat(EmailAddress.parse("a".repeat(64) + "@army.mil").ok()).isPresent();
  }

  @Property(tries = 3000)
  void parsers_neverThrow(@ForAll String anything) {
    DomainName.parse(anything);
    EmailAddress.parse(anything);
    EntryPattern.parse(anything);
  }

  @Property(tries = 3000)
  void parsers_neverThrow_onAlmostAddresses(
      @ForAll @Chars({'a', 'Ü', '-', '.', '@', 'x', 'n', ',', ' ', '"', '*', '=', '1', '\u0301'})
          String text) {
    DomainName.parse(text).ok().ifPresent(AddressesTest::assertSound);
    EmailAddress.parse(text).ok().ifPresent(a -> assertSound(a.domain()));
    EntryPattern.parse(text)
        .ok()
        .ifPresent(p -> assertEquals(p, EntryPattern.parse(p.text()).ok().orElseThrow()));
  }

  @Property
  void domain_roundTripsThroughBothForms(
      @ForAll
          @AlphaChars
          @NumericChars
          @Chars({'é', 'ß', '日', 'у'})
          @StringLength(min = 1, max = 20)
          String label) {
    DomainName.parse(label + ".mil")
        .ok()
        .ifPresent(d -> assertEquals(d, DomainName.parse(d.unicode()).ok().orElseThrow()));
  }

  private static void assertSound(DomainName d) {
    assertThat(d.ascii()).matches("[a-z0-9_-]{1,63}(\\.[a-z0-9_-]{1,63})*").hasSizeLessThan(254);
    assertEquals(d, DomainName.parse(d.ascii()).ok().orElseThrow());
  }
}
