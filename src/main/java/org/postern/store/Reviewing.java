package org.postern.store;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.postern.mail.hint.Markings;

/**
 * How held mail is looked at.
 *
 * @param views searches that have a name
 * @param grouping in the words of the screen; empty for the standard one
 * @param layout in the words of the screen; empty for the standard one
 * @param markings the classification markings that are looked for; null for the standard ones
 */
public record Reviewing(
    List<Settings.Filter> views, String grouping, String layout, @Nullable List<String> markings) {
  public static final Reviewing NONE = new Reviewing(List.of(), "", "", null);

  public Reviewing {
    views = List.copyOf(views);
    layout = Objects.requireNonNullElse(layout, ""); // written by an earlier version
    markings = markings == null ? null : Markings.of(markings).terms();
  }

  public Reviewing withViews(List<Settings.Filter> changed) {
    return new Reviewing(changed, grouping, layout, markings);
  }

  public Reviewing withGrouping(String changed) {
    return new Reviewing(views, changed, layout, markings);
  }

  public Reviewing withLayout(String changed) {
    return new Reviewing(views, grouping, changed, markings);
  }

  /**
   * @param changed null for the standard ones
   */
  public Reviewing withMarkings(@Nullable List<String> changed) {
    return new Reviewing(views, grouping, layout, changed);
  }

  /** The markings that are looked for. */
  public Markings marked() {
    return markings == null ? Markings.standard() : Markings.of(markings);
  }
}
