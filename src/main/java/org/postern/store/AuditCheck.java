package org.postern.store;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.postern.officer.Roster;
import org.postern.officer.Roster.Member;
import org.postern.officer.Signatures;
import org.postern.store.Audit.Finding;
import org.postern.store.Audit.Head;

/**
 * One pass over the record. A seal signs a session's whole own chain and the whole chain up to it,
 * so the last seal of each session vouches for everything that the session did: only those are
 * checked by their signature, which keeps a million records within seconds. Not reusable.
 */
final class AuditCheck {
  static final int MOST = 100;
  private static final int MOST_SET_BACK = 10;
  private static final int STEP = 10_000;

  /** What the console may write while nobody is signed in. */
  private static final Set<String> BY_SYSTEM =
      Set.of(
          "session.refused",
          "clock.back",
          "decision.sending",
          "decision.accepted",
          "decision.refused",
          "decision.unknown",
          "decision.filed",
          "delivery.delivered",
          "delivery.failed");

  private final Handle handle;
  private final Rosters rosters;
  private final Set<Head> expected;
  private final LongConsumer progress;
  private final BooleanSupplier cancelled;
  private final List<Finding> findings = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final Map<String, Own> sessions = new HashMap<>();
  private final Map<Long, String> contents = new HashMap<>();
  private long records;
  private long open;
  private long bySystem;
  private final Map<Long, Optional<Roster>> past = new HashMap<>();
  private long rosterVersion;
  private Instant before = Instant.MIN;
  private int setBack;

  AuditCheck(
      Handle handle,
      Rosters rosters,
      List<Head> expected,
      LongConsumer progress,
      BooleanSupplier cancelled) {
    this.handle = handle;
    this.rosters = rosters;
    this.expected = new HashSet<>(expected);
    this.progress = progress;
    this.cancelled = cancelled;
  }

  /** What is known of one session so far. */
  private static final class Own {
    private final String keyId;
    private final long began;
    private long seq;
    private String hash = Journal.START;
    private @Nullable Sealed last;

    Own(String keyId, long began) {
      this.keyId = keyId;
      this.began = began;
    }
  }

  /** The newest seal of a session, with what it must have signed. */
  private record Sealed(Seal seal, String ownHash, String hash, long rosterVersion) {}

  private record Seal(long seq, String session, long ownSeq, String keyId, String signature) {}

  private record Row(Journal.Body body, String prevHash, String hash) {}

  Audit.Report run() {
    Head head = new Head(0, Journal.START);
    boolean whole = true;
    Deque<Seal> seals = new ArrayDeque<>();
    for (List<Row> page = rows(0); !page.isEmpty(); page = rows(head.seq())) {
      seals.addAll(seals(head.seq(), page.getLast().body.seq()));
      for (Row row : page) {
        head = record(row, head);
        while (!seals.isEmpty() && seals.getFirst().seq <= head.seq()) {
          seal(seals.removeFirst(), head);
        }
      }
      progress.accept(records);
      if (cancelled.getAsBoolean()) {
        notes.add("The check was stopped at record " + head.seq() + ".");
        whole = false;
        break;
      }
    }
    if (whole) {
      end(head);
    }
    signatures();
    long signed = 0;
    for (Own own : sessions.values()) {
      signed += own.last == null ? 0 : own.last.seal.ownSeq;
    }
    return new Audit.Report(
        records, open, signed, bySystem, sessions.size(), head, findings, notes);
  }

  private List<Row> rows(long after) {
    return handle
        .createQuery(
            "select seq, at, officer, act, subject, details, session, own_seq, prev_hash, hash from"
                + " journal where seq > :after order by seq fetch first "
                + STEP
                + " rows only")
        .bind("after", after)
        .map(
            (rs, ctx) ->
                new Row(
                    new Journal.Body(
                        rs.getLong(1),
                        Rows.instant(rs, "at"),
                        Rows.text(rs, "officer"),
                        Rows.text(rs, "act"),
                        Rows.text(rs, "subject"),
                        Rows.text(rs, "details"),
                        rs.getString(7),
                        rs.getLong(8)),
                    Rows.text(rs, "prev_hash"),
                    Rows.text(rs, "hash")))
        .list();
  }

  private List<Seal> seals(long after, long to) {
    return handle
        .select(
            "select seq, session, own_seq, key_id, signature from seal where seq > ? and seq <= ?"
                + " order by seq",
            after,
            to)
        .map(
            (rs, ctx) ->
                new Seal(
                    rs.getLong(1),
                    rs.getString(2),
                    rs.getLong(3),
                    rs.getString(4),
                    rs.getString(5)))
        .list();
  }

  private Head record(Row row, Head before) {
    Journal.Body b = row.body;
    records++;
    time(b);
    if (b.seq() != before.seq() + 1) {
      found(
          b.seq(),
          b.seq() == before.seq() + 2
              ? "Record " + (before.seq() + 1) + " is missing."
              : "Records " + (before.seq() + 1) + " to " + (b.seq() - 1) + " are missing.");
    } else if (!row.prevHash.equals(before.hash())) {
      found(b.seq(), "It does not follow the record before it: one of them was replaced or moved.");
    }
    if (!Journal.hash(row.prevHash, b).equals(row.hash)) {
      found(b.seq(), "It is not what was written then: a part of it was changed.");
    }
    if (b.act().equals("roster.begun")) {
      rosterVersion = 1;
    } else if (b.act().equals("roster.changed")) {
      rosterVersion++;
    }
    String session = b.session();
    if (session == null) {
      unsigned(b);
    } else {
      own(b, session, row.hash);
    }
    if (b.act().equals("lists.changed")) {
      content(b);
    }
    expected.remove(new Head(b.seq(), row.hash));
    return new Head(b.seq(), row.hash);
  }

  /** Numbers order the record; a time that runs backwards is worth a look, and no fault. */
  private void time(Journal.Body b) {
    if (b.at().plus(Journal.SET_BACK).isBefore(before) && ++setBack <= MOST_SET_BACK) {
      notes.add(
          "A clock was set back before record "
              + b.seq()
              + ": it was "
              + before.truncatedTo(ChronoUnit.SECONDS)
              + ", then "
              + b.at().truncatedTo(ChronoUnit.SECONDS)
              + ".");
    }
    before = b.at();
  }

  private void unsigned(Journal.Body b) {
    if (rosterVersion == 0) {
      open++;
    } else if (BY_SYSTEM.contains(b.act()) || b.act().startsWith("receipt.")) {
      bySystem++;
    } else {
      found(b.seq(), "“" + b.act() + "” needs an officer's signature and has none.");
    }
  }

  private void own(Journal.Body b, String session, String hash) {
    Own own = sessions.get(session);
    if (own == null) {
      if (!b.act().equals("session.began")) {
        found(b.seq(), "It belongs to a session that never began.");
      }
      own = new Own(b.subject(), b.seq());
      sessions.put(session, own);
    }
    if (b.own() != own.seq + 1) {
      found(b.seq(), "It was put into a session of " + b.officer() + " that did not write it.");
    }
    own.seq = b.own();
    own.hash = Chain.next(own.hash, hash);
  }

  private void seal(Seal seal, Head head) {
    Own own = sessions.get(seal.session);
    if (own == null
        || own.seq != seal.ownSeq
        || seal.seq != head.seq()
        || !own.keyId.equals(seal.keyId)) {
      found(seal.seq, "A signature stands here that fits no session.");
      return;
    }
    own.last = new Sealed(seal, own.hash, head.hash(), rosterVersion);
  }

  private void signatures() {
    sessions.forEach(
        (session, own) -> {
          Sealed last = own.last;
          if (last == null) {
            found(own.began, "A session began here that its officer's key never signed.");
            return;
          }
          Optional<Member> member =
              roster(last.rosterVersion).flatMap(r -> r.member(own.keyId)).filter(Member::active);
          if (member.isEmpty()) {
            found(
                own.began, "A session of the key " + own.keyId + ", which was no officer's then.");
          } else if (!verified(member.get(), last)) {
            found(
                last.seal.seq,
                "The signature of "
                    + member.get().name()
                    + " does not fit what is recorded of their session since record "
                    + own.began
                    + ".");
          } else if (own.seq > last.seal.ownSeq) {
            notes.add(
                (own.seq - last.seal.ownSeq)
                    + " light acts of "
                    + member.get().name()
                    + " are not signed yet, or the console stopped before it could sign them.");
          }
        });
  }

  private static boolean verified(Member member, Sealed last) {
    Seal seal = last.seal;
    byte[] text = Chain.sealText(seal.session, seal.ownSeq, last.ownHash, seal.seq, last.hash);
    try {
      return Signatures.verify(member.key(), text, Base64.getDecoder().decode(last.seal.signature));
    } catch (IllegalArgumentException notBase64) {
      return false;
    }
  }

  private Optional<Roster> roster(long version) {
    return past.computeIfAbsent(version, this::readRoster);
  }

  private Optional<Roster> readRoster(long version) {
    try {
      return version == 0 ? Optional.empty() : Optional.of(rosters.past(handle, version));
    } catch (Trouble.Forged e) {
      found(0, "The roster was tampered with: " + e.getMessage() + ".");
      return Optional.empty();
    }
  }

  /** Kept for the end, when the rows of the lists are compared. */
  private void content(Journal.Body b) {
    try {
      Object content = Json.read(b.json(), Map.class).get("content");
      contents.put(Long.parseLong(b.subject()), content == null ? "" : content.toString());
    } catch (RuntimeException e) {
      found(b.seq(), "Its details cannot be read.");
    }
  }

  private void end(Head head) {
    Head kept =
        handle
            .createQuery("select journal_seq, journal_hash from head")
            .map((rs, ctx) -> new Head(rs.getLong(1), rs.getString(2)))
            .one();
    if (!kept.equals(head)) {
      found(head.seq(), "The record ends here, but it once went on to " + kept.seq() + ".");
    }
    for (Head printed : expected) {
      found(
          printed.seq(),
          "An earlier bundle or report names this point of the record, and it is not there: the"
              + " record was cut or rewritten.");
    }
    revisions();
    new ApprovalCheck(handle, this::roster, rosterVersion).run(this::found);
  }

  /** Every revision is in the record, and is what the record says. */
  private void revisions() {
    List<Long> serials =
        handle
            .createQuery("select serial from revision where serial > 0 order by serial")
            .mapTo(Long.class)
            .list();
    for (long serial : serials) {
      String content = contents.remove(serial);
      if (content == null) {
        found(0, "Revision " + serial + " of the lists is in no record.");
      } else if (!content.isEmpty() && !content.equals(ListDigest.of(handle, serial))) {
        found(
            0, "Revision " + serial + " of the lists is not what was recorded: rows were changed.");
      }
    }
    contents.keySet().forEach(s -> found(0, "Revision " + s + " of the lists is gone."));
    long strays =
        handle
            .createQuery(
                "select count(*) from entry_version v where not exists (select 1 from revision r"
                    + " where r.serial = v.from_serial and v.id between r.first_id and r.last_id)")
            .mapTo(Long.class)
            .one();
    if (strays > 0) {
      found(0, strays + " rows of the lists belong to no revision.");
    }
  }

  private void found(long seq, String sentence) {
    if (findings.size() < MOST) {
      findings.add(new Finding(seq, sentence));
    }
  }
}
