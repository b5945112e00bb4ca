package org.postern.mail;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.postern.mail.hint.Markings;

/**
 * Our own reading of a message, complete but for the comparison with the second opinion. Confined
 * to one call.
 */
final class FirstReading {
  private final byte[] raw;
  private final HeaderBlock headers;
  private final List<Mailbox> from;
  private final List<Leaf> leaves;
  private final Findings findings;
  private final ReadMessage message;

  private FirstReading(
      byte[] raw,
      HeaderBlock headers,
      List<Mailbox> from,
      List<Leaf> leaves,
      Findings findings,
      ReadMessage message) {
    this.raw = raw;
    this.headers = headers;
    this.from = from;
    this.leaves = leaves;
    this.findings = findings;
    this.message = message;
  }

  static FirstReading of(byte[] raw, Markings markings, Budget budget) {
    Findings findings = new Findings();
    budget.spend(raw.length);
    Slice whole = Slice.of(raw);
    HeaderBlock headers = HeaderBlock.split(whole);
    HeaderChecks checks = new HeaderChecks(findings);
    checks.limits(headers);
    checks.repeated(headers);
    checks.undeclared(headers);
    List<Mailbox> from = mailboxes(headers, "From");
    List<Mailbox> to = mailboxes(headers, "To");
    List<Mailbox> cc = mailboxes(headers, "Cc");
    checks.sender(from);
    checks.people("sender’s", from);
    checks.people("recipient’s", to);
    checks.people("recipient’s", cc);
    String rawSubject = headers.first("Subject");
    String subject = rawSubject == null ? null : EncodedWords.decode(rawSubject).strip();
    if (subject != null) {
      checks.characters("subject", subject);
    }
    String rawDate = headers.first("Date");
    Instant date = rawDate == null ? null : MailDate.parse(rawDate);
    checks.date(rawDate, date != null);

    PartWalk.Result walk = PartWalk.walk(headers, whole, budget, findings);
    List<Attachment> all =
        walk.leaves().stream().filter(Leaf::attached).map(Leaf::attachment).toList();
    all.forEach(checks::attachment);
    List<Block> blocks = blocks(walk.leaves(), findings, budget);
    String text = text(walk.leaves());
    String html = walk.leaves().stream().anyMatch(Leaf::isHtml) ? TextView.plain(blocks) : "";
    HintChecks.add(markings, headers, subject, text, html, all, findings);
    ReadMessage message =
        new ReadMessage(
            Hashes.hex(raw, 0, raw.length),
            raw.length,
            false,
            headers.fields().stream()
                .map(field -> new HeaderField(field.name(), field.value()))
                .toList(),
            from,
            to,
            cc,
            subject,
            date,
            headers.first("Message-ID"),
            walk.parts(),
            all.stream().filter(attachment -> !attachment.enclosed()).toList(),
            all.stream().filter(Attachment::enclosed).toList(),
            Map.of(),
            text.isBlank() ? TextView.plain(blocks) : text,
            blocks,
            List.of(),
            List.of());
    return new FirstReading(raw, headers, from, walk.leaves(), findings, message);
  }

  private static List<Mailbox> mailboxes(HeaderBlock headers, String name) {
    List<Mailbox> all = new ArrayList<>();
    for (String value : headers.all(name)) {
      all.addAll(Addresses.parse(value).mailboxes());
      if (all.size() >= Limits.ADDRESSES) {
        return all.subList(0, Limits.ADDRESSES);
      }
    }
    return all;
  }

  private static String text(List<Leaf> leaves) {
    StringBuilder text = new StringBuilder();
    for (Leaf leaf : leaves) {
      String part = leaf.text();
      if (part != null && !leaf.isHtml()) {
        text.append(text.isEmpty() ? "" : "\n").append(part);
      }
    }
    return text.toString();
  }

  /**
   * In reading order; of alternatives the richest that can be shown, as recipients' programs choose
   * (RFC 2046 clause 5.1.4).
   */
  private static List<Block> blocks(List<Leaf> leaves, Findings findings, Budget budget) {
    Map<String, Boolean> html = new LinkedHashMap<>();
    for (Leaf leaf : leaves) {
      if (leaf.alternative() != null && leaf.isHtml()) {
        html.put(leaf.alternative(), true);
      }
    }
    List<Block> blocks = new ArrayList<>();
    for (Leaf leaf : leaves) {
      String text = leaf.text();
      boolean outdone =
          leaf.alternative() != null && !leaf.isHtml() && html.containsKey(leaf.alternative());
      if (text != null && !outdone) {
        blocks.addAll(
            leaf.isHtml()
                ? HtmlView.render(text, findings, budget)
                : TextView.render(text, findings));
      }
    }
    return blocks;
  }

  boolean overLimits() {
    return findings.has(Finding.Kind.HEADER_OVER_LIMIT)
        || findings.has(Finding.Kind.BOUNDARY_OVER_LIMIT)
        || findings.has(Finding.Kind.TOO_MANY_PARTS)
        || findings.has(Finding.Kind.TOO_DEEP)
        || findings.has(Finding.Kind.TOO_BIG);
  }

  /** No differences are known. */
  List<Difference> withoutSecondOpinion(String why, boolean ambiguous) {
    findings.add(ambiguous ? Finding.Kind.AMBIGUOUS : Finding.Kind.SECOND_OPINION_MISSING, why);
    return List.of();
  }

  List<Difference> comparedWith(SecondOpinion.Result other) {
    List<Difference> differences =
        Comparison.of(from, headers.first("From") != null, leaves, other);
    for (Difference difference : differences) {
      findings.add(
          Finding.Kind.AMBIGUOUS,
          "Recipients’ mail programs may see something else: "
              + difference.what()
              + " here “"
              + difference.here()
              + "”, elsewhere “"
              + difference.there()
              + "”.");
    }
    return differences;
  }

  /** Those of attached messages included. */
  List<Attachment> attachments() {
    return Stream.concat(message.attachments().stream(), message.enclosed().stream()).toList();
  }

  ReadMessage finished(List<Difference> differences, Archives.Result archives) {
    archives.findings().forEach(f -> findings.add(f.kind(), f.detail()));
    ReadMessage m = message;
    return new ReadMessage(
        m.sha256(),
        raw.length,
        false,
        m.headers(),
        m.from(),
        m.to(),
        m.cc(),
        m.subject(),
        m.date(),
        m.messageId(),
        m.parts(),
        m.attachments(),
        m.enclosed(),
        archives.byPath(),
        m.text(),
        m.blocks(),
        findings.sorted(),
        differences);
  }
}
