package org.postern.store;

import java.util.List;
import org.postern.store.StoreException.Reason;

/**
 * Changes of the lists as an officer makes them by hand: in force at once in open mode, else
 * gathered in their draft until they propose it. Thread-safe.
 */
public final class Editing {
  /**
   * What became of a change.
   *
   * @param drafted whether it went into the draft and is not in force
   * @param serial the revision that it made, 0 if drafted
   * @param made false if there was nothing to change
   * @param before the draft as it was
   */
  public record Made(boolean drafted, long serial, boolean made, List<Op> before) {
    public Made {
      before = List.copyOf(before);
    }
  }

  private final Session session;
  private final Lists lists;
  private final Drafts drafts;

  Editing(Session session, Lists lists, Drafts drafts) {
    this.session = session;
    this.lists = lists;
    this.drafts = drafts;
  }

  /**
   * Carries a change out, or writes it into the draft.
   *
   * @throws StoreException {@link Reason#CONFLICT} if an entry was changed meanwhile
   */
  public Made change(List<Op> ops, Author by) throws StoreException {
    if (session.openMode()) {
      long before = lists.serial();
      long serial = lists.apply(ops, by);
      return new Made(false, serial, serial > before, List.of());
    }
    List<Op> before = drafts.lines();
    drafts.add(ops);
    return new Made(true, 0, true, before);
  }

  /** Takes a change back: by a new revision, or out of the draft. */
  public void undo(Made made, Author by) throws StoreException {
    if (made.drafted) {
      drafts.set(made.before);
    } else {
      lists.undo(made.serial, by);
    }
  }
}
