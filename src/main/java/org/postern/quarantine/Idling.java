package org.postern.quarantine;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.protocol.IMAPProtocol;

/**
 * One IDLE (RFC 2177). Angus' own never ends where the server answers NO to it, and it never ends
 * where the server goes on talking.
 */
final class Idling {
  private final IMAPProtocol imap;
  private final GuardedSocket socket;
  private final Duration patience;
  private String tag = "";

  Idling(IMAPProtocol imap, GuardedSocket socket, Duration patience) {
    this.imap = imap;
    this.socket = socket;
    this.patience = patience;
  }

  /** Returns when the server listens; a refusal is thrown as Angus throws those. */
  void begin() throws IOException, ProtocolException {
    tag = imap.writeCommand("IDLE", null);
    while (true) {
      Response r = imap.readResponse();
      if (r.isContinuation()) {
        return;
      }
      if (r.isBYE() || ended(r)) {
        throw new IOException("the server said goodbye");
      }
    }
  }

  /**
   * Waits for news, no longer than {@code quiet}, and ends.
   *
   * @return whether there are any
   */
  boolean listen(Duration quiet) throws IOException, ProtocolException {
    boolean news = false;
    boolean done = false;
    socket.setSoTimeout(Math.toIntExact(quiet.toMillis()));
    try {
      while (true) {
        try {
          Response r = imap.readResponse();
          if (r.isBYE()) {
            throw new IOException("the server said goodbye");
          }
          if (ended(r)) {
            return news;
          }
          news |= r.isUnTagged() && !r.isOK();
        } catch (SocketTimeoutException e) {
          if (done) {
            throw e;
          }
          done = end();
        }
        if (news && !done) {
          done = end();
        }
      }
    } finally {
      socket.setSoTimeout(Math.toIntExact(patience.toMillis()));
    }
  }

  private boolean ended(Response r) throws ProtocolException {
    boolean ours = r.isTagged() && tag.equals(r.getTag());
    if (ours) {
      imap.handleResult(r);
    }
    return ours;
  }

  private boolean end() throws IOException {
    socket.setSoTimeout(Math.toIntExact(patience.toMillis()));
    socket.say("DONE");
    return true;
  }
}
