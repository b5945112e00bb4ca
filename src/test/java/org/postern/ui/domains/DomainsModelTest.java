package org.postern.ui.domains;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.policy.Entry;
import org.postern.policy.EntryPattern;
import org.postern.policy.Listing;
import org.postern.policy.Mode;
import org.postern.store.Author;
import org.postern.store.Item;
import org.postern.store.Store;
import org.postern.ui.DirectBackground;
import org.postern.ui.ViewState;

/** The model over a real store. */
@SuppressWarnings("NullAway.Init") // set in open, before each test
class DomainsModelTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-22T09:00:00Z"), ZoneOffset.UTC);

  @TempDir Path directory;
  private Store store;
  private DomainsModel model;
  private int changes;

  @BeforeEach
  void open() throws Exception {
    store = Store.open(directory, CLOCK);
    model =
        new DomainsModel(
            store,
            store::policy,
            new DirectBackground(),
            CLOCK,
            () -> "A. Carter",
            () -> changes++);
    model.refresh();
  }

  @AfterEach
  void close() throws Exception {
    store.close();
  }

  private static EntryPattern pattern(String text) {
    return EntryPattern.parse(text).ok().orElseThrow();
  }

  private void given(Listing listing, String... patterns) throws Exception {
    for (String text : patterns) {
      store.lists().add(List.of(Entry.of(listing, pattern(text))), new Author("R. Osei", "given"));
    }
    model.refresh();
  }

  private Draft draft() {
    return Objects.requireNonNull(model.panel().draft().get());
  }

  private DomainsModel.Done done() {
    return Objects.requireNonNull(model.done().get());
  }

  private List<String> shown() {
    return model.rows().stream().map(i -> i.entry().pattern().text()).toList();
  }

  @Test
  void empty_saysWhatToDo() {
    assertThat(model.browse().state().get()).isInstanceOf(ViewState.Empty.class);
  }

  @Test
  void add_trust_endsAfterAYear_byDefault_blockNever() {
    model.add();
    draft().pattern.set("army.mil");
    model.panel().save();
    assertThat(model.panel().draft().get()).isNull();
    assertThat(shown()).containsExactly("army.mil");
    assertThat(model.rows().getFirst().entry().expires())
        .isEqualTo(Instant.parse("2027-11-23T00:00:00Z"));
    assertThat(changes).isEqualTo(1);
    model.propose(Listing.BLOCKED, "army.ml");
    model.panel().save();
    assertThat(model.rows().getFirst().entry().expires()).isNull();
    assertThat(model.browse().blocked().get()).isEqualTo(1);
  }

  @Test
  void add_malformed_orPresent_saysWhy_andChangesNothing() throws Exception {
    given(Listing.TRUSTED, "army.mil");
    model.add();
    draft().pattern.set("army..mil");
    model.panel().save();
    assertThat(model.problem().get()).isNotEmpty();
    draft().pattern.set("army.mil");
    assertThat(model.problem().get()).isEmpty();
    model.panel().save();
    assertThat(model.problem().get()).contains("already");
    assertThat(store.lists().serial()).isEqualTo(1);
  }

  @Test
  void remove_thenUndo_isAsBefore() throws Exception {
    given(Listing.TRUSTED, "army.mil", "navy.mil", "af.mil");
    model.remove(List.copyOf(model.rows().subList(0, 2)));
    assertThat(shown()).containsExactly("navy.mil");
    assertThat(done().text()).isEqualTo("Removed 2 entries from Trusted.");
    model.undo(done());
    assertThat(shown()).containsExactly("af.mil", "army.mil", "navy.mil");
  }

  @Test
  void edit_keepsThePattern_andSavesTheRest() throws Exception {
    given(Listing.TRUSTED, "army.mil");
    model.edit(model.rows().getFirst());
    draft().note.set("United States Army");
    draft().mode.set(Mode.MONITOR);
    draft().lastDay.set(LocalDate.of(2026, 12, 1));
    model.panel().save();
    Item item = model.rows().getFirst();
    assertThat(item.entry().note()).isEqualTo("United States Army");
    assertThat(item.entry().mode()).isEqualTo(Mode.MONITOR);
    assertThat(Ends.soon(item, model.clock())).isTrue();
    assertThat(Ends.passed(item, model.clock())).isFalse();
  }

  @Test
  void edit_afterAColleagueChangedIt_isRefused_inASentence() throws Exception {
    given(Listing.TRUSTED, "army.mil");
    model.edit(model.rows().getFirst());
    store
        .lists()
        .remove(Listing.TRUSTED, List.of(pattern("army.mil")), new Author("R. Osei", "gone"));
    draft().note.set("mine");
    model.panel().save();
    assertThat(model.problem().get()).contains("Somebody else");
    assertThat(model.panel().draft().get()).isNotNull();
  }

  @Test
  void endNow_andAnotherYear_applyToAllChosen() throws Exception {
    given(Listing.TRUSTED, "army.mil", "navy.mil");
    model.endNow(List.copyOf(model.rows()));
    assertThat(model.rows()).allMatch(i -> Ends.passed(i, model.clock()));
    model.extendAYear(List.copyOf(model.rows()));
    assertThat(model.rows()).noneMatch(i -> Ends.passed(i, model.clock()));
    assertThat(done().text()).isEqualTo("2 entries end after 2027-11-22.");
  }

  @Test
  void filter_inLettersOrNote_findsTheEntry() throws Exception {
    given(Listing.TRUSTED, "bücher.example", "army.mil");
    model.filter().set("bücher.example");
    assertThat(shown()).containsExactly("xn--bcher-kva.example");
    model.filter().set("nothing like it");
    assertThat(shown()).isEmpty();
    assertThat(model.browse().state().get()).isInstanceOf(ViewState.Ready.class);
  }

  @Test
  void advice_onTrustingASlip_aCountry_orWhatIsCovered() throws Exception {
    given(Listing.TRUSTED, "army.mil");
    model.propose(Listing.TRUSTED, "army.ml");
    assertThat(model.panel().advice())
        .extracting(Advice::text)
        .anyMatch(t -> t.contains("one slip from army.mil"));
    draft().pattern.set("ml");
    assertThat(model.panel().advice())
        .extracting(Advice::text)
        .anyMatch(t -> t.contains("every domain under .ml"));
    draft().pattern.set("us.army.mil");
    assertThat(model.panel().advice())
        .extracting(Advice::text)
        .anyMatch(t -> t.contains("covers it already"));
  }

  @Test
  void tags_areWrittenInThePanel_andKeptWhenTheNoteIsEdited() throws Exception {
    model.add();
    draft().pattern.set("army.mil");
    draft().note.set("United States Army");
    draft().tags.set("ally 4711");
    model.panel().save();
    assertThat(model.problem().get()).contains("Tags are words");
    draft().tags.set("#ally, Mil");
    model.panel().save();
    Item item = model.rows().getFirst();
    assertThat(item.entry().note()).isEqualTo("United States Army #ally #mil");
    model.edit(item);
    assertThat(draft().note.get()).isEqualTo("United States Army");
    assertThat(draft().tags.get()).isEqualTo("ally mil");
    draft().note.set("US Army");
    model.panel().save();
    assertThat(model.rows().getFirst().entry().note()).isEqualTo("US Army #ally #mil");
    model.filter().set("tag:mil");
    assertThat(shown()).containsExactly("army.mil");
    model.filter().set("tag:mi");
    assertThat(shown()).isEmpty();
  }

  @Test
  void tag_ofSeveral_isOneChangeWithOneUndo() throws Exception {
    given(Listing.TRUSTED, "army.mil", "navy.mil");
    assertThat(model.tags.tag(List.copyOf(model.rows()), "ally old")).isEmpty();
    assertThat(done().text()).isEqualTo("2 entries: #ally, #old.");
    assertThat(model.rows()).allMatch(i -> i.entry().note().equals("#ally #old"));
    assertThat(TagModel.common(List.copyOf(model.rows()))).containsExactly("ally", "old");
    assertThat(model.tags.tag(List.of(model.rows().getFirst()), "-old")).isEmpty();
    assertThat(TagModel.common(List.copyOf(model.rows()))).containsExactly("ally");
    assertThat(model.tags.tag(List.copyOf(model.rows()), "ally")).contains("none of them");
    assertThat(model.tags.tag(List.copyOf(model.rows()), "not a tag!")).contains("begin with");
    model.undo(done());
    assertThat(TagModel.common(List.copyOf(model.rows()))).containsExactly("ally", "old");
  }

  @Test
  void filters_areKeptUnderTheirName_untilTheyAreForgotten() throws Exception {
    model.settings().filters().keep("Case 7", "tag:case-7");
    model.settings().filters().keep("Allies", "tag:ally");
    model.settings().filters().keep("Case 7", "tag:case-7 ml");
    assertThat(store.setup().settings().browsing().filters())
        .extracting(f -> f.name() + "=" + f.text())
        .containsExactly("Allies=tag:ally", "Case 7=tag:case-7 ml");
    model.settings().filters().forget(model.settings().filters().all().get().getFirst());
    assertThat(store.setup().settings().browsing().filters()).hasSize(1);
  }

  @Test
  void examples_areDecidedByThePattern() {
    assertThat(Examples.of(pattern("army.mil")))
        .extracting(e -> e.address() + " " + e.matches())
        .contains(
            "gen@army.mil true",
            "gen@us.army.mil true",
            "gen@myarmy.mil false",
            "gen@army.mil.example false");
    assertThat(Examples.of(pattern("*.army.mil")))
        .extracting(e -> e.address() + " " + e.matches())
        .contains("gen@army.mil false", "gen@us.army.mil true");
    assertThat(Examples.of(pattern("ml")))
        .extracting(Examples.Example::matches)
        .containsExactly(true, true, false);
    assertThat(Examples.of(pattern("liaison@gov.ml")))
        .extracting(e -> e.address() + " " + e.matches())
        .contains("liaison@gov.ml true", "other.liaison@gov.ml false");
  }
}
