package org.postern.ui.publish;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import org.postern.bundle.TrustFile;
import org.postern.delivery.Courier;
import org.postern.delivery.Gateway;
import org.postern.officer.OfficerKey;
import org.postern.officer.OfficerKeys;
import org.postern.officer.Role;
import org.postern.officer.Roster.Member;
import org.postern.officer.SigningKey;
import org.postern.policy.Entry;
import org.postern.policy.EntryPattern;
import org.postern.policy.Listing;
import org.postern.store.Op;
import org.postern.store.Store;
import org.postern.store.StoreException;

/** Two enrolled officers, a list that both agreed to, and a gateway; Lowe is signed in. */
final class EnrolledDesk implements AutoCloseable {
  final Store store;
  final OfficerKey lowe;
  final Press press;
  final Path fetched;

  /**
   * @param carter the key of the officer who enrols first
   */
  EnrolledDesk(Path directory, SigningKey carter, Clock clock) throws Exception {
    store = Store.open(directory.resolve("data"), clock);
    fetched = Files.createDirectory(directory.resolve("relay"));
    lowe = OfficerKey.create("Lt. B. Lowe", clock);
    press =
        new Press(
            store,
            new OfficerKeys(store.directory(), clock),
            () -> new char[0],
            () -> TrustFile.of(store.session().roster().orElseThrow()),
            new Courier(
                store,
                () -> List.of(Gateway.folder("relay-1.example", fetched)),
                clock,
                new Random(1)),
            List::of,
            _ -> List.of(),
            () -> "nobody",
            clock);
    store.session().enrol(carter);
    List<Member> members = new ArrayList<>(store.session().roster().orElseThrow().members());
    members.add(Member.of("Lt. B. Lowe", lowe.publicKey(), EnumSet.of(Role.APPROVER)));
    store.changes().proposeRoster(members, "joined");
    var entry = Entry.of(Listing.TRUSTED, EntryPattern.parse("army.mil").ok().orElseThrow());
    var change = store.changes().propose(List.<Op>of(new Op.Add(entry)).iterator(), "needed", "");
    store.session().signIn(lowe);
    store.changes().approve(change.digest(), "");
  }

  @Override
  public void close() throws StoreException {
    store.close();
  }
}
