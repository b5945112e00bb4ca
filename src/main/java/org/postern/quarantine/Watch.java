package org.postern.quarantine;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Follows the box on its own connection: IDLE where the server has it (RFC 2177), asking now and
 * then where not. IDLE is ended and begun anew before a server or a firewall forgets it, and a lost
 * connection is dialled again.
 */
public final class Watch implements AutoCloseable {

  /**
   * Who wants to know. Called on the watch's thread, one call at a time; must not block for long.
   */
  public interface Listener {
    /**
     * Something may have changed: list the box. Also called after each connect and each quiet
     * period.
     */
    void changed();

    /** The connection is lost; the watch goes on trying. */
    void lost(QuarantineException why);
  }

  /**
   * @param quiet how long one IDLE lasts at most (servers may hang up after 30 minutes, firewalls
   *     earlier)
   * @param poll how often to look where there is no IDLE
   * @param pause before the first new connection; doubles up to a minute
   */
  record Pace(Duration quiet, Duration poll, Duration pause) {
    static Pace of(Mailbox box) {
      return new Pace(box.idle(), POLL, Duration.ofSeconds(2));
    }
  }

  /** How often a server without IDLE is asked. */
  static final Duration POLL = Duration.ofSeconds(30);

  private final Mailbox box;
  private final Runnable contact;
  private final Listener listener;
  private final Pace pace;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Watchdog watchdog = new Watchdog();
  private volatile @Nullable ImapLink link;

  private Watch(Mailbox box, Runnable contact, Listener listener, Pace pace) {
    this.box = box;
    this.contact = contact;
    this.listener = listener;
    this.pace = pace;
  }

  static Watch start(Mailbox box, Runnable contact, Listener listener, Pace pace) {
    Watch watch = new Watch(box, contact, listener, pace);
    Thread.ofVirtual().name("postern-watch").start(watch::run);
    return watch;
  }

  private void run() {
    Duration pause = pace.pause();
    while (open()) {
      try (ImapLink imap = ImapLink.open(box, watchdog)) {
        link = imap;
        imap.select(box.folder(), false);
        pause = pace.pause();
        boolean told = imap.can("IDLE");
        while (open()) {
          told = told && listen(imap);
          if (!told) {
            ask(imap);
          }
        }
      } catch (QuarantineException e) {
        if (open()) {
          listener.lost(e);
          rest(pause);
          Duration doubled = pause.multipliedBy(2);
          pause = doubled.compareTo(Duration.ofMinutes(1)) > 0 ? Duration.ofMinutes(1) : doubled;
        }
      }
    }
    watchdog.close();
  }

  /** False if the server offers to tell and then does not want to. */
  private boolean listen(ImapLink imap) throws QuarantineException {
    try {
      // Listen first, then say so: what comes between a look and the start of IDLE, not every
      // server tells.
      imap.idle(pace.quiet(), this::look);
      return true;
    } catch (QuarantineException e) {
      if (e.reason() != QuarantineException.Reason.REFUSED) {
        throw e;
      }
      return false;
    }
  }

  private void ask(ImapLink imap) throws QuarantineException {
    look();
    rest(pace.poll());
    imap.run("NOOP");
  }

  private void look() {
    contact.run();
    listener.changed();
  }

  private boolean open() {
    return closed.getCount() > 0;
  }

  private void rest(Duration time) {
    try {
      boolean ended = closed.await(time.toMillis(), TimeUnit.MILLISECONDS);
      assert ended != open() : "the latch opens once";
    } catch (InterruptedException e) {
      closed.countDown();
      Thread.currentThread().interrupt();
    }
  }

  /** Stops at once; no call of the listener begins afterwards. */
  @Override
  public void close() {
    closed.countDown();
    ImapLink now = link;
    if (now != null) {
      now.close();
    }
  }
}
