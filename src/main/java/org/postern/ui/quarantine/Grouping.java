package org.postern.ui.quarantine;

import java.util.Locale;

/** Under which headings the messages stand. */
enum Grouping {
  PAIR("What was typed, and meant"),
  TYPED("Typed domain"),
  SENDER("Sender"),
  MEANT("Domain that was meant"),
  /** No headings: overdue first, oldest first. */
  AGE("Oldest first, without headings");

  private final String words;

  Grouping(String words) {
    this.words = words;
  }

  String words() {
    return words;
  }

  /** As the settings keep it. */
  String saved() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Grouping of(String saved) {
    for (Grouping g : values()) {
      if (g.saved().equals(saved)) {
        return g;
      }
    }
    return PAIR;
  }
}
