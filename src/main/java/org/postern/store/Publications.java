package org.postern.store;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.postern.bundle.Bundle;
import org.postern.bundle.BundleException;
import org.postern.officer.Right;

/** Which bundles were made and handed over. Thread-safe. */
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

    /** The bundle as it was kept; empty if its file is gone or was altered. Blocks. */
    public Optional<Bundle> bundle() {
      try {
        return Optional.of(Bundle.read(Path.of(file))).filter(b -> b.digest().equals(digest));
      } catch (BundleException | InvalidPathException gone) {
        return Optional.empty();
      }
    }
  }

  /** A bundle that was put where a gateway fetches it. */
  public record Handover(String digest, String gateway, String place, Instant at, String officer) {}

  /** A hundred gateways, ten times. */
  private static final int HANDOVERS = 1_000;

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
    return handed("where digest = ? order by id", digest);
  }

  /** The newest times that any bundle was handed over, the newest first. */
  public List<Handover> newestHandovers() throws StoreException {
    return handed("order by id desc fetch first " + HANDOVERS + " rows only");
  }

  private List<Handover> handed(String where, Object... args) throws StoreException {
    return database.read(
        handle ->
            handle
                .select("select * from handover " + where, args)
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
