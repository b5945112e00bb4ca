package org.postern.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class TraceBlockTest {
  private static final String TRACE =
      crlf(
          """
          Return-Path: <capt@army.mil>
          X-Original-To: gen@army.ml
          X-Postern-Divert: class=lookalike; policy-serial=41;
           gateway=relay.example
          """);

  private static final String MESSAGE =
      crlf(
          """
          Received: from client by relay.example (Postfix)
          From: capt@army.mil
          X-Original-To: forged@army.mil
          X-Postern-Divert: class=trusted

          body

          Return-Path: x
          """);

  private static String crlf(String text) {
    return text.replace("\n", "\r\n");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void split_blockAboveReceived_isBelievedAndRestIsExact() {
    TraceBlock trace = TraceBlock.split(bytes(TRACE + MESSAGE));
    assertThat(trace.fields())
        .extracting(HeaderField::name)
        .containsExactly("Return-Path", "X-Original-To", "X-Postern-Divert");
    assertThat(trace.first("x-original-to")).contains("gen@army.ml");
    assertThat(trace.first("X-Postern-Divert"))
        .contains("class=lookalike; policy-serial=41; gateway=relay.example");
    assertThat(trace.message()).isEqualTo(bytes(MESSAGE));
    assertThat(trace.bytes()).isEqualTo(bytes(TRACE));
    assertThat(trace.messageSha256()).isEqualTo(Mails.read(bytes(MESSAGE)).sha256());
  }

  @Test
  void split_forgedFieldsBelowReceived_areNotBelieved() {
    TraceBlock trace = TraceBlock.split(bytes(MESSAGE));
    assertThat(trace.fields()).isEmpty();
    assertThat(trace.message()).isEqualTo(bytes(MESSAGE));
  }

  @Test
  void split_bareLineFeedsAndOtherCase() {
    TraceBlock trace =
        TraceBlock.split(bytes("delivered-to: box\nRETURN-PATH: <>\nReceived: x\n\nb"));
    assertThat(trace.fields()).hasSize(2);
    assertThat(trace.message()).isEqualTo(bytes("Received: x\n\nb"));
  }

  @Test
  void split_fieldWithoutEnd_isMessage() {
    assertThat(TraceBlock.split(bytes("Return-Path: <a@b>")).message())
        .isEqualTo(bytes("Return-Path: <a@b>"));
    assertThat(TraceBlock.split(new byte[0]).message()).isEmpty();
  }

  @Test
  void headerSha256_headerAlone_isTheSame() {
    String whole = TRACE + MESSAGE;
    String header = whole.substring(0, whole.indexOf("\r\n\r\n") + 2);
    assertThat(TraceBlock.split(bytes(whole)).headerSha256())
        .isEqualTo(TraceBlock.split(bytes(header)).headerSha256())
        .isEqualTo(TraceBlock.split(bytes(header + "\r\n")).headerSha256())
        .isNotEqualTo(TraceBlock.split(bytes("X" + header)).headerSha256());
  }

  @Property(tries = 300)
  void split_ofAnything_piecesMakeTheWhole(@ForAll byte[] tail, @ForAll boolean traced) {
    byte[] head = traced ? bytes(TRACE) : new byte[0];
    byte[] held = new byte[head.length + tail.length];
    System.arraycopy(head, 0, held, 0, head.length);
    System.arraycopy(tail, 0, held, head.length, tail.length);
    TraceBlock trace = TraceBlock.split(held);
    byte[] together = new byte[trace.bytes().length + trace.message().length];
    System.arraycopy(trace.bytes(), 0, together, 0, trace.bytes().length);
    System.arraycopy(trace.message(), 0, together, trace.bytes().length, trace.message().length);
    assertThat(together).isEqualTo(held);
  }
}
