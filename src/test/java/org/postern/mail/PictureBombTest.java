package org.postern.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Pictures made to exhaust whoever draws them, in a process that has 256 MB of memory beside the
 * message: each ends within 5 s, drawn or with a sentence.
 */
class PictureBombTest {
  private static final int MEGABYTES_BESIDE = 256;

  private static Map<String, Supplier<byte[]>> bombs() {
    Map<String, Supplier<byte[]>> all = new LinkedHashMap<>();
    all.put(
        "dots_60000_square", () -> one(Drawings.png(60_000, 60_000, 16, 6, false, data(1 << 20))));
    all.put("data_without_end", () -> one(Drawings.png(8, 8, 8, 2, false, data(900L << 20))));
    all.put(
        "as_many_dots_as_may_be_deep",
        () -> one(Drawings.png(5_000, 4_000, 16, 6, false, data(5_000L * 4_000 * 8 + 4_000))));
    all.put(
        "as_many_dots_as_may_be_laced",
        () -> one(Drawings.png(5_000, 4_000, 16, 6, true, data(5_000L * 4_000 * 8 + 40_000))));
    all.put(
        "longest_row",
        () -> one(Drawings.png(16_384, 1_200, 16, 6, false, data(16_385L * 1_200 * 8))));
    all.put(
        "text_and_profile",
        () ->
            one(
                Drawings.png(
                    8,
                    8,
                    8,
                    2,
                    false,
                    rider("zTXt", 250L << 20),
                    rider("iCCP", 250L << 20),
                    rider("iTXt", 250L << 20),
                    data(8 * 25))));
    all.put("photo", () -> one(Drawings.picture("jpeg", 5_000, 4_000)));
    all.put("photo_in_scans", () -> one(Drawings.progressive(4_000, 3_000)));
    all.put(
        "forty_as_large_as_may_be",
        () -> {
          byte[] picture =
              Drawings.png(5_000, 4_000, 8, 6, false, data(5_000L * 4_000 * 4 + 4_000));
          Map<String, byte[]> parts = new LinkedHashMap<>();
          StringBuilder page = new StringBuilder();
          for (int i = 0; i < 40; i++) {
            parts.put("p" + i, picture);
            page.append("<img src='cid:p").append(i).append("'>");
          }
          return Drawings.message(page.toString(), parts);
        });
    all.put("a_million_empty_pieces", () -> one(pieces()));
    return all;
  }

  private static byte[] one(byte[] picture) {
    return Drawings.message(picture);
  }

  private static byte[] data(long unpacked) {
    return Drawings.chunk("IDAT", Drawings.zeros(unpacked));
  }

  private static byte[] rider(String type, long unpacked) {
    return Drawings.chunk(type, Drawings.joined(Packed.text("x\0\0"), Drawings.zeros(unpacked)));
  }

  private static byte[] pieces() {
    byte[] empty = Drawings.chunk("IDAT", new byte[0]);
    byte[][] many = new byte[400_000][];
    Arrays.fill(many, empty);
    return Drawings.png(8, 8, 8, 2, false, Drawings.joined(many), data(8 * 25));
  }

  /** Draws the pictures of a file; runs in a process of its own. */
  static final class Reader {
    private Reader() {}

    public static void main(String[] files) throws Exception {
      MailReader reader = new MailReader();
      byte[] raw = Files.readAllBytes(Path.of(files[0]));
      ReadMessage message = reader.read(raw);
      long start = System.nanoTime();
      Map<String, Picture> found = reader.pictures(raw, message);
      long millis = (System.nanoTime() - start) / 1_000_000;
      long drawn = found.values().stream().filter(Picture.Drawn.class::isInstance).count();
      System.out.println(millis + "\t" + found.size() + "\t" + drawn);
      System.out.flush();
      Runtime.getRuntime().halt(0); // what was given up may still run
    }
  }

  @Test
  @Timeout(300)
  void everyBomb_endsInTimeAndMemory(@TempDir Path dir) throws Exception {
    Map<String, Integer> drawn = new LinkedHashMap<>();
    for (Map.Entry<String, Supplier<byte[]>> bomb : bombs().entrySet()) {
      Path file = dir.resolve(bomb.getKey() + ".eml");
      Files.write(file, bomb.getValue().get());
      long megabytes = MEGABYTES_BESIDE + (Files.size(file) >> 20);
      String[] said = BoundedChild.run(Reader.class, file, megabytes).split("\t", -1);
      assertThat(said).as(bomb.getKey()).hasSize(3);
      assertThat(Long.parseLong(said[0])).as(bomb.getKey()).isLessThanOrEqualTo(5_000);
      assertThat(Integer.parseInt(said[1])).as(bomb.getKey()).isGreaterThanOrEqualTo(1);
      drawn.put(bomb.getKey(), Integer.parseInt(said[2]));
      Files.delete(file);
    }
    // How many of the forty are drawn depends on how busy the machine is.
    drawn.remove("forty_as_large_as_may_be");
    assertThat(drawn.remove("dots_60000_square")).isZero();
    assertThat(drawn).hasSize(8).allSatisfy((name, count) -> assertThat(count).isEqualTo(1));
  }
}
