package org.postern.quarantine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.protocol.IMAPProtocol;
import org.postern.mail.Inert;
import org.postern.quarantine.QuarantineException.Reason;

/**
 * Signs in to a mailbox, by password or by a token of OAuth 2.0 (XOAUTH2, or OAUTHBEARER of RFC
 * 7628). Angus answers a refusal of the token with the token; here the server's reason is heard
 * instead.
 */
final class SignIn {
  /** Longer first answers go on a line of their own: servers bound the length of a command. */
  private static final int LINE = 7000;

  private final ImapLink link;
  private final IMAPProtocol imap;
  private final GuardedSocket socket;
  private final Mailbox box;

  SignIn(ImapLink link, IMAPProtocol imap, GuardedSocket socket, Mailbox box) {
    this.link = link;
    this.imap = imap;
    this.socket = socket;
    this.box = box;
  }

  void run(Steps steps) throws QuarantineException {
    steps.found(Step.CAPABILITY, Abilities.said(imap));
    TokenSource tokens = box.tokens();
    if (tokens == null) {
      steps.at(Step.SIGN_IN);
      byPassword();
      steps.found(Step.SIGN_IN, "As " + Inert.brief(box.user(), 100) + ", by password.");
      return;
    }
    String mechanism =
        imap.hasCapability("AUTH=XOAUTH2") || !imap.hasCapability("AUTH=OAUTHBEARER")
            ? "XOAUTH2"
            : "OAUTHBEARER";
    steps.at(Step.TOKEN);
    TokenSource.Token token = tokens.token();
    steps.found(Step.TOKEN, token.says());
    steps.at(Step.SIGN_IN);
    Optional<String> refused = byToken(mechanism, token.text());
    if (refused.isPresent() && token.kept()) {
      // It may have been revoked before its time: a new one is asked for, once.
      tokens.forget(token);
      refused = byToken(mechanism, tokens.token().text());
    }
    if (refused.isPresent()) {
      throw new QuarantineException(
          Reason.LOGIN,
          "The mailbox did not accept the token for "
              + Inert.brief(box.user(), 300)
              + " (it said: "
              + refused.get()
              + "). Check the user name, the scope, and that the application may use this mailbox by"
              + " IMAP.");
    }
    steps.found(Step.SIGN_IN, "As " + Inert.brief(box.user(), 100) + ", by " + mechanism + ".");
  }

  private void byPassword() throws QuarantineException {
    boolean plain = imap.hasCapability("AUTH=PLAIN");
    if (!plain && imap.hasCapability("LOGINDISABLED")) {
      throw new QuarantineException(
          Reason.LOGIN,
          "The mailbox takes no password here"
              + (oauth() ? ", only a token: choose OAuth 2.0 in the settings." : ".")
              + " Nothing was sent.");
    }
    try {
      link.guarded(
          "logging in",
          () -> {
            if (plain) {
              imap.authplain(null, box.user(), box.password());
            } else {
              imap.login(box.user(), box.password());
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
              + " or its password. Check both in the settings."
              + (oauth() ? " It offers OAuth 2.0, too, and may take nothing else." : ""),
          e);
    }
  }

  private boolean oauth() {
    return imap.hasCapability("AUTH=XOAUTH2") || imap.hasCapability("AUTH=OAUTHBEARER");
  }

  /** What the server said if it refused. */
  private Optional<String> byToken(String mechanism, String token) throws QuarantineException {
    boolean bearer = mechanism.equals("OAUTHBEARER");
    String first =
        bearer
            ? "n,a="
                + box.user().replace("=", "=3D").replace(",", "=2C")
                + ",\1host="
                + box.host()
                + "\1port="
                + box.port()
                + "\1auth=Bearer "
                + token
                + "\1\1"
            : "user=" + box.user() + "\1auth=Bearer " + token + "\1\1";
    String encoded = Base64.getEncoder().encodeToString(first.getBytes(StandardCharsets.UTF_8));
    return link.guarded("logging in", () -> exchange(mechanism, encoded, bearer ? "AQ==" : ""));
  }

  /**
   * @param end what ends a refused exchange (RFC 7628 clause 3.2.3)
   */
  private Optional<String> exchange(String mechanism, String first, String end)
      throws IOException, ProtocolException {
    boolean sent = imap.hasCapability("SASL-IR") && first.length() < LINE;
    String tag = imap.writeCommand("AUTHENTICATE " + mechanism + (sent ? " " + first : ""), null);
    String said = "";
    while (true) {
      Response r = imap.readResponse();
      if (r.isBYE()) {
        throw new IOException("the server said goodbye");
      }
      if (r.isContinuation()) {
        if (sent) {
          said = decoded(r.getRest());
        }
        socket.say(sent ? end : first);
        sent = true;
      } else if (r.isTagged() && tag.equals(r.getTag())) {
        String last = r.getRest();
        return r.isOK()
            ? Optional.empty()
            : Optional.of(Inert.brief((said + " " + (last == null ? "" : last)).strip(), 300));
      }
    }
  }

  private static String decoded(String base64) {
    try {
      return new String(Base64.getDecoder().decode(base64.strip()), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return base64;
    }
  }
}
