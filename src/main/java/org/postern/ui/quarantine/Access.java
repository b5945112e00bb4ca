package org.postern.ui.quarantine;

import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;
import org.postern.policy.Policy;
import org.postern.quarantine.Boxes;
import org.postern.quarantine.DecisionDesk;
import org.postern.quarantine.QuarantineException;
import org.postern.store.Decisions;
import org.postern.store.HeldMarks;
import org.postern.store.Hits;
import org.postern.store.Incidents;
import org.postern.store.Journal;
import org.postern.store.Past;
import org.postern.store.Setup;
import org.postern.store.StoreException;

/**
 * What the quarantine screen needs of the world. Nothing here is closed by the screen.
 *
 * @param connector leads to the box
 * @param policy the lists as they are now: every verdict on the screen is theirs
 * @param decisions what was decided, by whom, and how far it came
 * @param past the lists as they were when a copy was held
 * @param hits counts for which entry each copy was held
 * @param journal takes down that a message was opened
 * @param setup keeps searches that have a name, and how held mail is handled
 * @param marks who shall look at what, and tags
 * @param incidents and what is in them
 * @param officer who acts, as decisions and journal shall name them; asked on the FX thread
 * @param clock for every time on the screen, in its zone
 */
public record Access(
    Connector connector,
    PolicyNow policy,
    Decisions decisions,
    Past past,
    Hits hits,
    Journal journal,
    Setup setup,
    HeldMarks marks,
    Incidents incidents,
    Supplier<String> officer,
    Clock clock) {

  /**
   * Gives the box, opened. Called off the FX thread, at the start and again after a failure until
   * it succeeds once; the box itself dials again when its connection breaks.
   */
  @FunctionalInterface
  public interface Connector {
    /** Empty while no mailbox is set up. */
    Optional<Connection> connect() throws QuarantineException;
  }

  /**
   * The open boxes, as one.
   *
   * @param name what officers call it: a host name, "Practice mailbox"
   * @param desk carries out decisions about what lies in {@code box}
   */
  public record Connection(String name, Boxes box, DecisionDesk desk) {}

  /** The policy that the lists make now. Called off the FX thread. */
  @FunctionalInterface
  public interface PolicyNow {
    Policy get() throws StoreException;
  }
}
