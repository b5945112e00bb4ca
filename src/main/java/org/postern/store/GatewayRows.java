package org.postern.store;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;
import org.postern.bundle.Fingerprint;
import org.postern.bundle.Receipt;
import org.postern.store.GatewayKeys.ReceiptKey;
import org.postern.store.Gateways.Retired;
import org.postern.store.Receipts.Heard;

/** The rows about gateways' keys and receipts. */
final class GatewayRows {
  /** How far back holes in the numbers are looked for. */
  private static final int NUMBERS = 1_000;

  private GatewayRows() {}

  /** Every key, the oldest of each gateway first. */
  static List<ReceiptKey> keys(Handle handle) {
    return handle
        .createQuery("select * from gateway_key order by gateway, life, after_sequence, since")
        .map((rs, ctx) -> key(rs))
        .list();
  }

  private static ReceiptKey key(ResultSet rs) throws SQLException {
    long last = rs.getLong("last_sequence");
    OptionalLong until = rs.wasNull() ? OptionalLong.empty() : OptionalLong.of(last);
    PublicKey key = publicKey(Rows.text(rs, "public_key"));
    return new ReceiptKey(
        Rows.text(rs, "gateway"),
        key,
        Fingerprint.of(key),
        rs.getInt("life"),
        rs.getLong("after_sequence"),
        until,
        Rows.instant(rs, "since"),
        Rows.text(rs, "added_by"),
        Optional.ofNullable(Rows.instantOrNull(rs, "replaced")));
  }

  private static PublicKey publicKey(String base64) {
    try {
      return KeyFactory.getInstance("EC")
          .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(base64)));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new Trouble.DamagedRow("no public key of a gateway", e);
    }
  }

  static void add(Handle handle, ReceiptKey key) {
    handle.execute(
        "insert into gateway_key (gateway, digest, public_key, life, after_sequence, since,"
            + " added_by) values (?, ?, ?, ?, ?, ?, ?)",
        key.gateway(),
        key.digest(),
        Base64.getEncoder().encodeToString(key.key().getEncoded()),
        key.life(),
        key.after(),
        Rows.utc(key.since()),
        Texts.storable(key.addedBy(), 200));
  }

  static void replaced(Handle handle, ReceiptKey key, long last, Instant now) {
    handle.execute(
        "update gateway_key set replaced = ?, last_sequence = ? where digest = ?",
        Rows.utc(now),
        last,
        key.digest());
  }

  /** The number of the life that a gateway is in; 0 before its first key here. */
  static int life(Handle handle, String gateway) {
    return handle
        .select("select coalesce(max(life), 0) from gateway_key where gateway = ?", gateway)
        .mapTo(Integer.class)
        .one();
  }

  static boolean keep(Handle handle, int life, Heard heard) {
    Receipt r = heard.receipt();
    return handle.execute(
            "insert into gateway_receipt (gateway, life, sequence, key_digest, received, text)"
                + " values (?, ?, ?, ?, ?, ?) on conflict do nothing",
            r.gateway(),
            life,
            r.sequence(),
            heard.key(),
            Rows.utc(heard.received()),
            Texts.storable(heard.text(), 100_000))
        == 1;
  }

  /** The receipt of that number; empty if there is none. */
  static Optional<Heard> receipt(Handle handle, String gateway, int life, long sequence) {
    return heard(handle, "where gateway = ? and life = ? and sequence = ?", gateway, life, sequence)
        .stream()
        .findFirst();
  }

  /** The newest by their numbers, the newest first. */
  static List<Heard> newest(Handle handle, String gateway, int life, int limit) {
    return heard(
        handle,
        "where gateway = ? and life = ? order by sequence desc fetch first " + limit + " rows only",
        gateway,
        life);
  }

  private static List<Heard> heard(Handle handle, String where, Object... args) {
    return handle
        .select("select key_digest, received, text from gateway_receipt " + where, args)
        .map(
            (rs, ctx) -> {
              String text = Rows.text(rs, "text");
              Receipt receipt =
                  Receipt.kept(text)
                      .orElseThrow(() -> new Trouble.DamagedRow("a receipt that is none", null));
              return new Heard(
                  receipt, rs.getString("key_digest"), Rows.instant(rs, "received"), text);
            })
        .list();
  }

  /** The newest numbers, the highest first. */
  static List<Long> numbers(Handle handle, String gateway, int life) {
    return handle
        .select(
            "select sequence from gateway_receipt where gateway = ? and life = ? order by sequence"
                + " desc fetch first "
                + NUMBERS
                + " rows only",
            gateway,
            life)
        .mapTo(Long.class)
        .list();
  }

  static List<Retired> retired(Handle handle) {
    return handle
        .createQuery("select * from retired_gateway order by gateway")
        .map(
            (rs, ctx) ->
                new Retired(
                    Rows.text(rs, "gateway"),
                    Rows.instant(rs, "at"),
                    Rows.text(rs, "officer"),
                    Rows.text(rs, "why")))
        .list();
  }

  static long silentMinutes(Handle handle) {
    return handle.createQuery("select minutes from silence").mapTo(Long.class).one();
  }
}
