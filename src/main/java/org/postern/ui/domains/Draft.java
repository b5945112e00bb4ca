package org.postern.ui.domains;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;
import org.postern.policy.Entry;
import org.postern.policy.EntryPattern;
import org.postern.policy.LastDay;
import org.postern.policy.Listing;
import org.postern.policy.Mode;
import org.postern.policy.Parsed;
import org.postern.policy.Tags;
import org.postern.store.Item;

/** An entry while it is being written or edited. FX thread only. */
final class Draft {
  final Listing listing;
  final StringProperty pattern = new SimpleStringProperty("");
  final StringProperty note = new SimpleStringProperty("");
  final StringProperty tags = new SimpleStringProperty("");
  final StringProperty owner = new SimpleStringProperty("");
  final StringProperty source = new SimpleStringProperty("");
  final ObjectProperty<Mode> mode = new SimpleObjectProperty<>(Mode.ENFORCE);

  /** The last day on which it counts; null means without end. */
  final ObjectProperty<@Nullable LocalDate> lastDay = new SimpleObjectProperty<>();

  /** The entry as it was read, when it is edited; null for a new one. */
  final @Nullable Item edited;

  private final Clock clock;

  private Draft(Listing listing, @Nullable Item edited, Clock clock) {
    this.listing = listing;
    this.edited = edited;
    this.clock = clock;
  }

  /**
   * A new entry. Trust ends after some months unless the officer says otherwise; a block does not
   * end.
   *
   * @param trustMonths 0 for trust without end
   */
  static Draft of(Listing listing, String pattern, String officer, int trustMonths, Clock clock) {
    Draft draft = new Draft(listing, null, clock);
    draft.pattern.set(pattern);
    draft.owner.set(officer);
    boolean ends = listing == Listing.TRUSTED && trustMonths > 0;
    draft.lastDay.set(ends ? today(clock).plusMonths(trustMonths) : null);
    return draft;
  }

  static Draft editing(Item item, Clock clock) {
    Entry entry = item.entry();
    Draft draft = new Draft(entry.listing(), item, clock);
    draft.pattern.set(entry.pattern().text());
    draft.note.set(Tags.note(entry));
    draft.tags.set(String.join(" ", Tags.of(entry)));
    draft.owner.set(entry.owner());
    draft.source.set(entry.source());
    draft.mode.set(entry.mode());
    draft.lastDay.set(entry.expires() == null ? null : LastDay.of(entry.expires(), zone(clock)));
    return draft;
  }

  /** The same, to be saved over an entry as it is now; as a new one if it is gone. */
  Draft over(@Nullable Item now) {
    Draft draft = new Draft(listing, now, clock);
    draft.pattern.set(pattern.get());
    draft.note.set(note.get());
    draft.tags.set(tags.get());
    draft.owner.set(owner.get());
    draft.source.set(source.get());
    draft.mode.set(mode.get());
    draft.lastDay.set(lastDay.get());
    return draft;
  }

  Parsed<EntryPattern> parsed() {
    return EntryPattern.parse(pattern.get());
  }

  /** Whether the tags can be read. */
  boolean tagged() {
    return Tags.parse(tags.get()).isPresent();
  }

  /** What the fields say, for a pattern that was read. An unchanged date keeps its time of day. */
  Entry entry(EntryPattern parsed) {
    LocalDate day = lastDay.get();
    var expires = day == null ? null : LastDay.end(day, zone(clock));
    if (edited != null && edited.entry().expires() != null && day != null) {
      var was = edited.entry().expires();
      if (LastDay.of(was, zone(clock)).equals(day)) {
        expires = was;
      }
    }
    Entry plain =
        new Entry(
            parsed,
            listing,
            mode.get(),
            note.get().strip(),
            owner.get().strip(),
            source.get().strip(),
            expires);
    return Tags.parse(tags.get()).map(t -> Tags.with(plain, note.get(), t)).orElse(plain);
  }

  static LocalDate today(Clock clock) {
    return LocalDate.ofInstant(clock.instant(), zone(clock));
  }

  private static ZoneId zone(Clock clock) {
    return clock.getZone();
  }
}
