package org.postern.cli;

import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postern.mail.Inert;
import org.postern.policy.Entry;
import org.postern.policy.EntryChange;
import org.postern.store.Past;
import org.postern.store.Past.Difference;
import org.postern.store.Past.Moment;
import org.postern.store.Store;
import org.postern.store.StoreException;
import org.postern.store.When;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code postern list diff}: what is different between two moments. */
@Command(
    name = "diff",
    mixinStandardHelpOptions = true,
    description = {
      "Says what is different on the lists at a later moment: - removed, ~ changed, + added,",
      "! trust whose end came in between without a change."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:nothing is different",
      "1:something is, or there is no such serial",
      "2:bad usage, or the data directory cannot be used"
    },
    footer = {"", "Example:", "  postern list diff 2026-11-01 now"})
final class ListDiff extends StoreCommand {
  private static final int PAGE = 1_000;

  @Option(names = "--json", description = "One JSON object a line.")
  boolean json;

  @Parameters(
      index = "0",
      paramLabel = "EARLIER",
      converter = Moments.Converter.class,
      description = When.FORMS + "; UTC.")
  @Nullable When earlier;

  @Parameters(
      index = "1",
      paramLabel = "LATER",
      defaultValue = "now",
      converter = Moments.Converter.class,
      description = "Default: ${DEFAULT-VALUE}.")
  @Nullable When later;

  @Override
  int run(Store store, Tell tell) throws StoreException {
    Optional<Moment> from = Moments.find(store, Objects.requireNonNull(earlier), tell);
    Optional<Moment> to = Moments.find(store, Objects.requireNonNull(later), tell);
    if (from.isEmpty() || to.isEmpty()) {
      return Tell.REFUSED;
    }
    if (from.get().serial() > to.get().serial()) {
      throw bad("Name the earlier moment first.");
    }
    boolean different = rules(store, from.get(), to.get(), tell);
    Past.Page page = store.past().differences(from.get(), to.get(), PAGE, _ -> {});
    while (true) {
      different |= !page.differences().isEmpty();
      page.differences().forEach(d -> tell.say(json ? json(d) : line(d)));
      Past.Mark next = page.next();
      if (next == null) {
        return different ? 1 : 0;
      }
      page = store.past().differences(from.get(), to.get(), next, PAGE, _ -> {});
    }
  }

  private boolean rules(Store store, Moment from, Moment to, Tell tell) throws StoreException {
    String before = store.past().rules(from.serial()).words();
    String after = store.past().rules(to.serial()).words();
    if (before.equals(after)) {
      return false;
    }
    tell.say(
        json
            ? Tell.mapper().writeValueAsString(Map.of("rules", before, "now", after))
            : "~ rules " + before + " → " + after);
    return true;
  }

  private static String line(Difference difference) {
    return switch (difference) {
      case Difference.Added(Entry e) -> "+ " + name(e);
      case Difference.Removed(Entry e) -> "- " + name(e);
      case Difference.Changed(Entry before, Entry after) ->
          "~ " + name(after) + "  " + Inert.brief(words(before, after), 1000);
      case Difference.Ended(Entry e) -> "! " + name(e) + "  ended " + e.expires();
    };
  }

  private static String name(Entry entry) {
    return entry.listing().word() + " " + entry.pattern().text();
  }

  private static String words(Entry before, Entry after) {
    return EntryChange.between(before, after, ZoneOffset.UTC).stream()
        .map(EntryChange::phrase)
        .collect(Collectors.joining("; "));
  }

  private static String json(Difference difference) {
    Map<String, Object> fields = new LinkedHashMap<>();
    Entry entry = difference.entry();
    String what =
        switch (difference) {
          case Difference.Added _ -> "added";
          case Difference.Removed _ -> "removed";
          case Difference.Changed _ -> "changed";
          case Difference.Ended _ -> "ended";
        };
    fields.put("difference", what);
    fields.put("listing", entry.listing().word());
    fields.put("pattern", entry.pattern().text());
    if (difference instanceof Difference.Changed(Entry before, Entry after)) {
      EntryChange.between(before, after, ZoneOffset.UTC)
          .forEach(
              c -> fields.put(c.field().word(), Map.of("before", c.before(), "after", c.after())));
    }
    return Tell.mapper().writeValueAsString(fields);
  }
}
