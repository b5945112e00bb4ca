package org.postern.ui.domains;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;
import org.postern.listfile.Defaults;
import org.postern.listfile.Form;
import org.postern.listfile.ListFile;
import org.postern.listfile.Reading;
import org.postern.listfile.UnreadableList;
import org.postern.policy.LastDay;
import org.postern.policy.Listing;
import org.postern.policy.Mode;
import org.postern.store.Author;
import org.postern.store.Changes;
import org.postern.store.Editing;
import org.postern.store.Imports;
import org.postern.store.Standing;
import org.postern.store.Store;
import org.postern.store.StoreException;
import org.postern.ui.Background;
import org.postern.ui.Background.Job;

/**
 * One import: the file, how it is read, what it would change, and the doing of it. Nothing changes
 * before {@link #go}. FX thread only.
 */
final class ImportModel {
  /** So many of each kind are shown; all are counted. */
  static final int SHOWN = 100;

  private static final String LOOK = "domains.import-look";
  private static final Duration TICK = Duration.ofMillis(200);

  /** Where the import is. */
  sealed interface Step {
    /** A file is read and compared. */
    record Looking() implements Step {}

    /** It can be taken in. */
    record Ready(Preview preview) implements Step {}

    /** It is being taken in. */
    record Taking() implements Step {}

    /** It was taken in, or proposed. */
    record Finished(DomainsModel.Done done, boolean proposed) implements Step {}

    /** It cannot be read, or was not taken in; nothing was changed. */
    record Failed(String sentence) implements Step {}
  }

  /**
   * What an import would do.
   *
   * @param first the first entries of each kind
   * @param bad the first lines that are no entry
   */
  record Preview(
      Map<Standing, Long> counts,
      Map<Standing, List<Imports.Compared>> first,
      List<Reading.Bad> bad,
      long badCount) {
    long count(Standing standing) {
      return counts.getOrDefault(standing, 0L);
    }
  }

  private final Store store;
  private final Background background;
  private final Clock clock;
  private final Supplier<String> officer;
  private final int trustMonths;
  private final Runnable changed;
  private final ReadOnlyObjectWrapper<Step> step = new ReadOnlyObjectWrapper<>(new Step.Looking());
  private final ReadOnlyObjectWrapper<String> progress = new ReadOnlyObjectWrapper<>("");
  private final ReadOnlyObjectWrapper<@Nullable Form> form = new ReadOnlyObjectWrapper<>();
  private @Nullable ListFile file;
  private Watch watch = new Watch();

  final ObjectProperty<Listing> listing;
  final ObjectProperty<Mode> mode = new SimpleObjectProperty<>(Mode.ENFORCE);
  final StringProperty note = new SimpleStringProperty("");
  final StringProperty owner;
  final ObjectProperty<@Nullable LocalDate> lastDay;
  final ObjectProperty<Set<Standing>> wanted =
      new SimpleObjectProperty<>(EnumSet.of(Standing.NEW, Standing.COVERED));

  ImportModel(
      Store store,
      Listing listing,
      Background background,
      Clock clock,
      Supplier<String> officer,
      int trustMonths,
      Runnable changed) {
    this.store = store;
    this.background = background;
    this.clock = clock;
    this.officer = officer;
    this.trustMonths = trustMonths;
    this.changed = changed;
    this.listing = new SimpleObjectProperty<>(listing);
    this.owner = new SimpleStringProperty(officer.get());
    this.lastDay = new SimpleObjectProperty<>(lastDayFor(listing));
    this.listing.addListener(
        (_, _, now) -> {
          lastDay.set(lastDayFor(now));
          look();
        });
  }

  /** Trust ends by default, blocks do not. */
  private @Nullable LocalDate lastDayFor(Listing on) {
    return on == Listing.TRUSTED && trustMonths > 0
        ? Draft.today(clock).plusMonths(trustMonths)
        : null;
  }

  ReadOnlyObjectProperty<Step> step() {
    return step.getReadOnlyProperty();
  }

  /** What is being done, with how far it is. */
  ReadOnlyObjectProperty<String> progress() {
    return progress.getReadOnlyProperty();
  }

  /** How the file is read; null until it was looked at. */
  ReadOnlyObjectProperty<@Nullable Form> form() {
    return form.getReadOnlyProperty();
  }

  /** Looks at a file. */
  void open(Path path) {
    open(() -> ListFile.at(path));
  }

  /** Looks at lines that were pasted. */
  void paste(String text) {
    open(() -> ListFile.ofText(text, "pasted lines"));
  }

  private void open(Callable<ListFile> opening) {
    step.set(new Step.Looking());
    progress.set("Looking at the file…");
    background.run(
        Job.newest(LOOK),
        () -> readable(opening),
        found -> {
          file = found;
          form.set(found.detected());
          look();
        },
        this::failed);
  }

  /** Reads the file in another way than it looks. */
  void readAs(Form.Format format, Form.Encoding encoding) {
    Form now = form.get();
    if (now != null && (now.format() != format || now.encoding() != encoding)) {
      form.set(new Form(now.packing(), encoding, format));
      look();
    }
  }

  private void look() {
    ListFile from = file;
    Form as = form.get();
    if (from == null || as == null) {
      return;
    }
    watch.cancel();
    Watch mine = new Watch();
    watch = mine;
    step.set(new Step.Looking());
    Defaults defaults = defaults(from);
    Background.Ticking ticking = background.every(TICK, () -> progress.set(mine.said("Compared")));
    background.run(
        Job.newest(LOOK),
        () -> readable(() -> preview(from, as, defaults, mine)),
        preview -> {
          ticking.stop();
          step.set(new Step.Ready(preview));
        },
        e -> {
          ticking.stop();
          failed(e);
        });
  }

  private Preview preview(ListFile from, Form as, Defaults defaults, Watch mine) {
    Map<Standing, Long> counts = new EnumMap<>(Standing.class);
    Map<Standing, List<Imports.Compared>> first = new EnumMap<>(Standing.class);
    try (Reading reading = from.read(as, defaults)) {
      var compared = store.imports().compare(mine.over(reading));
      for (long n = 1; compared.hasNext(); n++) {
        Imports.Compared one = compared.next();
        counts.merge(one.standing(), 1L, Long::sum);
        List<Imports.Compared> some = first.computeIfAbsent(one.standing(), _ -> new ArrayList<>());
        if (some.size() < SHOWN) {
          some.add(one);
        }
        mine.at(n);
      }
      return new Preview(counts, first, reading.bad(), reading.badCount());
    }
  }

  private Defaults defaults(ListFile from) {
    LocalDate day = lastDay.get();
    return new Defaults(
        listing.get(),
        mode.get(),
        note.get().strip(),
        owner.get().strip(),
        Path.of(from.name()).getFileName().toString(),
        day == null ? null : LastDay.end(day, clock.getZone()));
  }

  /** Whether a kind of entries is taken in. */
  void want(Standing standing, boolean on) {
    Set<Standing> next = EnumSet.copyOf(wanted.get());
    if (on) {
      next.add(standing);
    } else {
      next.remove(standing);
    }
    wanted.set(next);
  }

  /** How many entries {@link #go} would write. */
  long toWrite() {
    return step.get() instanceof Step.Ready(Preview preview)
        ? wanted.get().stream().mapToLong(preview::count).sum()
        : 0;
  }

  /** Takes the entries in, or proposes them once officers are enrolled. */
  void go() {
    ListFile from = file;
    Form as = form.get();
    if (from == null || as == null || toWrite() == 0) {
      return;
    }
    Watch mine = new Watch();
    watch = mine;
    Defaults defaults = defaults(from);
    Set<Standing> kinds = EnumSet.copyOf(wanted.get());
    String why = "import of " + defaults.source() + (note.get().isBlank() ? "" : ": " + note.get());
    step.set(new Step.Taking());
    Background.Ticking ticking = background.every(TICK, () -> progress.set(mine.said("Written")));
    background.run(
        Job.each("domains.import").on("store"),
        () -> readable(() -> take(from, as, defaults, kinds, why, mine)),
        finished -> {
          ticking.stop();
          step.set(finished);
          changed.run();
        },
        e -> {
          ticking.stop();
          failed(e);
        });
  }

  private Step.Finished take(
      ListFile from, Form as, Defaults defaults, Set<Standing> kinds, String why, Watch mine)
      throws StoreException {
    try (Reading reading = from.read(as, defaults)) {
      var entries = mine.over(reading);
      if (store.session().openMode()) {
        Imports.Taken taken =
            store.imports().take(entries, kinds, new Author(officer.get(), why), mine::at);
        String text =
            String.format(
                "Imported %,d entries%s.",
                taken.added(),
                taken.edited() == 0 ? "" : String.format(" and changed %,d", taken.edited()));
        return new Step.Finished(
            new DomainsModel.Done(text, new Editing.Made(false, taken.serial(), true, List.of())),
            false);
      }
      Changes.Change change =
          store.changes().propose(store.imports().wanted(entries, kinds), why, "");
      String text =
          String.format(
              "Proposed %,d changes. Another officer approves them under Approvals.",
              change.operations());
      return new Step.Finished(
          new DomainsModel.Done(text, new Editing.Made(false, 0, false, List.of())), true);
    }
  }

  /** Stops what is being done; nothing was changed then. */
  void cancel() {
    watch.cancel();
    background.cancel(LOOK);
  }

  private void failed(Exception e) {
    step.set(
        new Step.Failed(
            e instanceof Stopped ? String.valueOf(e.getMessage()) : Wording.sentence(e)));
  }

  /** Why an import went no further; a sentence. */
  private static final class Stopped extends Exception {
    private static final long serialVersionUID = 1L;

    Stopped(String sentence, Throwable cause) {
      super(sentence, cause);
    }
  }

  private static <T> T readable(Callable<T> work) throws Exception {
    try {
      return work.call();
    } catch (UnreadableList e) {
      throw new Stopped(String.valueOf(e.getMessage()), e);
    } catch (CancellationException e) {
      throw new Stopped("Stopped. Nothing was changed.", e);
    } catch (org.postern.store.ImportFailed e) {
      throw e.reason();
    }
  }

  /** Tells each step, the present one at once. */
  void onStep(Consumer<Step> consumer) {
    step.addListener((_, _, now) -> consumer.accept(now));
    consumer.accept(step.get());
  }
}
