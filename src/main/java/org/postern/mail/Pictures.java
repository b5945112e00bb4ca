package org.postern.mail;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The attached pictures of one message (RFC 2392): finds the part that each place of the safe view
 * names, among this message's own parts, and draws it. Used by two threads: one draws, the other
 * may stop waiting for it and take what there is.
 */
final class Pictures {
  private final ReadMessage message;
  private final Budget budget;
  private final Map<String, Picture> found = new ConcurrentHashMap<>();
  private long room = Limits.PICTURES_DRAWN;

  Pictures(ReadMessage message, Budget budget) {
    this.message = message;
    this.budget = budget;
  }

  /** What follows {@code cid:}, as the Content-ID that it stands for; inert. */
  static String id(String escaped) {
    byte[] bytes = escaped.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream plain = new ByteArrayOutputStream(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      int high = bytes[i] == '%' && i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
      int low = high < 0 ? -1 : Character.digit(bytes[i + 2], 16);
      plain.write(low < 0 ? bytes[i] : high << 4 | low);
      i += low < 0 ? 0 : 2;
    }
    return shown(plain.toString(StandardCharsets.UTF_8));
  }

  private static String shown(String contentId) {
    return Inert.brief(contentId, 300);
  }

  static Set<String> named(List<Block> blocks) {
    Set<String> ids = new LinkedHashSet<>();
    blocks.forEach(block -> named(block, ids));
    return Collections.unmodifiableSet(ids);
  }

  private static void named(Block block, Set<String> ids) {
    switch (block) {
      case Block.Paragraph(List<Inline> content) -> inlines(content, ids);
      case Block.Heading(int _, List<Inline> content) -> inlines(content, ids);
      case Block.Preformatted(List<Inline> content) -> inlines(content, ids);
      case Block.Quote(List<Block> content) -> content.forEach(b -> named(b, ids));
      case Block.Items(boolean _, List<List<Block>> items) ->
          items.forEach(item -> item.forEach(b -> named(b, ids)));
      case Block.Grid(List<List<List<Block>>> rows) ->
          rows.forEach(row -> row.forEach(cell -> cell.forEach(b -> named(b, ids))));
      case Block.Rule() -> {}
    }
  }

  private static void inlines(List<Inline> content, Set<String> ids) {
    for (Inline inline : content) {
      if (inline instanceof Inline.Image image && image.source() == Inline.ImageSource.ATTACHED) {
        ids.add(image.contentId());
      }
    }
  }

  /** Draws all of them; true at the end. */
  boolean draw(byte[] raw) {
    Map<String, String> wanted = new LinkedHashMap<>();
    for (String id : message.pictures()) {
      if (found.size() + wanted.size() >= Limits.PICTURES) {
        refuse(id, "The message shows more than " + Limits.PICTURES + " pictures.");
        continue;
      }
      List<Attachment> parts = parts(id);
      if (parts.isEmpty()) {
        refuse(id, "The message has no part of that name.");
      } else if (parts.size() > 1) {
        refuse(id, "Two parts of the message have that name; programs differ in which they show.");
      } else if (parts.getFirst().size() > Limits.PICTURE) {
        refuse(id, "It is bigger than " + (Limits.PICTURE >> 20) + " MiB.");
      } else {
        wanted.put(parts.getFirst().path(), id);
      }
    }
    PartWalk.contents(
        raw,
        wanted.keySet(),
        budget,
        (path, bytes) -> found.put(Objects.requireNonNull(wanted.get(path)), drawn(bytes)));
    return true;
  }

  private List<Attachment> parts(String id) {
    return message.attachments().stream()
        .filter(a -> a.contentId() != null && shown(a.contentId()).equals(id))
        .toList();
  }

  private void refuse(String id, String why) {
    found.put(id, new Picture.Refused(why));
  }

  private Picture drawn(byte[] bytes) {
    try {
      PictureFile file = PictureFile.of(bytes);
      if (PictureDecoder.kept(file) > room) {
        return new Picture.Refused("The message’s other pictures are as much as may be drawn.");
      }
      Picture.Drawn drawn = PictureDecoder.decode(file, budget);
      room -= drawn.dots().length;
      return drawn;
    } catch (PictureFile.Refusal e) {
      return new Picture.Refused(e.why());
    } catch (Budget.Spent e) {
      throw e;
    } catch (IOException | RuntimeException _) {
      return new Picture.Refused(PictureFile.DAMAGED);
    }
  }

  /**
   * For each place.
   *
   * @param why those that are missing were not drawn
   */
  Map<String, Picture> found(String why) {
    Map<String, Picture> all = new HashMap<>();
    for (String id : message.pictures()) {
      all.put(id, found.getOrDefault(id, new Picture.Refused(why.isEmpty() ? MISSING : why)));
    }
    return Map.copyOf(all);
  }

  private static final String MISSING = "It could not be taken out of the message again.";
}
