package org.postern.quarantine;

import java.io.IOException;
import java.io.PrintStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.function.Consumer;
import org.eclipse.angus.mail.iap.Argument;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.ResyncData;
import org.eclipse.angus.mail.imap.protocol.FetchResponse;
import org.eclipse.angus.mail.imap.protocol.IMAPProtocol;
import org.eclipse.angus.mail.imap.protocol.MailboxInfo;
import org.eclipse.angus.mail.util.MailLogger;
import org.jspecify.annotations.Nullable;
import org.postern.mail.Inert;
import org.postern.quarantine.QuarantineException.Reason;

/**
 * One logged-in IMAP connection (RFC 3501), on Angus' protocol engine without its folder cache:
 * every command has an allowance of bytes and a deadline, and whatever goes wrong inside Angus, be
 * it an error for want of memory or stack, ends as one sentence with the connection closed. Not
 * thread-safe, except {@link #wake} and {@link #close}.
 */
final class ImapLink implements AutoCloseable {
  private static final long SMALL = 1 << 20;

  private final Mailbox box;
  private final Allowance allowance = new Allowance();
  private final Watchdog watchdog;
  private final GuardedSocket socket;
  private final IMAPProtocol imap;
  private boolean resyncs;

  private ImapLink(Mailbox box, Watchdog watchdog) throws QuarantineException {
    this.box = box;
    this.watchdog = watchdog;
    this.socket = new GuardedSocket(Endpoint.of(box), allowance);
    this.imap =
        guarded(
            "connecting",
            box.deadline(),
            SMALL,
            SMALL,
            () -> {
              Properties props = new Properties();
              props.put("mail.imap.socketFactory", socket.asFactory());
              props.put("mail.imap.socketFactory.fallback", "false");
              MailLogger silent =
                  new MailLogger(
                      ImapLink.class,
                      "imap",
                      false,
                      new PrintStream(PrintStream.nullOutputStream()));
              return new IMAPProtocol("imap", "127.0.0.1", box.port(), props, false, silent);
            });
  }

  static ImapLink open(Mailbox box, Watchdog watchdog) throws QuarantineException {
    ImapLink link = new ImapLink(box, watchdog);
    try {
      link.login();
      return link;
    } catch (QuarantineException e) {
      link.close();
      throw e;
    }
  }

  private void login() throws QuarantineException {
    try {
      guarded(
          "logging in",
          box.deadline(),
          SMALL,
          SMALL,
          () -> {
            if (imap.hasCapability("AUTH=PLAIN")) {
              imap.authplain(null, box.user(), box.password());
            } else {
              imap.login(box.user(), box.password());
            }
            imap.capability();
            if (imap.hasCapability("QRESYNC") && imap.hasCapability("ENABLE")) {
              imap.enable("QRESYNC");
              resyncs = true;
            }
            return this;
          });
    } catch (QuarantineException e) {
      if (e.reason() != Reason.REFUSED) {
        throw e;
      }
      throw new QuarantineException(
          Reason.LOGIN,
          "The mailbox did not accept the user name "
              + Inert.brief(box.user(), 300)
              + " or its password. Check both in the settings.",
          e);
    }
  }

  boolean can(String capability) {
    return imap.hasCapability(capability);
  }

  /** Opens the folder; the answer holds UIDVALIDITY and the number of messages. */
  MailboxInfo select(String folder, boolean forWriting) throws QuarantineException {
    try {
      return guarded(
          "opening the folder " + folder,
          box.deadline(),
          SMALL,
          SMALL,
          () -> forWriting ? imap.select(folder) : imap.examine(folder));
    } catch (QuarantineException e) {
      if (e.reason() != Reason.REFUSED) {
        throw e;
      }
      throw new QuarantineException(
          Reason.FOLDER,
          "The mailbox has no folder " + folder + " that we may open. Check the folder name.",
          e);
    }
  }

  /**
   * Opens the folder for reading and hears what changed in it since a moment (RFC 7162), where the
   * server can tell.
   *
   * @param bytes what that may take
   * @return as from {@link #select}; its {@code responses} are null if the server cannot
   */
  MailboxInfo resync(String folder, long validity, long modSeq, long bytes)
      throws QuarantineException {
    if (!resyncs || validity == 0 || modSeq == 0) {
      return select(folder, false);
    }
    try {
      return guarded(
          "hearing what changed in the folder " + folder,
          box.deadline(),
          bytes,
          SMALL,
          () -> {
            MailboxInfo info = imap.examine(folder, new ResyncData(validity, modSeq));
            if (info.responses == null) {
              info.responses = new ArrayList<>();
            }
            return info;
          });
    } catch (QuarantineException e) {
      if (e.reason() != Reason.REFUSED) {
        throw e;
      }
      resyncs = false;
      return select(folder, false);
    }
  }

  /** {@code UID FETCH} of any size: each answer is handed on as it comes, and not kept. */
  void stream(
      String uids,
      String items,
      long bytes,
      long literal,
      Duration deadline,
      Consumer<Fetched> each)
      throws QuarantineException {
    guarded(
        "doing its work",
        deadline,
        bytes,
        literal,
        () -> {
          String tag = imap.writeCommand("UID FETCH " + uids + " " + items, null);
          FetchLine line = new FetchLine();
          while (true) {
            Fetched usual = socket.wire().next(line);
            if (usual != null) {
              each.accept(usual);
              continue;
            }
            Response r = imap.readResponse();
            if (r instanceof FetchResponse f) {
              each.accept(Fetcher.of(f));
            } else if (r.isBYE()) {
              throw new IOException("the server said goodbye");
            } else if (r.isTagged() && tag.equals(r.getTag())) {
              imap.handleResult(r);
              return this;
            }
          }
        });
  }

  /** {@code UID FETCH}; only untagged FETCH answers that carry what Angus could read. */
  List<Fetched> fetch(String uids, String items, long bytes, long literal, Duration deadline)
      throws QuarantineException {
    List<Fetched> found = new ArrayList<>();
    for (Response r : command("UID FETCH " + uids + " (" + items + ")", bytes, literal, deadline)) {
      if (r instanceof FetchResponse f) {
        found.add(Fetcher.of(f));
      }
    }
    return found;
  }

  /** A command with a small answer; anything but OK is REFUSED. */
  void run(String command) throws QuarantineException {
    command(command, SMALL, SMALL, box.deadline());
  }

  private Response[] command(String command, long bytes, long literal, Duration deadline)
      throws QuarantineException {
    return guarded(
        "doing its work",
        deadline,
        bytes,
        literal,
        () -> {
          Response[] answers = imap.command(command, new Argument());
          imap.notifyResponseHandlers(answers);
          imap.handleResult(answers[answers.length - 1]);
          return answers;
        });
  }

  /**
   * Waits for news by IDLE (RFC 2177).
   *
   * @return true if the server said something, false if it stayed quiet for {@code quiet} and
   *     answered our DONE
   */
  boolean idle(Duration quiet, Runnable listening) throws QuarantineException {
    guarded(
        "starting to listen",
        box.deadline(),
        SMALL,
        SMALL,
        () -> {
          imap.idleStart();
          return this;
        });
    listening.run();
    // The read itself ends after "quiet"; the watchdog is only for a server that drips meanwhile.
    return guarded(
        "listening",
        quiet.plus(box.deadline()),
        SMALL,
        SMALL,
        () -> {
          boolean news = false;
          boolean done = false;
          socket.setSoTimeout(Math.toIntExact(quiet.toMillis()));
          try {
            while (true) {
              Response r = imap.readIdleResponse();
              if (r == null) {
                return news;
              }
              if (!done && r.isSynthetic() && r.getException() instanceof SocketTimeoutException) {
                done = true;
                socket.setSoTimeout(Math.toIntExact(box.timeout().toMillis()));
                imap.idleAbort();
                continue;
              }
              boolean more = imap.processIdleResponse(r);
              if (!more) {
                return news;
              }
              news |= r.isUnTagged() && !r.isOK();
              if (news && !done) {
                done = true;
                socket.setSoTimeout(Math.toIntExact(box.timeout().toMillis()));
                imap.idleAbort();
              }
            }
          } finally {
            socket.setSoTimeout(Math.toIntExact(box.timeout().toMillis()));
          }
        });
  }

  /** Ends a running {@link #idle} from another thread, by closing the connection. */
  void wake() {
    close();
  }

  @FunctionalInterface
  private interface Work<T> {
    T run() throws IOException, ProtocolException;
  }

  private <T> T guarded(String doing, Duration deadline, long bytes, long literal, Work<T> work)
      throws QuarantineException {
    allowance.grant(bytes, literal);
    Watchdog.Watch watch = watchdog.watch(socket, deadline);
    try (watch) {
      return work.run();
    } catch (org.eclipse.angus.mail.iap.CommandFailedException
        | org.eclipse.angus.mail.iap.BadCommandException e) {
      throw new QuarantineException(
          Reason.REFUSED,
          "The mailbox refused while "
              + doing
              + ": "
              + Inert.brief(String.valueOf(e.getMessage()), 300)
              + ".",
          e);
    } catch (Throwable t) {
      // Hostile answers make Angus throw anything, StackOverflowError and OutOfMemoryError
      // included;
      // the connection is in no known state then, so it is always closed.
      close();
      throw explained(doing, watch.barked(), t);
    }
  }

  private QuarantineException explained(String doing, boolean barked, Throwable t) {
    String where = "The mailbox at " + box.host() + ":" + box.port();
    if (barked) {
      return new QuarantineException(
          Reason.TOO_SLOW, where + " was too slow while " + doing + "; we hung up.", t);
    }
    int depth = 0;
    for (Throwable cause = t; cause != null && depth < 20; cause = behind(cause), depth++) {
      if (cause instanceof GuardedSocket.Failed failed) {
        return failed.why;
      }
      if (cause instanceof Allowance.Exceeded e) {
        return new QuarantineException(
            Reason.FLOOD,
            where
                + " sent "
                + e.getMessage()
                + " while "
                + doing
                + "; we hung up. Have the server looked at.",
            t);
      }
      if (cause instanceof SocketTimeoutException) {
        return new QuarantineException(
            Reason.TOO_SLOW, where + " fell silent while " + doing + "; we hung up.", t);
      }
    }
    if (t instanceof IOException || t instanceof ProtocolException) {
      return new QuarantineException(
          Reason.LOST,
          where
              + " broke the connection while "
              + doing
              + " ("
              + Inert.brief(String.valueOf(t.getMessage()), 300)
              + ").",
          t);
    }
    return new QuarantineException(
        Reason.PROTOCOL,
        where
            + " sent something that is not IMAP while "
            + doing
            + " ("
            + t.getClass().getSimpleName()
            + "); we hung up. Have the server looked at.",
        t);
  }

  /** Angus hides what broke the connection inside a made-up BYE. */
  private static @Nullable Throwable behind(Throwable t) {
    Response made = t instanceof ProtocolException p ? p.getResponse() : null;
    Throwable hidden = made == null ? null : made.getException();
    return hidden == null ? t.getCause() : hidden;
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // Closing is all that was wanted; a socket that refuses is gone already.
    }
  }
}
