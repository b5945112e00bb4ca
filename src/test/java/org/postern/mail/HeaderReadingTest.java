package org.postern.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeaderReadingTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          gen@army.mil                             | gen@army.mil
          "Smith, John" <js@army.mil>              | Smith, John <js@army.mil>
          js@army.mil (John Smith)                 | John Smith <js@army.mil>
          John Smith js@army.mil                   | John Smith <js@army.mil>
          =?utf-8?Q?Doe,_John?= <j@army.mil>       | Doe, John <j@army.mil>
          "=?utf-8?B?SsO8cmc=?=" <j@army.mil>      | Jürg <j@army.mil>
          <@relay.example:j@army.mil>              | j@army.mil
          "john doe"@army.mil                      | "john doe"@army.mil
          pete(his)@silly.test (comment)           | his comment <pete@silly.test>
          <j(comment)@army.mil>                    | j@army.mil
          undisclosed-recipients:;                 | ~~
          Staff: a@army.mil, b@army.mil;           | a@army.mil; b@army.mil
          a@army.mil, , b@army.mil                 | a@army.mil; b@army.mil
          Support team ,_<no-reply@x.example>      | Support team; _ <no-reply@x.example>
          Unclosed <j@army.mil                     | Unclosed <j@army.mil>
          "Unclosed <j@army.mil>                   | Unclosed <j@army.mil>
          """)
  void addresses_asWritten(String header, String shown) {
    String read =
        String.join(
            "; ", Addresses.parse(header).mailboxes().stream().map(Mailbox::shown).toList());
    assertThat(read).isEqualTo(shown);
  }

  @Test
  void addresses_floodsOfOpeningMarks_areLinear() {
    for (String flood : List.of("<", "\"\\", "(", "g:", "=?utf-8?Q?", "\"", "a,", "@a:<")) {
      long start = System.nanoTime();
      Addresses.parse(flood.repeat(Limits.HEADER_FIELD / flood.length()));
      assertThat(System.nanoTime() - start).as(flood).isLessThan(2_000_000_000L);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          =?utf-8?Q?Gr=C3=BC=C3=9Fe?=                  | Grüße
          =?utf-8?B?w7w=?= =?utf-8?B?w7w=?=            | üü
          =?utf-8?Q?=C3?= =?utf-8?Q?=BC?=              | ü
          =?iso-8859-1*de?Q?=FC?=                      | ü
          =?X-IAS-German?Q?caf=E9?=                    | café
          =?ASCII?Q?two words?=                        | two words
          =?utf-16?B?QQBCAA==?=                        | AB
          a =?utf-8?Q?b?= c                            | a b c
          =?utf-8?X?b?=                                | =?utf-8?X?b?=
          =?utf-8?Q?unfinished                         | =?utf-8?Q?unfinished
          """)
  void encodedWords_decodedLeniently(String value, String text) {
    assertThat(EncodedWords.decode(value)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          attachment; filename="a b.pdf"                               | a b.pdf
          attachment; filename=a b.pdf                                 | a b.pdf
          attachment;; filename="x;y.pdf"                              | x;y.pdf
          attachment; filename*=utf-8''na%C3%AFve%20plan.pdf           | naïve plan.pdf
          attachment; filename*0="long"; filename*1="name.pdf"         | longname.pdf
          attachment; filename*0*=utf-8''%C3%A4; filename*1=b.pdf      | äb.pdf
          attachment; filename="=?utf-8?Q?pl=C3=A4n.pdf?="             | plän.pdf
          filename=only.pdf                                            | only.pdf
          attachment; filename = "spaced.pdf"                          | spaced.pdf
          attachment; filename=report(1).pdf                           | report(1).pdf
          """)
  void fileName_readLeniently(String disposition, String name) {
    ReadMessage message =
        Mails.read(
            "From: a@example.com\nContent-Type: application/pdf\nContent-Disposition: "
                + disposition
                + "\n\nx\n");
    assertThat(message.attachments()).extracting(Attachment::name).containsExactly(name);
  }

  @Test
  void repeatedFileName_isAmbiguous() {
    ReadMessage message =
        Mails.read(
            "From: a@example.com\nContent-Type: application/pdf\nContent-Disposition: attachment; filename=a.pdf; filename=b.exe\n\nx\n");
    assertThat(message.ambiguous()).isTrue();
    assertThat(message.attachments().getFirst().name()).isEqualTo("a.pdf");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          Fri, 21 Nov 1997 09:55:06 -0600        | 1997-11-21T15:55:06Z
          21 Nov 97 09:55:06 GMT                 | 1997-11-21T09:55:06Z
          Fri, 21 Nov 1997 09:55 +0000 (comment) | 1997-11-21T09:55:00Z
          Thu Sep 19 12:41:43 EDT 1991           | 1991-09-19T16:41:43Z
          Fri, 32 Nov 1997 09:55:06 +0000        | -
          tomorrow                               | -
          Fri, 21 Nov 1997 09:55:06 +9900        | -
          """)
  void date_readOrRefused(String header, Instant expected) {
    assertThat(MailDate.parse(header)).isEqualTo(expected);
  }

  @Test
  void fromMissing_senderIsNotTakenForIt() {
    ReadMessage message = Mails.read("Sender: boss@army.mil\nSubject: x\n\nx\n");
    assertThat(message.from()).isEmpty();
    assertThat(Mails.kinds(message)).contains(Finding.Kind.NO_FROM);
  }

  @Test
  void twoFromFields_bothShownAndAmbiguous() {
    ReadMessage message = Mails.read(Mails.stored("two-senders.eml"));
    assertThat(message.from())
        .extracting(Mailbox::address)
        .containsExactly("any@attack.com", "admin@legitimate.com");
    assertThat(message.ambiguous()).isTrue();
    assertThat(Mails.kinds(message))
        .contains(Finding.Kind.DUPLICATE_HEADER, Finding.Kind.SEVERAL_FROM);
  }

  @Test
  void twoContentTypes_ambiguous() {
    assertThat(Mails.read(Mails.stored("two-content-types.eml")).ambiguous()).isTrue();
  }

  @Test
  void blankLineInsideHeader_doesNotEndIt() {
    ReadMessage message = Mails.read(Mails.stored("blank-line-in-header.eml"));
    assertThat(message.from())
        .extracting(Mailbox::address)
        .containsExactly("dadjokes@arethebest.com");
    assertThat(message.subject()).contains("space line");
  }

  @Test
  void nameThatIsAnotherAddress_isDanger() {
    ReadMessage message = Mails.read("From: \"gen@army.mil\" <gen@army.ml>\nSubject: x\n\nx\n");
    assertThat(Mails.kinds(message)).contains(Finding.Kind.NAME_IS_ANOTHER_ADDRESS);
  }

  @Test
  void deceivingCharactersInNamesAndSubject_areFindingsAndVisible() {
    ReadMessage message =
        Mails.read(
            "From: \"lim.ymra\u202E gen\" <gen@army.ml>\nTo: \"p\u0430ypal\" <p@example.com>\nSubject: invo\u200Bice =?utf-8?Q?=1B[31m?=\n\nx\n");
    assertThat(Mails.kinds(message))
        .contains(
            Finding.Kind.BIDI_CONTROL,
            Finding.Kind.INVISIBLE_CHARACTER,
            Finding.Kind.CONTROL_CHARACTER,
            Finding.Kind.MIXED_SCRIPT);
    assertThat(message.from().getFirst().shown()).contains("[U+202E]");
    assertThat(message.findings()).allMatch(finding -> Inert.isPlain(finding.detail()));
  }

  @Test
  void rawBytesThatAreNotUtf8_areReplacedAndGuessed() {
    byte[] raw =
        "From: a@example.com\r\nSubject: Fr\u00f6sche\r\n\r\nx"
            .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    ReadMessage message = Mails.read(raw);
    assertThat(message.subject()).isEqualTo("Fr\uFFFDsche");
    assertThat(message.findings()).anyMatch(finding -> finding.detail().contains("Frösche"));
  }
}
