package org.postern.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.postern.mail.Inert;
import org.postern.quarantine.HeldMessage;
import org.postern.quarantine.Keywords;
import org.postern.quarantine.MarkDesk;
import org.postern.store.HeldMarks.Marked;
import org.postern.store.Incidents.Incident;
import org.postern.store.Store;
import org.postern.store.StoreException;

/** What officers said about held copies beside deciding about them, of one moment. */
record Said(Map<String, Marked> marked, List<String> names, List<Incident> incidents) {
  static Said in(Store store) throws StoreException {
    List<String> names = new ArrayList<>(store.marks().reviewers());
    names.add(ListCommand.officer());
    return new Said(store.marks().all(), names, store.incidents().all());
  }

  MarkDesk.Now now(HeldMessage held) {
    return MarkDesk.now(held, marked.getOrDefault(held.id().hex(), Marked.NOTHING), names);
  }

  List<Long> incidents(HeldMessage held) {
    TreeSet<Long> numbers = new TreeSet<>(Keywords.incidents(held.flags()));
    for (Incident incident : incidents) {
      if (incident.copies().stream().anyMatch(c -> c.heldId().equals(held.id().hex()))) {
        numbers.add(incident.number());
      }
    }
    return List.copyOf(numbers);
  }

  /** In one line, safe to print; "" if nothing was said. */
  String line(HeldMessage held) {
    List<String> words = new ArrayList<>();
    now(held).assigned().ifPresent(name -> words.add("for " + Inert.brief(name, 60)));
    words.addAll(now(held).tags());
    incidents(held).forEach(number -> words.add("incident " + number));
    return String.join(", ", words);
  }
}
