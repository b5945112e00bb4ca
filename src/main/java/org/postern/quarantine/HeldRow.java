package org.postern.quarantine;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a search sees of one held message. Everything is in lower case; all of it was chosen by
 * strangers. Immutable.
 *
 * @param to recipients as typed, held ones first
 * @param from envelope sender and From header
 * @param meant domains that were probably meant
 * @param verdicts words of the verdicts about the recipients whose copies are held
 * @param states words for how it stands with the recipients: "held", "fate unknown"
 * @param since when the first copy came
 * @param files whether the header says that it carries files
 * @param boxes where its copies lie, in the officers' words; none where there is only one box
 * @param gateways that held its copies
 * @param said what officers said about it
 */
public record HeldRow(
    List<String> to,
    String from,
    String subject,
    Set<String> meant,
    Set<String> verdicts,
    Set<String> states,
    Instant since,
    boolean files,
    Set<String> boxes,
    Set<String> gateways,
    Said said) {

  /**
   * What officers said about it.
   *
   * @param assigned who shall look at it; "" for nobody
   * @param incidents numbers
   */
  public record Said(String assigned, Set<String> tags, Set<Long> incidents) {
    public static final Said NOTHING = new Said("", Set.of(), Set.of());

    /** Makes the name lower case. */
    public Said {
      assigned = lower(assigned);
      tags = Set.copyOf(tags);
      incidents = Set.copyOf(incidents);
    }
  }

  /** Makes everything lower case. */
  public HeldRow {
    to = to.stream().map(HeldRow::lower).toList();
    from = lower(from);
    subject = lower(subject);
    meant = Set.copyOf(meant);
    verdicts = Set.copyOf(verdicts);
    states = Set.copyOf(states);
    boxes = lower(boxes);
    gateways = lower(gateways);
  }

  static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  private static Set<String> lower(Set<String> texts) {
    return texts.stream().map(HeldRow::lower).collect(Collectors.toUnmodifiableSet());
  }

  boolean says(String word) {
    return subject.contains(word)
        || from.contains(word)
        || any(to, word)
        || any(meant, word)
        || any(states, word)
        || any(said.tags, word);
  }

  private static boolean any(Iterable<String> texts, String word) {
    for (String text : texts) {
      if (text.contains(word)) {
        return true;
      }
    }
    return false;
  }
}
