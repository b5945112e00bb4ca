package org.postern.ui.tester;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PastedTest {

  @Test
  void toLine_withNamesAndCommasInQuotes_givesTheAddresses() {
    assertThat(
            Pasted.of("To: \"Walker, Gen\" <gen@army.ml>, ops@navy.mil;\n\tj.lee@mod.uk")
                .addresses())
        .containsExactly("gen@army.ml", "ops@navy.mil", "j.lee@mod.uk");
  }

  @Test
  void header_whole_givesOnlyItsAddressFields() {
    Pasted pasted =
        Pasted.of(
            "Received: from a@b.example by c.example\nSubject: To: be, or not@to.be\nTo: gen@army.ml,\n ops@navy.mil\nX-Mailer: none@such.example\nCc: x@y.example\n");
    assertThat(pasted.addresses()).containsExactly("gen@army.ml", "ops@navy.mil", "x@y.example");
  }

  @Test
  void column_skipsItsTitle_keepsBrokenOnes_andEachOnce() {
    Pasted pasted = Pasted.of("Email address\ngen@army.ml\na@@army.mil\ngen@army.ml\narmy.ml\n\n");
    assertThat(pasted.addresses()).containsExactly("gen@army.ml", "a@@army.mil", "army.ml");
    assertThat(pasted.skipped()).isEqualTo(1);
  }

  @Test
  void single_commaForADot_isOneTypo_notTwoAddresses() {
    assertThat(Pasted.single("gen@army,mil")).isTrue();
    assertThat(Pasted.single("Gen Walker <gen@army.ml>")).isTrue();
    assertThat(Pasted.single("gen@army.ml, ops@navy.mil")).isFalse();
    assertThat(Pasted.single("gen@army.ml\nops@navy.mil")).isFalse();
  }

  @Test
  void huge_isBounded() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 30_000; i++) {
      text.append("a").append(i).append("@b.example\n");
    }
    text.append("x".repeat(5_000_000));
    assertThat(Pasted.of(text.toString()).addresses()).hasSize(Pasted.LIMIT);
  }

  @Test
  void unbalanced_quotesAndAngles_neverThrow() {
    assertThat(Pasted.of("\"<a@b.example").addresses()).hasSize(1);
    assertThat(Pasted.of("<<>>,\",;\t").addresses()).isEmpty();
  }
}
