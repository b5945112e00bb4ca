package org.postern.mail;

import jakarta.activation.DataSource;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMultipart;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the parts of one multipart body (RFC 2046 clause 5.1) with Jakarta Mail's scanner, and
 * nothing else of Jakarta Mail.
 *
 * <p>The tuning that hostile mail needs is set on this object instead of through {@code
 * mail.mime.*} system properties: those are read once, whenever the first Jakarta Mail class
 * happens to be loaded, and would silently change (or silently miss) the mailbox code in the same
 * process. What it amounts to:
 *
 * <table>
 *   <caption>Tuning</caption>
 *   <tr><td>{@code multipart.allowempty=true}</td><td>no exception for a multipart without parts; the reader flags it</td></tr>
 *   <tr><td>{@code multipart.ignoremissingendboundary=true}</td><td>truncated messages show what is there</td></tr>
 *   <tr><td>{@code multipart.ignoremissingboundaryparameter=true}</td><td>the first line that looks like a delimiter is one</td></tr>
 *   <tr><td>{@code multipart.ignoreexistingboundaryparameter=false}</td><td>otherwise the sender's preamble chooses the parts</td></tr>
 *   <tr><td>{@code contenttypehandler}, {@code parameters.strict}, {@code decodefilename}, {@code contentdisposition.strict}</td>
 *   <td>{@link ContentType} and {@link Params} read those headers from the raw bytes</td></tr>
 *   <tr><td>{@code address.strict}, {@code allowutf8}, {@code decodetext.strict}</td><td>{@link Addresses}, {@link EncodedWords}</td></tr>
 *   <tr><td>{@code base64.ignoreerrors}, {@code uudecode.*}, {@code ignoreunknownencoding}</td><td>{@link TransferDecoder}</td></tr>
 *   <tr><td>{@code jakarta.mail.util.StreamProvider}</td><td>asked once a multipart here, not once a part or word</td></tr>
 * </table>
 */
final class MultipartSplitter extends MimeMultipart {
  /**
   * The parts, header and body together; {@code cut} tells that there were more than {@code
   * maxParts}.
   */
  record Split(List<Slice> parts, boolean cut) {}

  private static final class TooMany extends MessagingException {}

  private final int maxParts;
  private final Budget budget;
  private final List<Slice> found = new ArrayList<>();

  private MultipartSplitter(Slice body, @Nullable String boundary, int maxParts, Budget budget)
      throws MessagingException {
    super(new Body(body, boundary));
    this.maxParts = maxParts;
    this.budget = budget;
  }

  static Split split(Slice body, @Nullable String boundary, int maxParts, Budget budget) {
    budget.spend(body.length());
    Slice whole = boundary == null ? body : withoutLastLine(body, "--" + boundary);
    boolean cut = false;
    List<Slice> parts = List.of();
    try {
      MultipartSplitter splitter = new MultipartSplitter(whole, boundary, maxParts, budget);
      try {
        splitter.parse();
      } catch (TooMany _) {
        cut = true;
      } catch (MessagingException _) {
        // What was found before the scanner gave up is what there is; an empty list is reported as
        // such.
        cut = false;
      }
      parts = List.copyOf(splitter.found);
    } catch (MessagingException _) {
      cut = false;
    }
    return new Split(parts, cut);
  }

  /**
   * The scanner does not see a delimiter that ends with the message instead of with a line break;
   * it would count as content.
   */
  private static Slice withoutLastLine(Slice body, String delimiter) {
    int line = body.end;
    while (line > body.start
        && body.end - line <= Limits.BOUNDARY + 8
        && body.bytes[line - 1] != '\n') {
      line--;
    }
    String last =
        new String(body.bytes, line, body.end - line, StandardCharsets.ISO_8859_1).stripTrailing();
    return line > body.start && last.equals(delimiter)
        ? new Slice(body.bytes, body.start, line)
        : body;
  }

  @Override
  protected void initializeProperties() {
    ignoreMissingEndBoundary = true;
    ignoreMissingBoundaryParameter = true;
    ignoreExistingBoundaryParameter = false;
    allowEmpty = true;
  }

  @Override
  protected MimeBodyPart createMimeBodyPart(InputStream in) throws MessagingException {
    budget.check();
    if (found.size() >= maxParts) {
      throw new TooMany();
    }
    found.add(((Slice.Stream) in).slice());
    return new MimeBodyPart();
  }

  /** The body with a content type that we wrote ourselves: never the sender's. */
  private record Body(Slice slice, @Nullable String boundary) implements DataSource {
    @Override
    public InputStream getInputStream() {
      return slice.stream();
    }

    @Override
    public String getContentType() {
      return boundary == null
          ? "multipart/mixed"
          : "multipart/mixed; boundary=\""
              + boundary.replace("\\", "\\\\").replace("\"", "\\\"")
              + "\"";
    }

    @Override
    public OutputStream getOutputStream() {
      throw new UnsupportedOperationException("a received body is never written to");
    }

    @Override
    public String getName() {
      return "body";
    }
  }
}
