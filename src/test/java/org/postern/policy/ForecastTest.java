package org.postern.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postern.policy.Forecast.Risk;
import org.postern.policy.slip.Sensitivity;

class ForecastTest {

  private static DomainName name(String text) {
    return DomainName.parse(text).ok().orElseThrow();
  }

  private static Entry entry(Listing listing, String pattern) {
    return Entry.of(listing, EntryPattern.parse(pattern).ok().orElseThrow());
  }

  private static Policy policy(Entry... entries) {
    return Policy.of(1, Unlisted.DELIVER, List.of(entries), Instant.EPOCH, Sensitivity.BALANCED);
  }

  private static Risk risk(Forecast forecast, String name) {
    return forecast.risks().stream()
        .filter(r -> r.neighbour().name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name));
  }

  private static List<String> names(List<Risk> risks) {
    return risks.stream().map(r -> r.neighbour().name()).toList();
  }

  @Test
  void whereStrangersAre_comesFirst_withCountry() {
    Forecast f = policy(entry(Listing.TRUSTED, "army.mil")).forecast(name("army.mil"), 400);
    assertThat(names(f.risks()).subList(0, 3)).contains("army.ml");
    assertThat(risk(f, "army.ml").neighbour().ending().country()).isEqualTo("Mali");
    assertThat(risk(f, "army.ml").heldAnyway()).isTrue();
    assertThat(risk(f, "army.ml").open()).isTrue();
    // Nobody from the street gets amry.mil, and .mik is no ending.
    assertThat(risk(f, "amry.mil").open()).isFalse();
    List<Integer> order =
        f.risks().stream()
            .map(r -> r.neighbour().reachable() ? 0 : r.neighbour().suffixExists() ? 1 : 2)
            .toList();
    assertThat(order).isSorted().contains(0, 1, 2);
  }

  @Test
  void anOpenEnding_hasItsDangerousNeighboursUnderItself() {
    Forecast f = policy(entry(Listing.TRUSTED, "gmail.com")).forecast(name("gmail.com"), 200);
    assertThat(risk(f, "gmial.com").open()).isTrue();
    assertThat(risk(f, "gmail.co").neighbour().ending().country()).isEqualTo("Colombia");
  }

  @Test
  void covered_saysByWhich_andIsNotOpen() {
    Forecast f =
        policy(
                entry(Listing.TRUSTED, "army.mil"),
                entry(Listing.BLOCKED, "ml"),
                entry(Listing.TRUSTED, "army.il"))
            .forecast(name("army.mil"), 60);
    assertThat(risk(f, "army.ml").covered().orElseThrow().pattern().text()).isEqualTo("ml");
    assertThat(risk(f, "army.ml").open()).isFalse();
    assertThat(names(f.open())).doesNotContain("army.ml", "army.il").isNotEmpty();
  }

  @Test
  void aNameNotListedYet_isJudgedAsIfItWere_andTheOthersStayInForce() {
    Entry ended =
        new Entry(
            EntryPattern.parse("army.ml").ok().orElseThrow(),
            Listing.TRUSTED,
            Mode.ENFORCE,
            "",
            "",
            "",
            Instant.EPOCH.plusSeconds(60));
    Policy before = policy(ended);
    assertThat(before.judge("army.com").word()).isEqualTo("unlisted");
    Forecast f = before.forecast(name("army.mil"), 60);
    assertThat(risk(f, "army.com").heldAnyway()).isTrue();
    assertThat(names(f.risks())).doesNotContain("army.ml");
  }

  @Test
  void aWholeEnding_hasEndingsThatExist_whichNothingHolds() {
    Forecast f =
        policy(entry(Listing.TRUSTED, "mil"), entry(Listing.BLOCKED, "*.ml"))
            .forecast(name("mil"), 60);
    assertThat(f.topLevel()).isTrue();
    assertThat(names(f.risks())).contains("ml", "il", "mit", "ril").doesNotContain("mil", "mik");
    assertThat(f.risks()).allMatch(r -> r.neighbour().suffixExists());
    assertThat(f.risks()).noneMatch(Risk::heldAnyway);
    assertThat(risk(f, "il").neighbour().ending().country()).isEqualTo("Israel");
    assertThat(risk(f, "ml").open()).isFalse();
    assertThat(risk(f, "il").open()).isTrue();
  }
}
