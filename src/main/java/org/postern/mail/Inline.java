package org.postern.mail;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What lines of text are made of; all strings inert. Immutable. */
public sealed interface Inline {
  /** How text is set. */
  enum Style {
    STRONG,
    EMPHASIS,
    STRUCK,
    CODE
  }

  /**
   * Text in one style; {@code hiddenBecause} says why a recipient would not see it ("colour of the
   * background"), null if they would.
   */
  record Text(String text, Set<Style> styles, @Nullable String hiddenBecause) implements Inline {
    public Text {
      styles = Set.copyOf(styles);
    }
  }

  /**
   * A link, never followed.
   *
   * @param text what the recipient sees
   * @param target where it goes, defanged ({@code hxxps://army[.]ml/x}), cut at 500 characters
   * @param host the real host in A-label form, "" where there is none
   * @param hostUnicode the same in U-label form
   * @param warning why it deserves suspicion ("The text names army.mil, the link goes to
   *     army.ml."), null if nothing is odd
   * @param hiddenBecause as for {@link Text}
   */
  record Link(
      String text,
      String target,
      String host,
      String hostUnicode,
      @Nullable String warning,
      @Nullable String hiddenBecause)
      implements Inline {}

  /** Where a picture would have come from. */
  enum ImageSource {
    REMOTE,
    ATTACHED,
    EMBEDDED,
    UNKNOWN
  }

  /**
   * A picture that is not loaded.
   *
   * @param alt its replacement text, "" if none
   * @param host of a remote picture; "" otherwise
   * @param contentId of an attached picture, by which {@link MailReader#pictures} gives it; ""
   *     otherwise
   * @param tracker whether it is so small that only its being fetched can matter
   */
  record Image(String alt, ImageSource source, String host, String contentId, boolean tracker)
      implements Inline {}

  /** A line break. */
  record Break() implements Inline {}
}
