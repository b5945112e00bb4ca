package org.postern.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The pure parts, without a toolkit. */
class PartsTest {

  @Test
  void letters_leftOut_isOneGap() {
    assertThat(marks("army.ml", "army.mil")).isEqualTo("army.m[-i]l");
  }

  @Test
  void letters_addedWrongSwapped_areTold() {
    assertThat(marks("armyy.mil", "army.mil")).contains("[+y]");
    assertThat(marks("arnv.mil", "army.mil")).isEqualTo("ar[n/m][v/y].mil");
    assertThat(marks("amry.mil", "army.mil"))
        .isEqualTo("a[mr~rm]y.mil".replace("[mr~rm]", "[m~r][r~m]"));
  }

  @Test
  void letters_longerThanAnyAddress_areNotLinedUp() {
    assertThat(Letters.align("a".repeat(400), "b")).hasSize(1);
  }

  @Test
  void spoken_namesEveryMark() {
    assertThat(LetterDiff.spoken(Letters.align("army.ml", "army.mil")))
        .isEqualTo("typed army.ml, meant army.mil, i left out");
  }

  @Test
  void errorCode_ofTheSameBug_isStable_andIgnoresTheMessage() {
    assertThat(Errors.code(bug("one"))).isEqualTo(Errors.code(bug("two"))).startsWith("P-");
    assertThat(Errors.code(new IllegalStateException())).isNotEqualTo(Errors.code(bug("one")));
  }

  @Test
  void keys_mistyped_failWhenTheScreenIsBuilt() {
    assertThatThrownBy(() -> new Keys().on("Ctlr+K", "find", () -> {}))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void palette_findsByLettersInOrder() {
    assertThat(Palette.letters("open quarantine", "oq")).isTrue();
    assertThat(Palette.letters("open quarantine", "qo")).isFalse();
  }

  private static Throwable bug(String message) {
    return new NullPointerException(message);
  }

  private static String marks(String typed, String meant) {
    List<Letters.Column> columns = Letters.align(typed, meant);
    return columns.stream()
        .map(
            c ->
                switch (c.mark()) {
                  case SAME -> c.typed();
                  case MISSING -> "[-" + c.meant() + "]";
                  case EXTRA -> "[+" + c.typed() + "]";
                  case WRONG -> "[" + c.typed() + "/" + c.meant() + "]";
                  case SWAPPED -> "[" + c.typed() + "~" + c.meant() + "]";
                })
        .collect(Collectors.joining());
  }
}
