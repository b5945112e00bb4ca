package org.postern.mail;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.postern.mail.hint.Hint;
import org.postern.mail.hint.Hints;
import org.postern.mail.hint.Markings;
import org.postern.mail.hint.Place;

/** Findings about markings and personal data: what a message looks like, never certain. */
final class HintChecks {
  /** Fields that programs write markings into, in small letters; beginnings of their names. */
  private static final List<String> LABELS =
      List.of(
          "x-classification",
          "x-protective-marking",
          "x-security-label",
          "x-marking",
          "x-titus",
          "sio-label",
          "msip_label",
          "sensitivity",
          "security-label");

  private HintChecks() {}

  static void add(
      Markings markings,
      HeaderBlock headers,
      @Nullable String subject,
      String text,
      String html,
      List<Attachment> attachments,
      Findings findings) {
    List<Place> places = new ArrayList<>();
    if (subject != null) {
      places.add(Place.title("subject", subject));
    }
    places.add(Place.text("text", text));
    if (!html.isEmpty()) {
      places.add(Place.text("HTML text", html));
    }
    for (Attachment attachment : attachments) {
      if (attachment.name() != null) {
        places.add(Place.title("name of an attachment", attachment.name()));
      }
    }
    for (HeaderBlock.Field field : headers.fields()) {
      String name = field.name().toLowerCase(Locale.ROOT);
      if (LABELS.stream().anyMatch(name::startsWith)) {
        String value = EncodedWords.decode(field.value()).strip();
        String shown = "field " + Inert.brief(field.name(), 40);
        places.add(Place.label(shown, value));
        sensitivity(name, value, findings);
      }
    }
    Hints.in(markings, places).forEach(hint -> findings.add(kind(hint), sentence(hint)));
  }

  /** RFC 4021 clause 2.1.56: its own three words. */
  private static void sensitivity(String name, String value, Findings findings) {
    if (name.equals("sensitivity")
        && List.of("personal", "private", "company-confidential")
            .contains(value.toLowerCase(Locale.ROOT))) {
      findings.add(
          Finding.Kind.MARKING,
          "The sender’s program marks the message as “" + Inert.brief(value, 40) + "”.");
    }
  }

  private static Finding.Kind kind(Hint hint) {
    return switch (hint.kind()) {
      case MARKING -> Finding.Kind.MARKING;
      case PERSONAL_DATA -> Finding.Kind.PERSONAL_DATA;
    };
  }

  private static String sentence(Hint hint) {
    String more = hint.count() > 1 ? ", " + hint.count() + " times" : "";
    return switch (hint.kind()) {
      case MARKING ->
          "The "
              + hint.where()
              + " looks marked “"
              + Inert.brief(hint.what(), 80)
              + "”"
              + more
              + ".";
      case PERSONAL_DATA ->
          "The "
              + hint.where()
              + " holds what looks like "
              + hint.what()
              + more
              + " ("
              + Inert.brief(hint.masked(), 60)
              + ").";
    };
  }
}
