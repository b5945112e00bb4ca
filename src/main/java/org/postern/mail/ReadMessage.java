package org.postern.mail;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything that may be known of a message without trusting it: plain values, no reference to its
 * bytes, nothing that could load, run or fetch. Immutable.
 *
 * <p>Strings are what the sender wrote, decoded, and hostile until they have passed {@link Inert};
 * {@link #blocks}, {@link #findings} and {@link #differences} have passed it already. A message
 * that could not be read ({@link #rawOnly}) has hash, size and findings, sometimes headers, and
 * nothing else: show its source only.
 *
 * @param sha256 of the raw message, lower-case hex
 * @param size bytes of the raw message
 * @param rawOnly whether parsing was given up
 * @param headers all header fields in order, within the limits
 * @param from every element of every From field; deliberately a list
 * @param to of every To field, groups unfolded
 * @param cc of every Cc field, groups unfolded
 * @param subject of the first Subject field; null if there is none
 * @param date of the first Date field as an instant; null if there is none or it cannot be relied
 *     on: show the raw field then
 * @param messageId of the first Message-ID field, with brackets as written; null if none
 * @param parts the structure
 * @param attachments of this message
 * @param enclosed attachments of messages attached to this one
 * @param archives what lies in those attachments that are archives, by {@link Attachment#path}
 * @param text the plain text parts; where there are none, the text of {@link #blocks}
 * @param blocks the safe view
 * @param findings most severe first
 * @param differences what an independent parser read differently
 */
public record ReadMessage(
    String sha256,
    long size,
    boolean rawOnly,
    List<HeaderField> headers,
    List<Mailbox> from,
    List<Mailbox> to,
    List<Mailbox> cc,
    @Nullable String subject,
    @Nullable Instant date,
    @Nullable String messageId,
    List<Part> parts,
    List<Attachment> attachments,
    List<Attachment> enclosed,
    Map<String, Archive> archives,
    String text,
    List<Block> blocks,
    List<Finding> findings,
    List<Difference> differences) {
  /** Copies the lists. */
  public ReadMessage {
    headers = List.copyOf(headers);
    from = List.copyOf(from);
    to = List.copyOf(to);
    cc = List.copyOf(cc);
    parts = List.copyOf(parts);
    attachments = List.copyOf(attachments);
    enclosed = List.copyOf(enclosed);
    archives = Map.copyOf(archives);
    blocks = List.copyOf(blocks);
    findings = List.copyOf(findings);
    differences = List.copyOf(differences);
  }

  /** What lies in an attachment, if it is an archive. */
  public Optional<Archive> archive(Attachment attachment) {
    return Optional.ofNullable(archives.get(attachment.path()));
  }

  /**
   * Which attached pictures the safe view leaves a place for, in its order: the {@link
   * Inline.Image#contentId} of each, once.
   */
  public Set<String> pictures() {
    return Pictures.named(blocks);
  }

  /** Whether recipients' programs may see something else than what is shown here. */
  public boolean ambiguous() {
    return findings.stream().anyMatch(finding -> finding.kind() == Finding.Kind.AMBIGUOUS);
  }
}
