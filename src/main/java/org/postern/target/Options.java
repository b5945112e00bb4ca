package org.postern.target;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the rules do not say. Immutable.
 *
 * @param host LMTP server of the quarantine box: a name or an IPv4 address
 * @param port of it
 * @param most how many entries the Tenant Allow/Block List takes: 500, 1000 or 10000, by the plan
 *     of the tenant
 */
public record Options(String host, int port, int most) {
  private static final Pattern PLACE =
      Pattern.compile("([a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?):([1-9][0-9]{0,4})");

  /** As in the examples for Postfix, and the smallest plan. */
  public static final Options USUAL = new Options("127.0.0.1", 24, 500);

  public Options {
    if (!PLACE.matcher(host + ":" + port).matches() || port > 0xffff || most < 1) {
      throw new IllegalArgumentException("no place for a quarantine box, or no number of entries");
    }
  }

  /** The same with another box, {@code host:port}; empty if it is none. */
  public Optional<Options> quarantine(String place) {
    Matcher matcher = PLACE.matcher(place);
    return matcher.matches() && Integer.parseInt(matcher.group(2)) <= 0xffff
        ? Optional.of(new Options(matcher.group(1), Integer.parseInt(matcher.group(2)), most))
        : Optional.empty();
  }
}
