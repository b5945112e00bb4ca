package org.postern.quarantine;

/** What became of one attempt to hand a message to the release gateway. */
public sealed interface Sent {
  /** One line that says it, for the record. */
  String text();

  /** The gateway answered for it: it will deliver or bounce. */
  record Accepted(SmtpReply reply) implements Sent {
    @Override
    public String text() {
      return reply.text();
    }
  }

  /**
   * Nothing left, for certain: the gateway said no, or the connection ended before the message was
   * complete.
   */
  record Refused(String text) implements Sent {}

  /** The whole message was handed over, and the answer never came: nobody here can know. */
  record Unknown(String text) implements Sent {}
}
