package org.postern.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.LZMAOutputStream;

/**
 * The directory of a 7-Zip archive is packed itself, as the 7-Zip programs write it: it is listed
 * where that is cheap, and left alone where it was made to fill the memory.
 */
class SevenTest {
  private static final byte[] SIGNATURE = {'7', 'z', (byte) 0xBC, (byte) 0xAF, 0x27, 0x1C, 0, 4};

  /** A packed stream of LZMA with a dictionary of 64 KiB. */
  private static byte[] lzma(byte[] plain, long zerosAfter) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      LZMA2Options options = new LZMA2Options(0);
      options.setDictSize(1 << 16);
      try (LZMAOutputStream packed = new LZMAOutputStream(out, options, false)) {
        packed.write(plain);
        byte[] block = new byte[1 << 16];
        for (long left = zerosAfter; left > 0; left -= block.length) {
          packed.write(block, 0, (int) Math.min(left, block.length));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static void number(ByteArrayOutputStream out, long value) {
    out.write(0xFF);
    out.writeBytes(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
  }

  private static int sum(byte[] bytes) {
    CRC32 sum = new CRC32();
    sum.update(bytes);
    return (int) sum.getValue();
  }

  /**
   * The same archive, its directory packed, with zeros behind it.
   *
   * @param memory the dictionary that the directory says it needs
   */
  private static byte[] packedDirectory(byte[] seven, long zeros, int memory) {
    ByteBuffer start = ByteBuffer.wrap(seven).order(ByteOrder.LITTLE_ENDIAN);
    int directory = 32 + (int) start.getLong(12);
    byte[] plain = Arrays.copyOfRange(seven, directory, directory + (int) start.getLong(20));
    byte[] packed = lzma(plain, zeros);
    ByteArrayOutputStream next = new ByteArrayOutputStream();
    next.writeBytes(new byte[] {0x17, 6});
    number(next, directory - 32);
    next.writeBytes(new byte[] {1, 9});
    number(next, packed.length);
    next.writeBytes(new byte[] {0, 7, 0x0B, 1, 0, 1, 0x23, 3, 1, 1, 5, 93});
    next.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(memory).array());
    next.write(0x0C);
    number(next, plain.length + zeros);
    next.writeBytes(new byte[] {0, 0});
    ByteBuffer head = ByteBuffer.allocate(20).order(ByteOrder.LITTLE_ENDIAN);
    head.putLong(directory - 32L + packed.length)
        .putLong(next.size())
        .putInt(sum(next.toByteArray()));
    ByteBuffer sum =
        ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(sum(head.array()));
    return Drawings.joined(
        SIGNATURE,
        sum.array(),
        head.array(),
        Arrays.copyOfRange(seven, 32, directory),
        packed,
        next.toByteArray());
  }

  private static Archive archive(byte[] seven) {
    ReadMessage message = Packed.read("a.7z", seven);
    return message.archive(message.attachments().getFirst()).orElseThrow();
  }

  private static final byte[] PLAIN = Packed.seven("in.txt", Packed.text("hello"));

  @Test
  void packedDirectory_listed() {
    Archive archive = archive(packedDirectory(PLAIN, 0, 1 << 16));
    assertThat(archive.gap()).isEmpty();
    assertThat(archive.entries()).extracting(Archive.Entry::name).containsExactly("in.txt");
  }

  @Test
  void directoryThatBecomesHuge_notUnpacked() {
    Archive archive = archive(packedDirectory(PLAIN, 8L << 20, 1 << 16));
    assertThat(archive.entries()).isEmpty();
    assertThat(archive.gap()).contains("list of files").contains("not unpacked");
  }

  @Test
  void directoryThatNeedsAHugeDictionary_notUnpacked() {
    assertThat(archive(packedDirectory(PLAIN, 0, 1 << 30)).gap()).isNotEmpty();
  }

  /** Reads a message; runs in a process of its own. */
  static final class Reader {
    private Reader() {}

    public static void main(String[] files) throws Exception {
      byte[] raw = Files.readAllBytes(Path.of(files[0]));
      long start = System.nanoTime();
      ReadMessage message = new MailReader().read(raw);
      long millis = (System.nanoTime() - start) / 1_000_000;
      System.out.println(millis + "\t" + message.archives().values());
      System.out.flush();
      Runtime.getRuntime().halt(0);
    }
  }

  @Test
  @Timeout(60)
  void directoryOfHalfAGigabyte_saidInTimeAndMemory(@TempDir Path dir) throws Exception {
    Path file = dir.resolve("a.eml");
    Files.write(file, Packed.message("a.7z", packedDirectory(PLAIN, 500L << 20, 1 << 16)));
    String[] said = BoundedChild.run(Reader.class, file, 96).split("\t", -1);
    assertThat(Long.parseLong(said[0])).isLessThanOrEqualTo(5_000);
    assertThat(said[1]).contains("not unpacked");
  }
}
