package org.postern.ui.quarantine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.postern.quarantine.HeldMessage;
import org.postern.quarantine.Keywords;
import org.postern.quarantine.MarkDesk;
import org.postern.store.Handling;
import org.postern.store.HeldMarks.Assignment;
import org.postern.store.HeldMarks.Marked;
import org.postern.store.Incidents.Incident;

/**
 * How the team works on what is held: its settings, its reviewers, and what they said about copies.
 * Of one moment; immutable.
 *
 * @param reviewers who may be given a message; empty in open mode
 * @param officer who is at the console
 * @param marked what the record says, by held id
 * @param incidents the newest first
 */
record Team(
    Handling handling,
    List<String> reviewers,
    String officer,
    Map<String, Marked> marked,
    List<Incident> incidents,
    Map<String, List<Long>> byCopy) {
  static final Team NONE = new Team(Handling.USUAL, List.of(), "", Map.of(), List.of(), Map.of());

  static Team of(
      Handling handling,
      List<String> reviewers,
      String officer,
      Map<String, Marked> marked,
      List<Incident> incidents) {
    Map<String, List<Long>> byCopy = new HashMap<>();
    for (Incident incident : incidents) {
      incident
          .copies()
          .forEach(
              c ->
                  byCopy
                      .computeIfAbsent(c.heldId(), _ -> new ArrayList<>())
                      .add(incident.number()));
    }
    return new Team(handling, reviewers, officer, marked, incidents, byCopy);
  }

  Marks marks(List<HeldMessage> copies) {
    Marks all = Marks.NONE;
    for (HeldMessage copy : copies) {
      all = marks(copy).and(all);
    }
    return all;
  }

  private Marks marks(HeldMessage copy) {
    Marked known = marked.get(copy.id().hex());
    List<Long> recorded = byCopy.getOrDefault(copy.id().hex(), List.of());
    if (known == null && recorded.isEmpty() && !Keywords.speak(copy.flags())) {
      return Marks.NONE;
    }
    Marked record = known == null ? Marked.NOTHING : known;
    MarkDesk.Now now = MarkDesk.now(copy, record, names());
    TreeSet<Long> numbers = new TreeSet<>(recorded);
    numbers.addAll(Keywords.incidents(copy.flags()));
    return new Marks(
        now.assigned(),
        record
            .assignment()
            .filter(a -> Optional.of(a.officer()).equals(now.assigned()))
            .map(Assignment::note)
            .orElse(""),
        now.tags(),
        List.copyOf(numbers));
  }

  private List<String> names() {
    List<String> names = new ArrayList<>(reviewers);
    names.add(officer);
    return names;
  }

  Optional<Incident> incident(long number) {
    return incidents.stream().filter(i -> i.number() == number).findFirst();
  }
}
