package org.postern.ui.history;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;
import org.postern.policy.Listing;
import org.postern.policy.Policy;
import org.postern.store.Found;
import org.postern.store.ListIndex;
import org.postern.store.Past.Moment;
import org.postern.store.Publications;
import org.postern.store.Revision;
import org.postern.store.Rules;
import org.postern.store.Store;
import org.postern.store.StoreException;
import org.postern.store.When;
import org.postern.ui.Background;
import org.postern.ui.Background.Job;

/**
 * The lists at a moment that the officer picks: what stood on them, what is different from another
 * moment, how an address was judged. FX thread only.
 */
final class PastModel {
  private static final int PAGE = 200;
  private static final int BUNDLES = 1_000;

  /** Something that may be picked: a revision, or a bundle made of one. */
  sealed interface Row {
    Instant at();

    /** A change of the lists. */
    record OfRevision(Revision revision) implements Row {
      @Override
      public Instant at() {
        return revision.at();
      }
    }

    /** What gateways were given. */
    record OfBundle(Publications.Made made) implements Row {
      @Override
      public Instant at() {
        return made.made();
      }
    }
  }

  /** The moment that is looked at. */
  record Shown(Moment moment, Revision revision, Rules rules, Map<Listing, ListIndex> lists) {}

  private final Store store;
  private final Background background;
  private final Clock clock;
  private final Function<Listing, @Nullable ListIndex> known;
  private final ObservableList<Row> rows = FXCollections.observableArrayList();
  private final ReadOnlyBooleanWrapper more = new ReadOnlyBooleanWrapper();
  private final ReadOnlyObjectWrapper<@Nullable Shown> shown = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<@Nullable Found> found = new ReadOnlyObjectWrapper<>();
  private final ObjectProperty<Listing> listing = new SimpleObjectProperty<>(Listing.TRUSTED);
  private final StringProperty filter = new SimpleStringProperty("");
  private final Working working;
  private final CompareModel compare;
  private final JudgeModel judge;
  private List<Revision> revisions = List.of();

  PastModel(
      Store store,
      Callable<Policy> policy,
      Background background,
      Clock clock,
      Function<Listing, @Nullable ListIndex> known) {
    this.store = store;
    this.background = background;
    this.clock = clock;
    this.known = known;
    working = new Working(background, "history.show");
    compare = new CompareModel(store, background);
    judge = new JudgeModel(store, policy, background);
    listing.addListener((_, _, _) -> find());
    filter.addListener((_, _, _) -> find());
  }

  /** Revisions and bundles, the newest first. */
  ObservableList<Row> rows() {
    return rows;
  }

  /** Whether there are older ones. */
  ReadOnlyBooleanProperty more() {
    return more.getReadOnlyProperty();
  }

  /** Reading the lists of a moment. */
  Working working() {
    return working;
  }

  CompareModel compare() {
    return compare;
  }

  JudgeModel judge() {
    return judge;
  }

  ReadOnlyObjectProperty<@Nullable Shown> shown() {
    return shown.getReadOnlyProperty();
  }

  /** The rows of one list that the filter leaves. */
  ReadOnlyObjectProperty<@Nullable Found> found() {
    return found.getReadOnlyProperty();
  }

  ObjectProperty<Listing> listing() {
    return listing;
  }

  StringProperty filter() {
    return filter;
  }

  ZoneId zone() {
    return clock.getZone();
  }

  /** Reads the newest moments and shows the last one. */
  void start() {
    revisions = List.of();
    readMore();
    pick("now");
  }

  /** Reads older ones. */
  void readMore() {
    long before = revisions.isEmpty() ? Long.MAX_VALUE : revisions.getLast().serial();
    background.run(
        Job.newest("history.moments"),
        () -> {
          List<Revision> older = store.past().revisions(before, PAGE + 1);
          return new Moved(older, store.publications().newest(BUNDLES));
        },
        this::list,
        this::failed);
  }

  private record Moved(List<Revision> older, List<Publications.Made> bundles) {}

  private void list(Moved read) {
    List<Revision> all = new ArrayList<>(revisions);
    all.addAll(read.older.subList(0, Math.min(PAGE, read.older.size())));
    revisions = List.copyOf(all);
    more.set(read.older.size() > PAGE);
    Instant oldest = more.get() ? revisions.getLast().at() : Instant.MIN;
    List<Row> now = new ArrayList<>();
    read.bundles.stream()
        .filter(b -> !b.made().isBefore(oldest))
        .forEach(b -> now.add(new Row.OfBundle(b)));
    revisions.forEach(r -> now.add(new Row.OfRevision(r)));
    now.sort(Comparator.comparing(Row::at).reversed());
    rows.setAll(now);
  }

  /** Shows the moment that is typed. */
  void pick(String typed) {
    Optional<When> when = When.parse(typed, zone());
    if (when.isEmpty()) {
      working.failed(none(typed));
    } else {
      show(() -> moment(when.get()));
    }
  }

  void pick(Row row) {
    show(() -> moment(row));
  }

  private static Moment moment(Row row) {
    return switch (row) {
      case Row.OfRevision(Revision r) -> new Moment(r.serial(), r.at());
      case Row.OfBundle(Publications.Made made) -> new Moment(made.serial(), made.made());
    };
  }

  private Moment moment(When when) throws StoreException, NoSuchMoment {
    return store
        .past()
        .moment(when)
        .orElseThrow(() -> new NoSuchMoment("There is no such serial. Pick one from the list."));
  }

  /** A moment that never was; its message is a sentence for the officer. */
  private static final class NoSuchMoment extends Exception {
    NoSuchMoment(String sentence) {
      super(sentence);
    }
  }

  private void show(Callable<Moment> wanted) {
    Shown before = shown.get();
    working.run(
        "Reading the lists",
        mine -> {
          Moment moment = wanted.call();
          return new Shown(
              moment,
              store.past().revision(moment.serial()).orElseThrow(),
              store.past().rules(moment.serial()),
              Map.of(
                  Listing.TRUSTED, index(Listing.TRUSTED, moment, before, mine),
                  Listing.BLOCKED, index(Listing.BLOCKED, moment, before, mine)));
        },
        now -> {
          shown.set(now);
          compare.clear();
          judge.under(now.moment());
          find();
        });
  }

  private ListIndex index(Listing wanted, Moment moment, @Nullable Shown before, Reading mine)
      throws StoreException {
    ListIndex near = known.apply(wanted);
    ListIndex last = before == null ? null : before.lists().get(wanted);
    boolean nearer =
        near == null
            || (last != null
                && Math.abs(last.serial() - moment.serial())
                    < Math.abs(near.serial() - moment.serial()));
    return store.past().index(wanted, moment.serial(), nearer ? last : near, mine::at);
  }

  private void find() {
    Shown now = shown.get();
    ListIndex index = now == null ? null : now.lists().get(listing.get());
    if (index == null) {
      found.set(null);
      return;
    }
    var query = new Found.Query(filter.get().strip(), Found.Order.PATTERN, false, Map.of());
    background.run(
        Job.newest("history.find"), () -> Found.in(index, query), found::set, this::failed);
  }

  /** Compares the moment shown with another one, whichever is the earlier. */
  void compareWith(String typed) {
    Shown now = shown.get();
    Optional<When> when = When.parse(typed, zone());
    if (when.isEmpty()) {
      compare.working().failed(none(typed));
    } else if (now != null) {
      compare.compare(now.moment(), () -> moment(when.get()));
    }
  }

  /** Compares two moments of the list. */
  void compare(Row one, Row other) {
    compare.compare(moment(one), () -> moment(other));
  }

  /** Ends everything that is being read. */
  void cancel() {
    working.cancel();
    compare.working().cancel();
    judge.working().cancel();
  }

  private static String none(String typed) {
    return "“" + typed.strip() + "” is no moment. Type " + When.FORMS + ".";
  }

  private void failed(Exception e) {
    working.failed(String.valueOf(e.getMessage()));
  }
}
