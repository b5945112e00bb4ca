package org.postern.quarantine;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.function.Consumer;
import org.eclipse.angus.mail.iap.Argument;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.ResyncData;
import org.eclipse.angus.mail.imap.Rights;
import org.eclipse.angus.mail.imap.protocol.BASE64MailboxEncoder;
import org.eclipse.angus.mail.imap.protocol.FetchResponse;
import org.eclipse.angus.mail.imap.protocol.IMAPProtocol;
import org.eclipse.angus.mail.imap.protocol.IMAPResponse;
import org.eclipse.angus.mail.imap.protocol.ListInfo;
import org.eclipse.angus.mail.imap.protocol.MailboxInfo;
import org.eclipse.angus.mail.imap.protocol.Namespaces;
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
  private @Nullable Namespaces namespaces;

  private ImapLink(Mailbox box, Watchdog watchdog, Steps steps) throws QuarantineException {
    this.box = box;
    this.watchdog = watchdog;
    this.socket = new GuardedSocket(Endpoint.of(box), allowance, steps);
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
    return open(box, watchdog, Steps.NONE);
  }

  static ImapLink open(Mailbox box, Watchdog watchdog, Steps steps) throws QuarantineException {
    ImapLink link = new ImapLink(box, watchdog, steps);
    try {
      steps.at(Step.CAPABILITY);
      new SignIn(link, link.imap, link.socket, box).run(steps);
      link.signedIn();
      return link;
    } catch (QuarantineException e) {
      link.close();
      throw e;
    }
  }

  private void signedIn() throws QuarantineException {
    guarded(
        "saying what it can do",
        box.deadline(),
        SMALL,
        SMALL,
        () -> {
          imap.capability();
          if (imap.hasCapability("QRESYNC") && imap.hasCapability("ENABLE")) {
            imap.enable("QRESYNC");
            resyncs = true;
          }
          if (imap.hasCapability("NAMESPACE")) {
            namespaces = imap.namespace();
          }
          return this;
        });
  }

  boolean can(String capability) {
    return imap.hasCapability(capability);
  }

  /** The folders that may be opened, and what is known of them. */
  List<ListInfo> folders(String pattern) throws QuarantineException {
    return guarded("naming its folders", () -> listed(imap.list("", pattern)));
  }

  /** Names of the folders that somebody subscribed to. */
  List<ListInfo> subscribed() throws QuarantineException {
    return guarded("naming its folders", () -> listed(imap.lsub("", "*")));
  }

  private static List<ListInfo> listed(ListInfo @Nullable [] found) {
    return found == null ? List.of() : List.of(found);
  }

  /** What we may do in a folder (RFC 4314); null if the server does not say. */
  @Nullable Rights rights(String folder) throws QuarantineException {
    return can("ACL") ? guarded("saying our rights", () -> imap.myRights(folder)) : null;
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
    for (Response r :
        command(
            "UID FETCH " + uids + " (" + items + ")", new Argument(), bytes, literal, deadline)) {
      if (r instanceof FetchResponse f) {
        found.add(Fetcher.of(f));
      }
    }
    return found;
  }

  /** A command with a small answer; anything but OK is REFUSED. */
  void run(String command) throws QuarantineException {
    run(command, "");
  }

  /** A command with a small answer, and what the server said last, response codes included. */
  String answer(String command) throws QuarantineException {
    Response[] answers = command(command, new Argument(), SMALL, SMALL, box.deadline());
    return answers[answers.length - 1].toString();
  }

  /**
   * The same with a folder behind it.
   *
   * @param folder empty for none
   */
  void run(String command, String folder) throws QuarantineException {
    Argument argument = new Argument();
    if (!folder.isEmpty()) {
      argument.writeString(BASE64MailboxEncoder.encode(folder)); // RFC 3501 clause 5.1.3
    }
    command(command, argument, SMALL, SMALL, box.deadline());
  }

  /** The messages of the open folder to which this applies, by UID. */
  List<Long> search(String what) throws QuarantineException {
    List<Long> found = new ArrayList<>();
    for (Response r : command("UID SEARCH " + what, new Argument(), SMALL, SMALL, box.deadline())) {
      if (r instanceof IMAPResponse i && i.keyEquals("SEARCH")) {
        for (long uid = i.readLong(); uid != -1; uid = i.readLong()) {
          found.add(uid);
        }
      }
    }
    return found;
  }

  /** How a folder of ours is called beside this one (RFC 2342). */
  String place(String beside, String name) {
    return namespaces == null ? name : Places.of(namespaces, beside, name);
  }

  private Response[] command(
      String command, Argument argument, long bytes, long literal, Duration deadline)
      throws QuarantineException {
    return guarded(
        "doing its work",
        deadline,
        bytes,
        literal,
        () -> {
          Response[] answers = imap.command(command, argument);
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
    Idling idling = new Idling(imap, socket, box.timeout());
    guarded(
        "starting to listen",
        () -> {
          idling.begin();
          return this;
        });
    listening.run();
    // The read itself ends after "quiet"; the watchdog is only for a server that drips meanwhile.
    return guarded(
        "listening", quiet.plus(box.deadline()), SMALL, SMALL, () -> idling.listen(quiet));
  }

  /** Ends a running {@link #idle} from another thread, by closing the connection. */
  void wake() {
    close();
  }

  /** What is done on the connection, in Angus' terms. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws IOException, ProtocolException;
  }

  /** Something with a small answer. */
  <T> T guarded(String doing, Work<T> work) throws QuarantineException {
    return guarded(doing, box.deadline(), SMALL, SMALL, work);
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
      throw Broken.explained(box, doing, watch.barked(), t);
    }
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
