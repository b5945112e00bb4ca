package org.postern.gatekeeper;

import java.time.Duration;

/**
 * How long a connection may take. Immutable.
 *
 * @param request for one whole request and its reply
 * @param idle between requests; Postfix itself hangs up after ten seconds
 */
public record Times(Duration request, Duration idle) {
  /** Generous to a busy relay, short for who only wants a place. */
  public static final Times USUAL = new Times(Duration.ofSeconds(5), Duration.ofMinutes(1));
}
