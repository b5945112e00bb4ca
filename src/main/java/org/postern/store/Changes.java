package org.postern.store;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.postern.officer.OfficerException;
import org.postern.officer.Right;
import org.postern.officer.Roster;
import org.postern.officer.Roster.Member;
import org.postern.officer.SigningKey;
import org.postern.policy.Entry;
import org.postern.policy.Listing;
import org.postern.store.StoreException.Reason;

/**
 * Changes of the lists and of the roster, once officers are enrolled: one officer proposes and
 * signs, another one approves by signing the same text, then it is in force, all of it or nothing.
 * Author and approver are never the same person. Thread-safe.
 */
public final class Changes {
  /** What a change is about. */
  public enum Kind {
    LISTS,
    ROSTER
  }

  /** Where a change stands. */
  public enum State {
    /** Signed by its author; waits for an approval. */
    PROPOSED,
    /** In force. */
    APPLIED,
    /** An urgent block: in force by one signature, and waiting for the second. */
    URGENT,
    /** Somebody sent it back with a remark. */
    RETURNED,
    /** Its author took it back. */
    WITHDRAWN
  }

  /**
   * @param digest names it: SHA-256 of its text
   * @param reference ticket or message that it answers to
   * @param urgent whether it only blocks, and acts before its approval
   * @param operations how many
   * @param remark what whoever decided said
   * @param serial of the revision of the lists, or of the roster, that it became
   */
  public record Change(
      String digest,
      Kind kind,
      State state,
      String author,
      String authorKey,
      String why,
      String reference,
      boolean urgent,
      long operations,
      Instant at,
      @Nullable Instant decided,
      String remark,
      @Nullable Long serial) {}

  /** Who signed it. */
  public record Approval(String keyId, Instant at, String signature) {}

  private final Database database;
  private final Session session;

  Changes(Database database, Session session) {
    this.database = database;
    this.session = session;
  }

  /**
   * Proposes a change of the lists.
   *
   * @param ops read to their end within one transaction
   */
  public Change propose(Iterator<Op> ops, String why, String reference) throws StoreException {
    return propose(ops, why, reference, false);
  }

  /** Blocks at once; flagged until somebody else signs it too. */
  public Change blockNow(Collection<Entry> entries, String why, String reference)
      throws StoreException {
    if (entries.stream().anyMatch(e -> e.listing() != Listing.BLOCKED)) {
      throw new IllegalArgumentException("only blocks are urgent");
    }
    Iterator<Op> ops = entries.stream().<Op>map(Op.Add::new).iterator();
    return propose(ops, why, reference, true);
  }

  private Change propose(Iterator<Op> ops, String why, String reference, boolean urgent)
      throws StoreException {
    return database.write(
        writing -> {
          Member author = signedIn(writing, Right.PROPOSE);
          var head =
              new ChangeText.Head(
                  author.name(),
                  author.id(),
                  Texts.storable(why, 4000),
                  Texts.storable(reference, 400),
                  urgent,
                  writing.serial(),
                  writing.now().toString());
          var text = new ChangeRows.Writer(writing.handle()).add(ChangeText.head(head));
          long count = 0;
          for (; ops.hasNext(); count++) {
            text.add(ChangeText.line(ops.next()));
          }
          if (count == 0) {
            throw new StoreException(
                Reason.CONFLICT, "There is nothing in this change to propose.");
          }
          String digest = text.store();
          Change change = ChangeSets.proposed(digest, Kind.LISTS, head, count, writing.now());
          ChangeSets.insert(writing, change);
          sign(writing, digest, acting(writing), ChangeSets.approvalText(digest));
          writing.journal("", "change.proposed", digest, Map.of("operations", count, "why", why));
          return urgent ? applyLists(writing, change, State.URGENT, "") : change;
        });
  }

  /** Proposes other officers, roles or keys; in force at once where one officer is enough. */
  public Change proposeRoster(List<Member> members, String why) throws StoreException {
    return remembered(
        database.write(
            writing -> {
              Member author = signedIn(writing, Right.ADMINISTER);
              Roster now = writing.roster().orElseThrow();
              Roster next = now.next(members, writing.now());
              next.flaw()
                  .ifPresent(
                      flaw -> {
                        throw new IllegalArgumentException(flaw);
                      });
              String digest = new ChangeRows.Writer(writing.handle()).add(next.text()).store();
              var head =
                  new ChangeText.Head(
                      author.name(),
                      author.id(),
                      why,
                      "",
                      false,
                      now.version(),
                      writing.now().toString());
              Change change = ChangeSets.proposed(digest, Kind.ROSTER, head, 1, writing.now());
              ChangeSets.insert(writing, change);
              sign(writing, digest, acting(writing), next.text());
              writing.journal("", "roster.proposed", digest, Map.of("why", why));
              return applyRosterIfAgreed(writing, change, "");
            }));
  }

  private Change remembered(Change change) throws StoreException {
    if (change.kind == Kind.ROSTER && change.state == State.APPLIED) {
      session.remember();
    }
    return change;
  }

  /**
   * Signs a proposed change; with enough signatures it is in force. An urgent block becomes an
   * approved one.
   *
   * @throws StoreException {@code NOT_ALLOWED} for its own author, {@code CONFLICT} if it was
   *     decided already or the lists went another way meanwhile
   */
  public Change approve(String digest, String remark) throws StoreException {
    return remembered(
        database.write(
            writing -> {
              Change change = open(writing.handle(), digest);
              boolean roster = change.kind == Kind.ROSTER;
              Member approver =
                  roster && writing.require(Right.LOOK).orElseThrow().may(Right.ADMINISTER)
                      ? signedIn(writing, Right.ADMINISTER)
                      : signedIn(writing, Right.APPROVE);
              if (approver.name().equals(change.author) || approver.id().equals(change.authorKey)) {
                throw new StoreException(
                    Reason.NOT_ALLOWED,
                    "You proposed this yourself. Somebody else must approve it.");
              }
              ChangeSets.requireAuthor(writing, change);
              sign(
                  writing,
                  digest,
                  acting(writing),
                  ChangeSets.signedText(writing.handle(), change));
              writing.journal("", "change.approved", digest, Map.of("remark", remark));
              return apply(writing, change, remark);
            }));
  }

  /** Sends a proposed change back to its author. */
  public Change giveBack(String digest, String remark) throws StoreException {
    return close(digest, State.RETURNED, remark, Right.APPROVE);
  }

  /** Takes one's own proposal back. */
  public Change withdraw(String digest, String remark) throws StoreException {
    return close(digest, State.WITHDRAWN, remark, Right.LOOK);
  }

  private Change close(String digest, State to, String remark, Right right) throws StoreException {
    return database.write(
        writing -> {
          Member officer = signedIn(writing, right);
          Change change = open(writing.handle(), digest);
          if (to == State.WITHDRAWN && !officer.name().equals(change.author)) {
            throw new StoreException(Reason.NOT_ALLOWED, "Only its author can take it back.");
          }
          if (change.state == State.URGENT) {
            throw new StoreException(
                Reason.CONFLICT, "This block is in force already. Propose to remove it instead.");
          }
          writing.journal(
              "",
              to == State.RETURNED ? "change.returned" : "change.withdrawn",
              digest,
              Map.of("remark", remark));
          return ChangeSets.decided(writing, change, to, remark, null);
        });
  }

  /**
   * A change with its signatures as a file, to be approved at a console that shares no database.
   */
  public byte[] export(String digest) throws StoreException {
    return database.read(
        handle ->
            ChangeFile.of(
                handle,
                ChangeSets.get(handle, digest)
                    .orElseThrow(
                        () -> new StoreException(Reason.CONFLICT, "There is no such change."))));
  }

  /**
   * Takes in a change that was exported elsewhere; if enough officers signed it, it is in force.
   *
   * @throws StoreException {@code NOT_ALLOWED} if it is none or its author may not propose here
   */
  public Change takeIn(byte[] file) throws StoreException {
    return remembered(
        database.write(
            Right.LOOK,
            writing -> {
              Change change = ChangeFile.takeIn(writing, file);
              boolean waits = change.state == State.PROPOSED || change.state == State.URGENT;
              boolean agreed = change.kind == Kind.ROSTER || ChangeSets.agreed(writing, change);
              if (!waits || !agreed) {
                return change;
              }
              ChangeSets.requireAuthor(writing, change);
              return apply(writing, change, "approved by file");
            }));
  }

  private static Change apply(Writing writing, Change change, String remark) throws StoreException {
    return switch (change.kind) {
      case ROSTER -> applyRosterIfAgreed(writing, change, remark);
      case LISTS ->
          change.state == State.URGENT
              ? ChangeSets.decided(writing, change, State.APPLIED, remark, change.serial)
              : applyLists(writing, change, State.APPLIED, remark);
    };
  }

  private static Change applyLists(Writing writing, Change change, State to, String remark)
      throws StoreException {
    Iterator<String> lines = ChangeRows.lines(writing.handle(), change.digest);
    ChangeText.head(lines);
    Iterator<Op> ops =
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return lines.hasNext();
          }

          @Override
          public Op next() {
            return ChangeText.op(lines.next());
          }
        };
    long before = writing.serial();
    String why =
        change.reference.isEmpty() ? change.why : change.why + " (" + change.reference + ")";
    long serial = new Applying(writing, change.author).run(ops, why);
    return ChangeSets.decided(writing, change, to, remark, serial == before ? null : serial);
  }

  private static Change applyRosterIfAgreed(Writing writing, Change change, String remark) {
    Roster now = writing.roster().orElseThrow();
    Roster next = roster(writing.handle(), change.digest);
    Optional<String> flaw =
        next.flawAfter(now, Rosters.signatures(writing.handle(), change.digest));
    if (flaw.isPresent()) {
      return change;
    }
    putInForce(writing, next, change.digest);
    writing.journal("", "roster.changed", change.digest, Map.of("version", next.version()));
    return ChangeSets.decided(writing, change, State.APPLIED, remark, (long) next.version());
  }

  static void putInForce(Writing writing, Roster roster, String digest) {
    writing
        .handle()
        .execute(
            "insert into roster (version, digest) values (?, ?)", (long) roster.version(), digest);
    writing.rosterVersion(roster.version());
    Vault.follow(writing.handle(), roster, writing.chain());
  }

  private static Member signedIn(Writing writing, Right right) throws StoreException {
    return writing
        .require(right)
        .orElseThrow(
            () ->
                new StoreException(
                    Reason.NOT_ALLOWED,
                    "No officer is enrolled here yet: change the lists directly."));
  }

  private static SigningKey acting(Writing writing) {
    Chain chain = writing.chain();
    if (chain == null) {
      throw new IllegalStateException("nobody is signed in");
    }
    return chain.key();
  }

  static void sign(Writing writing, String digest, SigningKey key, String text)
      throws StoreException {
    ChangeSets.keep(
        writing, digest, key.id(), Chain.sign(key, text.getBytes(StandardCharsets.UTF_8)));
  }

  private static Change open(Handle handle, String digest) throws StoreException {
    Change change =
        ChangeSets.get(handle, digest)
            .orElseThrow(
                () -> new StoreException(Reason.CONFLICT, "There is no such change any more."));
    if (change.state != State.PROPOSED && change.state != State.URGENT) {
      throw new StoreException(
          Reason.CONFLICT, "Somebody else decided about this change already. Look at it again.");
    }
    return change;
  }

  /** The newest changes first, at most {@code limit} of them. */
  public List<Change> newest(int limit) throws StoreException {
    return database.read(handle -> ChangeSets.newest(handle, limit));
  }

  /** What waits for a signature, oldest first. */
  public List<Change> waiting() throws StoreException {
    return database.read(ChangeSets::waiting);
  }

  /** Who signed it, in the order of time. */
  public List<Approval> signatures(String digest) throws StoreException {
    return database.read(handle -> ChangeSets.signatures(handle, digest));
  }

  /** Gives the operations of a change of the lists, in order. */
  public void operations(String digest, Consumer<Op> consumer) throws StoreException {
    database.read(
        handle -> {
          Iterator<String> lines = ChangeRows.lines(handle, digest);
          ChangeText.head(lines);
          lines.forEachRemaining(line -> consumer.accept(ChangeText.op(line)));
          return true;
        });
  }

  /** The roster that a change of the roster proposes. */
  public Roster roster(String digest) throws StoreException {
    return database.read(handle -> roster(handle, digest));
  }

  private static Roster roster(Handle handle, String digest) {
    try {
      return Roster.parse(ChangeRows.text(handle, digest));
    } catch (OfficerException e) {
      throw ChangeText.damaged(e);
    }
  }
}
