package org.postern.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.postern.officer.Right;
import org.postern.store.StoreException.Reason;

/**
 * Incidents: a number, a title, and the held copies that belong to one. What a copy was stays
 * written down when it has left the box. Thread-safe.
 */
public final class Incidents {
  private static final int TITLE = 400;
  private static final int TEXT = 2000;

  /**
   * A held copy of an incident; all text of strangers.
   *
   * @param heldId the HeldId of the held copy
   */
  public record Copy(String heldId, String recipient, String sender, String subject) {}

  /**
   * An incident.
   *
   * @param number from 1 on, never given twice
   * @param copies in the order in which they were added
   */
  public record Incident(
      long number, String title, String openedBy, Instant opened, List<Copy> copies) {
    public Incident {
      copies = List.copyOf(copies);
    }
  }

  private final Database database;

  Incidents(Database database) {
    this.database = database;
  }

  /**
   * Opens one about these copies.
   *
   * @param title at most 400 characters
   */
  public Incident open(String title, List<Copy> copies, String officer) throws StoreException {
    String name = title.strip();
    if (name.isEmpty() || name.length() > TITLE) {
      throw new IllegalArgumentException("An incident needs a title of at most 400 characters.");
    }
    return database.write(
        Right.DECIDE,
        writing -> {
          long number =
              writing
                  .handle()
                  .createQuery("select coalesce(max(number), 0) + 1 from incident")
                  .mapTo(Long.class)
                  .one();
          writing
              .handle()
              .execute(
                  "insert into incident (number, title, opened_by, opened) values (?, ?, ?, ?)",
                  number,
                  Texts.storable(name, TITLE),
                  Texts.storable(writing.officer(officer), 200),
                  writing.nowUtc());
          writing.journal(officer, "incident.opened", Long.toString(number), Map.of("title", name));
          add(writing, number, copies, officer);
          return get(writing.handle(), number);
        });
  }

  /**
   * Adds copies to an incident; those that are in it stay.
   *
   * @throws StoreException {@link Reason#CONFLICT} if there is no such incident
   */
  public Incident add(long number, List<Copy> copies, String officer) throws StoreException {
    return database.write(
        Right.DECIDE,
        writing -> {
          require(writing.handle(), number);
          add(writing, number, copies, officer);
          return get(writing.handle(), number);
        });
  }

  /** Takes copies out of an incident again; the record keeps that they were in it. */
  public Incident remove(long number, List<String> heldIds, String officer) throws StoreException {
    return database.write(
        Right.DECIDE,
        writing -> {
          require(writing.handle(), number);
          for (String id : heldIds) {
            int gone =
                writing
                    .handle()
                    .execute(
                        "delete from incident_copy where incident = ? and held_id = ?", number, id);
            if (gone > 0) {
              writing.journal(
                  officer, "incident.removed", Long.toString(number), Map.of("held", id));
            }
          }
          return get(writing.handle(), number);
        });
  }

  private static void add(Writing writing, long number, List<Copy> copies, String officer) {
    for (Copy copy : copies) {
      int fresh =
          writing
              .handle()
              .execute(
                  "insert into incident_copy (incident, held_id, recipient, sender, subject,"
                      + " added_by, added) values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing",
                  number,
                  copy.heldId,
                  Texts.storable(copy.recipient, TEXT),
                  Texts.storable(copy.sender, TEXT),
                  Texts.storable(copy.subject, TEXT),
                  Texts.storable(writing.officer(officer), 200),
                  writing.nowUtc());
      if (fresh > 0) {
        writing.journal(
            officer,
            "incident.added",
            Long.toString(number),
            Map.of("held", copy.heldId, "recipient", copy.recipient));
      }
    }
  }

  /** Every incident, the newest first. */
  public List<Incident> all() throws StoreException {
    return database.read(handle -> list(handle, ""));
  }

  private static void require(Handle handle, long number) throws StoreException {
    if (handle
            .select("select count(*) from incident where number = ?", number)
            .mapTo(Long.class)
            .one()
        == 0) {
      throw new StoreException(Reason.CONFLICT, "There is no incident " + number + ".");
    }
  }

  private static Incident get(Handle handle, long number) {
    return list(handle, "where i.number = ?", number).getFirst();
  }

  private static List<Incident> list(Handle handle, String where, Object... args) {
    Map<Long, List<Copy>> copies = new HashMap<>();
    handle
        .select(
            "select incident, held_id, recipient, sender, subject from incident_copy join incident"
                + " i on i.number = incident "
                + where
                + " order by added, held_id",
            args)
        .map(
            (rs, ctx) ->
                copies
                    .computeIfAbsent(rs.getLong(1), _ -> new ArrayList<>())
                    .add(
                        new Copy(
                            Rows.text(rs, "held_id"),
                            Rows.text(rs, "recipient"),
                            Rows.text(rs, "sender"),
                            Rows.text(rs, "subject"))))
        .list();
    return handle
        .select(
            "select number, title, opened_by, opened from incident i "
                + where
                + " order by number desc",
            args)
        .map(
            (rs, ctx) ->
                new Incident(
                    rs.getLong("number"),
                    Rows.text(rs, "title"),
                    Rows.text(rs, "opened_by"),
                    Rows.instant(rs, "opened"),
                    copies.getOrDefault(rs.getLong("number"), List.of())))
        .list();
  }
}
