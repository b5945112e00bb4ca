package org.postern.quarantine;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postern.mail.Inert;
import org.postern.mail.MailHeaders;
import org.postern.store.Decisions.Decision;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Looks in a Postfix log, or in lines of one, for what became of a message whose fate is unknown.
 * The log is untrusted: senders choose what stands in it, so lines, their number and what is
 * remembered are bounded, and the answer is for an officer to judge; nothing is settled by it. Not
 * reusable.
 */
public final class GatewayLog {
  private static final int LINE = 4_000;
  private static final long MOST_CHARS = 1L << 30;
  private static final int MOST_IDS = 1_000;

  /** Clocks of console and gateway may differ by so much. */
  private static final Duration SKEW = Duration.ofMinutes(2);

  /** A log that goes on for so long afterwards would name the message. */
  private static final Duration AFTER = Duration.ofMinutes(10);

  private static final Pattern HEAD =
      Pattern.compile(
          "(?<iso>[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{8,18}(?:Z|[+-][0-9]{2}:?[0-9]{2}))?"
              + "(?<bsd>[A-Z][a-z]{2} [ 0-9][0-9] [0-9]{2}:[0-9]{2}:[0-9]{2})?"
              + " [^ ]{1,255} (?<program>[A-Za-z0-9/_-]{1,100})\\[[0-9]{1,10}]:"
              + " (?<id>[0-9A-Za-z]{5,20}): (?<rest>.*)");
  private static final Pattern TO = Pattern.compile("to=<([^>]{1,320})>");
  private static final Pattern STATUS = Pattern.compile("status=([a-z]{3,20}) (\\(.*\\))?");

  private static final DateTimeFormatter BSD =
      DateTimeFormatter.ofPattern("uuuu MMM d HH:mm:ss", Locale.ENGLISH);

  /** What the log says. */
  public sealed interface Finding {
    /** For officers. */
    String sentence();

    /** The gateway took it. */
    record Left(String queueId, Instant at, String sentence) implements Finding {}

    /** The log covers the time, and names no such message. */
    record Stayed(String sentence) implements Finding {}

    /** The log does not say. */
    record Unclear(String sentence) implements Finding {}
  }

  private final String messageId;
  private final String sendTo;
  private final Instant from;
  private final ZoneId zone;
  private final Map<String, Instant> ids = new HashMap<>();
  private @Nullable Instant first;
  private @Nullable Instant last;
  private Finding.@Nullable Left left;

  private GatewayLog(String messageId, String sendTo, Instant decided, ZoneId zone) {
    this.messageId = messageId;
    this.sendTo = sendTo;
    this.from = decided.minus(SKEW);
    this.zone = zone;
  }

  /**
   * Looks for the message of a decision.
   *
   * @param zone of times in the log that name none
   */
  public static Finding ask(Reader log, Decision decision, ZoneId zone) throws IOException {
    String sendTo = decision.intent().sendTo();
    String messageId = messageId(decision);
    if (sendTo == null || messageId.isEmpty()) {
      return new Finding.Unclear(
          "The message has no Message-ID to look for. Ask the recipient, or look for the sender and"
              + " the time in the log yourself.");
    }
    GatewayLog look = new GatewayLog(messageId, sendTo, decision.decided(), zone);
    look.read(log);
    return look.finding();
  }

  /** By which the gateway's log names what was sent. */
  private static String messageId(Decision decision) {
    try {
      var details = JsonMapper.shared().readTree(decision.intent().details());
      String note = details.path(DecisionDesk.NOTE).asString("");
      String id =
          note.isEmpty()
              ? details.path("messageId").asString("")
              : MailHeaders.of(note.getBytes(StandardCharsets.US_ASCII))
                  .first("Message-ID")
                  .orElse("");
      return id.strip();
    } catch (JacksonException e) {
      return "";
    }
  }

  private void read(Reader log) throws IOException {
    StringBuilder line = new StringBuilder();
    long read = 0;
    for (int c = log.read(); c >= 0 && read < MOST_CHARS; c = log.read(), read++) {
      if (c == '\n') {
        line(line.toString());
        line.setLength(0);
      } else if (line.length() < LINE) {
        line.append((char) c);
      }
    }
    line(line.toString());
  }

  private void line(String text) {
    Matcher head = HEAD.matcher(text.stripTrailing());
    if (!head.matches()) {
      return;
    }
    Instant at = moment(head.group("iso"), head.group("bsd"));
    if (at == null) {
      return;
    }
    first = first == null || at.isBefore(first) ? at : first;
    last = last == null || at.isAfter(last) ? at : last;
    // What the gateway diverted into the quarantine carries the same Message-ID.
    if (at.isBefore(from) || head.group("program").endsWith("lmtp")) {
      return;
    }
    String id = head.group("id");
    String rest = head.group("rest");
    if (rest.equals("message-id=" + messageId) && ids.size() < MOST_IDS) {
      ids.putIfAbsent(id, at);
    }
    Matcher to = TO.matcher(rest);
    if (ids.containsKey(id) && to.lookingAt() && to.group(1).equalsIgnoreCase(sendTo)) {
      Matcher status = STATUS.matcher(rest);
      String became =
          status.find()
              ? status.group(1) + Optional.ofNullable(status.group(2)).map(s -> " " + s).orElse("")
              : "no status";
      left =
          new Finding.Left(
              id,
              at,
              "The gateway took it as queue number "
                  + id
                  + " at "
                  + at
                  + " for "
                  + Inert.brief(sendTo, 200)
                  + ": "
                  + Inert.brief(became, 300));
    }
  }

  private @Nullable Instant moment(@Nullable String iso, @Nullable String bsd) {
    try {
      if (iso != null) {
        return OffsetDateTime.parse(iso).toInstant();
      }
      if (bsd == null) {
        return null;
      }
      // Such lines name no year: it is the one that lies nearest to the decision.
      Instant nearest = null;
      int year = Year.from(from.atZone(zone)).getValue();
      for (int y = year - 1; y <= year + 1; y++) {
        Instant at =
            LocalDateTime.parse(y + " " + bsd.replace("  ", " "), BSD).atZone(zone).toInstant();
        nearest = nearest == null || away(at).compareTo(away(nearest)) < 0 ? at : nearest;
      }
      return nearest;
    } catch (DateTimeException e) {
      return null;
    }
  }

  private Duration away(Instant at) {
    return Duration.between(from, at).abs();
  }

  private Finding finding() {
    if (left != null) {
      return left;
    }
    Instant begins = first;
    Instant ends = last;
    if (begins == null || ends == null) {
      return new Finding.Unclear("These are no lines of a Postfix log with times.");
    }
    if (!ids.isEmpty()) {
      return new Finding.Unclear(
          "The gateway took the message as queue number "
              + String.join(", ", ids.keySet().stream().sorted().limit(5).toList())
              + ", but no line names "
              + Inert.brief(sendTo, 200)
              + ". Look at more of the log.");
    }
    if (begins.isAfter(from) || ends.isBefore(from.plus(SKEW).plus(AFTER))) {
      return new Finding.Unclear(
          "No line names the message, but these lines reach only from "
              + begins
              + " to "
              + ends
              + ". Look at the log from "
              + from
              + " until ten minutes after the decision.");
    }
    return new Finding.Stayed(
        "The log reaches from "
            + begins
            + " to "
            + ends
            + " and does not name the message after it was decided: it did not arrive at this"
            + " gateway.");
  }
}
