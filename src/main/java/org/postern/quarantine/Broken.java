package org.postern.quarantine;

import java.io.IOException;
import java.net.SocketTimeoutException;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.iap.Response;
import org.jspecify.annotations.Nullable;
import org.postern.mail.Inert;
import org.postern.quarantine.QuarantineException.Reason;

/** Why a connection to a mailbox ended, in a sentence. */
final class Broken {
  private static final int DEEPEST = 20;

  private Broken() {}

  /**
   * @param barked whether we hung up because the time ran out
   */
  static QuarantineException explained(Mailbox box, String doing, boolean barked, Throwable t) {
    String where = "The mailbox at " + box.host() + ":" + box.port();
    if (barked) {
      return new QuarantineException(
          Reason.TOO_SLOW, where + " was too slow while " + doing + "; we hung up.", t);
    }
    int depth = 0;
    for (Throwable cause = t; cause != null && depth < DEEPEST; cause = behind(cause), depth++) {
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
}
