package org.postern.practice;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.postern.policy.Entry;
import org.postern.policy.EntryPattern;
import org.postern.policy.Listing;
import org.postern.policy.Mode;
import org.postern.policy.Policy;
import org.postern.policy.Unlisted;
import org.postern.policy.slip.Sensitivity;

/**
 * The lists that practice begins with. They also judge where nobody has set up lists yet, and say
 * so.
 */
public final class PracticeLists {

  private static final Duration TRUST = Duration.ofDays(365);

  private PracticeLists() {}

  /**
   * @param begun when practice began: trust runs for a year from then
   */
  public static List<Entry> entries(Instant begun) {
    try (InputStream in =
        Objects.requireNonNull(PracticeLists.class.getResourceAsStream("lists.tsv"))) {
      return new String(in.readAllBytes(), UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#") && !line.isBlank())
          .map(line -> entry(line.split("\t"), begun))
          .toList();
    } catch (IOException e) {
      throw new IllegalStateException("the program is damaged: lists.tsv", e);
    }
  }

  /** The policy of these lists, with serial 0: no gateway ever runs it. */
  public static Policy policy(Instant now) {
    return Policy.of(0, Unlisted.DELIVER, entries(now), now, Sensitivity.BALANCED);
  }

  private static Entry entry(String[] field, Instant begun) {
    Listing listing = Listing.valueOf(field[0].toUpperCase(Locale.ROOT));
    return new Entry(
        EntryPattern.parse(field[2]).ok().orElseThrow(),
        listing,
        Mode.valueOf(field[1].toUpperCase(Locale.ROOT)),
        field[3],
        field[4],
        "practice",
        listing == Listing.TRUSTED ? begun.plus(TRUST) : null);
  }
}
