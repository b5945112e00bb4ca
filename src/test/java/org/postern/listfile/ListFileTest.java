package org.postern.listfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postern.listfile.Form.Encoding;
import org.postern.listfile.Form.Format;
import org.postern.listfile.Form.Packing;
import org.postern.policy.Entry;
import org.postern.policy.EntryPattern;
import org.postern.policy.Listing;
import org.postern.policy.Mode;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

class ListFileTest {
  /** When an entry ends whose line does not say so. */
  private @Nullable Instant usual;

  @TempDir Path dir;

  private record Read(Form form, List<Entry> entries, List<Reading.Bad> bad) {
    List<String> patterns() {
      return entries.stream().map(e -> e.pattern().text()).toList();
    }

    List<Long> badLines() {
      return bad.stream().map(Reading.Bad::line).toList();
    }
  }

  private Read read(ListFile file, Form form, Listing listing) {
    List<Entry> entries = new ArrayList<>();
    Defaults defaults = new Defaults(listing, Mode.ENFORCE, "", "", "", usual);
    try (Reading reading = file.read(form, defaults)) {
      reading.forEachRemaining(entries::add);
      return new Read(form, entries, reading.bad());
    }
  }

  private Read read(byte[] bytes, Listing listing) throws IOException {
    ListFile file = ListFile.at(Files.write(dir.resolve("list"), bytes));
    return read(file, file.detected(), listing);
  }

  private Read blocked(String text) throws IOException {
    return read(text.getBytes(StandardCharsets.UTF_8), Listing.BLOCKED);
  }

  @ParameterizedTest
  @EnumSource
  void every_encoding_is_detected_and_read(Encoding encoding) throws IOException {
    boolean marked = encoding != Encoding.UTF_8 && encoding != Encoding.WINDOWS_1252;
    String text = (marked ? "\uFEFF" : "") + "army.ml\r\nmünchen.de\n\nnavy.ml";
    Read read = read(text.getBytes(encoding.charset()), Listing.BLOCKED);
    assertThat(read.form).isEqualTo(new Form(Packing.NONE, encoding, Format.PLAIN));
    assertThat(read.patterns()).containsExactly("army.ml", "xn--mnchen-3ya.de", "navy.ml");
    assertThat(read.bad).isEmpty();
  }

  @Test
  void utf16_is_seen_without_a_mark_and_lines_end_where_they_end() throws IOException {
    // U+0A0A and U+0D0A have a line end's byte in them.
    String text = "army.ml\n\u0A0A\u0D0A.in\nnavy.ml\n".repeat(10);
    Read read = read(text.getBytes(StandardCharsets.UTF_16BE), Listing.BLOCKED);
    assertThat(read.form.encoding()).isEqualTo(Encoding.UTF_16_BE);
    assertThat(read.bad).isEmpty();
    assertThat(read.patterns()).hasSize(30).endsWith("army.ml", "xn--18b05m.in", "navy.ml");
  }

  @Test
  void lines_in_another_encoding_are_refused_by_number() throws IOException {
    ByteArrayOutputStream mixed = new ByteArrayOutputStream();
    mixed.writeBytes("münchen.de\nköln.de\n".getBytes(StandardCharsets.UTF_8));
    mixed.writeBytes("mainz-süd.de\n".getBytes(Charset.forName("windows-1252")));
    mixed.writeBytes("a\0rmy.ml\nnavy.ml\n".getBytes(StandardCharsets.UTF_8));
    Read read = read(mixed.toByteArray(), Listing.BLOCKED);
    assertThat(read.form.encoding()).isEqualTo(Encoding.UTF_8);
    assertThat(read.badLines()).containsExactly(3L, 4L);
    assertThat(read.bad.get(0).sentence()).isEqualTo("Its letters are not UTF-8.");
    assertThat(read.bad.get(1).sentence()).isEqualTo("It contains a NUL character.");
    assertThat(read.patterns()).endsWith("navy.ml").hasSize(3);
  }

  @Test
  void encoding_and_format_can_be_overridden() throws IOException {
    ListFile file = ListFile.at(Files.writeString(dir.resolve("x"), "0.0.0.0 a.ml\n"));
    assertThat(file.detected().format()).isEqualTo(Format.HOSTS);
    Form form = new Form(Packing.NONE, Encoding.UTF_8, Format.PLAIN);
    assertThat(read(file, form, Listing.BLOCKED).badLines()).containsExactly(1L);
  }

  @Test
  void gzip_and_xz_are_unpacked_and_damaged_ones_refused() throws IOException {
    byte[] text = "army.ml\nnavy.ml\n".repeat(5_000).getBytes(StandardCharsets.UTF_8);
    for (Packing packing : List.of(Packing.GZIP, Packing.XZ)) {
      byte[] packed = packed(packing, new ByteArrayInputStream(text));
      Read read = read(packed, Listing.BLOCKED);
      assertThat(read.form.packing()).isEqualTo(packing);
      assertThat(read.patterns()).hasSize(10_000).contains("army.ml", "navy.ml");
      byte[] cut = java.util.Arrays.copyOf(packed, packed.length - 9);
      assertThatThrownBy(() -> read(cut, Listing.BLOCKED))
          .isInstanceOf(UnreadableList.class)
          .hasMessageContaining("damaged or cut off");
    }
  }

  @Test
  void what_unpacks_to_far_too_much_is_refused() throws IOException {
    InputStream zeros =
        new InputStream() {
          private int left = 40 << 20;

          @Override
          public int read() {
            return left-- > 0 ? '\n' : -1;
          }

          @Override
          public int read(byte[] b, int from, int length) {
            int n = Math.min(length, left);
            left -= n;
            java.util.Arrays.fill(b, from, from + n, (byte) '\n');
            return n == 0 ? -1 : n;
          }
        };
    byte[] bomb = packed(Packing.XZ, zeros);
    assertThat(bomb.length).isLessThan(20_000);
    assertThatThrownBy(() -> read(bomb, Listing.BLOCKED))
        .isInstanceOf(UnreadableList.class)
        .hasMessageContaining("unpacks to far more");
  }

  private static byte[] packed(Packing packing, InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out =
        packing == Packing.GZIP
            ? new GZIPOutputStream(bytes)
            : new XZOutputStream(bytes, new LZMA2Options(1))) {
      in.transferTo(out);
    }
    return bytes.toByteArray();
  }

  @Test
  void a_file_that_changed_since_it_was_looked_at_is_refused() throws IOException {
    Path path = Files.writeString(dir.resolve("x"), "a.ml\n");
    ListFile file = ListFile.at(path);
    Files.writeString(path, "a.ml\nb.ml\n");
    assertThatThrownBy(() -> read(file, file.detected(), Listing.BLOCKED))
        .hasMessageContaining("was changed since");
  }

  @Test
  void a_stream_is_read_from_its_beginning_and_once() {
    String text = "some-long-name-of-a-list.ml\n".repeat(20_000);
    ListFile file =
        ListFile.once(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), "-");
    assertThat(read(file, file.detected(), Listing.BLOCKED).entries).hasSize(20_000);
    assertThatThrownBy(() -> read(file, file.detected(), Listing.BLOCKED))
        .hasMessage("It can be read only once.");
  }

  @Test
  void zones_say_exact_and_under_and_exceptions_are_for_the_other_list() throws IOException {
    String zone =
        """
        $TTL 1h
        $ORIGIN rpz.example.
        @ IN SOA localhost. root.localhost. (
            1 ; serial
            2h 1h 1w 1h )
          IN NS localhost.
        bad.ml            CNAME .   ; no such name
        *.bad.ml          CNAME .
        only.ml           60 IN CNAME *.
        *.under.ml.rpz.example. CNAME rpz-drop.
        good.ml           CNAME rpz-passthru.
        32.1.2.3.4.rpz-ip CNAME .
        garden.ml         A 192.0.2.1
        """;
    Read read = blocked(zone);
    assertThat(read.form.format()).isEqualTo(Format.RPZ);
    assertThat(read.patterns()).containsExactly("bad.ml", "=only.ml", "*.under.ml", "=garden.ml");
    assertThat(read.badLines()).containsExactly(11L, 12L);
    assertThat(read.bad.getFirst().sentence()).contains("trusted list");
    assertThat(read(zone.getBytes(StandardCharsets.UTF_8), Listing.TRUSTED).patterns())
        .containsExactly("=good.ml");
  }

  @Test
  void postfix_access_and_transport_tables_mean_what_postfix_makes_of_them() throws IOException {
    Read access =
        blocked(
            """
            # who gets no mail
            bad.ml        REJECT typo of
              army.mil
            .under.ml     550 5.7.1 no
            a@only.ml     HOLD
            fine.mil      OK
            info@         REJECT
            other.ml      DUNNO
            """);
    assertThat(access.form.format()).isEqualTo(Format.POSTFIX);
    assertThat(access.patterns()).containsExactly("bad.ml", "*.under.ml", "a@only.ml");
    assertThat(access.entries.getFirst().note()).isEqualTo("REJECT typo of");
    assertThat(access.badLines()).containsExactly(6L, 7L, 8L);
    Read transport =
        blocked("a.ml error:no such\n.a.ml error:no such\nb.ml discard:\n.c.ml smtp:[relay]:25\n");
    assertThat(transport.form.format()).isEqualTo(Format.POSTFIX);
    assertThat(transport.patterns()).containsExactly("a.ml", "=b.ml", "*.c.ml");
  }

  @Test
  void exports_of_defender_are_read_for_the_list_they_speak_of() throws IOException {
    Read read =
        blocked(
            """
            Value,Action,Modified by,Last updated,Remove on,Notes
            army.ml,Block,a@x.mil,"Jan 2, 2026 3:04 PM",2027-06-30T00:00:00Z,"lost, letter"
            navy.ml,Block,,,Never,
            army.mil,Allow,,,,
            af.ml,Block,,,12/31/2026 11:59:59 PM,
            """);
    assertThat(read.form.format()).isEqualTo(Format.DEFENDER);
    assertThat(read.patterns()).containsExactly("army.ml", "navy.ml", "af.ml");
    assertThat(read.entries.get(0).note()).isEqualTo("lost, letter");
    assertThat(read.entries.get(0).expires()).isEqualTo("2027-06-30T00:00:00Z");
    assertThat(read.entries.get(1).expires()).isNull();
    assertThat(read.entries.get(2).expires()).isEqualTo("2026-12-31T23:59:59Z");
    assertThat(read.badLines()).containsExactly(4L);
    assertThat(blocked("DomainName,Name\nx.ml,X\n").form.format()).isEqualTo(Format.DEFENDER);
  }

  @Test
  void bad_rows_of_csv_are_refused_alone() throws IOException {
    Read read =
        blocked(
            "pattern,note\na.ml,\"two\nlines\"\nb.ml,\0\nc.ml,"
                + "y".repeat(20_000)
                + "\nd.ml,"
                + "z".repeat(2 << 20)
                + "\ne.ml,\"5\"\" nail\"\n\"g.ml\"x,\nf.ml,end\n");
    assertThat(read.patterns()).contains("a.ml", "e.ml", "f.ml").doesNotContain("c.ml", "d.ml");
    assertThat(read.entries.getFirst().note()).isEqualTo("two\nlines");
    assertThat(read.badLines()).startsWith(4L, 5L, 6L);
  }

  @ParameterizedTest
  @EnumSource(
      value = ListWriter.Format.class,
      names = {"CSV", "JSON"})
  void what_is_written_comes_back_unchanged(ListWriter.Format format) throws IOException {
    List<Entry> entries = new ArrayList<>();
    String[] texts = {
      "=1+1",
      "+",
      "-x",
      "@sum",
      "'",
      "''=",
      "a,\"b\"\nc;d",
      "\ttab",
      "é\u202e",
      "",
      "Mali #ally #case-7",
      "#only"
    };
    for (int i = 0; i < texts.length; i++) {
      String pattern = new String[] {"=a%d.ml", "*.b%d.ml", "c@d%d.ml", "e%d.ml"}[i % 4];
      entries.add(
          new Entry(
              EntryPattern.parse(pattern.formatted(i)).ok().orElseThrow(),
              Listing.BLOCKED,
              i % 2 == 0 ? Mode.MONITOR : Mode.ENFORCE,
              texts[i],
              texts[(i + 1) % texts.length],
              texts[(i + 2) % texts.length],
              i % 3 == 0 ? Instant.parse("2027-01-02T03:04:05.678901Z") : null));
    }
    StringWriter out = new StringWriter();
    ListWriter writer = new ListWriter(format, out);
    entries.forEach(e -> writer.add(e, Instant.EPOCH, "A. Carter"));
    writer.end();
    usual = Instant.parse("2028-01-01T00:00:00Z"); // not for what is said to never end
    assertThat(blocked(out.toString()).entries).isEqualTo(entries);
    if (format == ListWriter.Format.CSV) {
      assertThat(out.toString().lines()).noneMatch(l -> l.matches("[=+@-].*"));
    }
  }

  @Test
  void json_that_is_cut_off_or_too_deep_is_refused() {
    for (String text : List.of("[{\"pattern\":\"a.ml\"}", "[{\"p\":[[[[1]]]]}]", "[1 2]")) {
      ListFile file = ListFile.ofText(text, "pasted");
      assertThatThrownBy(() -> read(file, file.detected(), Listing.BLOCKED))
          .isInstanceOf(UnreadableList.class)
          .hasMessageContaining("not valid JSON");
    }
  }
}
