package org.postern.ui.tester;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postern.policy.Entry;
import org.postern.policy.EntryPattern;
import org.postern.policy.Listing;
import org.postern.policy.Policy;
import org.postern.policy.Unlisted;
import org.postern.policy.Verdict;
import org.postern.policy.slip.Sensitivity;
import org.postern.ui.DirectBackground;
import org.postern.ui.ViewState;

class TesterModelTest {
  static final Policy POLICY =
      Policy.of(
          41,
          Unlisted.DELIVER,
          List.of(entry(Listing.TRUSTED, "army.mil"), entry(Listing.BLOCKED, "presidence.ml")),
          Instant.EPOCH,
          Sensitivity.BALANCED);

  private final List<String> proposed = new ArrayList<>();

  static Entry entry(Listing listing, String pattern) {
    return Entry.of(listing, EntryPattern.parse(pattern).ok().orElseThrow());
  }

  private TesterModel model(DirectBackground background) {
    return new TesterModel(
        () -> POLICY, background, (listing, pattern) -> proposed.add(listing + " " + pattern));
  }

  private static Reading reading(TesterModel model) {
    Reading reading = model.reading().get();
    assertThat(reading).isNotNull();
    return java.util.Objects.requireNonNull(reading);
  }

  @Test
  void slip_ofATrustedName_saysTypedMeantAndWhere() {
    TesterModel model = model(new DirectBackground());
    model.input().set("gen.walker@us.army.ml");
    Reading reading = reading(model);
    assertThat(reading.verdict()).isInstanceOf(Verdict.Lookalike.class);
    assertThat(reading.typed()).isEqualTo("us.army.ml");
    assertThat(reading.meant()).isEqualTo("us.army.mil");
    assertThat(reading.facts())
        .extracting(Reading.Fact::text)
        .contains("ending .mil → .ml", ".ml is Mali");
    assertThat(reading.delivered()).isFalse();
    assertThat(reading.serial()).isEqualTo(41);
    assertThat(model.proof()).contains("\"proof\":\"sha256:");
  }

  @Test
  void slip_towardsTwoNames_orAnEndingThatIsNone_saysSo() {
    Policy two =
        Policy.of(
            1,
            Unlisted.DELIVER,
            List.of(entry(Listing.TRUSTED, "armya.mil"), entry(Listing.TRUSTED, "armyb.mil")),
            Instant.EPOCH,
            Sensitivity.BALANCED);
    assertThat(Reading.of(two, "gen@armyc.mil").facts())
        .extracting(Reading.Fact::text)
        .anyMatch(t -> t.matches("ambiguous: army[ab].mil or army[ab].mil"));
    assertThat(Reading.of(POLICY, "gen@army.mik").facts())
        .extracting(Reading.Fact::text)
        .contains(".mik does not exist");
    assertThat(Reading.of(POLICY, "gen@army.ml").facts())
        .extracting(Reading.Fact::text)
        .noneMatch(t -> t.startsWith("ambiguous"));
  }

  @Test
  void trusted_isDelivered_withoutAlarmingFacts() {
    TesterModel model = model(new DirectBackground());
    model.input().set("gen@us.army.mil");
    assertThat(reading(model).delivered()).isTrue();
    assertThat(reading(model).facts()).isEmpty();
  }

  @Test
  void typing_judgesOnlyTheLastKeystroke() {
    DirectBackground background = DirectBackground.paused();
    List<String> read = new ArrayList<>();
    TesterModel model =
        new TesterModel(
            () -> {
              read.add("lists");
              return POLICY;
            },
            background,
            (_, _) -> {});
    model.input().set("army.m");
    model.input().set("army.ml");
    assertThat(model.reading().get()).isNull();
    background.flush();
    assertThat(read).hasSize(1);
    assertThat(reading(model).typed()).isEqualTo("army.ml");
  }

  @Test
  void cleared_beforeTheAnswerCame_staysEmpty() {
    DirectBackground background = DirectBackground.paused();
    TesterModel model = model(background);
    model.input().set("army.ml");
    model.input().set("");
    background.flush();
    assertThat(model.reading().get()).isNull();
    assertThat(model.state().get()).isInstanceOf(ViewState.Empty.class);
  }

  @Test
  void lists_unreadable_saySo_andNothingAboutTheAddress() {
    TesterModel model =
        new TesterModel(
            () -> {
              throw new IOException("The lists are locked by another console.");
            },
            new DirectBackground(),
            (_, _) -> {});
    model.input().set("army.ml");
    assertThat(model.reading().get()).isNull();
    assertThat(model.state().get())
        .isInstanceOfSatisfying(
            ViewState.Failed.class,
            f -> assertThat(f.advice()).contains("locked by another console"));
  }

  @Test
  void before_keepsWhatWasReplaced_notEveryKeystroke() {
    TesterModel model = model(new DirectBackground());
    model.input().set("army.m");
    model.input().set("army.ml");
    model.input().set("press@bbc.example");
    assertThat(model.before()).extracting(Verdict::input).containsExactly("army.ml");
    model.input().set("army.ml");
    model.input().set("");
    assertThat(model.before())
        .extracting(Verdict::input)
        .containsExactly("army.ml", "press@bbc.example");
  }

  @Test
  void paste_many_judgesAll_andCsvRunsNothing() {
    TesterModel model = model(new DirectBackground());
    assertThat(model.paste("=cmd|x@army.ml\ngen@army.mil\nno address here")).isTrue();
    assertThat(model.many()).hasSize(2);
    assertThat(model.manySummary().get())
        .contains("2 addresses")
        .contains("1 piece was no address");
    assertThat(model.csv().lines().toList().get(1)).startsWith("'=cmd|x@army.ml,");
    model.one();
    assertThat(model.manyOpen().get()).isFalse();
  }

  @Test
  void paste_ofOne_goesToTheField() {
    TesterModel model = model(new DirectBackground());
    model.paste("To: Gen Walker <gen@army.ml>");
    assertThat(model.input().get()).isEqualTo("gen@army.ml");
    assertThat(model.paste("nothing\nto see")).isFalse();
  }

  @Test
  void propose_namesTheDomain() {
    TesterModel model = model(new DirectBackground());
    model.propose(Listing.BLOCKED);
    model.input().set("gen@army.ml");
    model.propose(Listing.BLOCKED);
    assertThat(proposed).containsExactly("BLOCKED army.ml");
  }
}
