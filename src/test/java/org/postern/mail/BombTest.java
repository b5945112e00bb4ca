package org.postern.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The 29 messages that exhausted parsers, at their full size, in a process that has 256 MB of
 * memory beside the message: each ends within 5 s, with a finding that explains it.
 */
class BombTest {
  private static final int MEGABYTES_BESIDE = 256;

  private static final String HEAD =
      """
      From: a@example.com
      To: b@example.com
      Subject: bomb
      Date: Mon, 01 Jan 2024 00:00:00 +0000
      MIME-Version: 1.0
      """
          .replace("\n", "\r\n");

  private static String nested(int n) {
    StringBuilder out =
        new StringBuilder(HEAD + "Content-Type: multipart/mixed; boundary=\"b0\"\r\n\r\n");
    for (int i = 1; i < n; i++) {
      out.append(
          "--b%d\r\nContent-Type: multipart/mixed; boundary=\"b%d\"\r\n\r\n".formatted(i - 1, i));
    }
    return out.append("--b%d\r\nContent-Type: text/plain\r\n\r\nleaf\r\n".formatted(n - 1))
        .toString();
  }

  private static String attached(int n) {
    String inner = "Subject: n\r\nContent-Type: message/rfc822\r\n\r\n";
    return HEAD
        + "Content-Type: message/rfc822\r\n\r\n"
        + inner.repeat(n - 1)
        + "Subject: leaf\r\n\r\nhi\r\n";
  }

  private static String numbered(int n, String form) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < n; i++) {
      out.append(form.replace("#", Integer.toString(i)));
    }
    return out.toString();
  }

  private static String base64(String type, String unit, int times) {
    String lines =
        Base64.getMimeEncoder()
            .encodeToString(unit.repeat(times).getBytes(StandardCharsets.ISO_8859_1));
    return HEAD + type + "\r\nContent-Transfer-Encoding: base64\r\n\r\n" + lines;
  }

  private static Map<String, Supplier<String>> bombs() {
    String mixed = HEAD + "Content-Type: multipart/mixed; boundary=";
    String more = "\r\nSubject: s\r\n\r\nhi\r\n";
    Map<String, Supplier<String>> all = new LinkedHashMap<>();
    all.put("nest_multipart_500", () -> nested(500));
    all.put("nest_multipart_3000", () -> nested(3000));
    all.put("nest_multipart_10000", () -> nested(10_000));
    all.put("nest_rfc822_1000", () -> attached(1000));
    all.put("nest_rfc822_10000", () -> attached(10_000));
    all.put(
        "nest_same_boundary_2000",
        () ->
            mixed
                + "\"x\"\r\n\r\n"
                + "--x\r\nContent-Type: multipart/mixed; boundary=\"x\"\r\n\r\n".repeat(2000)
                + "--x\r\n\r\nhi\r\n");
    all.put(
        "parts_100000",
        () -> mixed + "\"x\"\r\n\r\n" + "--x\r\n\r\n\r\n".repeat(100_000) + "--x--\r\n");
    all.put("headers_200000", () -> numbered(200_000, "X-H#: v\r\n") + HEAD + "\r\nhi\r\n");
    all.put(
        "header_one_20MB_line",
        () -> "X-Big: " + "a".repeat(20_000_000) + "\r\n" + HEAD + "\r\nhi");
    all.put(
        "header_folded_500k_lines",
        () -> "X-F: a\r\n" + " b\r\n".repeat(500_000) + HEAD + "\r\nhi");
    all.put(
        "subject_10MB_encoded_words",
        () -> "From: a@b.c\r\nSubject: " + "=?utf-8?Q?=41?=\r\n ".repeat(500_000) + "\r\n\r\nhi");
    all.put(
        "to_300k_addresses",
        () -> "From: a@b.c\r\nTo: " + numbered(300_000, "u# <u#@example.com>,\r\n ") + "x" + more);
    all.put(
        "from_nested_comments_200k",
        () -> "From: " + "(".repeat(200_000) + ")".repeat(200_000) + " a@b.c" + more);
    all.put("from_lt_500k", () -> "From: " + "<".repeat(500_000) + more);
    all.put("from_quotes_500k", () -> "From: " + "\"\\".repeat(500_000) + more);
    all.put("from_groups_200k", () -> "From: " + "g:".repeat(200_000) + ";" + more);
    all.put(
        "rfc2231_100k_segments",
        () ->
            HEAD
                + "Content-Type: application/octet-stream;"
                + numbered(100_000, "\r\n name*#=a;")
                + "\r\n\r\nhi");
    all.put(
        "params_200k",
        () -> HEAD + "Content-Type: text/plain;" + numbered(200_000, "\r\n p#=a;") + "\r\n\r\nhi");
    String mark = "z".repeat(1_000_000);
    all.put("boundary_1MB", () -> mixed + "\"" + mark + "\"\r\n\r\n--" + mark + "\r\n\r\nhi\r\n");
    all.put(
        "boundary_prefix_flood",
        () ->
            mixed
                + "\""
                + "-".repeat(60)
                + "x\"\r\n\r\n"
                + ("-".repeat(62) + "\r\n").repeat(300_000));
    all.put(
        "base64_60MB",
        () -> base64("Content-Type: application/octet-stream; name=a.bin", "\0", 45_000_000));
    all.put(
        "base64_text_html_60MB",
        () -> base64("Content-Type: text/html; charset=utf-8", "<b>x", 11_000_000));
    all.put(
        "qp_one_line_30MB",
        () ->
            HEAD
                + "Content-Type: text/plain\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
                + "=41".repeat(10_000_000));
    all.put(
        "uu_garbage_20MB",
        () ->
            HEAD
                + "Content-Type: text/plain\r\nContent-Transfer-Encoding: x-uuencode\r\n\r\n"
                + "A".repeat(20_000_000));
    all.put("no_newline_20MB", () -> "A".repeat(20_000_000));
    all.put("empty", () -> "");
    all.put("nul_bytes_5MB", () -> "\0".repeat(5_000_000));
    all.put(
        "missing_boundary_param_big",
        () ->
            HEAD
                + "Content-Type: multipart/mixed\r\n\r\n"
                + "x".repeat(70)
                + "\r\n"
                + "line without boundary\r\n".repeat(500_000));
    all.put("partial_preamble_20MB", () -> mixed + "q\r\n\r\n" + "preamble\r\n".repeat(2_000_000));
    return all;
  }

  /** Reads the files that are named, one after the other; runs in a process of its own. */
  static final class Reader {
    private Reader() {}

    public static void main(String[] files) throws Exception {
      MailReader reader = new MailReader();
      for (String file : files) {
        long start = System.nanoTime();
        ReadMessage message = reader.read(Path.of(file));
        long millis = (System.nanoTime() - start) / 1_000_000;
        List<String> kinds = message.findings().stream().map(f -> f.kind().label()).toList();
        System.out.println(millis + "\t" + message.size() + "\t" + String.join(",", kinds));
        System.out.flush();
      }
    }
  }

  @Test
  @Timeout(300)
  void everyBomb_endsInTimeAndMemory_withAFinding(@TempDir Path dir) throws Exception {
    Map<String, Supplier<String>> bombs = bombs();
    assertThat(bombs).hasSize(29);
    for (Map.Entry<String, Supplier<String>> bomb : bombs.entrySet()) {
      Path file = dir.resolve(bomb.getKey() + ".eml");
      Files.writeString(file, bomb.getValue().get(), StandardCharsets.ISO_8859_1);
      long megabytes = MEGABYTES_BESIDE + (Files.size(file) >> 20);
      String[] said = BoundedChild.run(Reader.class, file, megabytes).split("\t", -1);
      assertThat(said).as(bomb.getKey()).hasSize(3);
      assertThat(Long.parseLong(said[0])).as(bomb.getKey()).isLessThanOrEqualTo(5_000);
      assertThat(Long.parseLong(said[1])).as(bomb.getKey()).isEqualTo(Files.size(file));
      assertThat(said[2]).as(bomb.getKey()).isNotEmpty();
      Files.delete(file);
    }
  }
}
