package org.postern.ui.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.officer.OfficerKey;
import org.postern.policy.Entry;
import org.postern.policy.EntryPattern;
import org.postern.policy.Listing;
import org.postern.policy.Mode;
import org.postern.store.Author;
import org.postern.store.Item;
import org.postern.store.Op;
import org.postern.store.Store;
import org.postern.ui.DirectBackground;
import org.postern.ui.ViewState;

@SuppressWarnings("NullAway.Init") // set in open, before each test
class EntryModelTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-22T09:00:00Z"), ZoneOffset.UTC);
  private static final EntryPattern ARMY = EntryPattern.parse("army.mil").ok().orElseThrow();

  @TempDir Path directory;
  private Store store;
  private EntryModel model;
  private final List<EntryModel.Done> done = new ArrayList<>();
  private int changes;

  @BeforeEach
  void open() throws Exception {
    store = Store.open(directory, CLOCK);
    model =
        new EntryModel(
            store,
            new DirectBackground(),
            CLOCK,
            () -> "A. Carter",
            () -> changes++,
            Listing.TRUSTED,
            ARMY);
  }

  @AfterEach
  void close() throws Exception {
    store.close();
  }

  private static Entry army(String note) {
    return new Entry(ARMY, Listing.TRUSTED, Mode.ENFORCE, note, "J6", "", null);
  }

  private void apply(String officer, String why, Op op) throws Exception {
    store.lists().apply(List.of(op), new Author(officer, why));
  }

  private Item now() throws Exception {
    return store.lists().find(Listing.TRUSTED, ARMY).orElseThrow();
  }

  private void givenTwoVersions() throws Exception {
    apply("R. Osei", "ticket 7", new Op.Add(army("first")));
    apply("B. Lowe", "typo", new Op.Edit(army("second"), now().since()));
    model.load();
  }

  @Test
  void steps_sayWhoDidWhatAndWhy_theNewestFirst() throws Exception {
    givenTwoVersions();
    assertThat(model.steps())
        .extracting(s -> s.revision().officer() + ": " + EntryModel.word(s))
        .containsExactly("B. Lowe: Changed", "R. Osei: Added");
    assertThat(model.said(model.steps().get(0))).containsExactly("note: “first” → “second”");
    assertThat(model.said(model.steps().get(1))).containsExactly("note: first", "owner: J6");
    assertThat(model.agreed(model.steps().get(0))).contains("open mode");
  }

  @Test
  void nothing_isSaidSo() {
    model.load();
    assertThat(model.state().get()).isInstanceOf(ViewState.Empty.class);
  }

  @Test
  void takeBack_isAChange_withUndo_andOnlyForAnOlderVersion() throws Exception {
    givenTwoVersions();
    assertThat(model.older(model.steps().get(0))).isFalse();
    assertThat(model.older(model.steps().get(1))).isTrue();
    model.takeBack(model.steps().get(1), done::add);
    assertThat(now().entry()).isEqualTo(army("first"));
    assertThat(now().createdBy()).isEqualTo("R. Osei");
    assertThat(changes).isEqualTo(1);
    assertThat(model.steps()).hasSize(3);
    assertThat(model.steps().getFirst().revision().why())
        .isEqualTo("back to the version of 2026-11-22 09:00:00");
    model.undo(done.getFirst());
    assertThat(now().entry()).isEqualTo(army("second"));
  }

  @Test
  void takeBack_ofWhatWasRemoved_addsItAgain() throws Exception {
    givenTwoVersions();
    apply("B. Lowe", "gone", new Op.Remove(Listing.TRUSTED, ARMY, now().since()));
    model.load();
    assertThat(EntryModel.word(model.steps().getFirst())).isEqualTo("Removed");
    assertThat(model.older(model.steps().getFirst())).isFalse();
    model.takeBack(model.steps().get(1), done::add);
    assertThat(now().entry()).isEqualTo(army("second"));
  }

  @Test
  void takeBack_afterAColleagueChangedIt_isRefused_inASentence() throws Exception {
    givenTwoVersions();
    apply("R. Osei", "third", new Op.Edit(army("third"), now().since()));
    model.takeBack(model.steps().get(1), done::add);
    assertThat(model.problem().get()).contains("Somebody else");
    assertThat(now().entry()).isEqualTo(army("third"));
    assertThat(done).isEmpty();
  }

  @Test
  void takeBack_onceOfficersAreEnrolled_goesIntoTheDraft() throws Exception {
    givenTwoVersions();
    store.session().enrol(OfficerKey.create("A. Carter", CLOCK));
    model.takeBack(model.steps().get(1), done::add);
    assertThat(now().entry()).isEqualTo(army("second"));
    assertThat(store.drafts().lines()).containsExactly(new Op.Edit(army("first"), now().since()));
    assertThat(done.getFirst().text()).startsWith("In your draft: army.mil is again as on");
  }
}
