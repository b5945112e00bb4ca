package org.postern.mail;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;
import org.apache.james.mime4j.dom.address.AddressList;
import org.apache.james.mime4j.field.address.LenientAddressParser;
import org.apache.james.mime4j.message.DefaultBodyDescriptorBuilder;
import org.apache.james.mime4j.message.MaximalBodyDescriptor;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.apache.james.mime4j.stream.RecursionMode;
import org.jspecify.annotations.Nullable;

/**
 * What Mime4j, which shares no code with the reader, makes of the same bytes: sender, parts, names,
 * sizes, hashes. Streaming, so that nothing big is held. Only called for messages within all
 * limits. Confined to one call.
 */
final class SecondOpinion {
  /** One part without parts as Mime4j sees it. */
  record Piece(@Nullable String name, boolean attached, String fingerprint) {}

  /** Null {@code from} means that there is no From field. */
  record Result(@Nullable List<String> from, List<Piece> pieces) {}

  private SecondOpinion() {}

  static Result of(byte[] raw, Budget budget) throws IOException, MimeException {
    MimeConfig config =
        MimeConfig.copy(MimeConfig.PERMISSIVE)
            .setMaxHeaderCount(Limits.HEADER_FIELDS + 10)
            .setMaxHeaderLen(Limits.HEADER_FIELD * 2)
            .setMaxLineLen(-1)
            .setMaxContentLen(-1)
            .build();
    MimeTokenStream stream =
        new MimeTokenStream(
            config,
            DecodeMonitor.SILENT,
            new DefaultBodyDescriptorBuilder(null, null, DecodeMonitor.SILENT));
    stream.setRecursionMode(RecursionMode.M_NO_RECURSE);
    stream.parse(new java.io.ByteArrayInputStream(raw));
    List<String> from = null;
    List<Piece> pieces = new ArrayList<>();
    int headers = 0;
    for (EntityState state = stream.getState();
        state != EntityState.T_END_OF_STREAM;
        state = stream.next()) {
      budget.check();
      if (state == EntityState.T_START_HEADER) {
        headers++;
      } else if (state == EntityState.T_FIELD
          && headers == 1
          && from == null
          && stream.getField().getName().equalsIgnoreCase("From")) {
        from = addresses(String.valueOf(stream.getField().getBody()));
      } else if (state == EntityState.T_BODY) {
        pieces.add(piece(stream, budget));
        if (pieces.size() > Limits.PARTS) {
          throw new MimeException("more parts than the limit");
        }
      }
    }
    return new Result(from, pieces);
  }

  private static List<String> addresses(String body) {
    // Its address parser takes the number of characters for the number of bytes, so only ASCII may
    // go in.
    AddressList list =
        LenientAddressParser.DEFAULT.parseAddressList(body.replaceAll("[^\\x00-\\x7F]", "?"));
    return list.flatten().stream()
        .map(mailbox -> mailbox.getAddress().strip().toLowerCase(Locale.ROOT))
        .toList();
  }

  /** Mime4j reads raw header bytes as Latin 1. */
  private static String unicodeToUtf8(String latin) {
    byte[] bytes = latin.getBytes(StandardCharsets.ISO_8859_1);
    return Charsets.utf8OrWestern(bytes, bytes.length);
  }

  private static Piece piece(MimeTokenStream stream, Budget budget) throws IOException {
    MaximalBodyDescriptor descriptor = (MaximalBodyDescriptor) stream.getBodyDescriptor();
    String name = descriptor.getContentDispositionFilename();
    if (name == null || name.isEmpty()) {
      name = descriptor.getContentTypeParameters().get("name");
    }
    if (name != null) {
      name =
          name.isEmpty()
              ? null
              : DecoderUtil.decodeEncodedWords(unicodeToUtf8(name), DecodeMonitor.SILENT);
    }
    String type = descriptor.getMimeType();
    boolean attached =
        name != null
            || "attachment".equalsIgnoreCase(descriptor.getContentDispositionType())
            || !(type.equals("text/plain") || type.equals("text/html"));
    Fingerprint fingerprint = new Fingerprint(type, descriptor.getTransferEncoding());
    byte[] buffer = new byte[16 << 10];
    try (InputStream in = stream.getDecodedInputStream()) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        budget.check();
        fingerprint.update(buffer, n);
      }
    }
    return new Piece(name, attached, fingerprint.print());
  }
}
