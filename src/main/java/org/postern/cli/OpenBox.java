package org.postern.cli;

import java.io.PrintWriter;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postern.policy.Policy;
import org.postern.practice.PracticeException;
import org.postern.practice.PracticeWorld;
import org.postern.quarantine.Boxes;
import org.postern.quarantine.DecisionDesk;
import org.postern.quarantine.HeldId;
import org.postern.quarantine.HeldMessage;
import org.postern.quarantine.Quarantine;
import org.postern.quarantine.QuarantineException;
import org.postern.quarantine.ReleaseGateway;
import org.postern.quarantine.SavedBoxes;
import org.postern.store.Setup.State;
import org.postern.store.Store;
import org.postern.store.StoreException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The quarantine box that a command works on, as a picocli mixin. */
final class OpenBox {
  /** What a command does with it; what it returns is the exit code. */
  interface Work {
    int with(Box box) throws StoreException, QuarantineException;
  }

  /** All that the commands need, open. */
  record Box(Store store, Policy policy, Boxes quarantine, DecisionDesk desk) {
    /** The copy of that id; empty, and said, if there is none. */
    Optional<HeldMessage> find(String id, Tell tell) throws QuarantineException {
      Optional<HeldMessage> held = quarantine.find(new HeldId(id));
      if (held.isEmpty()) {
        tell.warn("there is no message " + id + " in the box.");
      }
      return held;
    }
  }

  @Mixin private @Nullable DataDirectory data;

  @Mixin private MailSettings.@Nullable Given settings;

  @Spec(Target.MIXEE)
  private @Nullable CommandSpec command;

  int use(Work work) {
    return Objects.requireNonNull(data)
        .use(
            store -> {
              try {
                return open(store, work);
              } catch (QuarantineException e) {
                return unusable(e.sentence());
              } catch (PracticeException | MailSettings.Unusable | IllegalArgumentException e) {
                return unusable(String.valueOf(e.getMessage()));
              }
            });
  }

  private int open(Store store, Work work)
      throws StoreException, QuarantineException, PracticeException, MailSettings.Unusable {
    Optional<MailSettings> given = Objects.requireNonNull(settings).read();
    if (given.isPresent()) {
      return with(store, given.get().boxes(Clock.systemUTC()), given.get().release(), work);
    }
    if (store.setup().state() == State.PRACTICE) {
      try (PracticeWorld world = PracticeWorld.start(store, Clock.systemUTC())) {
        return with(
            store,
            Boxes.of(Quarantine.open(world.mailbox(), Clock.systemUTC())),
            Optional.of(world.release()),
            work);
      }
    }
    var saved = store.setup().settings();
    if (saved.mailboxes().isEmpty()) {
      return unusable(
          "no mailbox is set up in "
              + store.directory()
              + ". Set it up in the console, or give --settings FILE.");
    }
    if (saved.isSealed()) {
      return unusable(
          "the mailbox's password is sealed to the officers' keys. Sign in with --as KEY; if you have"
              + " just joined, another officer signs in once before you can open it.");
    }
    return with(
        store,
        SavedBoxes.fresh(store, saved.mailboxes(), Clock.systemUTC()),
        Optional.ofNullable(saved.release()).map(ReleaseGateway::of),
        work);
  }

  private int with(Store store, Boxes opened, Optional<ReleaseGateway> release, Work work)
      throws StoreException, QuarantineException {
    try (Boxes boxes = opened) {
      Policy policy = CurrentPolicy.of(store, Objects.requireNonNull(command));
      int code =
          work.with(
              new Box(store, policy, boxes, new DecisionDesk(store.decisions(), boxes, release)));
      boxes.standings().forEach(this::told);
      return code;
    }
  }

  /** That one of several boxes does not answer is no reason to say nothing of the others. */
  private void told(Boxes.Standing standing) {
    standing
        .trouble()
        .ifPresent(
            sentence -> {
              PrintWriter err = Objects.requireNonNull(command).commandLine().getErr();
              err.println("postern: " + standing.name() + " cannot be read: " + sentence);
              err.flush();
            });
  }

  private int unusable(String sentence) {
    PrintWriter err = Objects.requireNonNull(command).commandLine().getErr();
    err.println("postern: " + sentence);
    err.flush();
    return DataDirectory.UNUSABLE;
  }
}
