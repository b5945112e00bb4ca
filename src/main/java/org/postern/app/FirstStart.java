package org.postern.app;

import java.time.Clock;
import java.util.Map;
import org.postern.officer.Right;
import org.postern.practice.PracticeWorld;
import org.postern.store.Setup.State;
import org.postern.store.Store;
import org.postern.ui.setup.SetupAnswers;
import org.postern.ui.setup.SetupModel;

/** Carries out the answer to the question of the first start. */
final class FirstStart implements SetupModel.Begin {

  private final Store store;
  private final Clock clock;

  FirstStart(Store store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  @Override
  public void practice() throws Exception {
    PracticeWorld.choose(store, clock, Desk.user());
  }

  @Override
  public void own(SetupAnswers answers) throws Exception {
    // The key first: if it cannot be kept, nothing is chosen yet and the form can be sent again.
    new Desk(store, clock).add(answers.officer(), answers.passphrase());
    store
        .setup()
        .change(
            answers.officer(),
            s ->
                s.withMailboxes(answers.mailboxes())
                    .withRelease(answers.release())
                    .withGateways(answers.gateways()));
    store.setup().choose(State.OWN, answers.officer());
    store.journal().append(Right.LOOK, answers.officer(), "setup.finished", "", Map.of());
  }
}
