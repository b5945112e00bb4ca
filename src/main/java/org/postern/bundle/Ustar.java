package org.postern.bundle;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The one form of archive that bundles use: POSIX ustar with plain files only, mode 0644, owner 0,
 * time 0, so that a name and a content have exactly one encoding. Reading writes each header anew
 * and compares: whatever differs (link, device, pax header, sparse map, another owner, a flipped
 * bit) is refused without needing to be understood.
 */
final class Ustar {
  private static final int BLOCK = 512;
  private static final int LONGEST_NAME = 99;

  /** Twice what a bundle may hold; a script looks at each with three processes. */
  private static final int MOST_MEMBERS = 64;

  /** One member; {@code from} is the offset of its bytes in the archive. */
  record Member(String name, int from, int size) {}

  private Ustar() {}

  /** Collects the archive of {@code names} and {@code contents}, in their order. */
  static byte[] write(List<String> names, List<byte[]> contents) {
    int total = 2 * BLOCK;
    for (byte[] content : contents) {
      total = Math.addExact(total, BLOCK + padded(content.length));
    }
    byte[] archive = new byte[total];
    int at = 0;
    for (int i = 0; i < names.size(); i++) {
      byte[] content = contents.get(i);
      System.arraycopy(header(names.get(i), content.length), 0, archive, at, BLOCK);
      System.arraycopy(content, 0, archive, at + BLOCK, content.length);
      at += BLOCK + padded(content.length);
    }
    return archive;
  }

  /**
   * @throws Flaw {@code ifBad}, if the archive is not exactly what {@link #write} makes
   */
  static List<Member> read(byte[] archive, Refusal ifBad) throws Flaw {
    List<Member> members = new ArrayList<>();
    int at = 0;
    while (true) {
      if (archive.length - at < 2 * BLOCK || members.size() > MOST_MEMBERS) {
        throw new Flaw(ifBad, "the archive is cut short, or holds far too many files");
      }
      if (archive[at] == 0) {
        break;
      }
      Member member = memberAt(archive, at, ifBad);
      int end = member.from() + padded(member.size());
      if (!zero(archive, member.from() + member.size(), end)) {
        throw new Flaw(ifBad, "there is something hidden after " + member.name());
      }
      members.add(member);
      at = end;
    }
    if (!zero(archive, at, archive.length) || archive.length != at + 2 * BLOCK) {
      throw new Flaw(ifBad, "there is something after the end of the archive");
    }
    return members;
  }

  private static Member memberAt(byte[] archive, int at, Refusal ifBad) throws Flaw {
    byte[] header = Arrays.copyOfRange(archive, at, at + BLOCK);
    int end = 0;
    while (end <= LONGEST_NAME && header[end] > ' ') {
      end++;
    }
    String name = new String(header, 0, end, StandardCharsets.US_ASCII);
    long size = 0;
    for (int i = 124; i < 135; i++) {
      size = size * 8 + (header[i] & 7);
    }
    if (end > LONGEST_NAME || !Arrays.equals(header, header(name, size))) {
      throw new Flaw(
          ifBad, "it holds something else than plain files in the form that bundles have");
    }
    // The end of the archive follows each member, too.
    if (size > archive.length - at - 3L * BLOCK
        || padded((int) size) > archive.length - at - 3 * BLOCK) {
      throw new Flaw(ifBad, "the archive is cut short");
    }
    return new Member(name, at + BLOCK, (int) size);
  }

  private static byte[] header(String name, long size) {
    byte[] header = new byte[BLOCK];
    put(header, 0, name);
    put(header, 100, "0000644");
    put(header, 108, "0000000");
    put(header, 116, "0000000");
    putOctal(header, 124, 11, size);
    put(header, 136, "00000000000");
    put(header, 148, "        ");
    put(header, 156, "0");
    put(header, 257, "ustar");
    put(header, 263, "00");
    put(header, 329, "0000000");
    put(header, 337, "0000000");
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xff;
    }
    putOctal(header, 148, 6, sum);
    header[154] = 0;
    return header;
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }

  private static void putOctal(byte[] header, int at, int digits, long value) {
    long rest = value;
    for (int i = at + digits - 1; i >= at; i--) {
      header[i] = (byte) ('0' + (rest & 7));
      rest >>= 3;
    }
  }

  private static int padded(int size) {
    return Math.addExact(size, BLOCK - 1) / BLOCK * BLOCK;
  }

  private static boolean zero(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return true;
  }
}
