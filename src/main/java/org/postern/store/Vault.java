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
 * Keeps the mailbox's secrets from everybody who is no officer, also from who has the data
 * directory: they are sealed (AES-256-GCM) with a key that is wrapped for each officer (ECDH with a
 * fresh P-256 key, HKDF-SHA256, AES-256-GCM, as ECIES does). Immutable.
 */
final class Vault {
  private final byte[] key;

  private Vault(byte[] key) {
    this.key = key;
  }

  static Vault create() {
    byte[] key = new byte[32];
    new SecureRandom().nextBytes(key);
    return new Vault(key);
  }

  /** An empty secret stays empty, so that it can be told from one that nobody may see. */
  String seal(String secret) {
    return secret.isEmpty() || Secrets.sealed(secret) ? secret : Secrets.seal(key, secret);
  }

  String open(String sealed) {
    return Secrets.sealed(sealed) ? Secrets.open(key, sealed) : sealed;
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
      return Optional.of(new Vault(HexFormat.of().parseHex(Secrets.open(kek, row.get()[1]))));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new Trouble.DamagedRow("the sealed key of an officer", e);
    }
  }

  static boolean exists(Handle handle) {
    return handle.createQuery("select count(*) from vault").mapTo(Long.class).one() > 0;
  }

  /** Unwraps it for nobody any more who does not need it; a password they saw is to be changed. */
  private static void forget(Handle handle, Roster roster) {
    roster.members().stream()
        .filter(m -> !needs(m))
        .forEach(m -> handle.execute("delete from vault where key_id = ?", m.id()));
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

  /** Wraps it for every active officer who needs the secrets. */
  void share(Handle handle, Roster roster) {
    Set<String> have =
        Set.copyOf(handle.createQuery("select key_id from vault").mapTo(String.class).list());
    roster.members().stream()
        .filter(m -> needs(m) && !have.contains(m.id()))
        .forEach(m -> wrap(handle, m));
  }

  private static boolean needs(Roster.Member m) {
    return m.may(Right.DECIDE) || m.may(Right.ADMINISTER);
  }

  private void wrap(Handle handle, Roster.Member officer) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair fresh = generator.generateKeyPair();
      KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
      agreement.init(fresh.getPrivate());
      agreement.doPhase(officer.key(), true);
      String wrapped =
          Secrets.seal(
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
