package org.postern.quarantine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.mail.MailHeaders;
import org.postern.mail.TraceBlock;
import org.postern.policy.Entry;
import org.postern.policy.EntryPattern;
import org.postern.policy.Listing;
import org.postern.policy.Mode;
import org.postern.policy.Policy;
import org.postern.policy.Unlisted;
import org.postern.policy.slip.Sensitivity;
import org.postern.quarantine.ReturnNote.Choice;
import org.postern.quarantine.ReturnNote.Made;
import org.postern.store.Handling;

/** The note to a sender: who gets one, and that nothing hostile gets into it. */
class ReturnNoteTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final Choice USUAL =
      new Choice(Handling.Note.DID_YOU_MEAN, Optional.of("gen@army.mil"), false);

  private static Entry entry(Listing listing, String pattern) {
    return Entry.of(listing, EntryPattern.parse(pattern).ok().orElseThrow());
  }

  private static Policy policy(Entry... more) {
    List<Entry> entries =
        new java.util.ArrayList<>(
            List.of(
                entry(Listing.TRUSTED, "army.mil"),
                entry(Listing.TRUSTED, "mod.example"),
                entry(Listing.BLOCKED, "ml")));
    entries.addAll(List.of(more));
    return Policy.of(41, Unlisted.DELIVER, entries, NOW, Sensitivity.BALANCED);
  }

  /** A held copy with this sender on the envelope and these fields in the header. */
  private static byte[] held(String sender, String fields) {
    return """
        Return-Path: <%s>\r
        X-Original-To: gen@army.ml\r
        X-Postern-Divert: class=blocked; policy-serial=41; gateway=relay.example\r
        Received: from x by relay.example with ESMTP id 4F2A1\r
        %s\r
        The body that nobody quotes.\r
        """
        .formatted(sender, fields)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static final String PLAIN =
      """
      From: Captain <capt@mod.example>\r
      To: gen@army.ml\r
      Subject: Convoy\r
      Message-ID: <1@mod.example>\r
      """;

  private static Made made(byte[] raw, Choice choice, String from, Policy policy) {
    HeldMessage copy = Listed.of(new Stored(7, raw, NOW, raw.length, Set.of())).held();
    MailHeaders headers = MailHeaders.of(TraceBlock.split(raw));
    return ReturnNote.of(copy, headers, choice, from, policy, NOW);
  }

  private static Made made(String sender, String fields) {
    return made(held(sender, fields), USUAL, "review@mod.example", policy());
  }

  private static ReturnNote note(Made made) {
    assertThat(made).isInstanceOf(Made.Ready.class);
    return ((Made.Ready) made).note();
  }

  private static MailHeaders header(ReturnNote note) {
    return MailHeaders.of(note.whole().getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void note_isAnAutomaticAnswer_toTheEnvelopeSender_andQuotesNothing() {
    ReturnNote note = note(made("capt@mod.example", PLAIN));
    assertThat(note.to()).isEqualTo("capt@mod.example");
    MailHeaders header = header(note);
    assertThat(header.first("Auto-Submitted")).contains("auto-replied");
    assertThat(header.first("In-Reply-To")).contains("<1@mod.example>");
    assertThat(header.first("References")).contains("<1@mod.example>");
    assertThat(header.first("From")).contains("review@mod.example");
    assertThat(header.first("To")).contains("capt@mod.example");
    assertThat(header.first("Message-ID").orElseThrow()).endsWith("@mod.example>");
    assertThat(note.text())
        .contains("You wrote to:  gen@army[.]ml", "Did you mean:  gen@army.mil")
        .doesNotContain("Convoy", "body that nobody", "{");
    assertThat(note.whole()).doesNotContain("Convoy", "body that nobody");
    assertThat(
            new Outgoing("", note.to(), note.whole().getBytes(StandardCharsets.US_ASCII)).lines())
        .isTrue();
  }

  @Test
  void subject_isNamedOnlyWhenChosen_andLinesOfWhatIsNotKnownAreLeftOut() {
    byte[] raw = held("capt@mod.example", PLAIN);
    Choice named = new Choice(Handling.Note.DID_YOU_MEAN, Optional.empty(), true);
    ReturnNote note = note(made(raw, named, "review@mod.example", policy()));
    assertThat(note.text()).contains("Your subject:  Convoy").doesNotContain("Did you mean");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "not an address",
        "capt@mod.ml",
        "capt@arrny.mil",
        "MAILER-DAEMON@mod.example",
        "no-reply@mod.example",
        "owner-staff@mod.example",
        "staff-request@mod.example",
        "bounces+42@mod.example"
      })
  void senderThatIsNobody_orThatTheListsHold_getsNone(String sender) {
    Made made = made(sender, PLAIN.replace("capt@mod.example", sender.isEmpty() ? "x" : sender));
    assertThat(made).isInstanceOf(Made.NotPossible.class);
  }

  @Test
  void senderWhoseBlockIsOnlyWatched_getsNoneEither() {
    EntryPattern mod = EntryPattern.parse("mod.example").ok().orElseThrow();
    Policy watching =
        Policy.of(
            42,
            Unlisted.DELIVER,
            List.of(new Entry(mod, Listing.BLOCKED, Mode.MONITOR, "", "", "", null)),
            NOW,
            Sensitivity.BALANCED);
    assertThat(
            made(
                held("capt@mod.example", PLAIN),
                new Choice(Handling.Note.DID_YOU_MEAN, Optional.empty(), false),
                "review@army.mil",
                watching))
        .isInstanceOf(Made.NotPossible.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Auto-Submitted: auto-generated\r\n",
        "AUTO-SUBMITTED: Auto-Replied (vacation)\r\n",
        "List-Id: <staff.mod.example>\r\n",
        "List-Unsubscribe: <mailto:x@mod.example>\r\n",
        "Precedence: bulk\r\n",
        "Precedence: List\r\n",
        "X-Loop: me\r\n",
        "Return-Path: <>\r\n"
      })
  void messageOfAProgramOrAList_getsNone(String field) {
    assertThat(made("capt@mod.example", PLAIN + field)).isInstanceOf(Made.NotPossible.class);
    assertThat(made("capt@mod.example", PLAIN + "Auto-Submitted: no\r\n"))
        .isInstanceOf(Made.Ready.class);
  }

  @Test
  void envelopeSenderWhomTheMessageDoesNotName_mayBeForged_andGetsNone() {
    assertThat(made("victim@mod.example", PLAIN)).isInstanceOf(Made.NotPossible.class);
    assertThat(made("adj@mod.example", PLAIN + "Sender: adj@mod.example\r\n"))
        .isInstanceOf(Made.Ready.class);
  }

  @ParameterizedTest
  @CsvSource({"'',", "'not an address',", "'review@mod.example',gen@navy.ml"})
  void withoutAnAddressToComeFrom_orWithAProposalThatWouldBeHeld_thereIsNone(
      String from, String meant) {
    Choice choice = new Choice(Handling.Note.DID_YOU_MEAN, Optional.ofNullable(meant), false);
    assertThat(made(held("capt@mod.example", PLAIN), choice, from, policy()))
        .isInstanceOf(Made.NotPossible.class);
  }

  @Test
  void wordingWithAPlaceholderThatStandsForNothing_isRefused() {
    Choice choice =
        new Choice(new Handling.Note("x", "y", "You wrote {body}"), Optional.empty(), false);
    Made made = made(held("capt@mod.example", PLAIN), choice, "review@mod.example", policy());
    assertThat(((Made.NotPossible) made).sentence()).contains("{body}");
    assertThatThrownBy(() -> new Handling.Note("x", "y\r\nBcc: all@mod.example", "z"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Handling.Note("x", "y", "z".repeat(4001)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<1@x>\r\n\tBcc: all@mod.example",
        "<1@x> <2@x>",
        "<1@x\u0000>",
        "1@x",
        "<\u00e9@x>",
        "<>",
      })
  void hostileMessageId_isNotReferredTo(String id) {
    ReturnNote note = note(made("capt@mod.example", PLAIN.replace("<1@mod.example>", id)));
    MailHeaders header = header(note);
    assertThat(header.first("In-Reply-To")).isEmpty();
    assertThat(header.first("Bcc")).isEmpty();
  }

  /** Whatever the sender wrote, the note has the header that it should have, and no other field. */
  @Property(tries = 300)
  void nothingHostileGetsIntoTheHeader(
      @ForAll @StringLength(max = 300) String subject, @ForAll @StringLength(max = 300) String id) {
    String fields =
        "From: capt@mod.example\r\nSubject: "
            + subject
            + "\r\nMessage-ID: "
            + id
            + "\r\nX-End: x\r\n";
    byte[] raw = held("capt@mod.example", fields);
    Made made =
        made(
            raw,
            new Choice(Handling.Note.DID_YOU_MEAN, Optional.of("gen@army.mil"), true),
            "review@mod.example",
            policy());
    if (made instanceof Made.Ready(ReturnNote note)) {
      assertThat(header(note).fields().stream().map(f -> f.name()).toList())
          .isSubsetOf(
              "Date",
              "From",
              "To",
              "Message-ID",
              "Subject",
              "Auto-Submitted",
              "X-Auto-Response-Suppress",
              "In-Reply-To",
              "References",
              "MIME-Version",
              "Content-Type",
              "Content-Transfer-Encoding");
      assertThat(note.whole()).hasSizeLessThan(20_000);
      assertThat(note.whole().chars()).allMatch(c -> c < 0x7f);
    }
  }
}
