package org.postern.store;

import static org.postern.store.Enrolled.CARTER;
import static org.postern.store.Enrolled.LOWE;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.postern.officer.OfficerKey;
import org.postern.policy.Listing;

/**
 * A tool, not a test: fills a data directory with records of several sessions, as signed and
 * chained as any, or checks one. Arguments: {@code fill DIR RECORDS}, {@code verify DIR}, {@code
 * notes DIR RECORDS} (one commit for each, and how the file grows).
 */
final class ManyRecords {
  private static final int IN_SESSION = 50_000;
  private static final int IN_COMMIT = 1_000;

  private ManyRecords() {}

  public static void main(String[] args) throws Exception {
    Path dir = Path.of(args[1]);
    long began = System.nanoTime();
    switch (args[0]) {
      case "fill" -> fill(dir, Long.parseLong(args[2]));
      case "verify" -> verify(dir);
      case "notes" -> notes(dir, Integer.parseInt(args[2]));
      default -> throw new IllegalArgumentException(args[0]);
    }
    System.out.printf("%.1f s%n", (System.nanoTime() - began) / 1e9);
  }

  private static void fill(Path dir, long records) throws Exception {
    try (Enrolled officers = Enrolled.two(Engine.H2_FILE, dir)) {
      var change = officers.propose("army.mil", "navy.mil");
      officers.store().session().signIn(LOWE);
      officers.store().changes().approve(change.digest(), "fine");
      officers.store().session().signOut();
    }
    Opening.Opened opened = Opening.open(dir, Enrolled.NOON, Schema.CURRENT, OpenFile.SLACK);
    try (Database database = opened.database()) {
      Session session =
          new Session(
              database,
              new RosterPin(opened.directory()),
              new Setup(database, new byte[32], false));
      for (long done = 0; done < records; done += IN_SESSION) {
        OfficerKey officer = done / IN_SESSION % 2 == 0 ? CARTER : LOWE;
        session.signIn(officer);
        for (int i = 0; i < IN_SESSION; i += IN_COMMIT) {
          database.write(
              writing -> {
                for (int k = 0; k < IN_COMMIT; k++) {
                  writing.note(
                      "", "message.opened", "held copy " + k, Map.of("proof", "sha256:00", "n", k));
                }
                return true;
              });
        }
        session.signOut();
      }
    }
  }

  private static void verify(Path dir) throws Exception {
    try (Store store = Store.open(dir, Enrolled.NOON)) {
      long began = System.nanoTime();
      Audit.Report report = store.audit().verify(List.of(), _ -> {}, () -> false);
      System.out.printf(
          "%,d records, %,d sessions, %d findings, %.1f s, %d lists%n",
          report.records(),
          report.sessions(),
          report.findings().size(),
          (System.nanoTime() - began) / 1e9,
          store.lists().count(Listing.TRUSTED));
    }
  }

  private static void notes(Path dir, int records) throws Exception {
    DataFiles files = DataFiles.in(dir);
    try (Store store = Store.open(dir, Enrolled.NOON)) {
      for (int i = 0; i < records; i++) {
        if (i % 10_000 == 0) {
          System.out.printf("%,d commits: %,d bytes%n", i, files.database().toFile().length());
        }
        store
            .journal()
            .note(org.postern.officer.Right.LOOK, "a", "message.opened", "a" + i, Map.of());
      }
      System.out.printf("%,d commits: %,d bytes%n", records, files.database().toFile().length());
    }
    System.out.printf("closed: %,d bytes%n", files.database().toFile().length());
  }
}
