package org.postern.bundle;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.postern.bundle.BundleVerifier.Active;

/**
 * Decides what a gateway makes of a heartbeat: the same steps, in the same order, with the same
 * words as {@code postern-apply} (docs/bundle-format.md, "Heartbeats"). Immutable and thread-safe.
 *
 * @param policyId the line of policies that the gateway follows
 * @param trust the trust file in force
 */
public record HeartbeatVerifier(String policyId, TrustFile trust, Clock clock) {
  /** Clocks differ a little. */
  private static final Duration SKEW = Duration.ofMinutes(5);

  /**
   * Looks at a file that came.
   *
   * @param last the newest one that was believed before, if {@link #kept} still knows it
   * @param active empty if the gateway runs no policy yet
   */
  public Pulse verify(byte[] file, Optional<Heartbeat> last, Optional<Active> active) {
    if (file.length > Heartbeat.LARGEST) {
      return refused(Pulse.Word.TOO_LARGE, "it is larger than any heartbeat");
    }
    Heartbeat.Signed signed = Heartbeat.parse(file).orElse(null);
    if (signed == null) {
      return refused(Pulse.Word.FORM, "it has not the form of a heartbeat, or was cut short");
    }
    Heartbeat now = signed.heartbeat();
    TrustFile.Key key = key(now).orElse(null);
    if (key == null) {
      return refused(Pulse.Word.KEY, "the trust file in force names no heartbeat key " + now.key());
    }
    if (!signed.by(key.key())) {
      return refused(Pulse.Word.SIGNATURE, "its signature is not one of the key " + now.key());
    }
    if (!now.policyId().equals(policyId)) {
      return refused(Pulse.Word.POLICY_ID, "it belongs to another line of policies");
    }
    if (now.time().isAfter(clock.instant().plus(SKEW))) {
      return refused(Pulse.Word.NOT_YET, "it is of " + now.time() + ", which has not come");
    }
    if (last.isPresent() && !last.get().equals(now)) {
      Optional<Pulse> older = against(last.get(), now);
      if (older.isPresent()) {
        return older.get();
      }
    }
    boolean known = last.isPresent() && last.get().equals(now);
    if (!known && clock.instant().isAfter(now.next())) {
      return refused(
          Pulse.Word.STALE, "it is of " + now.time() + ", and the next was due " + now.next());
    }
    return standing(now, active);
  }

  /** What the newest heartbeat says by now. */
  public Pulse standing(Heartbeat newest, Optional<Active> active) {
    long serial = active.map(Active::serial).orElse(0L);
    if (newest.serial() == serial && !newest.manifest().equals(active.get().digest())) {
      return new Pulse.Alarm(
          newest,
          Pulse.Word.FORK,
          "this gateway has serial " + serial + " with another content than the console published");
    }
    if (newest.trustSerial() == trust.serial() && !newest.trust().equals(trust.digest())) {
      return new Pulse.Alarm(
          newest,
          Pulse.Word.FORK,
          "this gateway has trust file "
              + trust.serial()
              + " with another content than the console's");
    }
    if (newest.serial() > serial) {
      return behind(newest, "serial " + newest.serial() + " was published", "serial " + serial);
    }
    if (newest.trustSerial() > trust.serial()) {
      return behind(
          newest,
          "trust file " + newest.trustSerial() + " was published",
          "trust file " + trust.serial());
    }
    Instant due = newest.next();
    return clock.instant().isAfter(due)
        ? new Pulse.Alarm(
            newest,
            Pulse.Word.STALE,
            "the last heartbeat is of " + newest.time() + ", and the next was due " + due)
        : new Pulse.Well(newest);
  }

  /**
   * The heartbeat in a file that was believed before, if the trust file in force still knows it.
   */
  public Optional<Heartbeat> kept(byte[] file) {
    return Heartbeat.parse(file)
        .filter(s -> key(s.heartbeat()).filter(k -> s.by(k.key())).isPresent())
        .map(Heartbeat.Signed::heartbeat);
  }

  private Optional<Pulse> against(Heartbeat last, Heartbeat now) {
    if (now.time().isBefore(last.time())) {
      return Optional.of(
          refused(
              Pulse.Word.ROLLBACK, "it is older than the last one, which is of " + last.time()));
    }
    if (now.serial() < last.serial() || now.trustSerial() < last.trustSerial()) {
      return Optional.of(
          refused(Pulse.Word.ROLLBACK, "it names an older policy or trust file than the last one"));
    }
    boolean fork =
        now.time().equals(last.time())
            || (now.serial() == last.serial() && !now.manifest().equals(last.manifest()))
            || (now.trustSerial() == last.trustSerial() && !now.trust().equals(last.trust()));
    return fork
        ? Optional.of(
            refused(Pulse.Word.FORK, "it contradicts the last one, which is of " + last.time()))
        : Optional.empty();
  }

  private Optional<TrustFile.Key> key(Heartbeat heartbeat) {
    return trust.heartbeats().stream().filter(k -> k.id().equals(heartbeat.key())).findFirst();
  }

  private static Pulse behind(Heartbeat newest, String published, String here) {
    return new Pulse.Alarm(newest, Pulse.Word.BEHIND, published + ", but this gateway has " + here);
  }

  private static Pulse refused(Pulse.Word word, String sentence) {
    return new Pulse.Refused(word, sentence);
  }
}
