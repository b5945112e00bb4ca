package org.postern.ui.quarantine;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.postern.mail.Inert;
import org.postern.quarantine.HeldMessage;
import org.postern.quarantine.MarkDesk;
import org.postern.store.Incidents.Incident;
import org.postern.store.StoreException;
import org.postern.ui.Background;

/**
 * Gives messages to officers, tags them and puts them into incidents; each act can be taken back
 * from its notice. FX thread only.
 */
final class Marking {
  private static final String JOB = "quarantine.mark";

  private final Access access;
  private final Background background;
  private final Consumer<Notice> tell;
  private final Runnable changed;

  /**
   * @param changed called when the list should be read again
   */
  Marking(Access access, Background background, Consumer<Notice> tell, Runnable changed) {
    this.access = access;
    this.background = background;
    this.tell = tell;
    this.changed = changed;
  }

  private interface Each {
    Optional<String> to(MarkDesk desk, HeldMessage copy, HeldItem item) throws StoreException;
  }

  /** Gives messages to an officer. */
  void assign(Access.Connection box, List<HeldItem> items, String officer, String note) {
    String me = access.officer().get();
    run(
        box,
        items,
        (desk, copy, _) -> desk.assign(copy, officer, note, me),
        items(items) + " given to " + Inert.brief(officer, 60) + ".",
        () -> giveBack(box, items));
  }

  /** Takes messages from whoever they were given to. */
  void unassign(Access.Connection box, List<HeldItem> items) {
    String me = access.officer().get();
    run(
        box,
        items,
        (desk, copy, _) -> desk.unassign(copy, me),
        items(items) + " given to nobody.",
        () -> giveBack(box, items));
  }

  /** To whom each was given before. */
  private void giveBack(Access.Connection box, List<HeldItem> before) {
    String me = access.officer().get();
    run(
        box,
        before,
        (desk, copy, item) -> {
          Marks was = item.marks();
          return was.assigned().isPresent()
              ? desk.assign(copy, was.assigned().get(), was.note(), me)
              : desk.unassign(copy, me);
        },
        "Taken back: it is with whom it was before.",
        null);
  }

  /** Puts tags on messages and takes others off. */
  void tag(Access.Connection box, List<HeldItem> items, Set<String> on, Set<String> off) {
    tag(box, items, on, off, items(items) + words(on, off) + ".", () -> untag(box, items, on, off));
  }

  private void untag(
      Access.Connection box, List<HeldItem> before, Set<String> on, Set<String> off) {
    String me = access.officer().get();
    run(
        box,
        before,
        (desk, copy, item) -> {
          Set<String> put = new LinkedHashSet<>(off);
          put.retainAll(item.marks().tags());
          Set<String> taken = new LinkedHashSet<>(on);
          item.marks().tags().forEach(taken::remove);
          return tagged(desk, copy, put, taken, me);
        },
        "Taken back: the tags are as they were.",
        null);
  }

  private void tag(
      Access.Connection box,
      List<HeldItem> items,
      Set<String> on,
      Set<String> off,
      String said,
      Runnable undo) {
    String me = access.officer().get();
    run(box, items, (desk, copy, _) -> tagged(desk, copy, on, off, me), said, undo);
  }

  private static Optional<String> tagged(
      MarkDesk desk, HeldMessage copy, Set<String> on, Set<String> off, String me)
      throws StoreException {
    Optional<String> trouble = Optional.empty();
    for (String tag : off) {
      trouble = first(trouble, desk.tag(copy, tag, false, me));
    }
    for (String tag : on) {
      trouble = first(trouble, desk.tag(copy, tag, true, me));
    }
    return trouble;
  }

  private static Optional<String> first(Optional<String> a, Optional<String> b) {
    return a.isPresent() ? a : b;
  }

  private static String words(Set<String> on, Set<String> off) {
    return (on.isEmpty() ? "" : " tagged " + String.join(", ", on))
        + (on.isEmpty() || off.isEmpty() ? "" : ",")
        + (off.isEmpty() ? "" : " not tagged " + String.join(", ", off) + " any more");
  }

  /** Opens an incident about messages. */
  void open(Access.Connection box, List<HeldItem> items, String title) {
    String me = access.officer().get();
    List<HeldMessage> copies = copies(items);
    background.run(
        Background.Job.each(JOB).on(Deciding.LANE),
        () -> desk(box).open(title, copies, me),
        opened -> inIncident(box, items, opened, "opened"),
        this::failed);
  }

  /** Adds messages to an incident. */
  void add(Access.Connection box, List<HeldItem> items, long number) {
    String me = access.officer().get();
    List<HeldMessage> copies = copies(items);
    background.run(
        Background.Job.each(JOB).on(Deciding.LANE),
        () -> desk(box).add(number, copies, me),
        now -> inIncident(box, items, now, "has it now"),
        this::failed);
  }

  private void inIncident(
      Access.Connection box, List<HeldItem> items, Incident incident, String what) {
    List<HeldItem> fresh =
        items.stream().filter(i -> !i.marks().incidents().contains(incident.number())).toList();
    tell.accept(
        new Notice(
            "Incident "
                + incident.number()
                + " “"
                + Inert.brief(incident.title(), 60)
                + "” "
                + what
                + ": "
                + items(items)
                + ".",
            Optional.of(() -> remove(box, fresh, incident.number()))));
    changed.run();
  }

  /** Takes messages out of an incident. */
  void remove(Access.Connection box, List<HeldItem> items, long number) {
    String me = access.officer().get();
    List<HeldMessage> copies = copies(items);
    background.run(
        Background.Job.each(JOB).on(Deciding.LANE),
        () -> desk(box).remove(number, copies, me),
        _ -> {
          tell.accept(
              Notice.of("Taken out of incident " + number + ". The record keeps that it was in."));
          changed.run();
        },
        this::failed);
  }

  private void run(
      Access.Connection box,
      List<HeldItem> items,
      Each each,
      String said,
      @org.jspecify.annotations.Nullable Runnable undo) {
    background.run(
        Background.Job.each(JOB).on(Deciding.LANE),
        () -> {
          MarkDesk desk = desk(box);
          List<String> troubles = new ArrayList<>();
          for (HeldItem item : items) {
            for (HeldMessage copy : item.copies()) {
              each.to(desk, copy, item).ifPresent(troubles::add);
            }
          }
          return troubles;
        },
        troubles -> {
          tell.accept(new Notice(said, Optional.ofNullable(undo)));
          troubles.stream().distinct().limit(2).forEach(t -> tell.accept(Notice.of(t)));
          changed.run();
        },
        this::failed);
  }

  private MarkDesk desk(Access.Connection box) {
    return new MarkDesk(access.marks(), access.incidents(), box.box());
  }

  private static List<HeldMessage> copies(List<HeldItem> items) {
    return items.stream().flatMap(i -> i.copies().stream()).toList();
  }

  private static String items(List<HeldItem> items) {
    return items.size() == 1
        ? "“" + Inert.brief(items.getFirst().subject(), 50) + "”"
        : Words.count(items.size(), "message");
  }

  private void failed(Exception e) {
    tell.accept(Notice.of(Words.failure(e)));
    changed.run();
  }
}
