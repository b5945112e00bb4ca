package org.postern.store;

import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/** Checks the whole record of acts against itself and against the officers' signatures. */
public final class Audit {
  /**
   * Something that is not as it was written, or not signed as it must be.
   *
   * @param seq the record, 0 if it is none in particular
   * @param sentence what is wrong, for officers
   */
  public record Finding(long seq, String sentence) {}

  /** A point of the chain, as bundles and reports print it. */
  public record Head(long seq, String hash) {
    @Override
    public String toString() {
      return seq + " " + hash;
    }
  }

  /**
   * What a check found.
   *
   * @param records how many there are
   * @param open how many of them are from open mode, unsigned
   * @param signed how many an officer's signature covers
   * @param bySystem how many the console wrote by itself, unsigned but in the chain
   * @param sessions how many sessions of officers
   * @param head the last record
   * @param findings what is wrong, at most {@value AuditCheck#MOST}; empty if all is well
   * @param notes what is worth knowing and no fault
   */
  public record Report(
      long records,
      long open,
      long signed,
      long bySystem,
      long sessions,
      Head head,
      List<Finding> findings,
      List<String> notes) {
    public Report {
      findings = List.copyOf(findings);
      notes = List.copyOf(notes);
    }

    public boolean sound() {
      return findings.isEmpty();
    }
  }

  private final Database database;

  Audit(Database database) {
    this.database = database;
  }

  /** The newest record; empty while there is none. */
  public Optional<Head> head() throws StoreException {
    return database.read(
        handle ->
            handle
                .createQuery("select journal_seq, journal_hash from head where journal_seq > 0")
                .map((rs, ctx) -> new Head(rs.getLong(1), rs.getString(2)))
                .findOne());
  }

  /** Whether a point of the chain that was printed earlier is there. */
  public boolean holds(Head printed) throws StoreException {
    return database.read(
        handle ->
            handle
                    .select(
                        "select count(*) from journal where seq = ? and hash = ?",
                        printed.seq(),
                        printed.hash())
                    .mapTo(Long.class)
                    .one()
                == 1);
  }

  /**
   * Reads every record and checks it: numbers, chain, sessions, signatures, rosters, approvals, and
   * that the lists are what the record says.
   *
   * @param expected heads that were printed earlier, in bundles or reports; one that is not in the
   *     chain shows that the record was cut or rewritten
   * @param progress told how many records were read, now and then
   * @param cancelled asked now and then; if so, the check ends early with a note
   */
  public Report verify(List<Head> expected, LongConsumer progress, BooleanSupplier cancelled)
      throws StoreException {
    return database.read(
        handle -> new AuditCheck(handle, database.rosters(), expected, progress, cancelled).run());
  }
}
