package org.postern.store;

import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postern.officer.OfficerException;
import org.postern.officer.OfficerSignature;
import org.postern.officer.Right;
import org.postern.officer.Roster;
import org.postern.officer.Roster.Member;
import org.postern.officer.SigningKey;
import org.postern.store.StoreException.Reason;

/**
 * Who acts at this console. While no officer is enrolled (open mode) everybody may do everything
 * and nothing is signed; the first one who is enrolled ends that for good. From then on somebody
 * must be signed in with a key of the roster, their roles are checked at each act, and their key
 * signs the record of it. Thread-safe.
 */
public final class Session {
  private final Database database;

  private final RosterPin pin;
  private final Setup setup;

  Session(Database database, RosterPin pin, Setup setup) {
    this.database = database;
    this.pin = pin;
    this.setup = setup;
  }

  /** Refuses officers who are not those that this console has seen before; remembers new ones. */
  void check() throws StoreException {
    Optional<Roster> now = roster();
    Map<Integer, String> digests =
        database.read(
            handle -> {
              var found = new HashMap<Integer, String>();
              handle
                  .createQuery("select version, digest from roster")
                  .map((rs, ctx) -> found.put(rs.getInt(1), rs.getString(2)))
                  .list();
              return found;
            });
    pin.check(now, version -> Optional.ofNullable(digests.get(version)));
    remember();
  }

  /** Keeps the roster in force as the one that the database must not fall behind. */
  void remember() throws StoreException {
    Optional<Roster> now = roster();
    if (now.isPresent()) {
      pin.keep(now.get());
    }
  }

  /** Whether no officer is enrolled yet. */
  public boolean openMode() throws StoreException {
    return roster().isEmpty();
  }

  /** The roster in force, its signatures checked; empty in open mode. */
  public Optional<Roster> roster() throws StoreException {
    return database.read(database.rosters()::inForce);
  }

  /** The officer who is signed in, as the roster has them now. */
  public Optional<Member> officer() throws StoreException {
    Chain chain = database.chain();
    if (chain == null) {
      return Optional.empty();
    }
    return roster().flatMap(r -> r.member(chain.key().id())).filter(Member::active);
  }

  /** Whether whoever acts now may do something; in open mode everybody may. */
  public boolean may(Right right) throws StoreException {
    return openMode() || officer().map(m -> m.may(right)).orElse(false);
  }

  /**
   * Enrols the first officer, who may do everything until others share it, and signs them in. Ends
   * open mode for good.
   *
   * @throws StoreException {@code CONFLICT} if somebody is enrolled already
   */
  public Roster enrol(SigningKey first) throws StoreException {
    Roster roster =
        database.write(
            writing -> {
              if (!writing.openMode()) {
                throw new StoreException(
                    Reason.CONFLICT,
                    "Officers are enrolled here already. A further one is added to the roster.");
              }
              Roster made = Roster.first(first, writing.now());
              String digest = new ChangeRows.Writer(writing.handle()).add(made.text()).store();
              ChangeSets.insert(
                  writing,
                  new Changes.Change(
                      digest,
                      Changes.Kind.ROSTER,
                      Changes.State.APPLIED,
                      first.officer(),
                      first.id(),
                      "the first officer",
                      "",
                      false,
                      1,
                      writing.now(),
                      null,
                      "",
                      null));
              Changes.sign(writing, digest, first, made.text());
              Changes.putInForce(writing, made, digest);
              if (writing.state() == Setup.State.UNSET) {
                writing.state(Setup.State.OWN);
              }
              begin(writing, first);
              writing.journal(
                  first.officer(),
                  "roster.begun",
                  digest,
                  Map.of("key", first.id(), "lists", ListDigest.of(writing.handle())));
              return made;
            });
    remember();
    return roster;
  }

  /**
   * Signs an officer in; whoever was signed in before is signed out.
   *
   * @throws StoreException {@code NOT_ALLOWED} if the key is not on the roster, {@code
   *     NOT_SIGNED_IN} if it cannot sign
   */
  public Member signIn(SigningKey key) throws StoreException {
    if (database.chain() != null) {
      signOut();
    }
    Optional<Member> member =
        database.write(
            writing -> {
              Optional<Member> known =
                  writing.roster().flatMap(r -> r.member(key.id())).filter(Member::active);
              if (known.isEmpty()) {
                writing.journal(
                    key.officer(), "session.refused", key.id(), Map.of("why", "not on the roster"));
                return known;
              }
              begin(writing, key);
              return known;
            });
    return member.orElseThrow(
        () ->
            new StoreException(
                Reason.NOT_ALLOWED,
                "The key of "
                    + key.officer()
                    + " is not on the roster of officers here, or it was revoked. Ask an"
                    + " administrator to add it."));
  }

  private void begin(Writing writing, SigningKey key) throws StoreException {
    byte[] random = new byte[16];
    new SecureRandom().nextBytes(random);
    Chain chain = Chain.begin(key, HexFormat.of().formatHex(random));
    Optional<Vault> vault = vault(writing, key);
    writing.chain(vault.isPresent() ? chain.with(vault.get()) : chain);
    writing.journal(key.officer(), "session.began", key.id(), Map.of());
  }

  /** The officer's own way to the sealed secrets; the first officer makes it. */
  private Optional<Vault> vault(Writing writing, SigningKey key) throws StoreException {
    try {
      Optional<Vault> vault =
          Vault.exists(writing.handle())
              ? Vault.of(writing.handle(), key)
              : Optional.of(Vault.create());
      Optional<Roster> roster = writing.roster();
      if (vault.isPresent() && roster.isPresent()) {
        vault.get().share(writing.handle(), roster.get());
        setup.seal(writing.handle(), vault.get());
      }
      return vault;
    } catch (OfficerException e) {
      if (e.reason() == OfficerException.Reason.TOKEN) {
        // A card that only signs is a card: its officer does all but open the mailbox.
        return Optional.empty();
      }
      throw new StoreException(Reason.NOT_SIGNED_IN, String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Signs something that leaves this console, such as a bundle, with the key that is signed in; the
   * signature is recorded. With the officer's second key as well, if there is one.
   *
   * @param right what the signature stands for
   * @throws StoreException {@code NOT_SIGNED_IN}, {@code NOT_ALLOWED}
   */
  public List<OfficerSignature> sign(Right right, byte[] message, String subject)
      throws StoreException {
    return database.write(
        writing -> {
          writing.require(right);
          Chain chain = writing.chain();
          if (chain == null) {
            throw new StoreException(
                Reason.NOT_SIGNED_IN, "No officer is enrolled here; sign with a key file.");
          }
          List<OfficerSignature> signatures = Chain.signatures(chain.key(), message);
          writing.journal("", "session.signed", subject, Map.of());
          return signatures;
        });
  }

  /** Records that somebody could not unlock a key. */
  public void refused(String officer, String why) throws StoreException {
    Chain before = database.chain();
    database.write(
        writing -> {
          writing.chain(null);
          writing.journal(officer, "session.refused", "", Map.of("why", why));
          writing.chain(before);
          return true;
        });
  }

  /** Forgets the key. Harmless if nobody is signed in. */
  public void signOut() throws StoreException {
    if (database.chain() == null) {
      return;
    }
    try {
      database.write(
          writing -> {
            writing.journal("", "session.ended", "", Map.of());
            writing.sealNow();
            writing.chain(null);
            return true;
          });
    } finally {
      // A card that was pulled out signs no farewell; what is not signed shows in the record.
      database.forget();
    }
  }

  /** Signs what is not signed yet; call it from time to time. */
  public void seal() throws StoreException {
    Chain chain = database.chain();
    if (chain != null && chain.unsealed() > 0) {
      database.write(
          writing -> {
            writing.sealNow();
            return true;
          });
    }
  }

  /** The id of the key that is signed in. */
  public Optional<String> keyId() {
    @Nullable Chain chain = database.chain();
    return chain == null ? Optional.empty() : Optional.of(chain.key().id());
  }
}
