package org.postern.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.postern.officer.OfficerException;
import org.postern.officer.OfficerKey;
import org.postern.officer.OfficerKeys;
import org.postern.officer.Role;
import org.postern.officer.Roster.Member;
import org.postern.officer.Sealed;
import org.postern.policy.Entry;
import org.postern.policy.EntryPattern;
import org.postern.policy.Listing;

/** A program that tests run in a process of its own, to be killed, starved or kept out. */
final class StoreChild {
  /** Said before the directory is touched. */
  static final String READY = "READY";

  private StoreChild() {}

  /** Starts this program; {@code prefix} is what stands before the path of java, if anything. */
  static Process start(List<String> prefix, String... args) throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:-UsePerfData", "-Xmx256m", "-cp"));
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(StoreChild.class.getName());
    command.addAll(List.of(args));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /** Runs this program to its end and gives what it printed. */
  static List<String> run(List<String> prefix, String... args) throws Exception {
    Process child = start(prefix, args);
    try {
      // A child that opens against expectation ends too, and the test is red instead of stuck.
      child.getOutputStream().close();
      List<String> lines = lines(child).lines().toList();
      child.waitFor();
      return lines;
    } finally {
      child.destroyForcibly();
    }
  }

  static BufferedReader lines(Process child) {
    return new BufferedReader(
        new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8));
  }

  public static void main(String[] args) throws Exception {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Path dir = Path.of(args[1]);
    switch (args[0]) {
      case "open" -> open(dir, out);
      case "migrate" -> {
        out.println(READY);
        open(dir, out);
      }
      case "stream" -> stream(dir, Integer.parseInt(args[2]), out);
      case "edits" -> edits(dir, out);
      case "imports" -> imports(dir, out);
      case "decisions" -> decisions(dir, out);
      case "officers" -> officers(dir, out);
      case "sql" -> sql(dir, List.of(args).subList(2, args.length));
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  /** Opens, says so, and waits until its standard input ends. */
  private static void open(Path dir, PrintStream out) throws IOException {
    try (Store store = Store.open(dir, Clock.systemUTC())) {
      out.println("OPEN " + store.directory());
      System.in.readAllBytes();
    } catch (StoreException e) {
      out.println(e.reason() + " " + e.getMessage());
    }
  }

  /** Adds entries for ever, {@code size} a time, and says each serial once it is acknowledged. */
  private static void stream(Path dir, int size, PrintStream out) {
    try (Store store = Store.open(dir, Clock.systemUTC())) {
      while (true) {
        List<Entry> entries = entries(store.lists().serial() + 1, size);
        out.println("serial " + store.lists().add(entries, new Author("child", "")).serial());
      }
    } catch (StoreException e) {
      out.println(e.reason() + " " + e.getMessage());
    }
  }

  /** Adds a few entries for ever, in a file that is tidied after every few changes. */
  private static void edits(Path dir, PrintStream out) {
    out.println(READY);
    try (Store store = Store.open(dir, Clock.systemUTC(), Schema.CURRENT, 100_000)) {
      while (true) {
        long next = store.lists().serial() + 1;
        List<Entry> entries = entries(next, next % 5 == 0 ? 200 : 2);
        out.println("serial " + store.lists().add(entries, new Author("child", "")).serial());
      }
    } catch (StoreException e) {
      out.println(e.reason() + " " + e.getMessage());
    }
  }

  /** Imports for ever, some thousands a time, so that each is committed in parts. */
  private static void imports(Path dir, PrintStream out) {
    out.println(READY);
    try (Store store = Store.open(dir, Clock.systemUTC())) {
      while (true) {
        List<Entry> entries = entries(store.lists().serial() + 1, 9_000);
        Imports.Taken taken =
            store
                .imports()
                .take(
                    entries.iterator(),
                    EnumSet.complementOf(EnumSet.of(Standing.CHANGED)),
                    new Author("child", ""),
                    _ -> {});
        out.println("serial " + taken.serial());
      }
    } catch (StoreException e) {
      out.println(e.reason() + " " + e.getMessage());
    }
  }

  /** Decides about held copies for ever, and says each step once it is acknowledged. */
  private static void decisions(Path dir, PrintStream out) {
    out.println(READY);
    try (Store store = Store.open(dir, Clock.systemUTC())) {
      Decisions decisions = store.decisions();
      while (true) {
        String held = "h" + Long.toHexString(System.nanoTime());
        var intent =
            new Decisions.Intent(
                held,
                "gen@army.ml",
                Decisions.Act.CORRECT,
                "gen@army.mil",
                "meant",
                "carter",
                "sha256:00",
                false,
                "{}");
        long id = ((Decisions.Begun.Recorded) decisions.begin(intent)).decision().id();
        out.println("INTENDED " + held);
        decisions.sending(id);
        out.println("SENDING " + held);
        decisions.accepted(id, "250 Ok");
        out.println("ACCEPTED " + held);
        decisions.filed(id);
        out.println("FILED " + held);
      }
    } catch (StoreException e) {
      out.println(e.reason() + " " + e.getMessage());
    }
  }

  private static List<Entry> entries(long serial, int size) {
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      entries.add(entry(serial, i));
    }
    return entries;
  }

  /** Enrols, proposes and approves for ever, and says each act once it is acknowledged. */
  private static void officers(Path dir, PrintStream out) throws OfficerException {
    out.println(READY);
    OfficerKeys keys = new OfficerKeys(dir, Clock.systemUTC());
    try (Store store = Store.open(dir, Clock.systemUTC())) {
      OfficerKey carter = officer(keys, store, "carter");
      OfficerKey lowe = officer(keys, store, "lowe");
      if (store.session().openMode()) {
        store.session().enrol(carter);
        out.println("ENROLLED " + carter.id());
      } else {
        store.session().signIn(carter);
      }
      List<Member> members = new ArrayList<>(store.session().roster().orElseThrow().members());
      if (members.size() == 1) {
        members.add(Member.of("lowe", lowe.publicKey(), EnumSet.of(Role.APPROVER, Role.VIEWER)));
        out.println("APPLIED " + store.changes().proposeRoster(members, "two").digest());
      }
      for (int round = 0; ; round++) {
        long next = store.lists().serial() + 1;
        List<Op> ops = new ArrayList<>();
        for (int i = 0; i < (round % 4 == 0 ? 300 : 3); i++) {
          ops.add(new Op.Add(entry(next, i)));
        }
        String why = "round " + Long.toHexString(System.nanoTime());
        String digest = store.changes().propose(ops.iterator(), why, "").digest();
        out.println("PROPOSED " + digest);
        store.session().signIn(lowe);
        store.changes().approve(digest, "fine");
        out.println("APPLIED " + digest);
        store.session().signIn(carter);
      }
    } catch (StoreException e) {
      out.println(e.reason() + " " + e.getMessage());
    }
  }

  private static OfficerKey officer(OfficerKeys keys, Store store, String name)
      throws OfficerException {
    char[] secret = store.keyPassphrase();
    for (OfficerKeys.Listed listed : keys.list()) {
      if (listed instanceof OfficerKeys.Kept kept && kept.officer().equals(name)) {
        return keys.load(kept, secret);
      }
    }
    return keys.create(name, secret, Sealed.DIRECTORY);
  }

  static Entry entry(long serial, int i) {
    String text = "n" + i + ".s" + serial + ".example";
    return Entry.of(Listing.BLOCKED, EntryPattern.parse(text).ok().orElseThrow());
  }

  /** What an attacker who has the key can do with H2 itself, here or in an unguarded process. */
  static void sql(Path dir, List<String> statements) throws Exception {
    DataFiles files = DataFiles.in(dir);
    String key = files.readKey();
    try (Connection connection =
            DriverManager.getConnection(
                "jdbc:h2:file:"
                    + DataFiles.h2Name(files.database())
                    + ";CIPHER=AES;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH",
                "postern",
                key + " " + key);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
      statement.execute("shutdown");
    }
  }
}
