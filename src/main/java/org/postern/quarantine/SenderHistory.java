package org.postern.quarantine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postern.store.Decisions;
import org.postern.store.Decisions.Act;
import org.postern.store.Decisions.Decision;
import org.postern.store.Decisions.Intent;
import org.postern.store.Decisions.State;
import org.postern.store.StoreException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * How often the sender of a held message, and everybody at the sender's domain, wrote to the typed
 * domain and to the one that was meant: from what lies in the box and from the newest {@value
 * #DECISIONS} decisions. Mail that was delivered without being held is not known here. Immutable.
 *
 * @param sender the envelope sender, lower case; hostile; "" for a bounce
 * @param domain the sender's domain; "" if there is none
 * @param lines the sender's own first; only those with a message
 */
public record SenderHistory(String sender, String domain, List<Line> lines) {
  /** How many decisions are looked at. */
  public static final int DECISIONS = 10_000;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /**
   * What is known of one direction; the message that was asked about does not count.
   *
   * @param wholeDomain whether it is about everybody at the sender's domain
   * @param to the domain written to; hostile
   * @param meant whether that is the domain that was meant, instead of the typed one
   * @param messages how many different messages
   * @param waiting copies that lie in the box undecided
   * @param first when the first of them came, or was decided
   */
  public record Line(
      boolean wholeDomain,
      String to,
      boolean meant,
      int messages,
      int waiting,
      int released,
      int corrected,
      int rejected,
      int returned,
      Instant first,
      Instant last) {}

  public SenderHistory {
    lines = List.copyOf(lines);
  }

  /** Whether nobody has heard of this sender. */
  public boolean firstOfSender() {
    return lines.stream().allMatch(Line::wholeDomain);
  }

  /**
   * Looks it up; tens of milliseconds for a full box.
   *
   * @param held everything that lies in the box
   * @param meant the domain that was probably meant; null if none is known
   */
  public static SenderHistory of(
      HeldMessage message, @Nullable String meant, List<HeldMessage> held, Decisions decisions)
      throws StoreException {
    String sender = message.sender().toLowerCase(Locale.ROOT);
    String domain = domain(sender);
    if (domain.isEmpty()) {
      return new SenderHistory(sender, "", List.of());
    }
    List<Past> past = past(message, domain, decisions);
    Set<String> settled = new HashSet<>();
    past.forEach(p -> settled.add(p.decision.intent().heldId()));
    List<Line> lines = new ArrayList<>();
    String typed = domain(message.recipient());
    List<String> directions = meant == null ? List.of(typed) : List.of(typed, domain("@" + meant));
    List<HeldMessage> candidates = candidates(held, domain, directions);
    for (boolean whole : new boolean[] {false, true}) {
      for (String to : directions) {
        Count count = new Count();
        for (HeldMessage m : candidates) {
          if (!m.original().equals(message.original())
              && from(m.sender(), sender, domain, whole)
              && wrote(m, to)) {
            count.held(m, domain(m.recipient()).equals(to) && !settled.contains(m.id().hex()));
          }
        }
        past.stream()
            .filter(p -> from(p.sender, sender, domain, whole) && p.to(to))
            .forEach(count::decided);
        count.line(whole, to, !to.equals(typed)).ifPresent(lines::add);
      }
    }
    return new SenderHistory(sender, domain, lines);
  }

  /** A full box is gone through once, without making a string for each of its addresses. */
  private static List<HeldMessage> candidates(
      List<HeldMessage> held, String domain, List<String> directions) {
    if (!ascii(domain) || !directions.stream().allMatch(SenderHistory::ascii)) {
      return held; // letters whose small form is longer need the slow comparison
    }
    List<HeldMessage> candidates = new ArrayList<>();
    for (HeldMessage m : held) {
      if (wroteToOne(m, directions) && at(m.sender(), domain)) {
        candidates.add(m);
      }
    }
    return candidates;
  }

  private static boolean wroteToOne(HeldMessage m, List<String> directions) {
    for (String to : directions) {
      if (at(m.recipient(), to)) {
        return true;
      }
      for (String address : m.addressed()) {
        if (at(address, to)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean ascii(String domain) {
    return domain.chars().allMatch(c -> c < 128);
  }

  private static boolean at(String address, String domain) {
    int at = address.lastIndexOf('@');
    return at < 0
        ? domain.isEmpty()
        : address.length() - at - 1 == domain.length()
            && address.regionMatches(true, at + 1, domain, 0, domain.length());
  }

  private record Past(String sender, String original, Decision decision) {
    boolean to(String domain) {
      Intent intent = decision.intent();
      String sendTo = intent.act() == Act.RETURN ? null : intent.sendTo(); // a note is not the mail
      return domain(intent.recipient()).equals(domain)
          || (sendTo != null && domain(sendTo).equals(domain));
    }
  }

  private static List<Past> past(HeldMessage message, String domain, Decisions decisions)
      throws StoreException {
    List<Past> past = new ArrayList<>();
    for (Decision d : decisions.naming("@" + domain + "\"", DECISIONS)) {
      try {
        JsonNode details = JSON.readTree(d.intent().details());
        String original = details.path("original").asString("");
        if (!original.equals(message.original())) {
          past.add(new Past(details.path("sender").asString(""), original, d));
        }
      } catch (JacksonException _) {
        // Written by another version: it says nothing about a sender.
      }
    }
    return past;
  }

  private static boolean from(String who, String sender, String domain, boolean whole) {
    return whole ? domain(who).equals(domain) : who.equalsIgnoreCase(sender);
  }

  private static boolean wrote(HeldMessage m, String to) {
    return domain(m.recipient()).equals(to)
        || m.addressed().stream().anyMatch(a -> domain(a).equals(to));
  }

  private static String domain(String address) {
    int at = address.lastIndexOf('@');
    return at < 0 ? "" : address.substring(at + 1).toLowerCase(Locale.ROOT);
  }

  private static final class Count {
    private final Set<String> messages = new HashSet<>();
    private int waiting;
    private int released;
    private int corrected;
    private int rejected;
    private int returned;
    private @Nullable Instant first;
    private @Nullable Instant last;

    private void at(Instant when) {
      first = first == null || when.isBefore(first) ? when : first;
      last = last == null || when.isAfter(last) ? when : last;
    }

    private void held(HeldMessage m, boolean waits) {
      messages.add(m.original());
      waiting += waits ? 1 : 0;
      at(m.received());
    }

    private void decided(Past p) {
      messages.add(p.original);
      at(p.decision.decided());
      if (p.decision.state() == State.ACCEPTED) {
        switch (p.decision.intent().act()) {
          case RELEASE -> released++;
          case CORRECT -> corrected++;
          case REJECT -> rejected++;
          case RETURN -> returned++;
        }
      }
    }

    private Optional<Line> line(boolean whole, String to, boolean meant) {
      Instant from = first;
      Instant until = last;
      return from == null || until == null
          ? Optional.empty()
          : Optional.of(
              new Line(
                  whole,
                  to,
                  meant,
                  messages.size(),
                  waiting,
                  released,
                  corrected,
                  rejected,
                  returned,
                  from,
                  until));
    }
  }
}
