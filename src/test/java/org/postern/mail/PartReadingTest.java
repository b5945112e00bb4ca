package org.postern.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartReadingTest {
  private static String attachment(String type, String name, byte[] content) {
    return "From: a@example.com\nTo: b@example.com\nSubject: s\nMIME-Version: 1.0\nContent-Type: "
        + type
        + "\nContent-Disposition: attachment; filename=\""
        + name
        + "\"\nContent-Transfer-Encoding: base64\n\n"
        + Base64.getMimeEncoder().encodeToString(content)
        + "\n";
  }

  @Test
  void signedMessage_partsAttachmentsText() {
    ReadMessage message = Mails.read(Mails.stored("mime-signed.eml"));
    assertThat(message.attachments()).extracting(Attachment::name).containsExactly("signature.asc");
    assertThat(message.attachments().getFirst().size()).isEqualTo(828);
    assertThat(message.attachments().getFirst().sha256())
        .isEqualTo("5946976369f3b701ae9fce526bbc20598519f9934cf1fee57420ea73fc974f08");
    assertThat(message.text()).isEqualTo("Section one\n\nSection two");
    assertThat(message.ambiguous()).isFalse();
    assertThat(message.parts()).extracting(Part::path).startsWith("1", "1.1");
  }

  @Test
  void textAttachment_hasTheHashOfWhatEitherKindOfProgramSaves() {
    String head =
        """
        From: a@b.example
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary=x

        --x
        Content-Type: text/plain; name=a.txt
        Content-Disposition: attachment; filename=a.txt
        """
            .replace("\n", "\r\n");
    Attachment lines =
        Mails.read(head + "\r\none\r\ntwo\rthree\r\n\r\n--x--\r\n").attachments().getFirst();
    assertThat(lines.sha256()).isEqualTo(sha256("one\r\ntwo\rthree\r\n"));
    assertThat(lines.sha256Unix()).isEqualTo(sha256("one\ntwo\rthree\n"));
    Attachment one = Mails.read(head + "\r\none\r\n--x--\r\n").attachments().getFirst();
    assertThat(one.sha256()).isEqualTo(sha256("one"));
    assertThat(one.sha256Unix()).isNull();
  }

  private static String sha256(String text) {
    byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    return Hashes.hex(bytes, 0, bytes.length);
  }

  @Test
  void japaneseMessage_decoded() {
    ReadMessage message = Mails.read(Mails.stored("japanese.eml"));
    assertThat(message.subject()).isEqualTo("日本語メールテスト (testing Japanese emails)");
    assertThat(message.text()).contains("送れているか");
    assertThat(message.findings()).isEmpty();
  }

  @Test
  void nonAsciiFileName_decoded() {
    assertThat(Mails.read(Mails.stored("nonascii-filename.eml")).attachments())
        .extracting(Attachment::name)
        .containsExactly("ciële.txt");
  }

  @Test
  void delimiterAtEndOfFile_isNotContent() {
    Attachment gif =
        Mails.read(Mails.stored("delimiter-at-end-of-file.eml")).attachments().getFirst();
    assertThat(gif.size()).isEqualTo(42);
    assertThat(gif.realType()).isEqualTo("GIF picture");
    assertThat(gif.disguised()).isFalse();
  }

  @Test
  void attachedMessage_isOneAttachmentAndItsOwnAreEnclosed() {
    String inner =
        attachment(
            "application/pdf", "inner.pdf", "%PDF-1.4 x".getBytes(StandardCharsets.US_ASCII));
    ReadMessage message =
        Mails.read(
            "From: a@example.com\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nhello\n--b\nContent-Type: message/rfc822\n\n"
                + inner
                + "\n--b--\n");
    assertThat(message.attachments())
        .extracting(Attachment::type)
        .containsExactly("message/rfc822");
    assertThat(message.enclosed()).extracting(Attachment::name).containsExactly("inner.pdf");
    assertThat(message.text().strip()).isEqualTo("hello");
    assertThat(Mails.read(Mails.stored("attached-message.eml")).attachments()).hasSize(2);
  }

  @Test
  void fileNameWithBidiAndPath_isFoundAndMadeSafe() {
    ReadMessage message =
        Mails.read(
            attachment(
                "application/octet-stream", "../../invoice\u202Efdp.exe", new byte[] {1, 2, 3}));
    Attachment exe = message.attachments().getFirst();
    assertThat(exe.name()).isEqualTo("../../invoice\u202Efdp.exe");
    assertThat(exe.safeName()).isEqualTo("invoicefdp.exe");
    assertThat(exe.shownName()).contains("[U+202E]");
    assertThat(exe.executable()).isTrue();
    assertThat(Mails.kinds(message))
        .contains(
            Finding.Kind.BIDI_CONTROL, Finding.Kind.EXECUTABLE, Finding.Kind.UNSAFE_FILE_NAME);
  }

  @ParameterizedTest
  @CsvSource({
    "report.pdf, application/pdf, MZ, true",
    "report.pdf, application/pdf, %PDF-1.7, false",
    "photo.jpg, image/jpeg, 'PK\u0003\u0004', true",
    "plan.docx, application/vnd.openxmlformats-officedocument.wordprocessingml.document, PK\u0003\u0004[Content_Types].xml, false",
    "data.bin, application/octet-stream, GIF89a, false",
    "pic.png, application/octet-stream, %PDF-1.7, true",
  })
  void disguise_byContentAgainstNameAndType(
      String name, String type, String start, boolean disguised) {
    byte[] content = (start + " ".repeat(100)).getBytes(StandardCharsets.ISO_8859_1);
    ReadMessage message = Mails.read(attachment(type, name, content));
    assertThat(message.attachments().getFirst().disguised()).isEqualTo(disguised);
    assertThat(Mails.kinds(message).contains(Finding.Kind.TYPE_MISMATCH)).isEqualTo(disguised);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          ~../../etc/passwd~   | passwd
          ~C:\\temp\\a.doc~    | a.doc
          ~CON.txt~            | _CON.txt
          ~...~                | attachment-1-2
          ~a<b>:c.txt~         | a_b__c.txt
          ~.htaccess~          | htaccess
          ~trailing. . ~       | trailing
          """)
  void safeName_isPlainOnEverySystem(String name, String safe) {
    assertThat(SafeName.of(name, "1.2")).isEqualTo(safe);
  }

  @ParameterizedTest
  @CsvSource({
    "iso-8859-1, 636166E9, café, false",
    "us-ascii, 636166C3A9, café, false",
    "%invalid, 636166C3A9, café, true",
    "x-nonsense, 636166E9, café, true",
    "utf-8, 636166E9, caf\uFFFD, true",
    "windows-1251, CFF0E8, При, false",
    "cp1252, 80, €, false",
  })
  void charset_fallbackChain(String charset, String hex, String text, boolean reported) {
    byte[] bytes = java.util.HexFormat.of().parseHex(hex);
    Charsets.Decoded decoded = Charsets.decode(bytes, bytes.length, charset);
    assertThat(decoded.text()).isEqualTo(text);
    assertThat(decoded.fallback()).isEqualTo(reported);
  }

  @Test
  void base64WithDataAfterItsEnd_isAmbiguous() {
    ReadMessage message =
        Mails.read(
            "From: a@example.com\nContent-Type: application/zip; name=a.zip\nContent-Transfer-Encoding: base64\n\nQUJD\nRA==\nRUZH\n");
    assertThat(message.attachments().getFirst().size()).isEqualTo(4);
    assertThat(message.ambiguous()).isTrue();
  }

  @Test
  void alternativeWithHtml_blocksFromHtmlTextFromPlain() {
    ReadMessage message =
        Mails.read(
            "From: a@example.com\nContent-Type: multipart/alternative; boundary=b\n\n--b\n\nplain\n--b\nContent-Type: text/html\n\n<h1>rich</h1>\n--b--\n");
    assertThat(message.text().strip()).isEqualTo("plain");
    assertThat(message.blocks()).hasSize(1).first().isInstanceOf(Block.Heading.class);
  }

  @Test
  void disagreementWithSecondParser_isAmbiguousAndSaysWhat() {
    // A comment inside the parameter's name: one program sees a boundary, another does not.
    ReadMessage message =
        Mails.read(
            "From: a@example.com\nContent-Type: multipart/mixed; boundary=a; boundary=b\n\n--a\nContent-Type: application/zip; name=x.zip\n\nA\n--b\n\nB\n--a--\n");
    assertThat(message.ambiguous()).isTrue();
  }

  @Test
  void malformedTypes_stillShowTheBody() {
    ReadMessage doubled =
        Mails.read(
            "From: a@example.com\nContent-Type: multipart/mixed;; boundary=b\n\n--b\nContent-Type: text\n\nhello\n--b--\n");
    assertThat(doubled.text().strip()).isEqualTo("hello");
    assertThat(Mails.kinds(doubled)).contains(Finding.Kind.MALFORMED_TYPE);
  }
}
