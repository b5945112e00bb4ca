package org.postern.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.postern.policy.Listing;
import org.postern.store.Changes.State;

/** What a process acknowledged before it was killed, and so must be there afterwards. */
interface Kept {
  /** A line that the process got out. */
  void said(String line);

  /** Requires that everything it said is there, and nothing half. */
  void require(Store store, String which) throws Exception;

  /** Revisions of the lists, each of entries that its serial and their number tell. */
  final class Revisions implements Kept {
    private static final String SERIAL = "serial ";
    private long acknowledged;

    @Override
    public void said(String line) {
      assertThat(line).startsWith(SERIAL);
      acknowledged = Long.parseLong(line.substring(SERIAL.length()));
    }

    /** Every revision up to the acknowledged one is whole, and none after it is half. */
    @Override
    public void require(Store store, String which) throws Exception {
      long serial = store.lists().serial();
      assertThat(serial).as(which).isBetween(acknowledged, acknowledged + 1);
      Set<String> there = new HashSet<>();
      store.lists().each(Listing.BLOCKED, item -> there.add(item.entry().pattern().text()));
      Set<String> expected = new HashSet<>();
      for (Revision revision : store.past().revisions(Long.MAX_VALUE, 10_000)) {
        for (int i = 0; i < revision.added(); i++) {
          expected.add(StoreChild.entry(revision.serial(), i).pattern().text());
        }
      }
      assertThat(there.equals(expected)).as(which).isTrue();
      assertThat(store.lists().count(Listing.BLOCKED)).as(which).isEqualTo(expected.size());
      List<Journal.Act> acts = store.journal().newest(10_000);
      assertThat(acts).as(which).hasSize((int) serial);
      for (int i = 0; i + 1 < acts.size(); i++) {
        assertThat(acts.get(i).prevHash()).as(which).isEqualTo(acts.get(i + 1).hash());
      }
      acknowledged = serial;
    }
  }

  /** Decisions about held copies. */
  final class Decided implements Kept {
    private final Map<String, String> acknowledged = new HashMap<>();

    @Override
    public void said(String line) {
      String[] words = line.split(" ", 2);
      assertThat(words[0]).as(line).isIn("INTENDED", "SENDING", "ACCEPTED", "FILED");
      acknowledged.put(words[1], words[0]);
    }

    @Override
    public void require(Store store, String which) throws Exception {
      for (Map.Entry<String, String> said : acknowledged.entrySet()) {
        List<Decisions.Decision> there = store.decisions().of(said.getKey());
        assertThat(there).as(which).hasSize(1);
        Decisions.State state = there.getFirst().state();
        switch (said.getValue()) {
          case "INTENDED" -> {}
          case "SENDING" -> assertThat(state).as(which).isNotEqualTo(Decisions.State.INTENDED);
          case "ACCEPTED" -> assertThat(state).as(which).isEqualTo(Decisions.State.ACCEPTED);
          default -> assertThat(there.getFirst().filed()).as(which).isNotNull();
        }
      }
      assertThat(store.audit().verify(List.of(), _ -> {}, () -> false).findings())
          .as(which)
          .isEmpty();
    }
  }

  /** Officers who enrol, propose and approve. */
  final class Officers implements Kept {
    private final Map<String, State> acknowledged = new HashMap<>();
    private boolean enrolled;

    @Override
    public void said(String line) {
      String[] words = line.split(" ", 2);
      switch (words[0]) {
        case "ENROLLED" -> enrolled = true;
        case "PROPOSED" -> acknowledged.put(words[1], State.PROPOSED);
        case "APPLIED" -> acknowledged.put(words[1], State.APPLIED);
        default -> throw new AssertionError(line);
      }
    }

    @Override
    public void require(Store store, String which) throws Exception {
      assertThat(store.audit().verify(List.of(), _ -> {}, () -> false).findings())
          .as(which)
          .isEmpty();
      if (enrolled) {
        assertThat(store.session().openMode()).as(which).isFalse();
      }
      Map<String, State> there = new HashMap<>();
      store.changes().newest(10_000).forEach(c -> there.put(c.digest(), c.state()));
      acknowledged.forEach(
          (digest, state) -> {
            if (state == State.APPLIED) {
              assertThat(there.get(digest)).as(which).isEqualTo(State.APPLIED);
            } else {
              assertThat(there.get(digest)).as(which).isIn(State.PROPOSED, State.APPLIED);
            }
          });
    }
  }
}
