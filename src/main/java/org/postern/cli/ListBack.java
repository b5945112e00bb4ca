package org.postern.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postern.policy.Entry;
import org.postern.store.Item;
import org.postern.store.Op;
import org.postern.store.Past;
import org.postern.store.Past.Difference;
import org.postern.store.Past.Moment;
import org.postern.store.Rules;
import org.postern.store.Store;
import org.postern.store.StoreException;
import org.postern.store.When;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code postern list back}: the lists as they stood, by one new change. */
@Command(
    name = "back",
    mixinStandardHelpOptions = true,
    description = {
      "Makes both lists and their rules what they were at a moment, by one new change: the way back",
      "from a policy that does harm. Gateways take no older serial: publish the new one. What was done",
      "since stays in the history. Once officers are enrolled, the change is proposed.",
      "Look at it first: postern list diff MOMENT now."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done, or nothing is different",
      "1:there is no such serial",
      "2:bad usage, or the data directory cannot be used"
    },
    footer = {"", "Example:", "  postern list back 41"})
final class ListBack extends StoreCommand {
  private static final int PAGE = 1_000;

  @Option(names = "--json", description = "Say what was done as one JSON object.")
  private boolean json;

  @Parameters(
      paramLabel = "MOMENT",
      converter = Moments.Converter.class,
      description = When.FORMS + "; UTC.")
  private @Nullable When when;

  @Override
  int run(Store store, Tell tell) throws StoreException {
    Optional<Moment> then = Moments.find(store, Objects.requireNonNull(when), tell);
    Optional<Moment> now = store.past().moment(new When.Now());
    if (then.isEmpty() || now.isEmpty()) {
      return Tell.REFUSED;
    }
    List<Op> ops = new ArrayList<>();
    Rules before = store.past().rules(then.get().serial());
    if (!before.equals(store.lists().rules())) {
      ops.add(new Op.SetRules(before));
    }
    Past.Page page = store.past().differences(then.get(), now.get(), PAGE, _ -> {});
    while (true) {
      for (Difference difference : page.differences()) {
        undoing(difference, store).ifPresent(ops::add);
      }
      Past.Mark next = page.next();
      if (next == null) {
        break;
      }
      page = store.past().differences(then.get(), now.get(), next, PAGE, _ -> {});
    }
    ListReport report = new ListReport();
    report.add("operations", ops.size());
    if (!ops.isEmpty()) {
      new Changing(store, report).apply(ops, "back to revision " + then.get().serial());
    }
    return report.print(Objects.requireNonNull(spec), json);
  }

  private static Optional<Op> undoing(Difference difference, Store store) throws StoreException {
    return switch (difference) {
      case Difference.Added(Entry e) ->
          Optional.of(new Op.Remove(e.listing(), e.pattern(), since(e, store)));
      case Difference.Removed(Entry e) -> Optional.of(new Op.Add(e));
      case Difference.Changed(Entry before, Entry after) ->
          Optional.of(new Op.Edit(before, since(after, store)));
      // It is on the list still; its time is over in either case.
      case Difference.Ended _ -> Optional.empty();
    };
  }

  /** If it is not there any more, or was changed meanwhile, the change fails as a whole. */
  private static long since(Entry entry, Store store) throws StoreException {
    return store.lists().find(entry.listing(), entry.pattern()).map(Item::since).orElse(0L);
  }
}
