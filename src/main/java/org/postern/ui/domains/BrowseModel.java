package org.postern.ui.domains;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.Map;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;
import org.postern.policy.DomainName;
import org.postern.policy.EntryPattern;
import org.postern.policy.Listing;
import org.postern.store.Found;
import org.postern.store.Hits;
import org.postern.store.ListIndex;
import org.postern.store.Store;
import org.postern.store.StoreException;
import org.postern.ui.Background;
import org.postern.ui.Background.Job;
import org.postern.ui.ViewState;

/**
 * What is shown of the lists: which one, the filter, the order. The lists are kept in memory, so
 * that a filter answers while somebody types, however long they are. FX thread only.
 */
final class BrowseModel {
  static final Duration SOON = Duration.ofDays(30);
  private static final String LANE = "store";

  /** How many entries of the list end soon, and how many ends have passed. */
  record Ending(long soon, long over) {}

  private record Read(ListIndex index, long others, Map<String, Hits.Count> hits, Ending ending) {}

  private record Answer(Found found, @Nullable Read read) {}

  private final Store store;
  private final Background background;
  private final Clock clock;
  private final Runnable add;
  private final ObjectProperty<Listing> listing = new SimpleObjectProperty<>(Listing.TRUSTED);
  private final StringProperty filter = new SimpleStringProperty("");
  private final Rows rows = new Rows();
  private final ReadOnlyLongWrapper trusted = new ReadOnlyLongWrapper();
  private final ReadOnlyLongWrapper blocked = new ReadOnlyLongWrapper();
  private final ReadOnlyObjectWrapper<Ending> ending =
      new ReadOnlyObjectWrapper<>(new Ending(0, 0));
  private final ReadOnlyObjectWrapper<ViewState> state =
      new ReadOnlyObjectWrapper<>(new ViewState.Loading("Reading the lists…"));
  private final Map<Listing, ListIndex> indexes = new EnumMap<>(Listing.class);
  private Map<String, Hits.Count> hits = Map.of();
  private Found.Order order = Found.Order.PATTERN;
  private boolean descending;
  private boolean stale = true;
  private Runnable beforeShow = () -> {};
  private Runnable afterShow = () -> {};

  /**
   * @param add what the button on an empty list does
   */
  BrowseModel(Store store, Background background, Clock clock, Runnable add) {
    this.store = store;
    this.background = background;
    this.clock = clock;
    this.add = add;
    listing.addListener(
        (_, _, _) -> {
          stale = true;
          load();
        });
    filter.addListener((_, _, _) -> load());
  }

  ObjectProperty<Listing> listing() {
    return listing;
  }

  StringProperty filter() {
    return filter;
  }

  Rows rows() {
    return rows;
  }

  ReadOnlyLongProperty trusted() {
    return trusted.getReadOnlyProperty();
  }

  ReadOnlyLongProperty blocked() {
    return blocked.getReadOnlyProperty();
  }

  /** Of the whole list, whatever the filter. */
  ReadOnlyObjectProperty<Ending> ending() {
    return ending.getReadOnlyProperty();
  }

  ReadOnlyObjectProperty<ViewState> state() {
    return state.getReadOnlyProperty();
  }

  /** What an entry did; null if nothing was ever held for it. */
  Hits.@Nullable Count hits(EntryPattern pattern) {
    return hits.get(pattern.text());
  }

  /** The view may keep what is selected across a change of the rows. */
  void around(Runnable before, Runnable after) {
    beforeShow = before;
    afterShow = after;
  }

  void sort(Found.Order by, boolean downwards) {
    if (by != order || downwards != descending) {
      order = by;
      descending = downwards;
      load();
    }
  }

  /** A list as it was read last; null if it was not read yet. */
  @Nullable ListIndex known(Listing wanted) {
    return indexes.get(wanted);
  }

  /** Reads the lists again. */
  void refresh() {
    stale = true;
    load();
  }

  private void load() {
    Listing wanted = listing.get();
    ListIndex before = indexes.get(wanted);
    boolean read = stale || before == null;
    var query = new Found.Query(searched(filter.get()), order, descending, hits);
    background.run(
        read ? Job.newest("domains.load").on(LANE) : Job.newest("domains.load"),
        () ->
            before == null || read
                ? read(wanted, before, query)
                : new Answer(Found.in(before, query), null),
        answer -> show(wanted, answer),
        e ->
            state.set(
                new ViewState.Failed(
                    "The lists could not be read",
                    Wording.sentence(e),
                    new ViewState.Act("Try again", this::refresh))));
  }

  private Answer read(Listing wanted, @Nullable ListIndex before, Found.Query query)
      throws StoreException {
    ListIndex index = store.lists().index(wanted, before);
    Instant now = clock.instant();
    Instant soon = now.plus(SOON);
    LocalDate today = now.atZone(ZoneOffset.UTC).toLocalDate();
    Listing other =
        switch (wanted) {
          case TRUSTED -> Listing.BLOCKED;
          case BLOCKED -> Listing.TRUSTED;
        };
    var read =
        new Read(
            index,
            store.lists().count(other),
            store.hits().counts(wanted, today),
            new Ending(
                index.ending(end -> end.isAfter(now) && end.isBefore(soon)),
                index.ending(end -> !end.isAfter(now))));
    var with = new Found.Query(query.contains(), query.order(), query.descending(), read.hits);
    return new Answer(Found.in(index, with), read);
  }

  private void show(Listing shown, Answer answer) {
    Read read = answer.read;
    if (read != null) {
      stale = false;
      hits = read.hits;
      indexes.put(shown, read.index);
      boolean trusting = shown == Listing.TRUSTED;
      trusted.set(trusting ? read.index.size() : read.others);
      blocked.set(trusting ? read.others : read.index.size());
      ending.set(read.ending);
    }
    beforeShow.run();
    rows.show(answer.found, row -> row == null ? -1 : answer.found.indexOf(row));
    afterShow.run();
    boolean nothing = answer.found.index().size() == 0;
    state.set(
        nothing ? Wording.empty(shown, new ViewState.Act("Add the first…", add)) : ViewState.READY);
  }

  /**
   * The lists hold names as the mail system writes them, so what is typed in other letters is
   * looked for that way.
   */
  private static String searched(String text) {
    boolean plain = text.chars().allMatch(c -> c < 0x80);
    return plain
        ? text.strip()
        : DomainName.parse(text.strip()).ok().map(DomainName::ascii).orElse(text.strip());
  }
}
