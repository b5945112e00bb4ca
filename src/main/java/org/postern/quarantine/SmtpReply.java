package org.postern.quarantine;

import java.util.List;
import org.postern.mail.Inert;

/**
 * What an SMTP server answered (RFC 5321 4.2).
 *
 * @param code three digits; 2xx took it, 4xx not now, 5xx never
 * @param lines text after the code, one entry a line, as the server wrote it
 */
public record SmtpReply(int code, List<String> lines) {

  /** Copies the lines. */
  public SmtpReply {
    lines = List.copyOf(lines);
  }

  boolean positive() {
    return code >= 200 && code < 300;
  }

  /** One line for record and screen: code and text, control and bidi characters made visible. */
  public String text() {
    return code + " " + Inert.brief(String.join(" / ", lines), 1000);
  }

  @Override
  public String toString() {
    return text();
  }
}
