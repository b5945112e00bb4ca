package org.postern.mail;

import static org.assertj.core.api.Assertions.assertThat;

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

/** What lies in attached archives is listed within bounds, with a finding for each trick. */
class ArchiveTest {
  private static final byte[] HELLO = Packed.text("hello, hello, hello, hello");

  private static Archive archive(ReadMessage message) {
    return message.archive(message.attachments().getFirst()).orElseThrow();
  }

  static Stream<Arguments> formats() {
    return Stream.of(
        Arguments.of("a.zip", Packed.zip("in.txt", HELLO), "ZIP archive"),
        Arguments.of("a.zip", Packed.zip64("in.txt", HELLO), "ZIP archive"),
        Arguments.of("a.tar", Packed.tar("in.txt", HELLO), "tar archive"),
        Arguments.of("in.txt.gz", Packed.compressed("gz", HELLO), "gzip file"),
        Arguments.of("in.txt.xz", Packed.compressed("xz", HELLO), "xz file"),
        Arguments.of("in.txt.bz2", Packed.compressed("bzip2", HELLO), "bzip2 file"),
        Arguments.of("a.7z", Packed.seven("in.txt", HELLO), "7-Zip archive"),
        Arguments.of("in.tgz", Packed.compressed("gz", Packed.tar("in.txt", HELLO)), "gzip file"));
  }

  @ParameterizedTest(name = "{0} {2}")
  @MethodSource("formats")
  void everyFormat_namesAndSizes(String name, byte[] file, String format) {
    ReadMessage message = Packed.read(name, file);
    Archive archive = archive(message);
    assertThat(archive.format()).isEqualTo(format);
    assertThat(archive.gap()).isEmpty();
    assertThat(archive.entries())
        .extracting(Archive.Entry::name, Archive.Entry::size, Archive.Entry::encrypted)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("in.txt", 26L, false));
    assertThat(message.findings()).isEmpty();
  }

  @Test
  void rar_recognisedButNotLookedInto() {
    byte[] rar = Arrays.copyOf(Packed.text("Rar!\u001a\u0007\u0001\0"), 200);
    ReadMessage message = Packed.read("a.rar", rar);
    assertThat(archive(message).gap()).contains("not looked into");
    assertThat(Mails.kinds(message)).containsExactly(Finding.Kind.ARCHIVE_NOT_LISTED);
  }

  @Test
  void officeDocument_listedWithItsMacros() {
    Map<String, byte[]> parts = new LinkedHashMap<>();
    parts.put("[Content_Types].xml", Packed.text("<Types/>"));
    parts.put("word/document.xml", HELLO);
    parts.put("word/vbaProject.bin", HELLO);
    ReadMessage message = Packed.read("plan.docx", Packed.zip(parts));
    assertThat(archive(message).entries()).hasSize(3);
    assertThat(Mails.kinds(message)).containsExactly(Finding.Kind.MACROS);
  }

  @Test
  void oldOfficeDocument_macrosFoundByTheirStream() {
    byte[] ole = new byte[2000];
    byte[] magic = {(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0, (byte) 0xA1, (byte) 0xB1, 0x1A};
    System.arraycopy(magic, 0, ole, 0, 7);
    ole[7] = (byte) 0xE1;
    assertThat(Mails.kinds(Packed.read("plan.doc", ole))).isEmpty();
    byte[] stream = "_VBA_PROJECT".getBytes(java.nio.charset.StandardCharsets.UTF_16LE);
    System.arraycopy(stream, 0, ole, 1500, stream.length);
    assertThat(Mails.kinds(Packed.read("plan.doc", ole))).containsExactly(Finding.Kind.MACROS);
  }

  @Test
  void archivesInArchives_listedAsATree() {
    byte[] inner = Packed.zip("deep.exe", Packed.text("MZ" + "\0".repeat(100)));
    byte[] file = Packed.compressed("gz", Packed.tar("middle.zip", inner));
    ReadMessage message = Packed.read("outer.tar.gz", file);
    Archive.Entry middle = archive(message).entries().getFirst();
    assertThat(middle.name()).isEqualTo("middle.zip");
    assertThat(Objects.requireNonNull(middle.inner()).entries())
        .extracting(Archive.Entry::name, Archive.Entry::realType)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("deep.exe", "Windows program"));
    assertThat(message.findings())
        .anyMatch(f -> f.kind() == Finding.Kind.EXECUTABLE && f.detail().contains("middle.zip"));
    assertThat(archive(message).count()).isEqualTo(2);
  }

  @Test
  void archivesWithoutEnd_endAtTheDepthLimit() {
    byte[] file = Packed.zip("end.txt", HELLO);
    for (int i = 0; i < 12; i++) {
      file = Packed.zip("level.zip", file);
    }
    ReadMessage message = Packed.read("deep.zip", file);
    assertThat(Mails.kinds(message)).containsExactly(Finding.Kind.ARCHIVE_DEEP);
    assertThat(archive(message).count()).isEqualTo(Limits.ARCHIVE_DEPTH);
  }

  @Test
  void locked_markedAndSaid() {
    ReadMessage message = Packed.read("a.zip", Packed.locked(Packed.zip("in.txt", HELLO)));
    assertThat(archive(message).entries()).allMatch(Archive.Entry::encrypted);
    assertThat(Mails.kinds(message)).containsExactly(Finding.Kind.ARCHIVE_ENCRYPTED);
  }

  static Stream<Arguments> bombs() {
    byte[] zeros = new byte[40 << 20];
    byte[] four = new byte[4 << 20];
    Map<String, byte[]> ten = new LinkedHashMap<>();
    for (int i = 0; i < 10; i++) {
      ten.put("page" + i + ".dll", four);
    }
    Map<String, byte[]> books = new LinkedHashMap<>();
    byte[] book = Packed.zip(ten);
    for (int i = 0; i < 16; i++) {
      books.put("book" + i + ".zip", book);
    }
    return Stream.of(
        Arguments.of("one huge file", "a.zip", Packed.zip("zeros.bin", zeros)),
        Arguments.of("gzip", "a.gz", Packed.compressed("gz", zeros)),
        Arguments.of("bzip2", "a.bz2", Packed.compressed("bzip2", zeros)),
        Arguments.of("xz", "a.xz", Packed.compressed("xz", zeros)),
        Arguments.of("many files", "a.zip", Packed.zip(ten)),
        Arguments.of("many archives of many files", "a.zip", Packed.zip(books)),
        Arguments.of("shared bytes", "a.zip", Packed.overlapping(four, 250)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bombs")
  @Timeout(20)
  void bomb_saidInTime(String what, String name, byte[] file) {
    ReadMessage message = new MailReader().read(Packed.message(name, file));
    assertThat(message.rawOnly()).as(what).isFalse();
    assertThat(Mails.kinds(message)).as(what).contains(Finding.Kind.ARCHIVE_BOMB);
    assertThat(archive(message).entries()).isNotEmpty();
  }

  @Test
  void sharedBytes_saidOfSmallFilesToo() {
    assertThat(Packed.read("a.zip", Packed.overlapping(HELLO, 3)).findings())
        .anyMatch(
            f ->
                f.kind() == Finding.Kind.ARCHIVE_BOMB
                    && f.detail().contains("3 files that are packed into the same bytes"));
  }

  @Test
  void moreThanPromised_said() {
    byte[] zip = Packed.zip("in.txt", HELLO);
    for (int i = 0; i + 30 < zip.length; i++) {
      if (zip[i] == 'P' && zip[i + 1] == 'K' && zip[i + 2] == 1) {
        zip[i + 24] = 3; // the directory's size of the unpacked file
      }
    }
    assertThat(Mails.kinds(Packed.read("a.zip", zip))).contains(Finding.Kind.ARCHIVE_INCONSISTENT);
  }

  @Test
  void anotherNameBeforeTheFile_said() {
    byte[] zip = Packed.zip("good.txt", HELLO);
    zip[30] = 'f';
    assertThat(Mails.kinds(Packed.read("a.zip", zip)))
        .containsExactly(Finding.Kind.ARCHIVE_INCONSISTENT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../etc/cron.d/x",
        "/etc/passwd",
        "C:\\windows\\x",
        "..\\x",
        "a\0.txt",
        "\\\\host\\x"
      })
  void pathTricks_said(String name) {
    assertThat(Mails.kinds(Packed.read("a.tar", Packed.tar(name, HELLO)))).isNotNull();
    ReadMessage message = Packed.read("a.zip", Packed.zip(name, HELLO));
    assertThat(Mails.kinds(message)).contains(Finding.Kind.ARCHIVE_PATH);
    assertThat(message.findings()).allMatch(f -> Inert.isPlain(f.detail()));
  }

  @Test
  void nameRunningBackwards_said() {
    ReadMessage message = Packed.read("a.zip", Packed.zip("cod\u202Eexe.txt", HELLO));
    assertThat(Mails.kinds(message)).contains(Finding.Kind.BIDI_CONTROL);
    assertThat(archive(message).entries().getFirst().shownName()).contains("[U+202E]");
  }

  @Test
  void twoEndings_said() {
    assertThat(Mails.kinds(Packed.read("a.zip", Packed.zip("invoice.pdf.exe", HELLO))))
        .contains(Finding.Kind.DOUBLE_EXTENSION);
    assertThat(Mails.kinds(Packed.read("invoice.pdf      .scr", HELLO)))
        .contains(Finding.Kind.DOUBLE_EXTENSION);
    assertThat(Mails.kinds(Packed.read("notes.2026.txt", HELLO))).isEmpty();
  }

  @Test
  void zipBehindAPicture_found() {
    byte[] zip = Packed.zip("in.txt", HELLO);
    byte[] both = new byte[zip.length + 100];
    System.arraycopy(
        new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'}, 0, both, 0, 8);
    System.arraycopy(zip, 0, both, 100, zip.length);
    ReadMessage message = Packed.read("a.png", both);
    assertThat(Mails.kinds(message)).contains(Finding.Kind.ARCHIVE_HIDDEN);
    assertThat(archive(message).entries()).extracting(Archive.Entry::name).contains("in.txt");
  }

  @Test
  void countlessFiles_listedToTheLimit() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (int i = 0; i < 50_000; i++) {
      files.put("f" + i, new byte[0]);
    }
    Archive archive = archive(Packed.read("a.zip", Packed.zip(files)));
    assertThat(archive.entries()).hasSize(Limits.ARCHIVE_ENTRIES);
    assertThat(archive.gap()).contains("2000");
  }

  @Test
  void brokenDirectory_listedFromItsBeginning() {
    byte[] zip = Packed.zip(Map.of("in.txt", HELLO));
    byte[] cut = Arrays.copyOf(zip, zip.length - 30);
    Archive archive = archive(Packed.read("a.zip", cut));
    assertThat(archive.entries()).extracting(Archive.Entry::name).containsExactly("in.txt");
    assertThat(archive.gap()).contains("damaged");
  }

  @Test
  @Timeout(120)
  void mutatedArchives_neverFail() {
    Random random = new Random(20_261_122);
    List<byte[]> seeds = formats().map(a -> (byte[]) a.get()[1]).toList();
    for (int i = 0; i < 800; i++) {
      byte[] file = seeds.get(i % seeds.size()).clone();
      for (int k = random.nextInt(6); k >= 0; k--) {
        file[random.nextInt(file.length)] = (byte) random.nextInt(256);
      }
      ReadMessage message = Packed.read("a.bin", file);
      assertThat(message.rawOnly()).isFalse();
      assertThat(message.findings())
          .as("%s %s", i, message.findings())
          .noneMatch(f -> f.detail().contains("Nobody looked into"))
          .allMatch(f -> Inert.isPlain(f.detail()));
    }
  }
}
