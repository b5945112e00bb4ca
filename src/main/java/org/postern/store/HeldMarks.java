package org.postern.store;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.postern.officer.Right;
import org.postern.officer.Roster;
import org.postern.store.StoreException.Reason;

/**
 * Who shall look at which held copy, and the words that officers put on copies. Nothing here
 * decides about mail. Thread-safe.
 */
public final class HeldMarks {
  /** A copy has at most so many tags. */
  public static final int MOST_TAGS = 12;

  /** What a tag looks like: it must also fit into a mailbox's keyword. */
  public static final Pattern TAG = Pattern.compile("[a-z0-9][a-z0-9-]{0,23}");

  private static final int LONGEST_NOTE = 2000;

  /**
   * @param officer who shall look at it
   * @param note what they should know; may be empty
   * @param by who said so
   */
  public record Assignment(String officer, String note, String by, Instant at) {}

  /**
   * What is known of one copy.
   *
   * @param tags in alphabetical order
   */
  public record Marked(Optional<Assignment> assignment, List<String> tags) {
    public static final Marked NOTHING = new Marked(Optional.empty(), List.of());

    public Marked {
      tags = List.copyOf(tags);
    }
  }

  private final Database database;

  HeldMarks(Database database) {
    this.database = database;
  }

  /** Whether this may be a tag: lower-case letters, digits and hyphens, at most 24. */
  public static boolean isTag(String text) {
    return TAG.matcher(text).matches();
  }

  /**
   * The tag itself.
   *
   * @throws IllegalArgumentException with a sentence for officers if it is {@linkplain #isTag none}
   */
  public static String requireTag(String tag) {
    if (!isTag(tag)) {
      throw new IllegalArgumentException(
          "A tag has lower-case letters, digits and hyphens, at most 24 of them.");
    }
    return tag;
  }

  /**
   * Gives a copy to an officer, in place of whom it was given to before.
   *
   * @param officer a reviewer on the roster; in open mode any name
   * @throws StoreException {@link Reason#NOT_ALLOWED} if that is nobody who may decide about it
   */
  public void assign(String heldId, String officer, String note, String by) throws StoreException {
    if (heldId.isBlank() || officer.isBlank() || note.length() > LONGEST_NOTE) {
      throw new IllegalArgumentException("an officer, and a note of at most 2000 characters");
    }
    database.write(
        Right.DECIDE,
        writing -> {
          Optional<Roster> roster = writing.roster();
          if (roster.isPresent() && !reviewers(roster.get()).contains(officer)) {
            throw new StoreException(
                Reason.NOT_ALLOWED,
                "Nobody named "
                    + Texts.storable(officer, 200)
                    + " may decide about held mail. Choose a reviewer of the roster.");
          }
          String who = Texts.storable(officer, 200);
          String said = Texts.storable(note, LONGEST_NOTE);
          writing.handle().execute("delete from assignment where held_id = ?", heldId);
          writing
              .handle()
              .execute(
                  "insert into assignment (held_id, officer, note, given_by, given) values (?, ?,"
                      + " ?, ?, ?)",
                  heldId,
                  who,
                  said,
                  Texts.storable(writing.officer(by), 200),
                  writing.nowUtc());
          writing.journal(by, "held.assigned", heldId, Map.of("to", who, "note", said));
          return heldId;
        });
  }

  /** Takes the copy from whoever shall look at it; harmless if nobody shall. */
  public void unassign(String heldId, String by) throws StoreException {
    database.write(
        Right.DECIDE,
        writing -> {
          if (writing.handle().execute("delete from assignment where held_id = ?", heldId) > 0) {
            writing.journal(by, "held.unassigned", heldId, Map.of());
          }
          return heldId;
        });
  }

  /**
   * Puts a tag on a copy or takes it off; harmless if it is so already.
   *
   * @throws IllegalArgumentException if it is no {@linkplain #isTag tag}
   */
  public void tag(String heldId, String tag, boolean on, String by) throws StoreException {
    requireTag(tag);
    database.write(
        Right.DECIDE,
        writing -> {
          Handle handle = writing.handle();
          int changed =
              on
                  ? handle.execute(
                      "insert into held_tag (held_id, tag, given_by, given) values (?, ?, ?, ?) on"
                          + " conflict do nothing",
                      heldId,
                      tag,
                      Texts.storable(writing.officer(by), 200),
                      writing.nowUtc())
                  : handle.execute(
                      "delete from held_tag where held_id = ? and tag = ?", heldId, tag);
          if (on && changed > 0 && tags(handle, heldId) > MOST_TAGS) {
            throw new StoreException(
                Reason.CONFLICT,
                "A message has at most " + MOST_TAGS + " tags. Take one off first.");
          }
          if (changed > 0) {
            writing.journal(by, on ? "held.tagged" : "held.untagged", heldId, Map.of("tag", tag));
          }
          return heldId;
        });
  }

  private static int tags(Handle handle, String heldId) {
    return handle
        .select("select count(*) from held_tag where held_id = ?", heldId)
        .mapTo(Integer.class)
        .one();
  }

  /** What is known of one copy. */
  public Marked of(String heldId) throws StoreException {
    return database
        .read(handle -> list(handle, "where held_id = ?", heldId))
        .getOrDefault(heldId, Marked.NOTHING);
  }

  /** What is known of every copy of which anything is, by held id. */
  public Map<String, Marked> all() throws StoreException {
    return database.read(handle -> list(handle, ""));
  }

  private static Map<String, Marked> list(Handle handle, String where, Object... args) {
    Map<String, TreeSet<String>> tags = new HashMap<>();
    handle
        .select("select held_id, tag from held_tag " + where, args)
        .map(
            (rs, ctx) ->
                tags.computeIfAbsent(rs.getString(1), _ -> new TreeSet<>()).add(rs.getString(2)))
        .list();
    Map<String, Marked> all = new HashMap<>();
    tags.forEach((id, t) -> all.put(id, new Marked(Optional.empty(), List.copyOf(t))));
    handle
        .select("select held_id, officer, note, given_by, given from assignment " + where, args)
        .map(
            (rs, ctx) -> {
              Assignment given =
                  new Assignment(
                      Rows.text(rs, "officer"),
                      Rows.text(rs, "note"),
                      Rows.text(rs, "given_by"),
                      Rows.instant(rs, "given"));
              List<String> t = List.copyOf(tags.getOrDefault(rs.getString(1), new TreeSet<>()));
              return all.put(rs.getString(1), new Marked(Optional.of(given), t));
            })
        .list();
    return Map.copyOf(all);
  }

  /** Who may be given a copy: the reviewers of the roster; empty in open mode. */
  public List<String> reviewers() throws StoreException {
    return database.read(
        handle -> database.rosters().inForce(handle).map(HeldMarks::reviewers).orElseGet(List::of));
  }

  private static List<String> reviewers(Roster roster) {
    return roster.members().stream()
        .filter(m -> m.active() && m.may(Right.DECIDE))
        .map(Roster.Member::name)
        .distinct()
        .sorted()
        .toList();
  }
}
