package org.postern.quarantine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postern.store.HeldMarks;
import org.postern.store.HeldMarks.Marked;
import org.postern.store.Incidents;
import org.postern.store.Incidents.Incident;
import org.postern.store.StoreException;

/**
 * Gives held copies to officers, tags them, and puts them into incidents: in the record, and as
 * keywords in the mailbox, where other consoles and mail programs see it and a lost database
 * forgets nothing. Decides nothing about mail. Blocks; thread-safe.
 */
public final class MarkDesk {
  private final HeldMarks marks;
  private final Incidents incidents;
  private final HeldCopies box;

  public MarkDesk(HeldMarks marks, Incidents incidents, HeldCopies box) {
    this.marks = marks;
    this.incidents = incidents;
    this.box = box;
  }

  /**
   * What is so now of a copy.
   *
   * @param assigned to whom it is given, if to anybody
   * @param tags in alphabetical order
   */
  public record Now(Optional<String> assigned, List<String> tags) {
    public Now {
      tags = List.copyOf(tags);
    }
  }

  /** Gives a copy to an officer. The answer is a sentence if the mailbox could not be told. */
  public Optional<String> assign(HeldMessage held, String officer, String note, String by)
      throws StoreException {
    marks.assign(held.id().hex(), officer, note, by);
    String keyword = Keywords.assigned(officer);
    return told(
        held,
        List.of(keyword),
        flags ->
            Keywords.assignments(flags).stream()
                .filter(k -> !k.equalsIgnoreCase(keyword))
                .toList());
  }

  /** Takes a copy from whoever it was given to. */
  public Optional<String> unassign(HeldMessage held, String by) throws StoreException {
    marks.unassign(held.id().hex(), by);
    return told(held, List.of(), flags -> List.copyOf(Keywords.assignments(flags)));
  }

  /** Puts a tag on or takes it off. */
  public Optional<String> tag(HeldMessage held, String tag, boolean on, String by)
      throws StoreException {
    marks.tag(held.id().hex(), tag, on, by);
    List<String> keyword = List.of(Keywords.tag(tag));
    return told(held, on ? keyword : List.of(), _ -> on ? List.of() : keyword);
  }

  /** Opens an incident about these copies. */
  public Incident open(String title, List<HeldMessage> about, String by) throws StoreException {
    Incident opened = incidents.open(title, copies(about), by);
    about.forEach(held -> tell(held, opened.number(), true));
    return opened;
  }

  /** Adds copies to an incident. */
  public Incident add(long number, List<HeldMessage> about, String by) throws StoreException {
    Incident now = incidents.add(number, copies(about), by);
    about.forEach(held -> tell(held, number, true));
    return now;
  }

  /** Takes copies out of an incident again. */
  public Incident remove(long number, List<HeldMessage> about, String by) throws StoreException {
    Incident now = incidents.remove(number, about.stream().map(h -> h.id().hex()).toList(), by);
    about.forEach(held -> tell(held, number, false));
    return now;
  }

  /**
   * What is so of a copy: as its keywords say, or where the mailbox keeps none as the record says.
   *
   * @param known what the record says of copies, by held id
   * @param names officers whose names a keyword may stand for
   */
  public static Now now(HeldMessage held, Marked known, List<String> names) {
    if (!Keywords.speak(held.flags())) {
      return new Now(known.assignment().map(HeldMarks.Assignment::officer), known.tags());
    }
    List<String> all = new ArrayList<>(names);
    known.assignment().ifPresent(a -> all.add(a.officer()));
    return new Now(Keywords.officer(held.flags(), all), Keywords.tags(held.flags()));
  }

  private static List<Incidents.Copy> copies(List<HeldMessage> about) {
    return about.stream()
        .map(h -> new Incidents.Copy(h.id().hex(), h.recipient(), h.sender(), h.subject()))
        .toList();
  }

  /** The record has it; that the mailbox cannot be told now is no reason to forget it. */
  private void tell(HeldMessage held, long incident, boolean in) {
    List<String> keyword = List.of(Keywords.incident(incident));
    var _ = told(held, in ? keyword : List.of(), _ -> in ? List.of() : keyword);
  }

  private interface Off {
    List<String> of(Set<String> flags);
  }

  private Optional<String> told(HeldMessage held, List<String> on, Off off) {
    try {
      Marked known = marks.of(held.id().hex());
      boolean kept = box.mark(held.id(), flags -> change(flags, known, on, off.of(flags)));
      return kept || !Keywords.speak(held.flags())
          ? Optional.empty()
          : Optional.of("The mailbox did not keep the mark; refresh the list and try again.");
    } catch (QuarantineException e) {
      return Optional.of(e.sentence());
    } catch (StoreException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /**
   * From the first mark on the keywords speak for the copy, so they must then say what the record
   * says already.
   */
  private static Keywords.Change change(
      Set<String> flags, Marked known, List<String> on, List<String> off) {
    List<String> all = new ArrayList<>(on);
    if (!Keywords.speak(flags)) {
      known.tags().forEach(t -> all.add(Keywords.tag(t)));
      known.assignment().ifPresent(a -> all.add(Keywords.assigned(a.officer())));
      all.removeIf(k -> off.stream().anyMatch(k::equalsIgnoreCase));
      all.add(Keywords.MARKED);
    }
    return new Keywords.Change(all.stream().distinct().toList(), off);
  }
}
