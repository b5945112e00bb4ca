package org.postern.quarantine;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.postern.mail.Inert;
import org.postern.quarantine.QuarantineException.Reason;

/**
 * Hands one message to the gateway's release listener: TLS, client certificate, SASL, one
 * recipient, the exact bytes. Jakarta Mail's transport rewrites line ends and headers and does not
 * tell at which step a connection broke; both matter here. One attempt, never repeated by itself.
 * Thread-safe; each call uses its own connection.
 */
final class Releaser {
  private static final int REPLY_LINES = 100;
  private static final int REPLY_LINE = 2000;

  private final ReleaseGateway gateway;
  private final Duration deadline;

  Releaser(ReleaseGateway gateway) {
    this.gateway = gateway;
    this.deadline = gateway.timeout().multipliedBy(6);
  }

  /**
   * What must succeed after the gateway accepted the recipient and before the first byte of the
   * message leaves.
   */
  @FunctionalInterface
  interface Go<E extends Exception> {
    /** Returns if the message may be sent; throws if it may not. */
    void ahead() throws E;
  }

  /**
   * Sends it.
   *
   * @throws QuarantineException if the gateway cannot be reached, or does not let us in; nothing
   *     has left
   * @throws E what {@code go} threw; nothing has left
   */
  <E extends Exception> Sent send(Outgoing mail, Go<E> go) throws QuarantineException, E {
    Endpoint endpoint = Endpoint.of(gateway);
    try (Watchdog watchdog = new Watchdog();
        Socket plain = endpoint.dial();
        Watchdog.Watch watch =
            watchdog.watch(plain, deadline.plusSeconds(mail.bytes().length / 20_000))) {
      Talk talk;
      try {
        talk = enter(endpoint, plain, Steps.NONE);
      } catch (IOException e) {
        throw new QuarantineException(
            watch.barked() ? Reason.TOO_SLOW : Reason.LOST,
            "The release gateway ended the connection before it let us in ("
                + Inert.brief(String.valueOf(e.getMessage()), 300)
                + "). Nothing was sent. If this stays, check the client certificate.",
            e);
      }
      return transfer(talk, mail, go);
    } catch (IOException e) {
      throw new QuarantineException(
          Reason.LOST, "The connection to the release gateway could not be closed.", e);
    }
  }

  /** Tries everything but a message: dial, TLS, certificate, login. */
  void test(Steps steps) throws QuarantineException {
    Endpoint endpoint = Endpoint.of(gateway);
    try (Watchdog watchdog = new Watchdog();
        Socket plain = endpoint.dial(steps);
        Watchdog.Watch watch = watchdog.watch(plain, deadline)) {
      Talk talk = enter(endpoint, plain, steps);
      talk.say("QUIT");
      if (watch.barked()) {
        throw new IOException("too slow");
      }
    } catch (IOException e) {
      throw new QuarantineException(
          Reason.LOST,
          "The release gateway ended the connection ("
              + Inert.brief(String.valueOf(e.getMessage()), 300)
              + "). If this stays, check the client certificate.",
          e);
    }
  }

  private Talk enter(Endpoint endpoint, Socket plain, Steps steps)
      throws IOException, QuarantineException {
    Talk talk;
    if (gateway.security() == Security.TLS) {
      talk = new Talk(endpoint.secure(plain, steps));
    } else {
      talk = new Talk(plain);
    }
    steps.at(Step.GREETING);
    SmtpReply greeting = talk.reply();
    expect("greeting", greeting);
    steps.found(Step.GREETING, Inert.brief(greeting.text(), 200));
    talk.hello(gateway.clientName());
    if (gateway.security() == Security.STARTTLS) {
      steps.at(Step.TLS);
      if (!talk.offers("STARTTLS")) {
        throw new QuarantineException(
            Reason.TLS, "The release gateway does not offer STARTTLS. Nothing was sent.");
      }
      expect("STARTTLS", talk.ask("STARTTLS"));
      talk.nothingEarly();
      talk = new Talk(endpoint.secure(plain, steps));
      talk.hello(gateway.clientName());
    }
    steps.at(Step.SIGN_IN);
    if (!gateway.user().isEmpty()) {
      login(talk);
    }
    return talk;
  }

  private void login(Talk talk) throws IOException, QuarantineException {
    if (!talk.offers("AUTH PLAIN")) {
      throw new QuarantineException(
          Reason.LOGIN,
          "The release gateway offers no login by password here. Nothing was sent. Check the port:"
              + " it must be the release listener.");
    }
    byte[] secret =
        ("\0" + gateway.user() + "\0" + gateway.password()).getBytes(StandardCharsets.UTF_8);
    SmtpReply reply = talk.ask("AUTH PLAIN " + Base64.getEncoder().encodeToString(secret));
    if (!reply.positive()) {
      throw new QuarantineException(
          Reason.LOGIN,
          "The release gateway did not accept the user name or password (" + reply.text() + ").");
    }
  }

  private static void expect(String step, SmtpReply reply) throws QuarantineException {
    if (!reply.positive()) {
      throw new QuarantineException(
          Reason.REFUSED, "The release gateway refused us at " + step + ": " + reply.text());
    }
  }

  private <E extends Exception> Sent transfer(Talk talk, Outgoing mail, Go<E> go) throws E {
    boolean chunks = !mail.lines();
    if (chunks && !talk.offers("CHUNKING")) {
      go.ahead();
      return new Sent.Refused(
          "Not sent: the message holds line breaks or bytes that only BDAT carries unchanged, and"
              + " the gateway does not offer CHUNKING.");
    }
    boolean complete = false;
    boolean asked = false;
    try {
      String body = mail.eightBit() && talk.offers("8BITMIME") ? " BODY=8BITMIME" : "";
      SmtpReply from = talk.ask("MAIL FROM:<" + mail.sender() + ">" + body);
      SmtpReply to = from.positive() ? talk.ask("RCPT TO:<" + mail.recipient() + ">") : from;
      if (!to.positive()) {
        asked = true;
        go.ahead();
        talk.say("QUIT");
        return new Sent.Refused(to.text());
      }
      asked = true;
      go.ahead();
      byte[] bytes;
      if (chunks) {
        talk.say("BDAT " + mail.bytes().length + " LAST");
        bytes = mail.bytes();
      } else {
        SmtpReply start = talk.ask("DATA");
        if (start.code() != 354) {
          return new Sent.Refused(start.text());
        }
        bytes = mail.stuffed();
      }
      // All but the last byte first: while it is missing the gateway cannot have the message.
      talk.write(bytes, 0, bytes.length - 1);
      complete = true;
      talk.write(bytes, bytes.length - 1, 1);
      SmtpReply end = talk.reply();
      talk.sayQuietly("QUIT");
      return end.positive() ? new Sent.Accepted(end) : new Sent.Refused(end.text());
    } catch (IOException e) {
      String why = Inert.brief(String.valueOf(e.getMessage()), 300);
      if (complete) {
        return new Sent.Unknown(
            "The connection broke ("
                + why
                + ") after the whole message was handed over and before the gateway answered.");
      }
      if (!asked) {
        go.ahead();
      }
      return new Sent.Refused("Not sent: the connection broke (" + why + ").");
    }
  }

  /** One SMTP conversation; replies are bounded. */
  private static final class Talk {
    private final InputStream in;
    private final OutputStream out;
    private final Set<String> offered = new HashSet<>();

    Talk(Socket socket) throws IOException {
      in = new BufferedInputStream(socket.getInputStream());
      out = socket.getOutputStream();
    }

    void hello(String name) throws IOException, QuarantineException {
      SmtpReply reply = ask("EHLO " + name);
      expect("EHLO", reply);
      for (String line : reply.lines()) {
        String offer = line.strip().toUpperCase(Locale.ROOT);
        List<String> words = List.of(offer.split(" +"));
        offered.add(words.getFirst());
        words.stream().skip(1).forEach(w -> offered.add(words.getFirst() + " " + w));
      }
    }

    boolean offers(String what) {
      return offered.contains(what);
    }

    /**
     * Plain text that arrived behind the STARTTLS answer was put there by somebody else
     * (CVE-2011-0411).
     */
    void nothingEarly() throws IOException {
      if (in.available() > 0) {
        throw new IOException("data injected before TLS");
      }
    }

    void say(String command) throws IOException {
      out.write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
      out.flush();
    }

    void sayQuietly(String command) {
      try {
        say(command);
      } catch (IOException e) {
        // The answer that counts is in; a gateway that hangs up before QUIT changes nothing.
      }
    }

    SmtpReply ask(String command) throws IOException {
      say(command);
      return reply();
    }

    void write(byte[] bytes, int from, int length) throws IOException {
      out.write(bytes, from, length);
      out.flush();
    }

    SmtpReply reply() throws IOException {
      List<String> lines = new ArrayList<>();
      while (true) {
        String line = line();
        if (!line.matches("[2-5][0-9][0-9]([ -].*)?")) {
          throw new IOException("not an SMTP reply: " + line);
        }
        lines.add(line.length() > 4 ? line.substring(4) : "");
        if (line.length() == 3 || line.charAt(3) == ' ') {
          return new SmtpReply(Integer.parseInt(line.substring(0, 3)), lines);
        }
        if (lines.size() > REPLY_LINES) {
          throw new IOException("endless reply");
        }
      }
    }

    private String line() throws IOException {
      StringBuilder line = new StringBuilder();
      for (int b = in.read(); b != '\n'; b = in.read()) {
        if (b < 0) {
          throw new IOException("the gateway hung up");
        }
        if (line.length() > REPLY_LINE) {
          throw new IOException("a reply line of more than " + REPLY_LINE + " bytes");
        }
        line.append((char) b);
      }
      return line.toString().stripTrailing();
    }
  }
}
