package org.postern.ui.quarantine;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.postern.mail.Inert;
import org.postern.quarantine.DecisionDesk.Outcome;
import org.postern.quarantine.QuarantineException;
import org.postern.store.Decisions.Decision;
import org.postern.store.Decisions.State;
import org.postern.store.StoreException;
import org.postern.ui.ViewState;

/** Sentences, times and sizes for officers. Pure; what others chose leaves here inert. */
final class Words {
  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm");
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM", Locale.ENGLISH);
  private static final DateTimeFormatter FULL =
      DateTimeFormatter.ofPattern("d MMM yyyy HH:mm xx", Locale.ENGLISH);

  private Words() {}

  /** "09:12" today, "Fri" within a week, else "14 Nov". */
  static String when(Instant then, Instant now, ZoneId zone) {
    ZonedDateTime at = then.atZone(zone);
    LocalDate today = now.atZone(zone).toLocalDate();
    if (at.toLocalDate().equals(today)) {
      return CLOCK.format(at);
    }
    if (at.toLocalDate().isAfter(today.minusDays(7)) && at.toLocalDate().isBefore(today)) {
      DayOfWeek day = at.getDayOfWeek();
      return day.getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
    }
    return DAY.format(at);
  }

  static String clock(Instant then, ZoneId zone) {
    return CLOCK.format(then.atZone(zone));
  }

  static String full(Instant then, ZoneId zone) {
    return FULL.format(then.atZone(zone));
  }

  /** "40 minutes", "3 days". */
  static String lasting(Duration time) {
    if (time.toMinutes() < 1) {
      return "less than a minute";
    }
    if (time.toHours() < 1) {
      return count(time.toMinutes(), "minute");
    }
    if (time.toHours() < 48) {
      return count(time.toHours(), "hour");
    }
    return count(time.toDays(), "day");
  }

  /** "4 s ago", "2 min ago", "since 09:12". */
  static String ago(Instant then, Instant now, ZoneId zone) {
    long seconds = Math.max(0, Duration.between(then, now).toSeconds());
    if (seconds < 60) {
      return seconds + " s ago";
    }
    return seconds < 3600 ? seconds / 60 + " min ago" : "at " + when(then, now, zone);
  }

  /** "100,000". */
  static String number(long n) {
    return String.format(Locale.ENGLISH, "%,d", n);
  }

  static String count(long n, String thing) {
    return number(n) + " " + thing + (n == 1 ? "" : "s");
  }

  /** "412 KB"; exact below a thousand bytes. */
  static String size(long bytes) {
    if (bytes < 1000) {
      return count(bytes, "byte");
    }
    String[] units = {"KB", "MB", "GB"};
    double n = bytes;
    int unit = -1;
    while (n >= 999.5 && unit < units.length - 1) {
      n /= 1000;
      unit++;
    }
    return String.format(Locale.ENGLISH, n < 9.95 ? "%.1f %s" : "%.0f %s", n, units[unit]);
  }

  /** Where a decided copy goes. */
  static String destination(Decision decision) {
    String sendTo = decision.intent().sendTo();
    return sendTo == null ? decision.intent().recipient() : sendTo;
  }

  /** "Correct and release", as the officer decided it. */
  static String decided(Decision decision) {
    return switch (decision.intent().act()) {
      case CORRECT -> "Correct and release to " + Inert.brief(destination(decision), 200);
      case RELEASE -> "Release as typed";
      case REJECT -> "Rejection";
      case RETURN -> "Return to the sender";
    };
  }

  static String intended(Wish wish) {
    String to = Inert.brief(wish.envelopes().getFirst().sendTo(), 120);
    int n = wish.envelopes().size();
    return switch (wish.act()) {
      case CORRECT, RELEASE ->
          n == 1
              ? "Releasing to " + to + " in a few seconds."
              : "Releasing " + n + " copies, one to each address, in a few seconds.";
      case REJECT ->
          n == 1
              ? "Rejecting the copy for " + to + " in a few seconds."
              : "Rejecting " + n + " copies in a few seconds.";
      case RETURN ->
          n == 1
              ? "Returning the message to " + to + " with a note in a few seconds."
              : "Returning " + n + " copies to " + to + " with notes in a few seconds.";
    };
  }

  /** One sentence for several that went the same way. */
  static List<String> outcomes(List<Outcome> outcomes) {
    boolean alike =
        outcomes.size() > 1
            && outcomes.stream()
                .allMatch(
                    o ->
                        o.trouble().isEmpty()
                            && o.decision().state() == State.ACCEPTED
                            && reply(o.decision()).equals(reply(outcomes.getFirst().decision())));
    if (!alike) {
      return outcomes.stream().map(Words::outcome).toList();
    }
    Decision first = outcomes.getFirst().decision();
    String to =
        outcomes.stream()
            .map(o -> Inert.brief(destination(o.decision()), 80))
            .limit(4)
            .collect(Collectors.joining(", "));
    String more = outcomes.size() > 4 ? " and " + (outcomes.size() - 4) + " more" : "";
    return List.of(
        switch (first.intent().act()) {
          case REJECT -> "Rejected: nothing went to " + to + more + ".";
          case RETURN ->
              "Returned, with notes to "
                  + to
                  + more
                  + ". The gateway answered each: "
                  + reply(first);
          case RELEASE, CORRECT ->
              "Released to " + to + more + ". The gateway answered each: " + reply(first);
        });
  }

  static String outcome(Outcome outcome) {
    return said(outcome.decision())
        + outcome.trouble().map(t -> " It could not be moved out of the box yet: " + t).orElse("");
  }

  private static String said(Decision decision) {
    String to = Inert.brief(destination(decision), 120);
    String reply = reply(decision);
    return switch (decision.state()) {
      case ACCEPTED ->
          switch (decision.intent().act()) {
            case REJECT -> "Rejected: nothing went to " + to + ".";
            case RETURN -> "Returned: the note went to " + to + ". The gateway answered: " + reply;
            case RELEASE, CORRECT -> "Released to " + to + ". The gateway answered: " + reply;
          };
      case REFUSED -> "Not sent to " + to + ": nothing left. The gateway answered: " + reply;
      case UNKNOWN ->
          "Nobody can tell whether the message for " + to + " left. It is not sent again. " + reply;
      case PROPOSED -> "Nothing went to " + to + " yet: a second officer has to agree.";
      case INTENDED -> "Not sent yet to " + to + ".";
      case SENDING -> "Being sent to " + to + ".";
      case WITHDRAWN -> "Taken back: nothing went to " + to + ".";
    };
  }

  /** What the gateway said last about a decision, safe to show; "" if nothing. */
  static String reply(Decision decision) {
    String reply = decision.reply();
    return reply == null ? "" : Inert.brief(reply, 400);
  }

  static String stuck(Decision decision, String why) {
    return "Not sent yet to "
        + Inert.brief(destination(decision), 120)
        + ", nothing left: "
        + Inert.brief(why, 300);
  }

  /** What went wrong, in its own words; those are written for officers. */
  static String failure(Exception e) {
    return switch (e) {
      case QuarantineException q -> Inert.brief(q.sentence(), 500);
      case StoreException s -> Inert.brief(String.valueOf(s.getMessage()), 500);
      default -> "That did not work because of a fault in the program. Nothing was changed.";
    };
  }

  /** What stands in place of an empty list. */
  static ViewState nothingHeld(int unreadable) {
    String more =
        unreadable == 0
            ? ""
            : "The mailbox counts "
                + count(unreadable, "message")
                + " that it does not hand out. Look at it with a mail program. ";
    return new ViewState.Empty(
        "fth-check-circle",
        "Nothing is held",
        more + "New messages appear here by themselves.",
        null);
  }
}
