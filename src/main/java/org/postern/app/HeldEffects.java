package org.postern.app;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.postern.policy.Disposition;
import org.postern.policy.DomainName;
import org.postern.policy.Entry;
import org.postern.policy.EntryPattern;
import org.postern.policy.Forecast;
import org.postern.policy.KnownNames;
import org.postern.policy.Listing;
import org.postern.policy.Policy;
import org.postern.store.Op;
import org.postern.store.Rules;
import org.postern.store.Store;
import org.postern.store.StoreException;
import org.postern.ui.approval.ApprovalsModel;

/** What a proposed change would do to the mail that is held now. Thread-safe. */
final class HeldEffects implements ApprovalsModel.Effects {
  private static final int SHOWN = 5;
  private static final int FORECAST = 5;
  private static final int NEIGHBOURS = 60;

  /** The lists as they stand. */
  interface Current {
    Policy now() throws StoreException;
  }

  private final Store store;
  private final Current policy;
  private final Clock clock;
  private final Supplier<List<String>> held;

  /**
   * @param held the addresses of what is held now; any thread may ask
   */
  HeldEffects(Store store, Current policy, Clock clock, Supplier<List<String>> held) {
    this.store = store;
    this.policy = policy;
    this.clock = clock;
    this.held = held;
  }

  @Override
  public List<String> of(List<Op> lines) throws StoreException {
    Policy now = policy.now();
    Policy then = after(now, lines);
    List<String> freed = new ArrayList<>();
    for (String address : held.get()) {
      if (now.judge(address).disposition() == Disposition.HOLD
          && then.judge(address).disposition() == Disposition.DELIVER) {
        freed.add(address);
      }
    }
    List<String> effects = new ArrayList<>();
    effects.add(
        freed.isEmpty()
            ? "Mail to every address that is held now would still be held."
            : freed.size() == 1
                ? "Mail to one address that is held now would be delivered: " + freed.getFirst()
                : "Mail to "
                    + freed.size()
                    + " addresses that are held now would be delivered: "
                    + String.join(", ", freed.subList(0, Math.min(SHOWN, freed.size())))
                    + (freed.size() > SHOWN ? ", …" : ""));
    int forecast = 0;
    for (Op op : lines) {
      if (op instanceof Op.Add(Entry e)
          && e.listing() == Listing.TRUSTED
          && forecast++ < FORECAST) {
        effects.add(newTrust(e.pattern().domain(), then));
      }
    }
    return effects;
  }

  /** What a newly trusted name may be confused with, where mail may arrive with a stranger. */
  private static String newTrust(DomainName name, Policy then) {
    if (name.isTopLevel()) {
      return "A whole top-level domain would be trusted: ." + name.ascii();
    }
    List<Forecast.Risk> open = then.forecast(name, NEIGHBOURS).open();
    long held = open.stream().filter(Forecast.Risk::heldAnyway).count();
    return open.isEmpty()
        ? "No stranger's name is one slip from " + name.ascii() + "."
        : (open.size() == NEIGHBOURS ? "At least " : "")
            + open.size()
            + " names that strangers may own are one slip from "
            + name.ascii()
            + (held == open.size()
                ? ", such as "
                    + open.getFirst().neighbour().name()
                    + "; all are held as lookalikes."
                : "; "
                    + (open.size() - held)
                    + " of them would be delivered. See Neighbours under Domains.");
  }

  /** The policy as it would be; a revision that is taken back is left out. */
  private Policy after(Policy now, List<Op> lines) throws StoreException {
    List<Entry> removed = new ArrayList<>();
    List<Entry> added = new ArrayList<>();
    Rules rules = store.lists().rules();
    for (Op op : lines) {
      switch (op) {
        case Op.Add(Entry e) -> {
          if (store.lists().find(e.listing(), e.pattern()).isEmpty()) {
            added.add(e);
          }
        }
        case Op.Edit(Entry e, long _) -> added.add(e);
        case Op.Remove(Listing listing, EntryPattern pattern, long _) ->
            removed.add(Entry.of(listing, pattern));
        case Op.SetRules(Rules changed) -> rules = changed;
        case Op.Undo _ -> {}
      }
    }
    return now.after(
        now.serial() + 1,
        rules.unlisted(),
        removed,
        added,
        clock.instant(),
        rules.sensitivity(),
        rules.known() ? now.known() : KnownNames.NONE);
  }
}
