package org.postern.mail.hint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Markings and personal data are found where they are, and not where they only might be. */
class HintsTest {
  private static final Markings STANDARD = Markings.standard();

  private static List<String> text(String text) {
    return what(Place.text("text", text));
  }

  private static List<String> what(Place place) {
    return Hints.in(STANDARD, List.of(place)).stream().map(Hint::what).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "OFFICIAL-SENSITIVE|OFFICIAL-SENSITIVE",
        "the plan is OFFICIAL SENSITIVE today|OFFICIAL-SENSITIVE",
        "OFFICIAL – SENSITIVE|OFFICIAL-SENSITIVE",
        "Marked OFFICIAL:SENSITIVE by us|OFFICIAL-SENSITIVE",
        "SE\u200BCRET|SECRET",
        "> SECRET|SECRET",
        "*** SECRET ***|SECRET",
        "the note [SECRET] follows|SECRET",
        "Classification: SECRET, keep it|SECRET",
        "see SECRET//NOFORN here|SECRET",
        "TOP SECRET//SI//NOFORN|TOP SECRET",
        "this is NATO RESTRICTED material|NATO RESTRICTED",
        "REL TO USA, GBR|REL TO",
        "UK EYES ONLY|UK EYES ONLY",
        "vs-nfd|VS-NfD",
        "Nur für den Dienstgebrauch|Nur für den Dienstgebrauch",
        "DIFFUSION RESTREINTE|DIFFUSION RESTREINTE",
        "a paragraph (S//NF) of it|(S//NF)",
        "(U//FOUO) another|(U//FOUO)",
        "ＳＥＣＲＥＴ|SECRET"
      })
  void marking_found(String text, String marking) {
    assertThat(text(text)).contains(marking);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "our secret is safe",
        "Secret",
        "top secret recipe",
        "A SECRET SALE BEGINS",
        "the official-sensitive one in small letters",
        "SECRETS",
        "NONSECRET",
        "(c) 2026",
        "file(s) and (S) and (S//)",
        "THE OFFICIAL RESULT"
      })
  void ordinaryWords_notFound(String text) {
    assertThat(text(text)).isEmpty();
  }

  @Test
  void longerMarking_coversTheShorterOne() {
    assertThat(text("TOP SECRET")).containsExactly("TOP SECRET");
    assertThat(text("for UK EYES ONLY")).containsExactly("UK EYES ONLY");
    assertThat(text("NATO SECRET")).containsExactly("NATO SECRET");
  }

  @Test
  void subjectAndLabels_needLess() {
    assertThat(what(Place.title("subject", "SECRET: the plan"))).containsExactly("SECRET");
    assertThat(what(Place.title("subject", "No SECRET here"))).isEmpty();
    assertThat(what(Place.label("field", "level=secret; rev=2"))).containsExactly("SECRET");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "card 4111 1111 1111 1111 ok|a payment card number|•••• •••• •••• 1111",
        "4242424242424242|a payment card number|••••••••••••4242",
        "3782-822463-10005|a payment card number|••••-••••••-•0005",
        "GB82 WEST 1234 5698 7654 32|a bank account number (IBAN)|•••• •••• •••• •••• ••54 32",
        "to DE89370400440532013000.|a bank account number (IBAN)|••••••••••••••••••3000",
        "NI: AB 12 34 56 C|a UK National Insurance number|•• •• •• •6 C",
        "his 078-05-1120 is|a US social security number|•••-••-••20",
        "SSN 078051120|a US social security number|•••••••20",
        "Passport No. 533401372|a passport number|•••••••72",
        "P<GBRSMITH<<JOHN<ALEXANDER<<<<<<<<<<<<<<<<<<|a passport|P",
        "Service No: 24512345|a service number|••••••45",
        "EDIPI 1234567890|a service number|••••••••90",
        "Date of birth: 07/11/1985|a date of birth|••/••/••••",
        "DOB 7 November 1985|a date of birth|• •••••••• ••••",
        "born on 1985-11-07|a date of birth|••••-••-••"
      })
  void personalData_foundAndMasked(String text, String what, String masked) {
    List<Hint> hints = Hints.in(STANDARD, List.of(Place.text("text", text)));
    assertThat(hints).extracting(Hint::what).containsExactly(what);
    if (what.equals("a passport")) {
      assertThat(hints.getFirst().masked()).doesNotContain("SMITH");
    } else {
      assertThat(hints.getFirst().masked()).isEqualTo(masked);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "4111 1111 1111 1112",
        "https://shop.example/4111111111111111",
        "id=4111111111111111",
        "4111.1111.1111.1111",
        "0000000000000000",
        "GB82 WEST 1234 5698 7654 33",
        "XX82 WEST 1234 5698 7654 32",
        "BG123456A",
        "AB123456E",
        "000-12-3456",
        "666-12-3456",
        "078051120",
        "555-078-05-1120",
        "533401372 without the word",
        "the 07/11/1985 meeting",
        "born free",
        "+44 20 7946 0958"
      })
  void otherNumbers_notFound(String text) {
    assertThat(text(text)).isEmpty();
  }

  @Test
  void sameThingAgain_counted() {
    List<Hint> hints =
        Hints.in(STANDARD, List.of(Place.text("text", "4111111111111111 and 4242424242424242")));
    assertThat(hints).hasSize(1);
    assertThat(hints.getFirst().count()).isEqualTo(2);
  }

  @Test
  void ownList_boundedAndChecked() {
    Markings own = Markings.of(List.of("  HARBOUR-ONLY ", "", "HARBOUR-ONLY"));
    assertThat(own.terms()).containsExactly("HARBOUR-ONLY");
    assertThat(Hints.in(own, List.of(Place.text("text", "HARBOUR ONLY SECRET"))))
        .extracting(Hint::what)
        .containsExactly("HARBOUR-ONLY");
    assertThatThrownBy(() -> Markings.of(List.of("x"))).hasMessageContaining("two letters");
    assertThatThrownBy(() -> Markings.of(List.of("x".repeat(61)))).hasMessageContaining("60");
    List<String> many = Stream.iterate(100, i -> i + 1).limit(201).map(i -> "MARK " + i).toList();
    assertThatThrownBy(() -> Markings.of(many)).hasMessageContaining("200");
  }

  static Stream<String> hostile() {
    int n = 1 << 20;
    return Stream.of(
        "(".repeat(n),
        "(S//".repeat(n / 4),
        "SECRET ".repeat(n / 7),
        "OFFICIAL ".repeat(n / 9),
        "4 ".repeat(n / 2),
        "4111 ".repeat(n / 5),
        "GB82 ".repeat(n / 5),
        "dob ".repeat(n / 4),
        "passport A1 ".repeat(n / 12),
        "\u200B".repeat(n),
        " ".repeat(n),
        "P<".repeat(n / 2),
        "TOP ".repeat(n / 4),
        "A".repeat(n));
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void hostileText_inLinearTime(String text) {
    List<Place> whole = List.of(Place.text("text", text));
    Hints.in(STANDARD, whole); // warmed up
    long half = least(List.of(Place.text("text", text.substring(0, text.length() / 4))));
    long all = least(whole);
    // Four times the text takes four times as long; sixteen times would be its square.
    assertThat(Duration.ofNanos(all))
        .isLessThan(Duration.ofNanos(10 * half).plus(Duration.ofMillis(150)));
  }

  private static long least(List<Place> places) {
    return Collections.min(
        Stream.generate(
                () -> {
                  long start = System.nanoTime();
                  Hints.in(STANDARD, places);
                  return System.nanoTime() - start;
                })
            .limit(3)
            .toList());
  }
}
