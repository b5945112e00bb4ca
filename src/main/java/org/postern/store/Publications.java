package org.postern.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.postern.officer.Right;

/** Which bundles were made and handed over, and what the gateways answered. Thread-safe. */
public final class Publications {
  /**
   * A bundle that was made.
   *
   * @param serial the revision of the lists in it
   * @param digest of its manifest, {@code sha256:…}; it names the bundle
   * @param file where it lies
   * @param signers who signed, as the bundle names them
   */
  public record Made(
      long serial,
      String policyId,
      String digest,
      String file,
      List<String> signers,
      Instant made,
      String madeBy) {
    public Made {
      signers = List.copyOf(signers);
    }
  }

  /** A bundle that was put where a gateway fetches it. */
  public record Handover(String digest, String gateway, String place, Instant at, String officer) {}

  /**
   * A gateway's answer, after its signature was checked.
   *
   * @param sequence the gateway's own count; a gap is a lost receipt
   * @param serial the serial of the bundle that it speaks of
   * @param digest the manifest digest that it speaks of; empty if it could not tell
   * @param result the gateway's word for it, such as {@code applied}
   * @param at the gateway's time
   * @param received when it came to the console
   * @param text the receipt as it was signed
   */
  public record Received(
      String gateway,
      long sequence,
      long serial,
      String digest,
      String result,
      String reason,
      Instant at,
      Instant received,
      String text) {}

  private final Database database;

  Publications(Database database) {
    this.database = database;
  }

  /**
   * Records a bundle, or its new set of signers if it is known. Said again with the same signers,
   * it changes nothing.
   */
  public Made made(
      long serial,
      String policyId,
      String digest,
      String file,
      List<String> signers,
      String officer)
      throws StoreException {
    return database.write(
        Right.PUBLISH,
        writing -> {
          Handle handle = writing.handle();
          Optional<Made> known = find(handle, digest);
          String names = Json.text(signers);
          if (known.isPresent()) {
            if (known.get().signers.equals(signers) && known.get().file.equals(file)) {
              return known.get();
            }
            handle.execute(
                "update publication set signers = ?, file = ? where digest = ?",
                names,
                file,
                digest);
          } else {
            handle.execute(
                "insert into publication (serial, policy_id, digest, file, signers, made, made_by)"
                    + " values (?, ?, ?, ?, ?, ?, ?)",
                serial,
                policyId,
                digest,
                file,
                names,
                writing.nowUtc(),
                Texts.storable(officer, 200));
          }
          writing.journal(
              officer,
              known.isPresent() ? "bundle.signed" : "bundle.made",
              digest,
              Map.of("serial", serial, "file", file, "signers", signers));
          return find(handle, digest).orElseThrow();
        });
  }

  /** Keeps that a bundle was put where a gateway fetches it; {@link Deliveries} knows when. */
  static void handedOver(
      Writing writing, String digest, String gateway, String place, String officer) {
    writing
        .handle()
        .execute(
            "insert into handover (digest, gateway, place, at, officer) values (?, ?, ?, ?, ?)",
            digest,
            gateway,
            place,
            writing.nowUtc(),
            officer);
  }

  /** Keeps a receipt; false if this gateway's receipt of this sequence is already here. */
  public boolean received(Received receipt) throws StoreException {
    return database.write(
        writing -> {
          int inserted =
              writing
                  .handle()
                  .execute(
                      "insert into receipt (gateway, sequence, serial, digest, result, reason, at,"
                          + " received, text) values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do"
                          + " nothing",
                      receipt.gateway,
                      receipt.sequence,
                      receipt.serial,
                      receipt.digest,
                      Texts.storable(receipt.result, 64),
                      Texts.storable(receipt.reason, 4000),
                      Rows.utc(receipt.at),
                      Rows.utc(receipt.received),
                      Texts.storable(receipt.text, 100_000));
          if (inserted == 1) {
            writing.journal(
                "gateway " + receipt.gateway,
                "receipt." + Texts.storable(receipt.result, 32),
                receipt.digest,
                Map.of("serial", receipt.serial, "sequence", receipt.sequence));
          }
          return inserted == 1;
        });
  }

  /** The newest bundles first, at most {@code limit} of them. */
  public List<Made> newest(int limit) throws StoreException {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "select * from publication order by id desc fetch first "
                        + limit
                        + " rows only")
                .map((rs, ctx) -> made(rs))
                .list());
  }

  /** Where a bundle went, oldest first. */
  public List<Handover> handovers(String digest) throws StoreException {
    return database.read(
        handle ->
            handle
                .select("select * from handover where digest = ? order by id", digest)
                .map(
                    (rs, ctx) ->
                        new Handover(
                            rs.getString("digest"),
                            rs.getString("gateway"),
                            rs.getString("place"),
                            Rows.instant(rs, "at"),
                            rs.getString("officer")))
                .list());
  }

  /** A gateway's receipts, newest first, at most {@code limit} of them. */
  public List<Received> receipts(String gateway, int limit) throws StoreException {
    return receipts(
        "where gateway = ? order by sequence desc fetch first " + limit + " rows only", gateway);
  }

  /** The newest receipt of every gateway that ever sent one. */
  public List<Received> latest() throws StoreException {
    return receipts(
        "r where sequence = (select max(sequence) from receipt m where m.gateway = r.gateway) order"
            + " by gateway");
  }

  private List<Received> receipts(String where, Object... args) throws StoreException {
    return database.read(
        handle ->
            handle
                .select("select * from receipt " + where, args)
                .map(
                    (rs, ctx) ->
                        new Received(
                            rs.getString("gateway"),
                            rs.getLong("sequence"),
                            rs.getLong("serial"),
                            rs.getString("digest"),
                            rs.getString("result"),
                            rs.getString("reason"),
                            Rows.instant(rs, "at"),
                            Rows.instant(rs, "received"),
                            rs.getString("text")))
                .list());
  }

  private static Optional<Made> find(Handle handle, String digest) {
    return handle
        .select("select * from publication where digest = ?", digest)
        .map((rs, ctx) -> made(rs))
        .findOne();
  }

  private static Made made(ResultSet rs) throws SQLException {
    return new Made(
        rs.getLong("serial"),
        rs.getString("policy_id"),
        rs.getString("digest"),
        rs.getString("file"),
        Arrays.asList(Json.read(rs.getString("signers"), String[].class)),
        Rows.instant(rs, "made"),
        rs.getString("made_by"));
  }
}
