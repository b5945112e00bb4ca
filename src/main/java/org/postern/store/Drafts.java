package org.postern.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.postern.officer.Right;
import org.postern.policy.Entry;
import org.postern.policy.EntryPattern;
import org.postern.policy.Listing;
import org.postern.store.StoreException.Reason;

/**
 * What each officer is gathering before they propose it as one change: a private text for each,
 * which outlives the program. Nothing of it is in force. Thread-safe.
 */
public final class Drafts {
  /**
   * A draft holds what somebody wrote by hand; what is larger is imported as a change of its own.
   */
  static final int MOST = 2_000;

  private final Database database;

  Drafts(Database database) {
    this.database = database;
  }

  /** The draft of whoever is signed in, in the order of writing; empty if nobody is. */
  public List<Op> lines() throws StoreException {
    Chain chain = database.chain();
    return chain == null ? List.of() : database.read(handle -> read(handle, chain.key().id()));
  }

  /**
   * Adds operations; one about an entry that the draft speaks of already takes its place.
   *
   * @return how many lines the draft has then
   */
  public int add(List<Op> ops) throws StoreException {
    return database.write(
        Right.PROPOSE,
        writing -> {
          List<Op> all = new ArrayList<>(read(writing.handle(), owner(writing)));
          for (Op op : ops) {
            Optional<String> about = about(op);
            all.removeIf(o -> about.isPresent() && about.equals(about(o)));
            all.add(op);
          }
          if (all.size() > MOST) {
            throw new StoreException(
                Reason.CONFLICT,
                "A draft has at most "
                    + MOST
                    + " lines. Propose what is in it, or import the rest as a file.");
          }
          keep(writing, all);
          return all.size();
        });
  }

  /** Replaces the draft as a whole; an empty one is none. */
  public void set(List<Op> ops) throws StoreException {
    database.write(
        Right.PROPOSE,
        writing -> {
          keep(writing, ops);
          return true;
        });
  }

  /** The entry that an operation is about. */
  private static Optional<String> about(Op op) {
    return switch (op) {
      case Op.Add(Entry e) -> Optional.of(e.listing() + " " + e.pattern().text());
      case Op.Edit(Entry e, long _) -> Optional.of(e.listing() + " " + e.pattern().text());
      case Op.Remove(Listing listing, EntryPattern pattern, long _) ->
          Optional.of(listing + " " + pattern.text());
      case Op.Undo _ -> Optional.empty();
      case Op.SetRules _ -> Optional.of("rules");
    };
  }

  private static String owner(Writing writing) {
    Chain chain = writing.chain();
    if (chain == null) {
      throw new IllegalStateException("open mode has no drafts");
    }
    return chain.key().id();
  }

  private static List<Op> read(Handle handle, String owner) {
    return handle
        .select("select text from draft where officer = ?", owner)
        .mapTo(String.class)
        .findOne()
        .map(text -> text.lines().map(ChangeText::op).toList())
        .orElse(List.of());
  }

  private static void keep(Writing writing, List<Op> ops) {
    String owner = owner(writing);
    writing.handle().execute("delete from draft where officer = ?", owner);
    if (!ops.isEmpty()) {
      var text = new StringBuilder();
      ops.forEach(op -> text.append(ChangeText.line(op)));
      writing
          .handle()
          .execute(
              "insert into draft (officer, text, changed) values (?, ?, ?)",
              owner,
              text.toString(),
              writing.nowUtc());
    }
  }
}
