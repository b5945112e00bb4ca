package org.postern.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.postern.officer.Right;

/**
 * What is on its way to gateways, and how far it came: one row for each file and gateway, so that a
 * console that dies goes on where it stopped. Of several consoles on one database one sends at a
 * time: it takes a delivery with {@link #take} and keeps it with {@link #hold}. Thread-safe.
 */
public final class Deliveries {
  /** How far it has come. */
  public enum State {
    /** Waits to be sent. */
    QUEUED,
    /** A console is sending it. */
    SENDING,
    /** It is whole where the gateway fetches it. */
    DELIVERED,
    /** A try failed; it is tried again at {@link Delivery#next}, or not before somebody asks. */
    FAILED,
    /** Nobody sends it any more: an officer did not want to, or a newer one took its place. */
    CANCELLED
  }

  /**
   * A file on its way.
   *
   * @param item what it is: the digest of a bundle, or another name that nothing else has
   * @param name of the file at the gateway
   * @param file where it lies at this console
   * @param content digest of the whole file, {@code sha256:…}: nothing else is sent
   * @param octets its size
   * @param series of files of one series only the newest is wanted; empty if each is
   */
  public record Parcel(
      String item, String name, String file, String content, long octets, String series) {}

  /**
   * One file on its way to one gateway.
   *
   * @param place where the gateway takes it from, as it was when it was queued
   * @param tries how often it was tried since it was queued
   * @param next when it is tried again; null if not by itself
   * @param says what went wrong last, a sentence; empty if nothing did
   * @param officer who handed it over
   */
  public record Delivery(
      Parcel parcel,
      String gateway,
      String place,
      State state,
      int tries,
      @Nullable Instant next,
      String says,
      String officer,
      Instant queued,
      Instant changed) {

    /** Whether something may still happen to it by itself. */
    public boolean open() {
      return switch (state) {
        case QUEUED, SENDING -> true;
        case FAILED -> next != null;
        case DELIVERED, CANCELLED -> false;
      };
    }
  }

  /** A console that said nothing for so long is dead. */
  private static final int SILENT_MINUTES = 5;

  private final Database database;
  private final String console;

  /**
   * @param console which of several consoles on one database this is
   */
  Deliveries(Database database, String console) {
    this.database = database;
    this.console = console;
  }

  /**
   * Puts a file on its way to a gateway, also once more. Older ones of its series that did not
   * arrive there yet are cancelled.
   *
   * @return as it stands; {@code SENDING} if a console is sending it just now
   */
  public Delivery queue(Parcel parcel, String gateway, String place, String officer)
      throws StoreException {
    return database.write(
        Right.PUBLISH,
        writing -> {
          Handle handle = writing.handle();
          String key = Texts.storable(gateway, 200);
          Optional<Delivery> known = find(handle, parcel.item, key);
          if (known.isPresent() && taken(handle, parcel.item, key)) {
            return known.get();
          }
          handle.execute("delete from delivery where item = ? and gateway = ?", parcel.item, key);
          handle.execute(
              "insert into delivery (item, gateway, name, file, content, octets, series, place,"
                  + " state, tries, says, officer, queued, changed) values (?, ?, ?, ?, ?, ?, ?,"
                  + " ?, ?, 0, '', ?, ?, ?)",
              parcel.item,
              key,
              parcel.name,
              parcel.file,
              parcel.content,
              parcel.octets,
              parcel.series,
              Texts.storable(place, 2000),
              State.QUEUED.name(),
              Texts.storable(writing.officer(officer), 200),
              writing.nowUtc(),
              writing.nowUtc());
          if (!parcel.series.isEmpty()) {
            handle.execute(
                "update delivery set state = 'CANCELLED', next_try = null, changed = ?, says = ?"
                    + " where gateway = ? and series = ? and item <> ? and state in ('QUEUED',"
                    + " 'FAILED')",
                writing.nowUtc(),
                Texts.storable(parcel.name + " took its place.", 2000),
                key,
                parcel.series,
                parcel.item);
          }
          writing.journal(
              officer,
              "delivery.queued",
              parcel.item,
              Map.of("gateway", key, "place", place, "name", parcel.name));
          return get(handle, parcel.item, key);
        });
  }

  /**
   * Takes a delivery that is due, so that nobody else sends it; from now on {@link #hold} it. What
   * this console was sending before it died is due.
   *
   * @param asked also if its next try is later or would not come by itself
   * @return empty if it is not due, or another console has it
   */
  public Optional<Delivery> take(String item, String gateway, boolean asked) throws StoreException {
    return database.write(
        writing -> {
          int taken =
              writing
                  .handle()
                  .execute(
                      "update delivery set state = 'SENDING', tries = tries + 1, next_try = null,"
                          + " changed = ?, console = ?, stepped = current_timestamp where item = ?"
                          + " and gateway = ? and (state = 'QUEUED' or (state = 'FAILED' and (? or"
                          + " next_try <= ?)) or (state = 'SENDING' and (console = ? or "
                          + dead()
                          + ")))",
                      writing.nowUtc(),
                      console,
                      item,
                      gateway,
                      asked,
                      writing.nowUtc(),
                      console);
          return taken == 1 ? find(writing.handle(), item, gateway) : Optional.empty();
        });
  }

  /** Says that this console still sends it; false if it shall not: somebody cancelled it. */
  public boolean hold(Delivery taken) throws StoreException {
    return database.write(
        writing ->
            writing
                    .handle()
                    .execute(
                        "update delivery set stepped = current_timestamp where item = ? and gateway"
                            + " = ? and state = 'SENDING' and console = ? and tries = ?",
                        taken.parcel.item,
                        taken.gateway,
                        console,
                        taken.tries)
                == 1);
  }

  /** It is whole at its place; that is the gateway's handing over. */
  public Delivery delivered(Delivery taken) throws StoreException {
    return end(
        taken,
        State.DELIVERED,
        null,
        "",
        writing ->
            Publications.handedOver(
                writing, taken.parcel.item, taken.gateway, taken.place, taken.officer));
  }

  /**
   * The try failed.
   *
   * @param next when to try again; null if only when somebody asks
   * @param says why, a sentence
   */
  public Delivery failed(Delivery taken, @Nullable Instant next, String says)
      throws StoreException {
    return end(taken, State.FAILED, next, says, _ -> {});
  }

  /** What else is written when a delivery ends. */
  private interface Beside {
    void write(Writing writing);
  }

  private Delivery end(
      Delivery taken, State state, @Nullable Instant next, String says, Beside beside)
      throws StoreException {
    return database.write(
        writing -> {
          int ended =
              writing
                  .handle()
                  .execute(
                      "update delivery set state = ?, next_try = ?, says = ?, changed = ? where"
                          + " item = ? and gateway = ? and state = 'SENDING' and console = ? and"
                          + " tries = ?",
                      state.name(),
                      Rows.utc(next),
                      Texts.storable(says, 2000),
                      writing.nowUtc(),
                      taken.parcel.item,
                      taken.gateway,
                      console,
                      taken.tries);
          Delivery now = get(writing.handle(), taken.parcel.item, taken.gateway);
          // Else somebody cancelled it, or took this console for dead: theirs counts.
          if (ended == 1) {
            beside.write(writing);
            // The same trouble again and again is said once.
            if (state == State.DELIVERED || !says.equals(taken.says)) {
              note(writing, taken.officer, state, now);
            }
          }
          return now;
        });
  }

  /** Nobody sends it any more, unless it is queued again; false if it has arrived or was over. */
  public boolean cancel(String item, String gateway, String officer) throws StoreException {
    return database.write(
        Right.PUBLISH,
        writing -> {
          int ended =
              writing
                  .handle()
                  .execute(
                      "update delivery set state = 'CANCELLED', next_try = null, changed = ?, says"
                          + " = ? where item = ? and gateway = ? and state in ('QUEUED',"
                          + " 'SENDING', 'FAILED')",
                      writing.nowUtc(),
                      Texts.storable("Cancelled by " + writing.officer(officer) + ".", 2000),
                      item,
                      gateway);
          if (ended == 1) {
            note(writing, officer, State.CANCELLED, get(writing.handle(), item, gateway));
          }
          return ended == 1;
        });
  }

  private static void note(Writing writing, String officer, State state, Delivery now) {
    writing.journal(
        officer,
        "delivery." + state.name().toLowerCase(Locale.ROOT),
        now.parcel.item,
        Map.of("gateway", now.gateway, "place", now.place, "try", now.tries, "says", now.says));
  }

  /** What is or was on its way of one item, by gateway. */
  public List<Delivery> of(String item) throws StoreException {
    return list("where item = ? order by gateway", item);
  }

  /** Everything to which something may still happen by itself, oldest first. */
  public List<Delivery> open() throws StoreException {
    return list(
        "where state in ('QUEUED', 'SENDING') or (state = 'FAILED' and next_try is not null) order"
            + " by queued, item, gateway");
  }

  /** The newest first, at most {@code limit} of them. */
  public List<Delivery> newest(int limit) throws StoreException {
    return list("order by queued desc, item, gateway fetch first " + limit + " rows only");
  }

  private List<Delivery> list(String where, Object... args) throws StoreException {
    return database.read(
        handle ->
            handle
                .select("select * from delivery " + where, args)
                .map((rs, ctx) -> row(rs))
                .list());
  }

  /** Whether another console has it and lives. */
  private boolean taken(Handle handle, String item, String gateway) {
    return handle
            .select(
                "select count(*) from delivery where item = ? and gateway = ? and state ="
                    + " 'SENDING' and not ("
                    + dead()
                    + ")",
                item,
                gateway)
            .mapTo(Long.class)
            .one()
        > 0;
  }

  /** The database's clock decides, so that it does not matter what the consoles' own say. */
  private static String dead() {
    return "stepped < current_timestamp - interval '" + SILENT_MINUTES + "' minute";
  }

  private static Delivery get(Handle handle, String item, String gateway) {
    return find(handle, item, gateway).orElseThrow();
  }

  private static Optional<Delivery> find(Handle handle, String item, String gateway) {
    return handle
        .select("select * from delivery where item = ? and gateway = ?", item, gateway)
        .map((rs, ctx) -> row(rs))
        .findOne();
  }

  private static Delivery row(ResultSet rs) throws SQLException {
    return new Delivery(
        new Parcel(
            Rows.text(rs, "item"),
            Rows.text(rs, "name"),
            Rows.text(rs, "file"),
            Rows.text(rs, "content"),
            rs.getLong("octets"),
            Rows.text(rs, "series")),
        Rows.text(rs, "gateway"),
        Rows.text(rs, "place"),
        Rows.constant(State.class, rs.getString("state")),
        rs.getInt("tries"),
        Rows.instantOrNull(rs, "next_try"),
        Rows.text(rs, "says"),
        Rows.text(rs, "officer"),
        Rows.instant(rs, "queued"),
        Rows.instant(rs, "changed"));
  }
}
