package org.postern.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Attached pictures are drawn within bounds, or a sentence says why not. */
class PictureTest {
  private static final MailReader READER = new MailReader(Duration.ofSeconds(60));

  private static Map<String, Picture> drawn(byte[] raw) {
    return READER.pictures(raw, READER.read(raw));
  }

  private static Picture only(byte[] picture) {
    return Objects.requireNonNull(drawn(Drawings.message(picture)).get("p@x"));
  }

  private static Picture.Drawn seen(byte[] picture) {
    Picture what = only(picture);
    assertThat(what).isInstanceOf(Picture.Drawn.class);
    return (Picture.Drawn) what;
  }

  private static String why(byte[] picture) {
    Picture what = only(picture);
    assertThat(what).isInstanceOf(Picture.Refused.class);
    return ((Picture.Refused) what).why();
  }

  private static boolean near(int a, int b) {
    return Stream.of(24, 16, 8, 0)
        .allMatch(shift -> Math.abs((a >>> shift & 255) - (b >>> shift & 255)) < 24);
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpeg", "gif"})
  void everyFormat_drawnAsItIs(String format) {
    Picture.Drawn drawn = seen(Drawings.picture(format, 48, 20));
    assertThat(List.of(drawn.width(), drawn.height(), drawn.fileWidth(), drawn.fileHeight()))
        .containsExactly(48, 20, 48, 20);
    assertThat(drawn.moving()).isFalse();
    assertThat(drawn.dots()).hasSize(48 * 20);
    assertThat(near(drawn.dots()[48 * 10 + 4], Drawings.RED)).isTrue();
    assertThat(near(drawn.dots()[48 * 10 + 44], Drawings.BLUE)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpeg"})
  void grey_keepsItsShade(String format) {
    BufferedImage grey = new BufferedImage(16, 16, BufferedImage.TYPE_BYTE_GRAY);
    int[] shade = new int[16 * 16];
    Arrays.fill(shade, 128);
    grey.getRaster().setSamples(0, 0, 16, 16, 0, shade);
    assertThat(near(seen(Drawings.written(grey, format)).dots()[100], 0xFF808080)).isTrue();
  }

  @Test
  void halfTransparent_multiplied() {
    BufferedImage image = new BufferedImage(4, 4, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(1, 0, 0x80FF0000);
    int[] dots = seen(Drawings.written(image, "png")).dots();
    assertThat(dots[0]).isZero();
    assertThat(dots[1]).isEqualTo(0x80800000);
  }

  @Test
  void sixteenBits_andFewColours_drawn() {
    byte[] deep = Drawings.png(3, 3, 16, 6, false, Drawings.chunk("IDAT", Drawings.zeros(99)));
    assertThat(seen(deep).dots()).containsOnly(0);
    BufferedImage few = Drawings.halves(40, 8, BufferedImage.TYPE_BYTE_INDEXED);
    assertThat(near(seen(Drawings.written(few, "png")).dots()[2], Drawings.RED)).isTrue();
    BufferedImage two = Drawings.halves(40, 8, BufferedImage.TYPE_BYTE_BINARY);
    assertThat(seen(Drawings.written(two, "png")).dots()).hasSize(320);
  }

  @Test
  void largerThanAScreen_thinnedOut() {
    Picture.Drawn drawn = seen(Drawings.picture("png", 5_000, 1_700));
    assertThat(drawn.width()).isEqualTo(2_500);
    assertThat(drawn.dots()).hasSize(2_500 * 850);
    assertThat(drawn.fileWidth()).isEqualTo(5_000);
  }

  static Stream<Arguments> refused() {
    byte[] png = Drawings.picture("png", 20, 20);
    byte[] jpeg = Drawings.picture("jpeg", 20, 20);
    byte[] gif = Drawings.picture("gif", 20, 20);
    byte[] huge = Drawings.png(60_000, 60_000, 8, 2, false, Drawings.chunk("IDAT", new byte[9]));
    byte[] wide = Drawings.png(1_000_000, 1, 8, 0, false, Drawings.chunk("IDAT", new byte[9]));
    return Stream.of(
        Arguments.of("SVG", Packed.text("<svg xmlns='http://www.w3.org/2000/svg'/>"), "SVG"),
        Arguments.of("web page", Packed.text("<html><script>1</script>"), "web page"),
        Arguments.of("text", Packed.text("hello"), "no PNG, JPEG or GIF"),
        Arguments.of("nothing", new byte[0], "no PNG, JPEG or GIF"),
        Arguments.of("BMP", written("bmp"), "BMP"),
        Arguments.of("TIFF", written("tiff"), "TIFF"),
        Arguments.of("WebP", Packed.text("RIFF\1\1\1\1WEBPVP8 " + "x".repeat(60)), "WebP"),
        Arguments.of("icon", new byte[] {0, 0, 1, 0, 1, 0, 16, 16, 0, 0}, "no PNG, JPEG or GIF"),
        Arguments.of("huge PNG", huge, "60000 × 60000"),
        Arguments.of("wide PNG", wide, "1000000 × 1"),
        Arguments.of("huge GIF", gifOf(60_000, 60_000), "60000 × 60000"),
        Arguments.of("huge JPEG", jpegOf(65_000, 65_000), "65000 × 65000"),
        Arguments.of("flat JPEG", jpegOf(0, 20), "damaged"),
        Arguments.of("cut PNG", Arrays.copyOf(png, png.length - 20), "ends in the middle"),
        Arguments.of("PNG of its name alone", Arrays.copyOf(png, 8), "damaged"),
        Arguments.of("PNG whose chunk is endless", endless(png), "ends in the middle"),
        Arguments.of("JPEG without a scan", Arrays.copyOf(jpeg, 30), "damaged"),
        Arguments.of("GIF without colours", Arrays.copyOf(gif, 20), "damaged"),
        Arguments.of("arithmetic JPEG", frame(jpeg, 0xC9), "rare kind"),
        Arguments.of("lossless JPEG", frame(jpeg, 0xC3), "rare kind"),
        Arguments.of("CMYK", cmyk(jpeg), "CMYK"),
        Arguments.of("12 bits", twelve(jpeg), "damaged"));
  }

  private static byte[] written(String format) {
    return Drawings.picture(format, 20, 20);
  }

  private static byte[] gifOf(int width, int height) {
    byte[] gif = Drawings.picture("gif", 20, 20);
    int at = 13 + (3 << ((gif[10] & 7) + 1));
    while (gif[at] != 0x2C) {
      at++;
    }
    gif[at + 5] = (byte) width;
    gif[at + 6] = (byte) (width >> 8);
    gif[at + 7] = (byte) height;
    gif[at + 8] = (byte) (height >> 8);
    return gif;
  }

  private static int frameOf(byte[] jpeg) {
    for (int at = 2; ; at++) {
      if ((jpeg[at] & 255) == 0xFF && (jpeg[at + 1] & 255) == 0xC0) {
        return at;
      }
    }
  }

  private static byte[] frame(byte[] jpeg, int marker) {
    byte[] changed = jpeg.clone();
    changed[frameOf(jpeg) + 1] = (byte) marker;
    return changed;
  }

  private static byte[] jpegOf(int height, int width) {
    byte[] jpeg = Drawings.picture("jpeg", 20, 20);
    int at = frameOf(jpeg);
    jpeg[at + 5] = (byte) (height >> 8);
    jpeg[at + 6] = (byte) height;
    jpeg[at + 7] = (byte) (width >> 8);
    jpeg[at + 8] = (byte) width;
    return jpeg;
  }

  private static byte[] twelve(byte[] jpeg) {
    byte[] changed = jpeg.clone();
    changed[frameOf(jpeg) + 4] = 12;
    return changed;
  }

  private static byte[] cmyk(byte[] jpeg) {
    int at = frameOf(jpeg);
    byte[] changed = Drawings.with(jpeg, at + 4 + 15, new byte[] {4, 0x11, 0});
    changed[at + 3] = 8 + 3 * 4;
    changed[at + 9] = 4;
    return changed;
  }

  private static byte[] endless(byte[] png) {
    byte[] changed = png.clone();
    changed[33] = 0x7F; // the length of what follows the header
    return changed;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void refused_andSaid(String what, byte[] picture, String because) {
    assertThat(why(picture)).as(what).contains(because);
    assertThat(Inert.isPlain(why(picture))).isTrue();
  }

  @Test
  void moreThanTheLimitOfBytes_refused() {
    byte[] png = Drawings.picture("png", 20, 20);
    byte[] fat = Drawings.with(png, 33, Drawings.chunk("teXt", new byte[Limits.PICTURE]));
    assertThat(why(fat)).contains("5 MiB");
  }

  static Stream<Arguments> riders() {
    byte[] bomb = Drawings.zeros(200L << 20);
    byte[] named = Drawings.joined(Packed.text("x\0\0"), bomb);
    return Stream.of("zTXt", "iCCP", "iTXt", "eXIf", "sPLT", "aaAa")
        .map(type -> Arguments.of(type, Drawings.chunk(type, named)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("riders")
  @Timeout(20)
  void whatRidesOnAPicture_reachesNoDecoder(String type, byte[] chunk) throws Exception {
    byte[] png = Drawings.with(Drawings.picture("png", 20, 20), 33, chunk);
    assertThat(seen(png).dots()).hasSize(400);
    assertThat(new String(PictureFile.of(png).bytes(), StandardCharsets.ISO_8859_1))
        .doesNotContain(type);
  }

  @Test
  void whatRidesOnAPhoto_reachesNoDecoder() throws Exception {
    byte[] place = segment(0xE1, "Exif\0\0N 51 30 W 0 7");
    byte[] note = segment(0xFE, "secret");
    byte[] jpeg = Drawings.with(Drawings.picture("jpeg", 20, 20), 2, Drawings.joined(place, note));
    assertThat(seen(jpeg).dots()).hasSize(400);
    assertThat(new String(PictureFile.of(jpeg).bytes(), StandardCharsets.ISO_8859_1))
        .doesNotContain("Exif", "secret");
  }

  private static byte[] segment(int marker, String text) {
    byte[] head = {(byte) 0xFF, (byte) marker, 0, (byte) (text.length() + 2)};
    return Drawings.joined(head, Packed.text(text));
  }

  @Test
  @Timeout(20)
  void movingPicture_firstOnly_andSaid() throws Exception {
    byte[] gif = Drawings.picture("gif", 20, 20);
    int start = 13 + (3 << ((gif[10] & 7) + 1));
    byte[] frame = Arrays.copyOfRange(gif, start, gif.length - 1);
    ByteArrayOutputStream many = new ByteArrayOutputStream();
    many.write(gif, 0, start);
    while (many.size() < 4_000_000) {
      many.writeBytes(frame);
    }
    Picture.Drawn drawn = seen(many.toByteArray());
    assertThat(drawn.moving()).isTrue();
    assertThat(drawn.dots()).hasSize(400);
    assertThat(PictureFile.of(many.toByteArray()).bytes()).hasSizeLessThan(2 * gif.length);
  }

  @Test
  void scans_drawn_butNotWithoutEnd() {
    byte[] jpeg = Drawings.progressive(640, 480);
    assertThat(near(seen(jpeg).dots()[640 * 20 + 20], Drawings.RED)).isTrue();
    int last = jpeg.length - 2;
    int scan = last;
    while ((jpeg[scan] & 255) != 0xFF || (jpeg[scan + 1] & 255) != 0xDA) {
      scan--;
    }
    byte[] again = Arrays.copyOfRange(jpeg, scan, last);
    byte[][] thousands = new byte[2_000][];
    Arrays.fill(thousands, again);
    assertThat(why(Drawings.with(jpeg, last, Drawings.joined(thousands)))).contains("too much");
  }

  @Test
  void cutPhoto_shownAsFarAsItGoes() {
    byte[] jpeg = Drawings.picture("jpeg", 200, 200);
    assertThat(seen(Arrays.copyOf(jpeg, jpeg.length - 300)).dots()).hasSize(40_000);
  }

  @Test
  void onlyPartsOfThisMessage_byTheirExactName() {
    byte[] png = Drawings.picture("png", 20, 20);
    String page =
        "<img src='cid:a@x'><img src='cid:b%40x'><img src='cid:none@x'>"
            + "<img src='https://trap.invalid/a@x'>";
    Map<String, byte[]> parts = new LinkedHashMap<>();
    parts.put("a@x", png);
    parts.put("b@x", png);
    byte[] raw = Drawings.message(page, parts);
    assertThat(READER.read(raw).pictures()).containsExactly("a@x", "b@x", "none@x");
    Map<String, Picture> found = drawn(raw);
    assertThat(found.get("a@x")).isInstanceOf(Picture.Drawn.class);
    assertThat(found.get("b@x")).isInstanceOf(Picture.Drawn.class);
    assertThat(found.get("none@x")).isInstanceOf(Picture.Refused.class);
    byte[] outer =
        Packed.text(
            "From: a@example.com\r\nMIME-Version: 1.0\r\n"
                + "Content-Type: multipart/mixed; boundary=o\r\n\r\n"
                + "--o\r\nContent-Type: text/html\r\n\r\n<img src='cid:a@x'>\r\n"
                + "--o\r\nContent-Type: message/rfc822\r\n\r\n"
                + new String(raw, StandardCharsets.UTF_8)
                + "\r\n--o--\r\n");
    assertThat(READER.read(outer).enclosed()).isNotEmpty();
    assertThat(drawn(outer)).containsOnlyKeys("a@x").containsValue(new Picture.Refused(NO_PART));
  }

  private static final String NO_PART = "The message has no part of that name.";

  @Test
  void twoPartsOfOneName_refused() {
    byte[] once = Drawings.message(Drawings.picture("png", 20, 20));
    String text = new String(once, StandardCharsets.UTF_8);
    String part = text.substring(text.lastIndexOf("--x\r\nContent-Type"), text.length() - 7);
    byte[] twice = Packed.text(text.substring(0, text.length() - 7) + part + "\r\n--x--\r\n");
    assertThat(READER.read(twice).attachments()).hasSize(2);
    assertThat(drawn(twice).get("p@x")).isInstanceOf(Picture.Refused.class);
  }

  @Test
  void countless_drawnToTheLimit() {
    Map<String, byte[]> parts = new LinkedHashMap<>();
    StringBuilder page = new StringBuilder();
    byte[] png = Drawings.picture("png", 8, 8);
    for (int i = 0; i < Limits.PICTURES + 20; i++) {
      parts.put("p" + i, png);
      page.append("<img src='cid:p").append(i).append("'>");
    }
    Map<String, Picture> found = drawn(Drawings.message(page.toString(), parts));
    assertThat(found).hasSize(Limits.PICTURES + 20);
    assertThat(found.values()).filteredOn(Picture.Drawn.class::isInstance).hasSize(Limits.PICTURES);
  }

  @Test
  void timeIsUp_eachSaysSo() {
    byte[] raw = Drawings.message(Drawings.picture("png", 20, 20));
    ReadMessage message = READER.read(raw);
    Map<String, Picture> found = new MailReader(Duration.ZERO).pictures(raw, message);
    assertThat(found.get("p@x"))
        .isInstanceOfSatisfying(
            Picture.Refused.class, r -> assertThat(r.why()).startsWith("Given up"));
  }

  @Test
  @Timeout(120)
  void mutatedPictures_neverFail() {
    Random random = new Random(20_261_122);
    List<byte[]> seeds =
        List.of(
            Drawings.picture("png", 30, 30),
            Drawings.picture("jpeg", 30, 30),
            Drawings.picture("gif", 30, 30),
            Drawings.progressive(30, 30));
    int drawn = 0;
    for (int i = 0; i < 1_200; i++) {
      byte[] file = seeds.get(i % seeds.size()).clone();
      for (int k = random.nextInt(5); k >= 0; k--) {
        file[random.nextInt(file.length)] = (byte) random.nextInt(256);
      }
      switch (only(file)) {
        case Picture.Drawn d -> {
          drawn++;
          assertThat(d.dots()).hasSize(d.width() * d.height());
        }
        case Picture.Refused(String why) ->
            assertThat(why).doesNotStartWith("Given up").matches(Inert::isPlain);
      }
    }
    assertThat(drawn).isGreaterThan(200);
  }
}
