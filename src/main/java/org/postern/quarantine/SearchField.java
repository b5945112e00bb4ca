package org.postern.quarantine;

import java.util.List;
import java.util.Locale;

/** What a search can ask for by name. */
enum SearchField {
  TO("a recipient, as it was typed", "to:*.ml"),
  FROM("the sender", "from:smith"),
  SUBJECT("the subject", "subject:convoy"),
  DOMAIN("the domain as it was typed, and what is under it", "domain:army.ml"),
  MEANT("the domain that was probably meant", "meant:army.mil"),
  VERDICT(
      "what the lists say of a recipient now",
      "verdict:lookalike",
      "lookalike",
      "blocked",
      "unlisted",
      "trusted",
      "malformed"),
  STATE(
      "how it stands",
      "state:overdue",
      "held",
      "overdue",
      "proposed",
      "waiting",
      "stuck",
      "sending",
      "released",
      "rejected",
      "returned",
      "refused",
      "unknown"),
  TAG("a tag that an officer put on it", "tag:urgent"),
  ASSIGNED("who shall look at it; me, nobody or a name", "assigned:me", "me", "nobody"),
  INCIDENT("the number of the incident that it is in", "incident:12", "none"),
  BOX("the box or folder that it lies in", "box:relay-2"),
  GATEWAY("the gateway that held it", "gateway:relay-1"),
  HAS("what the header says it carries", "has:attachment", "attachment"),
  SINCE("came since then", "since:30d", "today", "yesterday", "7d", "30d"),
  BEFORE("came before then", "before:2026-11-01", "today", "yesterday", "7d", "30d");

  private final String means;
  private final String example;

  @SuppressWarnings("ImmutableEnumChecker") // List.of makes one that nobody can change
  private final List<String> choices;

  SearchField(String means, String example, String... choices) {
    this.means = means;
    this.example = example;
    this.choices = List.of(choices);
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  String means() {
    return means;
  }

  String example() {
    return example;
  }

  /** All that may stand behind it, or some; empty if it is free text. */
  List<String> choices() {
    return choices;
  }
}
