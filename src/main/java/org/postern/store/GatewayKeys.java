package org.postern.store;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.postern.bundle.Fingerprint;
import org.postern.bundle.GatewayFile;
import org.postern.officer.Right;
import org.postern.store.StoreException.Reason;

/**
 * Whose receipts are believed: the keys of the gateways, those in use and those of before.
 * Thread-safe.
 */
public final class GatewayKeys {
  /**
   * A key that a gateway signs, or once signed, its receipts with.
   *
   * @param digest its {@link Fingerprint}
   * @param life counts how often the gateway was made anew, and began to number its receipts anew
   * @param after the last number that was given before this key
   * @param last the last number that was given with it; empty while it is in use
   * @param replaced when the console took in the next one
   */
  public record ReceiptKey(
      String gateway,
      PublicKey key,
      String digest,
      int life,
      long after,
      OptionalLong last,
      Instant since,
      String addedBy,
      Optional<Instant> replaced) {
    boolean inUse() {
      return replaced.isEmpty();
    }
  }

  /** What taking in a gateway's file would do. */
  public sealed interface Candidate {
    /** A gateway that was not known. */
    record Fresh() implements Candidate {}

    /** A new key that the old one signed for. */
    record Renewed(ReceiptKey before) implements Candidate {}

    /** A key that the one in use did not sign for: a gateway made anew, or somebody else. */
    record Other(ReceiptKey before) implements Candidate {}

    /** It was taken in already. */
    record Same(ReceiptKey key) implements Candidate {}

    /** It cannot be taken in. */
    record Unfit(String sentence) implements Candidate {}
  }

  /** The life of the gateway of an exercise. */
  static final int PRACTICE = 0;

  private final Database database;
  private final Setup setup;

  GatewayKeys(Database database, Setup setup) {
    this.database = database;
    this.setup = setup;
  }

  /** Every key that was ever taken in, the oldest of each gateway first. */
  public List<ReceiptKey> all() throws StoreException {
    return database.read(GatewayRows::keys);
  }

  /** What taking in that file would do; changes nothing. */
  public Candidate look(GatewayFile file) throws StoreException {
    String policyId = setup.settings().policyId();
    return database.read(handle -> look(handle, file, policyId));
  }

  private static Candidate look(Handle handle, GatewayFile file, String policyId) {
    if (!file.policyId().equals(policyId)) {
      return new Candidate.Unfit(
          "It follows the policy “%s”, this console makes “%s”: set POLICY_ID at the gateway and make the file again."
              .formatted(file.policyId(), policyId));
    }
    List<ReceiptKey> all = GatewayRows.keys(handle);
    Optional<ReceiptKey> same =
        all.stream().filter(k -> k.digest().equals(file.fingerprint())).findFirst();
    if (same.isPresent()) {
      ReceiptKey key = same.get();
      return !key.gateway().equals(file.gateway())
          ? new Candidate.Unfit(
              "Its key is that of "
                  + key.gateway()
                  + ": a key belongs to one gateway. Remove STATE/gateway.key on the copied machine"
                  + " and run postern-enrol there again.")
          : key.inUse()
              ? new Candidate.Same(key)
              : new Candidate.Unfit(
                  "Its key was replaced by a newer one. Run postern-enrol there again and bring the"
                      + " new file.");
    }
    Optional<ReceiptKey> before = current(all, file.gateway());
    if (before.isEmpty()) {
      return new Candidate.Fresh();
    }
    if (!file.follows(before.get().key())) {
      return new Candidate.Other(before.get());
    }
    List<Long> numbers = GatewayRows.numbers(handle, file.gateway(), before.get().life());
    return !numbers.isEmpty() && numbers.getFirst() > file.sequence()
        ? new Candidate.Unfit(
            "Receipts are here that are newer than it. Run postern-enrol --renew there again and"
                + " bring the new file.")
        : new Candidate.Renewed(before.get());
  }

  private static Optional<ReceiptKey> current(List<ReceiptKey> all, String gateway) {
    return all.stream()
        .filter(k -> k.gateway().equals(gateway) && k.inUse())
        .reduce((_, later) -> later);
  }

  /**
   * Takes a gateway in, or its new key. Whoever calls this has compared the fingerprint.
   *
   * @param folder where bundles for it are put; kept if it is in the settings already
   * @param other whether a key that the one in use did not sign for shall take its place
   * @throws StoreException {@code CONFLICT} with the reason
   */
  public ReceiptKey enrol(GatewayFile file, String folder, boolean other, String officer)
      throws StoreException {
    Settings settings = setup.settings();
    String policyId = settings.policyId();
    boolean placed = settings.gateways().stream().anyMatch(g -> g.name().equals(file.gateway()));
    if (!placed && !isPlace(folder)) {
      throw new StoreException(
          Reason.CONFLICT, "Say from which folder it fetches bundles: the whole path.");
    }
    ReceiptKey enrolled =
        database.write(
            Right.ADMINISTER,
            writing -> {
              Handle handle = writing.handle();
              return switch (look(handle, file, policyId)) {
                case Candidate.Unfit(String sentence) ->
                    throw new StoreException(Reason.CONFLICT, sentence);
                case Candidate.Same(ReceiptKey key) -> key;
                case Candidate.Fresh() ->
                    add(writing, file, GatewayRows.life(handle, file.gateway()) + 1, officer);
                case Candidate.Renewed(ReceiptKey before) -> {
                  GatewayRows.replaced(handle, before, file.sequence(), writing.now());
                  yield add(writing, file, before.life(), officer);
                }
                case Candidate.Other(ReceiptKey before) -> {
                  if (!other) {
                    throw new StoreException(
                        Reason.CONFLICT,
                        file.gateway()
                            + " has another key here, and that one did not sign for this. If the"
                            + " gateway was made anew, say so; else somebody else may be behind it.");
                  }
                  GatewayRows.replaced(handle, before, highest(handle, before), writing.now());
                  yield add(writing, file, before.life() + 1, officer);
                }
              };
            });
    if (!placed) {
      setup.change(
          officer,
          s ->
              s.withGateways(
                  Stream.concat(
                          s.gateways().stream(),
                          Stream.of(new Settings.Gateway(file.gateway(), folder)))
                      .toList()));
    }
    return enrolled;
  }

  private static boolean isPlace(String folder) {
    try {
      return !folder.isBlank() && Path.of(folder).isAbsolute();
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static long highest(Handle handle, ReceiptKey key) {
    return GatewayRows.numbers(handle, key.gateway(), key.life()).stream()
        .findFirst()
        .orElse(key.after());
  }

  private static ReceiptKey add(Writing writing, GatewayFile file, int life, String officer) {
    ReceiptKey key = added(writing, file.gateway(), file.key(), life, file.sequence(), officer);
    writing.journal(
        officer, "gateway.enrolled", file.gateway(), Map.of("key", key.digest(), "life", life));
    return key;
  }

  private static ReceiptKey added(
      Writing writing, String gateway, PublicKey key, int life, long after, String officer) {
    ReceiptKey added =
        new ReceiptKey(
            gateway,
            key,
            Fingerprint.of(key),
            life,
            after,
            OptionalLong.empty(),
            writing.now(),
            writing.officer(officer),
            Optional.empty());
    GatewayRows.add(writing.handle(), added);
    return added;
  }

  /**
   * Believes the gateway of an exercise, which lives in this process. Harmless if it is believed
   * already.
   *
   * @throws StoreException {@code NOT_ALLOWED} outside an exercise
   */
  public void practise(String gateway, PublicKey key) throws StoreException {
    if (all().stream().anyMatch(k -> k.digest().equals(Fingerprint.of(key)))) {
      return;
    }
    database.write(
        writing -> {
          if (writing.state() != Setup.State.PRACTICE) {
            throw new StoreException(
                Reason.NOT_ALLOWED, "Only an exercise has gateways that enrol by themselves.");
          }
          return added(writing, gateway, key, PRACTICE, 0, "practice");
        });
  }
}
