package org.postern.mail;

import com.ibm.icu.text.SpoofChecker;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Findings from header fields and names: what is missing, doubled or made to deceive. Confined to
 * one call.
 */
final class HeaderChecks {
  private static final List<String> SINGLE =
      List.of(
          "From",
          "Sender",
          "Reply-To",
          "To",
          "Cc",
          "Subject",
          "Date",
          "Message-ID",
          "MIME-Version",
          "Content-Type",
          "Content-Transfer-Encoding");

  private static final Pattern ADDRESS =
      Pattern.compile("[A-Za-z0-9._%+'-]{1,64}@[A-Za-z0-9.-]{1,190}\\.[A-Za-z]{2,24}");

  private final Findings findings;

  /**
   * Latin with one other script is how Japan and Greece write names beside it; Latin with Cyrillic
   * or Greek is how names are forged.
   */
  private final SpoofChecker scripts =
      new SpoofChecker.Builder()
          .setChecks(SpoofChecker.RESTRICTION_LEVEL)
          .setRestrictionLevel(SpoofChecker.RestrictionLevel.MODERATELY_RESTRICTIVE)
          .build();

  HeaderChecks(Findings findings) {
    this.findings = findings;
  }

  void limits(HeaderBlock headers) {
    for (HeaderBlock.Oddity oddity : headers.oddities()) {
      switch (oddity) {
        case BLOCK_TOO_LONG ->
            findings.add(
                Finding.Kind.HEADER_OVER_LIMIT,
                "The header is longer than 256 KiB; only its beginning was read.");
        case FIELD_TOO_LONG ->
            findings.add(
                Finding.Kind.HEADER_OVER_LIMIT,
                "A header field is longer than 32 KiB; only its beginning was read.");
        case TOO_MANY_FIELDS ->
            findings.add(
                Finding.Kind.HEADER_OVER_LIMIT,
                "There are more than "
                    + Limits.HEADER_FIELDS
                    + " header fields; the rest was not read.");
        case LINE_WITHOUT_COLON ->
            findings.add(
                Finding.Kind.MALFORMED_HEADER,
                "A line of the header is not a header field and was passed over.");
        case NO_BLANK_LINE ->
            findings.add(
                Finding.Kind.MALFORMED_HEADER, "The header does not end with an empty line.");
      }
    }
  }

  void repeated(HeaderBlock headers) {
    for (String name : SINGLE) {
      List<String> all = headers.all(name);
      if (all.size() > 1) {
        findings.add(
            Finding.Kind.DUPLICATE_HEADER,
            "There are " + all.size() + " " + name + " fields; a message has one.");
        boolean shown = name.equals("From") || name.equals("Subject");
        if (shown && all.stream().distinct().count() > 1) {
          findings.add(
              Finding.Kind.AMBIGUOUS,
              "Recipients may see another "
                  + name
                  + " than here: “"
                  + Inert.brief(EncodedWords.decode(all.get(0)), 80)
                  + "” or “"
                  + Inert.brief(EncodedWords.decode(all.get(1)), 80)
                  + "”.");
        }
      }
    }
  }

  void undeclared(HeaderBlock headers) {
    for (HeaderBlock.Field field : headers.fields()) {
      String guess = field.western();
      if (guess != null && SINGLE.stream().anyMatch(field::is)) {
        findings.add(
            Finding.Kind.UNKNOWN_CHARSET,
            "The field "
                + Inert.brief(field.name(), 40)
                + " holds letters in a character set that it does not name; in Western European it would read “"
                + Inert.brief(EncodedWords.decode(guess), 120)
                + "”.");
      }
    }
  }

  void sender(List<Mailbox> from) {
    if (from.isEmpty()) {
      findings.add(
          Finding.Kind.NO_FROM,
          "There is no usable From field; programs may show the Sender or nothing.");
    } else if (from.size() > 1) {
      findings.add(
          Finding.Kind.SEVERAL_FROM,
          "From names " + from.size() + " senders; programs differ in which one they show.");
    }
    for (Mailbox mailbox : from) {
      String address = mailbox.address();
      int at = address.lastIndexOf('@');
      if (at <= 0
          || at == address.length() - 1
          || address.chars().anyMatch(c -> c <= ' ' || c == ',' || c == '<' || c == '>')) {
        findings.add(
            Finding.Kind.NOT_AN_ADDRESS,
            "From holds “"
                + Inert.brief(address.isEmpty() ? mailbox.name() : address, 120)
                + "”, which is not an address.");
      }
      var named = ADDRESS.matcher(mailbox.name());
      if (named.find() && !named.group().equalsIgnoreCase(address)) {
        findings.add(
            Finding.Kind.NAME_IS_ANOTHER_ADDRESS,
            "The sender's name says “"
                + Inert.brief(named.group(), 120)
                + "” but the address is “"
                + Inert.brief(address, 120)
                + "”.");
      }
    }
  }

  void date(@Nullable String raw, boolean parsed) {
    if (raw != null && !parsed) {
      findings.add(
          Finding.Kind.UNREADABLE_DATE, "The date “" + Inert.brief(raw, 80) + "” cannot be read.");
    }
  }

  void people(String field, List<Mailbox> mailboxes) {
    for (Mailbox mailbox : mailboxes) {
      name(field + " name", mailbox.name());
      name(field + " address", mailbox.address());
    }
  }

  /** A name that a reader takes for what it looks like: of a person, a file, a host. */
  void name(String where, String value) {
    characters(where, value);
    mixed(where, value);
  }

  private void mixed(String where, String value) {
    if (!value.isEmpty() && value.length() < 500 && scripts.failsChecks(value)) {
      findings.add(
          Finding.Kind.MIXED_SCRIPT,
          "The "
              + where
              + " “"
              + Inert.brief(value, 120)
              + "” mixes letters of different scripts that look alike.");
    }
  }

  void characters(String where, String value) {
    if (Inert.hasBidiControl(value)) {
      findings.add(
          Finding.Kind.BIDI_CONTROL,
          "The "
              + where
              + " holds characters that reverse the reading order: “"
              + Inert.brief(value, 120)
              + "”.");
    }
    if (Inert.hasInvisible(value)) {
      findings.add(
          Finding.Kind.INVISIBLE_CHARACTER,
          "The " + where + " holds invisible characters: “" + Inert.brief(value, 120) + "”.");
    }
    if (Inert.hasControl(value)) {
      findings.add(
          Finding.Kind.CONTROL_CHARACTER,
          "The " + where + " holds control characters: “" + Inert.brief(value, 120) + "”.");
    }
  }

  void attachment(Attachment attachment) {
    String shown = "“" + Inert.brief(attachment.shownName(), 120) + "”";
    String name = attachment.name();
    if (name != null) {
      characters("attachment name", name);
      // Every script's file names end in Latin letters.
      mixed("attachment name", name.replaceAll("(\\.[A-Za-z0-9]{1,8})+$", ""));
      String lower = name.toLowerCase(Locale.ROOT);
      if (name.indexOf('/') >= 0
          || name.indexOf('\\') >= 0
          || lower.contains("..")
          || !Inert.isPlain(name)) {
        findings.add(
            Finding.Kind.UNSAFE_FILE_NAME,
            "The attachment name "
                + shown
                + " is not a plain file name; it would be saved as “"
                + attachment.safeName()
                + "”.");
      }
    }
    if (name != null) {
      doubleExtension(name, "The attachment " + shown);
    }
    if (attachment.executable()) {
      findings.add(
          Finding.Kind.EXECUTABLE,
          "The attachment "
              + shown
              + " runs what its sender wrote when it is opened"
              + (attachment.realType() == null ? "." : ": " + attachment.realType() + "."));
    }
    if (attachment.disguised()) {
      findings.add(
          Finding.Kind.TYPE_MISMATCH,
          "The attachment "
              + shown
              + " claims to be "
              + Inert.brief(attachment.type(), 80)
              + " but is: "
              + attachment.realType()
              + ".");
    }
    if (attachment.size() > Limits.BIG_ATTACHMENT) {
      findings.add(
          Finding.Kind.BIG_ATTACHMENT,
          "The attachment " + shown + " has " + (attachment.size() >> 20) + " MiB.");
    }
    if (attachment.enclosed()) {
      findings.add(
          Finding.Kind.ENCLOSED_ATTACHMENT,
          "An attached message carries the attachment "
              + shown
              + " (SHA-256 "
              + attachment.sha256().substring(0, 16)
              + "…).");
    }
  }

  /**
   * A name that shows one kind of file and is another: {@code invoice.pdf.exe}.
   *
   * @param what begins the sentence; inert
   */
  void doubleExtension(String name, String what) {
    String last = FileKind.extension(name);
    if (!FileKind.runs(name)) {
      return;
    }
    String before = FileKind.extension(name.substring(0, name.lastIndexOf('.')));
    if (FileKind.isDocument(before)) {
      findings.add(
          Finding.Kind.DOUBLE_EXTENSION,
          what
              + " shows the ending ."
              + Inert.brief(before, 10)
              + " of a document and ends in ."
              + Inert.brief(last, 20)
              + ", which runs.");
    }
  }
}
