package org.postern.quarantine;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.files.Sha256;
import org.postern.store.HeldMarks;

/**
 * What officers say about a held copy in words that any IMAP client sees: keywords of letters,
 * digits, dots and hyphens behind a dollar sign, at most 50 characters, which is what servers keep.
 * They are the truth where the server keeps them, so that consoles with databases of their own
 * agree, and so that nothing is forgotten with a database. Keywords do not tell upper from lower
 * case (RFC 3501 2.3.2). Pure.
 */
public final class Keywords {
  /** On every copy that was ever marked: what its keywords do not say is not so. */
  static final String MARKED = "$PosternMarked";

  private static final String TAG = "$PosternTag-";
  private static final String ASSIGNED = "$PosternAssigned-";
  private static final String INCIDENT = "$PosternIncident-";
  private static final String SENDING = "$PosternSending-";
  private static final Pattern UNSAFE = Pattern.compile("[^a-z0-9]+");
  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,11}");
  private static final Pattern OFFICER = Pattern.compile("([a-z0-9.]{0,24})-[0-9a-f]{6}");
  private static final Pattern SIGN = Pattern.compile("[0-9a-f]{12}");
  private static final int MOST = 50;

  /** Keywords to put on a copy, and to take off. */
  public record Change(List<String> on, List<String> off) {
    public Change {
      on = List.copyOf(on);
      off = List.copyOf(off);
    }
  }

  private Keywords() {}

  /** The keyword of a tag. */
  public static String tag(String tag) {
    return TAG + HeldMarks.requireTag(tag);
  }

  /** The keyword of an incident. */
  public static String incident(long number) {
    return INCIDENT + number;
  }

  /** The keyword that gives a copy to an officer: readable, and different for different names. */
  public static String assigned(String officer) {
    String readable = UNSAFE.matcher(officer.toLowerCase(Locale.ROOT)).replaceAll(".");
    if (readable.startsWith(".")) {
      readable = readable.substring(1);
    }
    if (readable.length() > 24) {
      readable = readable.substring(0, 24);
    }
    byte[] name = officer.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    return ASSIGNED + readable + "-" + Sha256.hex(name).substring(0, 6);
  }

  /** The keyword by which a console claims a copy before it sends it. */
  static String sending(String sign) {
    if (!SIGN.matcher(sign).matches()) {
      throw new IllegalArgumentException("no console's sign");
    }
    return SENDING + sign;
  }

  /** Whether the copy was ever marked, so that its keywords say everything. */
  public static boolean speak(Set<String> flags) {
    return has(flags, MARKED);
  }

  static boolean has(Collection<String> flags, String keyword) {
    return flags.stream().anyMatch(keyword::equalsIgnoreCase);
  }

  /** Tags in alphabetical order; what is no tag is not believed. */
  public static List<String> tags(Set<String> flags) {
    TreeSet<String> tags = new TreeSet<>();
    for (String rest : behind(TAG, flags)) {
      if (HeldMarks.isTag(rest) && tags.size() < MOST) {
        tags.add(rest);
      }
    }
    return List.copyOf(tags);
  }

  /** Numbers of incidents, in order. */
  public static List<Long> incidents(Set<String> flags) {
    TreeSet<Long> numbers = new TreeSet<>();
    for (String rest : behind(INCIDENT, flags)) {
      if (NUMBER.matcher(rest).matches() && numbers.size() < MOST) {
        numbers.add(Long.parseLong(rest));
      }
    }
    return List.copyOf(numbers);
  }

  /**
   * Who shall look at it.
   *
   * @param known names among which the officer may be; for another what the keyword says of the
   *     name is given
   */
  public static Optional<String> officer(Set<String> flags, Collection<String> known) {
    if (assignments(flags).isEmpty()) {
      return Optional.empty();
    }
    for (String name : known) {
      if (has(flags, assigned(name))) {
        return Optional.of(name);
      }
    }
    for (String rest : new TreeSet<>(behind(ASSIGNED, flags))) {
      Matcher readable = OFFICER.matcher(rest);
      if (readable.matches()) {
        return Optional.of(readable.group(1).replace('.', ' ').strip());
      }
    }
    return Optional.empty();
  }

  /** Everything among the flags that gives the copy to somebody. */
  public static Set<String> assignments(Set<String> flags) {
    Set<String> found = new HashSet<>();
    for (String flag : flags) {
      if (flag.regionMatches(true, 0, ASSIGNED, 0, ASSIGNED.length())) {
        found.add(flag);
      }
    }
    return found;
  }

  /** The signs of consoles that claimed the copy. */
  static Set<String> claims(Set<String> flags) {
    Set<String> signs = new HashSet<>();
    for (String rest : behind(SENDING, flags)) {
      if (SIGN.matcher(rest).matches()) {
        signs.add(rest);
      }
    }
    return signs;
  }

  /**
   * What became of the copy as far as the mailbox says, wherever it was decided.
   *
   * @param sign of this console: what it began itself is in its own record
   */
  public static Optional<Elsewhere> elsewhere(Set<String> flags, String sign) {
    if (flags.isEmpty()) {
      return Optional.empty();
    }
    return decided(flags)
        .or(
            () ->
                claims(flags).stream().anyMatch(s -> !s.equals(sign))
                    ? Optional.of(Elsewhere.BEGUN)
                    : Optional.empty());
  }

  /** What was decided as far as the keywords of filed copies say; empty also if it only began. */
  static Optional<Elsewhere> decided(Set<String> flags) {
    for (Elsewhere one : Elsewhere.values()) {
      if (!one.keyword.isEmpty() && has(flags, one.keyword)) {
        return Optional.of(one);
      }
    }
    return Optional.empty();
  }

  /** What another console, or this one before it lost its record, did with a copy. */
  public enum Elsewhere {
    RELEASED(HeldMessage.RELEASED),
    RETURNED(HeldMessage.RETURNED),
    REJECTED(HeldMessage.REJECTED),
    /** It began to send it; whether it left, the mailbox does not say. */
    BEGUN("");

    private final String keyword;

    Elsewhere(String keyword) {
      this.keyword = keyword;
    }
  }

  private static Set<String> behind(String prefix, Set<String> flags) {
    Set<String> rests = new HashSet<>();
    for (String flag : flags) {
      if (flag.length() <= 60 && flag.regionMatches(true, 0, prefix, 0, prefix.length())) {
        rests.add(flag.substring(prefix.length()).toLowerCase(Locale.ROOT));
      }
    }
    return rests;
  }
}
