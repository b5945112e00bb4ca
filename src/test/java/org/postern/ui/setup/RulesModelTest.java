package org.postern.ui.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.officer.OfficerKey;
import org.postern.policy.Disposition;
import org.postern.policy.Unlisted;
import org.postern.policy.slip.Sensitivity;
import org.postern.store.Op;
import org.postern.store.Rules;
import org.postern.store.Store;
import org.postern.ui.DirectBackground;

/** The rules over a real store. */
@SuppressWarnings("NullAway.Init") // set in open, before each test
class RulesModelTest {
  private static final Rules AT_FIRST = new Rules(Unlisted.DELIVER, Sensitivity.BALANCED, false);

  @TempDir Path directory;
  private Store store;
  private RulesModel model;
  private int changes;

  @BeforeEach
  void open() throws Exception {
    store = Store.open(directory.resolve("data"), Clock.systemUTC());
    model = new RulesModel(store, new DirectBackground(), () -> "A. Carter", () -> changes++);
    model.load();
  }

  @AfterEach
  void close() throws Exception {
    store.close();
  }

  private RulesModel.State state() {
    return model.state().get();
  }

  @Test
  void openMode_theRulesAreInForceAtOnce_andAreTakenBack() throws Exception {
    assertThat(state()).isEqualTo(new RulesModel.State(AT_FIRST, AT_FIRST, true));
    Rules strict = AT_FIRST.with(Sensitivity.STRICT).with(Unlisted.HOLD);
    model.set(strict);
    assertThat(state()).isEqualTo(new RulesModel.State(strict, strict, true));
    assertThat(store.policy().judge("a@stranger.example").disposition())
        .isEqualTo(Disposition.HOLD);
    assertThat(changes).isEqualTo(1);

    model.undo(Objects.requireNonNull(model.done().get()));
    assertThat(state().inForce()).isEqualTo(AT_FIRST);
    assertThat(store.policy().judge("a@stranger.example").disposition())
        .isEqualTo(Disposition.DELIVER);
    assertThat(model.done().get()).isNull();
    assertThat(changes).isEqualTo(2);
  }

  @Test
  void enrolled_theRulesWaitInTheDraft_untilTakenOut() throws Exception {
    store.session().enrol(OfficerKey.create("Maj. A. Carter", Clock.systemUTC()));
    Rules cautious = AT_FIRST.with(Sensitivity.CAUTIOUS);
    model.set(cautious);
    assertThat(state()).isEqualTo(new RulesModel.State(AT_FIRST, cautious, false));
    assertThat(state().drafted()).isTrue();
    assertThat(store.drafts().lines()).containsExactly(new Op.SetRules(cautious));
    assertThat(Objects.requireNonNull(model.done().get()).text())
        .isEqualTo("In your draft: sensitivity: cautious.");

    model.undo(Objects.requireNonNull(model.done().get()));
    assertThat(state().drafted()).isFalse();
    assertThat(store.drafts().lines()).isEmpty();
  }

  @Test
  void whatTheStoreRefuses_isSaid_andTheOldRulesStayShown() throws Exception {
    store.session().enrol(OfficerKey.create("Maj. A. Carter", Clock.systemUTC()));
    store.session().signOut();
    model.set(AT_FIRST.with(Sensitivity.STRICT));
    assertThat(model.problem().get()).contains("Sign in");
    assertThat(state().inForce()).isEqualTo(AT_FIRST);
    assertThat(changes).isZero();
  }
}
