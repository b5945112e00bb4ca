package org.postern.mail;

import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Walks a message's parts without recursion (RFC 2045 to 2049), within all limits, and decodes
 * every leaf once through a counting sink. Confined to one call.
 */
final class PartWalk {
  private record Node(
      Slice slice,
      String path,
      int depth,
      boolean enclosed,
      String missingType,
      @Nullable String alternative,
      @Nullable HeaderBlock known) {}

  private final Budget budget;
  private final Findings findings;
  private final List<Part> parts = new ArrayList<>();
  private final List<Leaf> leaves = new ArrayList<>();
  private final Deque<Node> todo = new ArrayDeque<>();
  private final Set<String> wanted;
  private final BiConsumer<String, byte[]> contents;
  private int unpacked;

  private PartWalk(
      Budget budget, Findings findings, Set<String> wanted, BiConsumer<String, byte[]> contents) {
    this.budget = budget;
    this.findings = findings;
    this.wanted = wanted;
    this.contents = contents;
  }

  record Result(List<Part> parts, List<Leaf> leaves) {}

  static Result walk(HeaderBlock top, Slice message, Budget budget, Findings findings) {
    PartWalk walk = new PartWalk(budget, findings, Set.of(), (_, _) -> {});
    walk.walk(top, message);
    return new Result(walk.parts, walk.leaves);
  }

  /** The decoded bytes of one leaf, by the path that an earlier walk gave it. */
  static Optional<byte[]> content(byte[] raw, String path, Budget budget) {
    AtomicReference<byte[]> found = new AtomicReference<>();
    contents(raw, Set.of(path), budget, (_, bytes) -> found.set(bytes));
    return Optional.ofNullable(found.get());
  }

  /** Gives the decoded bytes of some leaves, by the paths that an earlier walk gave them. */
  static void contents(
      byte[] raw, Set<String> paths, Budget budget, BiConsumer<String, byte[]> to) {
    Slice message = Slice.of(raw);
    new PartWalk(budget, new Findings(), paths, to).walk(HeaderBlock.split(message), message);
  }

  private void walk(HeaderBlock top, Slice message) {
    todo.push(new Node(message, "1", 1, false, "text/plain", null, top));
    while (!todo.isEmpty()) {
      budget.check();
      visit(todo.pop());
    }
  }

  private void visit(Node node) {
    if (parts.size() >= Limits.PARTS) {
      findings.add(
          Finding.Kind.TOO_MANY_PARTS,
          "More than " + Limits.PARTS + " parts: the rest was not read.");
      return;
    }
    HeaderBlock headers = node.known() != null ? node.known() : HeaderBlock.split(node.slice());
    budget.spend(headers.block().length());
    ContentType type = ContentType.parse(headers.first("Content-Type"), node.missingType());
    parts.add(new Part(node.path(), type.name(), headers.body().length(), node.enclosed()));
    checkStructure(node, headers, type);
    if (type.isMultipart()) {
      multipart(node, headers, type);
    } else {
      leaf(node, headers, type);
    }
  }

  private void checkStructure(Node node, HeaderBlock headers, ContentType type) {
    String where = "Part " + node.path();
    if (type.repaired() && headers.first("Content-Type") != null) {
      findings.add(
          Finding.Kind.MALFORMED_TYPE,
          where
              + " has a malformed type “"
              + Inert.brief(String.valueOf(headers.first("Content-Type")), 80)
              + "”, read as "
              + type.name()
              + ".");
    }
    List<String> repeated = new ArrayList<>(type.params().repeated());
    repeated.addAll(disposition(headers).repeated());
    if (!repeated.isEmpty()) {
      findings.add(
          Finding.Kind.AMBIGUOUS,
          where
              + " gives “"
              + Inert.brief(repeated.getFirst(), 40)
              + "” twice; programs differ in which one they use.");
    }
    for (String name :
        List.of("Content-Type", "Content-Transfer-Encoding", "Content-Disposition")) {
      List<String> all = headers.all(name);
      if (all.stream().distinct().count() > 1) {
        findings.add(
            Finding.Kind.AMBIGUOUS,
            where
                + " has "
                + all.size()
                + " different "
                + name
                + " fields; programs differ in which one they use.");
      }
    }
  }

  private void multipart(Node node, HeaderBlock headers, ContentType type) {
    if (node.depth() >= Limits.DEPTH) {
      findings.add(
          Finding.Kind.TOO_DEEP,
          "Parts are nested more than " + Limits.DEPTH + " deep: the inner ones were not read.");
      return;
    }
    if (node.depth() == Limits.DEPTH_UNUSUAL) {
      findings.add(
          Finding.Kind.DEEP,
          "Parts are nested more than "
              + Limits.DEPTH_UNUSUAL
              + " deep, which honest mail does not do.");
    }
    String boundary = type.params().get("boundary");
    if (boundary != null) {
      boundary = boundary.stripTrailing();
    }
    if (boundary != null && boundary.length() > Limits.BOUNDARY) {
      findings.add(
          Finding.Kind.BOUNDARY_OVER_LIMIT,
          "Part "
              + node.path()
              + " separates its parts by a mark of "
              + boundary.length()
              + " characters (70 are allowed): its parts were not read.");
      leaf(node, headers, ContentType.parse(null, "text/plain"));
      return;
    }
    if (boundary == null || boundary.isEmpty()) {
      boundary = null;
      findings.add(
          Finding.Kind.MISSING_BOUNDARY,
          "Part " + node.path() + " does not say how its parts are separated; a guess was made.");
    }
    MultipartSplitter.Split split =
        MultipartSplitter.split(headers.body(), boundary, Limits.PARTS - parts.size() + 1, budget);
    if (split.cut()) {
      findings.add(
          Finding.Kind.TOO_MANY_PARTS,
          "More than " + Limits.PARTS + " parts: the rest was not read.");
    }
    if (split.parts().isEmpty()) {
      findings.add(
          Finding.Kind.EMPTY_MULTIPART,
          "Part " + node.path() + " promises several parts but none could be found.");
      leaf(node, headers, ContentType.parse(null, "text/plain"));
      return;
    }
    String missing = type.sub().equals("digest") ? "message/rfc822" : "text/plain";
    String alternative = type.sub().equals("alternative") ? node.path() : node.alternative();
    for (int i = split.parts().size() - 1; i >= 0; i--) {
      todo.push(
          new Node(
              split.parts().get(i),
              node.path() + "." + (i + 1),
              node.depth() + 1,
              node.enclosed(),
              missing,
              alternative,
              null));
    }
  }

  private void leaf(Node node, HeaderBlock headers, ContentType type) {
    Params disposition = disposition(headers);
    String name = fileName(disposition, type.params());
    boolean attached =
        disposition.value().startsWith("attachment")
            || name != null
            || !(type.is("text/plain") || type.is("text/html"));
    String id = headers.first("Content-ID");
    String contentId = id == null ? null : id.replaceAll("[<>\\s]", "");
    boolean inline = contentId != null || disposition.value().startsWith("inline");
    String encoding = TransferDecoder.name(headers.first("Content-Transfer-Encoding"));
    boolean shown = !attached && !node.enclosed();
    boolean content = wanted.contains(node.path());
    Measure measure =
        new Measure(
            content ? Limits.MESSAGE : shown ? Limits.TEXT_BYTES : FileKind.HEAD,
            new Fingerprint(type.name(), encoding));
    boolean message = type.isMessage();
    TransferDecoder.Trouble trouble =
        TransferDecoder.decode(headers.body(), encoding, measure, budget);
    report(node, trouble, encoding);
    byte[] kept = measure.kept.toByteArray();
    if (content) {
      contents.accept(node.path(), kept);
    }
    String text = null;
    if (shown) {
      text = text(node, type, kept);
      if (measure.size > kept.length) {
        findings.add(
            Finding.Kind.TEXT_CUT,
            "The text of part "
                + node.path()
                + " is longer than can be shown; the rest is in the source.");
      }
    }
    leaves.add(
        new Leaf(
            node.path(),
            type,
            name,
            attached,
            node.enclosed(),
            contentId,
            inline,
            measure.size,
            HexFormat.of().formatHex(measure.sha.digest()),
            type.name().startsWith("text/") || message ? measure.unix.print() : null,
            measure.fingerprint.print(),
            FileKind.of(kept, Math.min(kept.length, FileKind.HEAD)),
            text,
            node.alternative()));
    if (message) {
      enclosedMessage(node, headers, encoding);
    }
  }

  private void enclosedMessage(Node node, HeaderBlock headers, String encoding) {
    if (node.depth() >= Limits.DEPTH) {
      findings.add(
          Finding.Kind.TOO_DEEP,
          "Messages are attached to one another more than "
              + Limits.DEPTH
              + " deep: the inner ones were not read.");
      return;
    }
    Slice inner = headers.body();
    if (encoding.equals("base64") || encoding.equals("quoted-printable")) {
      if (unpacked + inner.length() > Limits.UNPACKED) {
        findings.add(
            Finding.Kind.TOO_BIG,
            "The message attached as part "
                + node.path()
                + " is too big to be read; only its hash is given.");
        return;
      }
      unpacked += inner.length();
      ByteArrayOutputStream out = new ByteArrayOutputStream(inner.length());
      TransferDecoder.decode(inner, encoding, (bytes, n) -> out.write(bytes, 0, n), budget);
      inner = Slice.of(out.toByteArray());
    }
    // RFC 2046 clause 5.2.1; some programs put blank lines before the attached message's header.
    int start = inner.start;
    while (start < inner.end && (inner.bytes[start] == '\r' || inner.bytes[start] == '\n')) {
      start++;
    }
    todo.push(
        new Node(
            new Slice(inner.bytes, start, inner.end),
            node.path() + ".1",
            node.depth() + 1,
            true,
            "text/plain",
            null,
            null));
  }

  private void report(Node node, TransferDecoder.Trouble trouble, String encoding) {
    String part = "Part " + node.path();
    switch (trouble) {
      case NONE -> {}
      case UNKNOWN_ENCODING ->
          findings.add(
              Finding.Kind.BROKEN_ENCODING,
              part
                  + " uses an unknown encoding “"
                  + Inert.brief(encoding, 40)
                  + "” and is shown as it is.");
      case STRAY_CHARACTERS ->
          findings.add(
              Finding.Kind.BROKEN_ENCODING,
              part + " is badly encoded; programs may decode it differently.");
      case DATA_AFTER_END -> {
        findings.add(Finding.Kind.BROKEN_ENCODING, part + " holds encoded data after its end.");
        findings.add(
            Finding.Kind.AMBIGUOUS,
            part
                + " holds encoded data after its end; some programs decode it, this one does not.");
      }
    }
  }

  private String text(Node node, ContentType type, byte[] kept) {
    String declared = type.params().get("charset");
    if (declared == null && type.is("text/html")) {
      declared = HtmlView.declaredCharset(kept);
    }
    Charsets.Decoded decoded = Charsets.decode(kept, kept.length, declared);
    if (decoded.fallback() && declared != null) {
      findings.add(
          Finding.Kind.UNKNOWN_CHARSET,
          "Part "
              + node.path()
              + " is not in the character set that it declares (“"
              + Inert.brief(declared, 40)
              + "”); read as "
              + decoded.charset()
              + ".");
    }
    String text = decoded.text();
    if (text.startsWith("\uFEFF")) {
      text = text.substring(1);
    }
    if (text.length() > Limits.TEXT_CHARS) {
      findings.add(
          Finding.Kind.TEXT_CUT,
          "The text of part "
              + node.path()
              + " is longer than can be shown; the rest is in the source.");
      text = text.substring(0, Limits.TEXT_CHARS);
    }
    return text;
  }

  private static Params disposition(HeaderBlock headers) {
    String value = headers.first("Content-Disposition");
    return Params.parse(value == null ? "" : value);
  }

  private static @Nullable String fileName(Params disposition, Params type) {
    String name = disposition.get("filename");
    if (name == null || name.isEmpty()) {
      name = type.get("name");
    }
    if (name == null || name.isEmpty()) {
      return null;
    }
    return EncodedWords.decode(name);
  }

  /** Counts, hashes and keeps the first bytes. */
  private static final class Measure implements TransferDecoder.Sink {
    private final java.security.MessageDigest sha = Hashes.sha256();
    private final UnixLines unix = new UnixLines();
    private final Fingerprint fingerprint;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final int keep;
    private long size;

    private Measure(int keep, Fingerprint fingerprint) {
      this.keep = keep;
      this.fingerprint = fingerprint;
    }

    @Override
    public void accept(byte[] bytes, int length) {
      sha.update(bytes, 0, length);
      unix.update(bytes, length);
      fingerprint.update(bytes, length);
      size += length;
      kept.write(bytes, 0, Math.min(length, keep - kept.size()));
    }
  }
}
