package org.postern.quarantine;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postern.store.Cache;

/**
 * Keeps what is known of a folder over restarts, in a sealed file. It is a copy of what the mailbox
 * says; what does not fit the mailbox is thrown away.
 */
final class IndexFile {
  /** To be raised when the form changes, or what {@link HeldMessage#of} makes of a header. */
  private static final int FORM = 1;

  private static final int LONGEST_TEXT = 256 * 1024;
  private static final int MOST_TEXTS = 4096;
  private static final int SHARED = 100_000;

  private final Cache cache;
  private final String box;

  /**
   * What was kept.
   *
   * @param at when the list was like this
   * @param modSeq up to which change it is whole; 0 if that is not known
   */
  record Kept(Instant at, long uidValidity, long modSeq, List<Listed> listed) {}

  IndexFile(Cache cache, Mailbox box) {
    this.cache = cache;
    this.box = box.host() + " " + box.port() + " " + box.user() + " " + box.folder();
  }

  void keep(Folder folder, Instant at) throws IOException {
    List<Listed> all = folder.all();
    cache.keep(
        out -> {
          out.writeInt(FORM);
          text(out, box);
          out.writeLong(at.toEpochMilli());
          out.writeLong(folder.uidValidity());
          out.writeLong(folder.complete() ? folder.modSeq() : 0);
          out.writeInt(all.size());
          for (Listed listed : all) {
            write(out, listed);
          }
        });
  }

  /**
   * What was kept of this box; empty if nothing was.
   *
   * @throws IOException if it cannot be used: damaged, altered
   */
  Optional<Kept> read() throws IOException {
    return cache.read(this::read).flatMap(kept -> kept);
  }

  private Optional<Kept> read(DataInputStream in) throws IOException {
    Map<String, String> shared = new HashMap<>();
    if (in.readInt() != FORM || !text(in, shared).equals(box)) {
      return Optional.empty();
    }
    Instant at = Instant.ofEpochMilli(in.readLong());
    long uidValidity = in.readLong();
    long modSeq = in.readLong();
    int n = in.readInt();
    if (n < 0 || n > Allowance.MESSAGES) {
      throw new IOException("an impossible number of messages");
    }
    List<Listed> listed = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      listed.add(listed(in, shared));
    }
    return Optional.of(new Kept(at, uidValidity, modSeq, listed));
  }

  private static void write(DataOutputStream out, Listed listed) throws IOException {
    HeldMessage m = listed.held();
    out.writeBoolean(listed.receipt());
    out.write(HexFormat.of().parseHex(m.id().hex()));
    out.writeLong(m.uid());
    text(out, m.recipient());
    text(out, m.heldAs().word());
    out.writeLong(m.serial());
    text(out, m.gateway());
    text(out, m.sender());
    text(out, m.from());
    text(out, m.subject());
    out.writeLong(m.received().getEpochSecond());
    out.writeLong(m.size());
    texts(out, List.copyOf(m.flags()));
    texts(out, m.addressed());
    text(out, m.messageId());
    text(out, m.date());
    out.writeBoolean(m.files());
    out.write(HexFormat.of().parseHex(m.original()));
  }

  private static Listed listed(DataInputStream in, Map<String, String> shared) throws IOException {
    try {
      boolean receipt = in.readBoolean();
      HeldMessage held =
          new HeldMessage(
              new HeldId(HexFormat.of().formatHex(bytes(in, 8))),
              in.readLong(),
              text(in, shared),
              HeldClass.of(text(in, shared)),
              in.readLong(),
              text(in, shared),
              text(in, shared),
              text(in, shared),
              text(in),
              Instant.ofEpochSecond(in.readLong()),
              in.readLong(),
              Set.copyOf(texts(in, shared)),
              texts(in, shared),
              text(in),
              text(in),
              in.readBoolean(),
              HexFormat.of().formatHex(bytes(in, 32)),
              "");
      return new Listed(held, receipt);
    } catch (java.time.DateTimeException e) {
      throw new IOException("an impossible time", e);
    }
  }

  private static byte[] bytes(DataInputStream in, int n) throws IOException {
    byte[] bytes = new byte[n];
    in.readFully(bytes);
    return bytes;
  }

  private static void text(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String text(DataInputStream in) throws IOException {
    int n = in.readInt();
    if (n < 0 || n > LONGEST_TEXT) {
      throw new IOException("a text of impossible length");
    }
    return new String(bytes(in, n), StandardCharsets.UTF_8);
  }

  /** Texts that come back again and again are kept in memory once. */
  private static String text(DataInputStream in, Map<String, String> shared) throws IOException {
    String text = text(in);
    return shared.size() < SHARED
        ? shared.computeIfAbsent(text, t -> t)
        : shared.getOrDefault(text, text);
  }

  private static void texts(DataOutputStream out, List<String> texts) throws IOException {
    out.writeInt(texts.size());
    for (String text : texts) {
      text(out, text);
    }
  }

  private static List<String> texts(DataInputStream in, Map<String, String> shared)
      throws IOException {
    int n = in.readInt();
    if (n < 0 || n > MOST_TEXTS) {
      throw new IOException("an impossible number of texts");
    }
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      texts.add(text(in, shared));
    }
    return List.copyOf(texts);
  }
}
