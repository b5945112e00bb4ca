package org.postern.mail;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InertTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      textBlock =
          """
          plain,                  plain
          Zoë Müller,             Zoë Müller
          日本語,                   日本語
          exe\\u202Egpj.txt,      exe[U+202E]gpj.txt
          ar\\u200Bmy.mil,        ar[U+200B]my.mil
          a\\u0000b,              a[U+0000]b
          a\\u001B[31m,           a[U+001B][31m
          a\\u0085b,              a[U+0085]b
          \\u2066x\\u2069,        [U+2066]x[U+2069]
          a\\u00ADb,              a[U+00AD]b
          a\\uD800b,              a[U+D800]b
          a\\u2028b,              a[U+2028]b
          """)
  void text_madeVisible(String hostile, String shown) {
    assertThat(Inert.text(unescape(hostile))).isEqualTo(shown);
  }

  private static String unescape(String text) {
    return java.util.regex.Pattern.compile("\\\\u([0-9A-F]{4})")
        .matcher(text)
        .replaceAll(
            m ->
                java.util.regex.Matcher.quoteReplacement(
                    "" + (char) Integer.parseInt(m.group(1), 16)));
  }

  @Test
  void text_lineBreakIsShown_linesKeepsIt() {
    assertThat(Inert.text("a\r\nBcc: b")).isEqualTo("a[U+000D][U+000A]Bcc: b");
    assertThat(Inert.lines("a\r\nb\rc\n\td")).isEqualTo("a\nb\nc\n\td");
  }

  @Test
  void text_pileOfCombiningMarks_isCut() {
    assertThat(Inert.text("e" + "\u0301".repeat(3))).isEqualTo("e\u0301\u0301\u0301");
    assertThat(Inert.text("e" + "\u0301".repeat(6))).endsWith("[U+0301][U+0301]");
  }

  @Test
  void brief_cutsBetweenCodePoints() {
    assertThat(Inert.brief("abcdef", 4)).isEqualTo("abc…");
    assertThat(Inert.brief("ab😀cd", 4)).isEqualTo("ab…");
    assertThat(Inert.brief("abcd", 4)).isEqualTo("abcd");
  }

  @Test
  void isolated_wrapsInIsolates() {
    assertThat(Inert.isolated("a\u2069b")).isEqualTo("\u2068a[U+2069]b\u2069");
  }

  @Property(tries = 500)
  void text_ofAnything_holdsNothingInvisibleAndIsStable(@ForAll String hostile) {
    String shown = Inert.text(hostile);
    assertThat(Inert.hasBidiControl(shown) || Inert.hasControl(shown) || Inert.hasInvisible(shown))
        .isFalse();
    assertThat(Inert.text(shown)).isEqualTo(shown);
  }
}
