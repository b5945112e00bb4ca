package org.postern.store;

import static java.util.stream.Collectors.joining;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.postern.officer.Right;
import org.postern.officer.Role;
import org.postern.officer.Roster;
import org.postern.officer.Roster.Member;
import org.postern.store.StoreException.Reason;

/**
 * One write transaction: it holds the head row, so that serials and the journal have no gaps, and
 * it knows who acts. What a signed-in officer does is signed before it is committed.
 */
final class Writing {
  private final Handle handle;
  private final Instant now;
  private final long commits;
  private final Rosters rosters;
  private long rosterVersion;
  private @Nullable Chain chain;
  private boolean weighty;
  private long serial;
  private long lastId;
  private Setup.State state;
  private long journalSeq;
  private String journalHash;
  private Consumer<Handle> part;
  private boolean clockChecked;

  private Writing(
      Handle handle,
      Instant now,
      Head head,
      Rosters rosters,
      @Nullable Chain chain,
      Consumer<Handle> part) {
    this.part = part;
    this.handle = handle;
    this.now = now;
    this.rosters = rosters;
    this.chain = chain;
    this.rosterVersion = head.roster;
    this.commits = head.commits;
    this.serial = head.serial;
    this.lastId = head.lastId;
    this.state = head.state;
    this.journalSeq = head.journalSeq;
    this.journalHash = head.journalHash;
  }

  private record Head(
      long commits,
      long serial,
      long lastId,
      Setup.State state,
      long journalSeq,
      String journalHash,
      long roster) {}

  static Writing begin(
      Handle handle, Instant now, Rosters rosters, @Nullable Chain chain, Consumer<Handle> part) {
    Head head =
        handle
            .createQuery(
                "select commits, serial, last_id, state, journal_seq, journal_hash, roster from"
                    + " head for update")
            .map(
                (rs, ctx) ->
                    new Head(
                        rs.getLong(1),
                        rs.getLong(2),
                        rs.getLong(3),
                        Rows.constant(Setup.State.class, rs.getString(4)),
                        rs.getLong(5),
                        rs.getString(6),
                        rs.getLong(7)))
            .one();
    return new Writing(handle, now, head, rosters, chain, part);
  }

  /** Signs what was done, writes the head row back and says the number of this commit. */
  long end() throws StoreException {
    if (chain != null
        && chain.unsealed() > 0
        && (weighty || chain.unsealed() >= Chain.MOST_UNSEALED)) {
      seal(chain);
    }
    handle.execute(
        "update head set commits = ?, serial = ?, last_id = ?, state = ?, journal_seq = ?,"
            + " journal_hash = ?, roster = ?",
        commits + 1,
        serial,
        lastId,
        state.name(),
        journalSeq,
        journalHash,
        rosterVersion == 0 ? null : rosterVersion);
    return commits + 1;
  }

  /** Signs what the session did so far, if anything of it is not signed yet. */
  void sealNow() throws StoreException {
    if (chain != null && chain.unsealed() > 0) {
      seal(chain);
    }
  }

  private void seal(Chain now) throws StoreException {
    handle.execute(
        "insert into seal (seq, session, own_seq, key_id, signature) values (?, ?, ?, ?, ?)",
        journalSeq,
        now.session(),
        now.ownSeq(),
        now.key().id(),
        Base64.getEncoder().encodeToString(now.seal(journalSeq, journalHash)));
    chain = now.sealed();
  }

  /** Who acts; null in open mode and while nobody is signed in. */
  @Nullable Chain chain() {
    return chain;
  }

  /** From here on this session acts. */
  void chain(@Nullable Chain next) {
    chain = next;
  }

  /** The version of the roster in force; 0 in open mode. */
  long rosterVersion() {
    return rosterVersion;
  }

  void rosterVersion(long version) {
    rosterVersion = version;
  }

  /** The roster in force; empty in open mode. */
  Optional<Roster> roster() {
    return rosterVersion == 0 ? Optional.empty() : Optional.of(rosters.at(handle, rosterVersion));
  }

  /**
   * Whether no officer is enrolled yet: then everybody may do everything, and nothing is signed.
   */
  boolean openMode() {
    return rosterVersion == 0;
  }

  void requireOpenMode() throws StoreException {
    if (!openMode()) {
      throw new StoreException(
          Reason.NOT_ALLOWED,
          "Officers are enrolled here, so changes of the lists are proposed by one and approved by"
              + " another. Nothing was changed; propose it instead.");
    }
  }

  /**
   * The officer who acts, if they may.
   *
   * @return empty in open mode
   */
  Optional<Member> require(Right right) throws StoreException {
    Optional<Roster> roster = roster();
    if (roster.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(require(roster.get(), chain, right));
  }

  /** The officer who acts, if the roster lets them. */
  static Member require(Roster roster, @Nullable Chain chain, Right right) throws StoreException {
    if (chain == null) {
      throw new StoreException(
          Reason.NOT_SIGNED_IN, "Nobody is signed in. Sign in with your key, then try again.");
    }
    Member member = roster.member(chain.key().id()).orElse(null);
    if (member == null || !member.active()) {
      throw new StoreException(
          Reason.NOT_ALLOWED,
          "Your key is not on the roster of officers any more. Ask an administrator.");
    }
    if (!member.may(right)) {
      throw new StoreException(
          Reason.NOT_ALLOWED,
          member.name()
              + " may not "
              + right.act()
              + ": that takes the role "
              + right.roles().stream().sorted().map(Role::label).collect(joining(" or "))
              + ".");
    }
    return member;
  }

  /** The name to write down: the roster's for whoever is signed in, else the one given. */
  String officer(String given) {
    Chain acting = chain;
    return acting == null
        ? given
        : roster().flatMap(r -> r.member(acting.key().id())).map(Member::name).orElse(given);
  }

  Handle handle() {
    return handle;
  }

  /** Commits the rows that were added so far, if this write may be committed in parts. */
  void part() {
    part.accept(handle);
  }

  /** What follows is more than added rows, so it stands or falls together. */
  void keepTogether() {
    part = _ -> {};
  }

  Instant now() {
    return now;
  }

  OffsetDateTime nowUtc() {
    return now.atOffset(ZoneOffset.UTC);
  }

  long serial() {
    return serial;
  }

  /** Makes this transaction a new revision of the lists. */
  void serial(long next) {
    serial = next;
  }

  /** The highest id of an entry version so far. */
  long lastId() {
    return lastId;
  }

  void lastId(long id) {
    lastId = id;
  }

  Setup.State state() {
    return state;
  }

  void state(Setup.State next) {
    state = next;
  }

  /**
   * Appends one act to the journal, within this transaction; if somebody is signed in, it is signed
   * before the commit.
   */
  void journal(String officer, String act, String subject, Map<String, ?> details) {
    note(officer, act, subject, details);
    weighty = true;
  }

  /**
   * As {@link #journal}, for acts that are many and light: signed with the next one that is not.
   */
  void note(String officer, String act, String subject, Map<String, ?> details) {
    keepTogether();
    sayIfSetBack();
    String json = Json.text(details);
    long seq = journalSeq + 1;
    String who = Texts.storable(officer(officer), 200);
    String what = Texts.storable(subject, 2000);
    String session = chain == null ? null : chain.session();
    long own = chain == null ? 0 : chain.ownSeq() + 1;
    String hash =
        Journal.hash(journalHash, new Journal.Body(seq, now, who, act, what, json, session, own));
    handle.execute(
        "insert into journal (seq, at, officer, act, subject, details, session, own_seq, prev_hash,"
            + " hash) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        seq,
        nowUtc(),
        who,
        act,
        what,
        json,
        session,
        session == null ? null : own,
        journalHash,
        hash);
    journalSeq = seq;
    journalHash = hash;
    chain = chain == null ? null : chain.with(hash);
  }

  /** Times may run backwards, numbers never do; where times did, the record says so. */
  private void sayIfSetBack() {
    if (clockChecked) {
      return;
    }
    clockChecked = true;
    Optional<Instant> before =
        handle
            .select("select at from journal where seq = ?", journalSeq)
            .map((rs, ctx) -> Rows.instant(rs, "at"))
            .findOne();
    if (before.isPresent() && before.get().minus(Journal.SET_BACK).isAfter(now)) {
      // Nobody's act, and perhaps before a session began.
      Chain acting = chain;
      chain = null;
      note("", "clock.back", "", Map.of("before", before.get().toString()));
      chain = acting;
    }
  }
}
