package org.postern.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.IntFunction;
import org.postern.files.AtomicFiles;
import org.postern.officer.Roster;
import org.postern.store.StoreException.Reason;

/**
 * What this console remembers of the officers outside the database, so that whoever rules the
 * database can neither bring open mode back nor put another first officer in. One line: version and
 * digest of the newest roster that was seen.
 */
final class RosterPin {
  private final Path file;

  RosterPin(Path directory) {
    this.file = directory.resolve("postern.roster");
  }

  /** Refuses a roster that is older than, or does not come from, what was seen before. */
  void check(Optional<Roster> now, IntFunction<Optional<String>> digestOf) throws StoreException {
    Optional<String> line = read();
    if (line.isEmpty()) {
      return;
    }
    String[] seen = line.get().split(" ", -1);
    boolean whole = seen.length == 2 && seen[0].matches("\\d{1,9}");
    if (!whole || now.isEmpty() || now.get().version() < Integer.parseInt(seen[0])) {
      throw forged("the officers that this console knows are gone from the database");
    }
    if (!digestOf.apply(Integer.parseInt(seen[0])).equals(Optional.of(seen[1]))) {
      throw forged("the officers in the database are not those that this console knows");
    }
  }

  void keep(Roster roster) throws StoreException {
    try {
      AtomicFiles.write(
          file,
          (roster.version() + " " + roster.digest() + "\n").getBytes(StandardCharsets.US_ASCII),
          AtomicFiles.Readers.OWNER);
    } catch (IOException e) {
      throw Trouble.file(file, e);
    }
  }

  private Optional<String> read() throws StoreException {
    try {
      return Optional.of(Files.readString(file, StandardCharsets.US_ASCII).strip());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw Trouble.file(file, e);
    }
  }

  private StoreException forged(String what) {
    return new StoreException(
        Reason.FORGED,
        "The database was tampered with or replaced: "
            + what
            + ". Nothing was opened. Keep the data directory as evidence and put back your last"
            + " backup; if the officers were really begun anew, an administrator of the machine"
            + " removes "
            + file
            + ".");
  }
}
