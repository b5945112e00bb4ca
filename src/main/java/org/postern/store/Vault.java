package org.postern.store;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import javax.crypto.KeyAgreement;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.postern.officer.OfficerException;
import org.postern.officer.Right;
import org.postern.officer.Roster;
import org.postern.officer.SigningKey;

/**
 * Keeps the secrets of mailboxes and gateways from everybody who is no officer, also from who has
 * the data directory: they are sealed (AES-256-GCM) with a key that is wrapped for each officer
 * (ECDH with a fresh P-256 key, HKDF-SHA256, AES-256-GCM, as ECIES does). Those of gateways have a
 * key that is derived from it, so that who publishes can be given that one alone. Immutable.
 */
final class Vault {
  /** Before the wrapped key of an officer who publishes, and gets no other secrets. */
  private static final String GATEWAYS = "gateways:";

  /** Null for who may open only what bundles are handed over with. */
  private final byte @Nullable [] key;

  private final byte[] gatewayKey;

  private Vault(byte @Nullable [] key, byte[] gatewayKey) {
    this.key = key;
    this.gatewayKey = gatewayKey;
  }

  private static Vault whole(byte[] key) {
    return new Vault(key, Secrets.derive(key, "vault gateways"));
  }

  static Vault create() {
    byte[] key = new byte[32];
    new SecureRandom().nextBytes(key);
    return whole(key);
  }

  /** An empty secret stays empty, so that it can be told from one that nobody may see. */
  String seal(String secret) {
    return seal(key, secret);
  }

  String open(String sealed) {
    return open(key, sealed);
  }

  /** As {@link #seal}, for what bundles are handed over with. */
  String sealForGateways(String secret) {
    return seal(gatewayKey, secret);
  }

  String openForGateways(String sealed) {
    return open(gatewayKey, sealed);
  }

  private static String seal(byte @Nullable [] key, String secret) {
    return key == null || secret.isEmpty() || Secrets.sealed(secret)
        ? secret
        : Secrets.seal(key, secret);
  }

  private static String open(byte @Nullable [] key, String sealed) {
    return key != null && Secrets.sealed(sealed) ? Secrets.open(key, sealed) : sealed;
  }

  /** The vault as the officer's own key opens it; empty if nobody has wrapped it for them yet. */
  static Optional<Vault> of(Handle handle, SigningKey officer) throws OfficerException {
    Optional<String[]> row =
        handle
            .select("select ephemeral, wrapped from vault where key_id = ?", officer.id())
            .map((rs, ctx) -> new String[] {rs.getString(1), rs.getString(2)})
            .findOne();
    if (row.isEmpty()) {
      return Optional.empty();
    }
    try {
      PublicKey ephemeral =
          KeyFactory.getInstance("EC")
              .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(row.get()[0])));
      byte[] kek = kek(officer.agree(ephemeral), officer.id());
      String wrapped = row.get()[1];
      boolean part = wrapped.startsWith(GATEWAYS);
      byte[] opened =
          HexFormat.of()
              .parseHex(Secrets.open(kek, part ? wrapped.substring(GATEWAYS.length()) : wrapped));
      return Optional.of(part ? new Vault(null, opened) : whole(opened));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new Trouble.DamagedRow("the sealed key of an officer", e);
    }
  }

  static boolean exists(Handle handle) {
    return handle.createQuery("select count(*) from vault").mapTo(Long.class).one() > 0;
  }

  /** Unwraps it for nobody any more who does not need it; a password they saw is to be changed. */
  private static void forget(Handle handle, Roster roster) {
    for (Roster.Member m : roster.members()) {
      if (!needs(m)) {
        handle.execute(
            "delete from vault where key_id = ?"
                + (m.may(Right.PUBLISH) ? " and wrapped not like '" + GATEWAYS + "%'" : ""),
            m.id());
      }
    }
  }

  /**
   * After a change of the roster: for those who need it now, as far as this console can open it.
   */
  static void follow(Handle handle, Roster roster, @Nullable Chain chain) {
    forget(handle, roster);
    Vault vault = chain == null ? null : chain.vault();
    if (vault != null) {
      vault.share(handle, roster);
    }
  }

  /** Wraps it for every active officer who needs the secrets, or those of gateways. */
  void share(Handle handle, Roster roster) {
    Set<String> whole = have(handle, "not like");
    Set<String> part = have(handle, "like");
    for (Roster.Member m : roster.members()) {
      if (whole.contains(m.id())) {
        continue;
      }
      if (needs(m)) {
        if (key != null) {
          handle.execute("delete from vault where key_id = ?", m.id());
          wrap(handle, m, "", key);
        }
      } else if (m.may(Right.PUBLISH) && !part.contains(m.id())) {
        wrap(handle, m, GATEWAYS, gatewayKey);
      }
    }
  }

  private static Set<String> have(Handle handle, String like) {
    return Set.copyOf(
        handle
            .createQuery("select key_id from vault where wrapped " + like + " '" + GATEWAYS + "%'")
            .mapTo(String.class)
            .list());
  }

  private static boolean needs(Roster.Member m) {
    return m.may(Right.DECIDE) || m.may(Right.ADMINISTER);
  }

  private static void wrap(Handle handle, Roster.Member officer, String kind, byte[] key) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair fresh = generator.generateKeyPair();
      KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
      agreement.init(fresh.getPrivate());
      agreement.doPhase(officer.key(), true);
      String wrapped =
          kind
              + Secrets.seal(
                  kek(agreement.generateSecret(), officer.id()), HexFormat.of().formatHex(key));
      handle.execute(
          "insert into vault (key_id, ephemeral, wrapped) values (?, ?, ?)",
          officer.id(),
          Base64.getEncoder().encodeToString(fresh.getPublic().getEncoded()),
          wrapped);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has ECDH on P-256", e);
    }
  }

  private static byte[] kek(byte[] shared, String keyId) {
    try {
      return Secrets.derive(shared, "vault 1 " + keyId);
    } finally {
      Arrays.fill(shared, (byte) 0);
    }
  }
}
