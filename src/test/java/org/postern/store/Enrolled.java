package org.postern.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.postern.officer.OfficerException;
import org.postern.officer.OfficerKey;
import org.postern.officer.Role;
import org.postern.officer.Roster.Member;
import org.postern.policy.Entry;
import org.postern.policy.EntryPattern;
import org.postern.policy.Listing;

/** A data directory with officers, and a way to meddle with its database behind their back. */
final class Enrolled implements AutoCloseable {
  static final Clock NOON = Clock.fixed(Instant.parse("2026-11-22T12:00:00Z"), ZoneOffset.UTC);
  static final OfficerKey CARTER = key("Maj. A. Carter");
  static final OfficerKey LOWE = key("Lt. B. Lowe");
  static final OfficerKey MALLORY = key("Cpl. M. Mallory");

  private final Engine engine;
  private final Path dir;
  private Store store;

  private Enrolled(Engine engine, Path dir) throws StoreException {
    this.engine = engine;
    this.dir = dir;
    store = engine.open(dir, NOON);
  }

  /** The officers of a directory that was closed. */
  static Enrolled again(Engine engine, Path dir) throws StoreException {
    return new Enrolled(engine, dir);
  }

  /** Carter, and Lowe who may approve and edit. */
  static Enrolled two(Engine engine, Path dir) throws StoreException {
    var made = new Enrolled(engine, dir);
    made.store.session().enrol(CARTER);
    made.add(LOWE, Role.APPROVER, Role.EDITOR, Role.VIEWER);
    return made;
  }

  static OfficerKey key(String name) {
    try {
      return OfficerKey.create(name, NOON);
    } catch (OfficerException e) {
      throw new AssertionError(e);
    }
  }

  Store store() {
    return store;
  }

  void add(OfficerKey key, Role... roles) throws StoreException {
    List<Member> members = new ArrayList<>(store.session().roster().orElseThrow().members());
    members.add(Member.of(key.officer(), key.publicKey(), EnumSet.copyOf(Arrays.asList(roles))));
    store.changes().proposeRoster(members, "a further officer");
  }

  static Op add(Listing listing, String pattern) {
    return new Op.Add(Entry.of(listing, EntryPattern.parse(pattern).ok().orElseThrow()));
  }

  Changes.Change propose(String... trusted) throws StoreException {
    return store
        .changes()
        .propose(
            Arrays.stream(trusted).map(t -> add(Listing.TRUSTED, t)).iterator(), "needed", "T-1");
  }

  Audit.Report verify(Audit.Head... printed) throws StoreException {
    return store.audit().verify(List.of(printed), _ -> {}, () -> false);
  }

  /** Whoever rules the database does this while nobody looks. */
  void meddle(String... sql) throws StoreException, SQLException, java.io.IOException {
    meddle(
        handle -> {
          for (String each : sql) {
            handle.execute(each);
          }
        });
    store = engine.open(dir, NOON);
  }

  /** As above, in Java; the store stays closed. */
  void meddle(Consumer<Handle> change) throws StoreException, SQLException {
    engine.requireLasting();
    store.close();
    if (engine == Engine.POSTGRESQL) {
      try (Connection connection = Engine.connect()) {
        Jdbi.create(connection)
            .useHandle(
                handle -> {
                  handle.execute("set search_path = " + Engine.schema(dir));
                  change.accept(handle);
                });
      }
      return;
    }
    DataFiles files = DataFiles.in(dir);
    H2 h2 = H2.open(files.database(), files.readKey());
    Jdbi.create(h2.source()).useHandle(change::accept);
    h2.close();
  }

  @Override
  public void close() throws StoreException {
    store.close();
  }
}
