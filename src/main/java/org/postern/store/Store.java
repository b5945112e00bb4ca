package org.postern.store;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import org.postern.policy.Policy;
import org.postern.store.StoreException.Reason;

/**
 * An open data directory: everything that Postern remembers, in an encrypted file there or, if
 * {@code database.properties} in it names one, in the PostgreSQL of a team. One process at a time
 * has a directory open. What a method here or in a part of it has returned from is on the disk.
 * Thread-safe.
 */
public final class Store implements AutoCloseable {
  private final Opening.Opened opened;
  private final Clock clock;
  private final Setup setup;
  private final Known known;
  private final Lists lists;
  private final Imports imports;
  private final Decisions decisions;
  private final HeldMarks marks;
  private final Incidents incidents;
  private final Hits hits;
  private final Publications publications;
  private final Deliveries deliveries;
  private final GatewayKeys gatewayKeys;
  private final Receipts receipts;
  private final Gateways gateways;
  private final Journal journal;
  private final Session session;
  private final Changes changes;
  private final Drafts drafts;
  private final Editing editing;
  private final Audit audit;
  private final Past past;

  private Store(Opening.Opened opened, Clock clock) {
    this.opened = opened;
    this.clock = clock;
    this.setup = new Setup(opened.database(), secret(opened, "settings"), opened.shared());
    this.known = new Known(opened.database(), secret(opened, "known names"));
    this.lists = new Lists(opened.database(), known);
    this.imports = new Imports(opened.database());
    this.hits = new Hits(opened.database());
    this.publications = new Publications(opened.database());
    this.deliveries = new Deliveries(opened.database(), opened.console());
    this.gatewayKeys = new GatewayKeys(opened.database(), setup);
    this.receipts = new Receipts(opened.database(), gatewayKeys);
    this.gateways = new Gateways(opened.database(), setup, publications);
    this.decisions =
        new Decisions(
            opened.database(),
            opened.console(),
            Secrets.derive(opened.key(), "console " + opened.console()));
    this.marks = new HeldMarks(opened.database());
    this.incidents = new Incidents(opened.database());
    this.journal = new Journal(opened.database());
    this.session = new Session(opened.database(), new RosterPin(opened.directory()), setup);
    this.changes = new Changes(opened.database(), session);
    this.drafts = new Drafts(opened.database());
    this.editing = new Editing(session, lists, drafts);
    this.audit = new Audit(opened.database());
    this.past = new Past(opened.database(), lists, session);
  }

  /**
   * Opens the data directory; an empty or missing one is created and usable at once. If this fails,
   * nothing in the directory was changed.
   */
  public static Store open(Path directory, Clock clock) throws StoreException {
    return open(directory, clock, Schema.CURRENT);
  }

  static Store open(Path directory, Clock clock, Schema schema) throws StoreException {
    return open(directory, clock, schema, OpenFile.SLACK);
  }

  static Store open(Path directory, Clock clock, Schema schema, long slack) throws StoreException {
    return checked(new Store(Opening.open(directory, clock, schema, slack), clock));
  }

  /** A store that is gone once it is closed; the directory keeps only its key. */
  static Store inMemory(Path directory, Clock clock) throws StoreException {
    return checked(new Store(Opening.inMemory(directory, clock, Schema.CURRENT), clock));
  }

  private static Store checked(Store store) throws StoreException {
    boolean done = false;
    try {
      store.session.check();
      store.decisions.recover();
      done = true;
      return store;
    } finally {
      if (!done) {
        store.close();
      }
    }
  }

  /** The real path of the data directory. */
  public Path directory() {
    return opened.directory();
  }

  public Setup setup() {
    return setup;
  }

  public Lists lists() {
    return lists;
  }

  /** Many entries from elsewhere. */
  public Imports imports() {
    return imports;
  }

  /** The domains that the organisation has written to before. */
  public Known known() {
    return known;
  }

  /** The policy that the lists make now. It does not follow later changes; ask again for them. */
  public Policy policy() throws StoreException {
    return lists.policy(null, clock.instant());
  }

  /**
   * The policy that the lists make now, made from an earlier one of this store by what changed
   * since: milliseconds where few entries did.
   */
  public Policy policyAfter(Policy before) throws StoreException {
    return lists.policyAfter(before, clock.instant());
  }

  /**
   * The policy that the lists of an earlier revision make, with the entries in force at a moment.
   *
   * @throws IllegalArgumentException if there is no such revision
   */
  public Policy policyAt(long serial, Instant at) throws StoreException {
    return lists.policy(serial, at);
  }

  /** The lists as they stood. */
  public Past past() {
    return past;
  }

  /** How often entries decided about held mail. */
  public Hits hits() {
    return hits;
  }

  public Publications publications() {
    return publications;
  }

  /** What is on its way to gateways. */
  public Deliveries deliveries() {
    return deliveries;
  }

  /** Whose receipts are believed. */
  public GatewayKeys gatewayKeys() {
    return gatewayKeys;
  }

  /** What gateways said. */
  public Receipts receipts() {
    return receipts;
  }

  /** Which gateways are in service, and how each stands. */
  public Gateways gateways() {
    return gateways;
  }

  public Decisions decisions() {
    return decisions;
  }

  /** Who shall look at what is held, and the tags on it. */
  public HeldMarks marks() {
    return marks;
  }

  public Incidents incidents() {
    return incidents;
  }

  public Journal journal() {
    return journal;
  }

  /** Who acts. */
  public Session session() {
    return session;
  }

  /** Changes that need two officers. */
  public Changes changes() {
    return changes;
  }

  /** What officers gather before they propose it. */
  public Drafts drafts() {
    return drafts;
  }

  /** Changes of the lists by hand, at once or by draft. */
  public Editing editing() {
    return editing;
  }

  public Audit audit() {
    return audit;
  }

  /**
   * Writes everything into one file, sealed with a passphrase, and reads it back. An act of an
   * administrator, kept in the record.
   */
  public Backup.Summary backup(Path file, char[] passphrase, String officer) throws StoreException {
    return backup(file, passphrase, officer, Backup.Watch.NONE);
  }

  /** The same; {@code watch} is told how far it is. */
  public Backup.Summary backup(Path file, char[] passphrase, String officer, Backup.Watch watch)
      throws StoreException {
    return new Backup(opened, watch).write(file, passphrase, officer);
  }

  /**
   * A secret of this directory for one purpose, 32 bytes: always the same for the same purpose, and
   * telling nothing about the one for another (HKDF, RFC 5869).
   */
  public byte[] secret(String purpose) {
    return secret(opened, purpose);
  }

  /**
   * The passphrase of officers' keys that nobody gave one: whoever can read the directory can open
   * them. The caller's to zero.
   */
  public char[] keyPassphrase() {
    return HexFormat.of().formatHex(secret("officer keys")).toCharArray();
  }

  /**
   * A sealed file of this console, beside the database and never in it: a team's server shall not
   * get what one console can read again.
   *
   * @param name a file name
   */
  public Cache cache(String name) {
    return new Cache(opened.directory().resolve("cache").resolve(name), secret("cache " + name));
  }

  private static byte[] secret(Opening.Opened opened, String purpose) {
    return Secrets.derive(opened.key(), purpose);
  }

  /** Closes the database file. Calls after this fail with {@link Reason#CLOSED}. */
  @Override
  public void close() throws StoreException {
    opened.database().close();
  }
}
