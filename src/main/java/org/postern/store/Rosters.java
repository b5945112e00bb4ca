package org.postern.store;

import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.postern.officer.OfficerException;
import org.postern.officer.Roster;

/**
 * The rosters as the database holds them. A roster is believed only after the whole line from the
 * first one has been checked, signature by signature; the newest checked one is remembered.
 */
final class Rosters {
  private final AtomicReference<@Nullable Roster> known = new AtomicReference<>();

  /** The roster of a version, checked. */
  Roster at(Handle handle, long version) {
    Roster last = known.get();
    if (last != null && last.version() == version) {
      return last;
    }
    boolean further = last != null && last.version() < version;
    Roster roster = further ? last : null;
    for (int v = roster == null ? 1 : roster.version() + 1; v <= version; v++) {
      roster = checked(handle, v, roster);
    }
    if (roster == null) {
      throw new Trouble.Forged("the roster of officers is missing");
    }
    known.set(roster);
    return roster;
  }

  /** The roster in force, checked; empty in open mode. */
  Optional<Roster> inForce(Handle handle) {
    long version =
        handle.createQuery("select roster from head").map((rs, ctx) -> rs.getLong(1)).one();
    return version == 0 ? Optional.empty() : Optional.of(at(handle, version));
  }

  /** An earlier roster, believed because the newest one follows from it. */
  Roster past(Handle handle, long version) {
    Roster roster = null;
    for (int v = 1; v <= version; v++) {
      roster = checked(handle, v, roster);
    }
    if (roster == null) {
      throw new Trouble.Forged("the roster of officers is missing");
    }
    return roster;
  }

  private static Roster checked(Handle handle, int version, @Nullable Roster before) {
    String digest =
        handle
            .select("select digest from roster where version = ?", (long) version)
            .mapTo(String.class)
            .findOne()
            .orElseThrow(() -> forged(version, "it is missing"));
    String text = ChangeRows.text(handle, digest);
    Roster roster;
    try {
      roster = Roster.parse(text);
    } catch (OfficerException e) {
      throw forged(version, "it cannot be read");
    }
    Map<String, byte[]> signatures = signatures(handle, digest);
    (before == null ? roster.flawAsFirst(signatures) : roster.flawAfter(before, signatures))
        .ifPresent(
            flaw -> {
              throw forged(version, flaw);
            });
    if (roster.version() != version || !roster.digest().equals(digest)) {
      throw forged(version, "it stands under another number");
    }
    return roster;
  }

  static Map<String, byte[]> signatures(Handle handle, String digest) {
    Map<String, byte[]> signatures = new HashMap<>();
    handle
        .select("select key_id, signature from change_signature where digest = ?", digest)
        .map(
            (rs, ctx) -> {
              signatures.put(rs.getString(1), decoded(rs.getString(2)));
              return true;
            })
        .list();
    return signatures;
  }

  private static byte[] decoded(String signature) {
    try {
      return Base64.getDecoder().decode(signature);
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  private static Trouble.Forged forged(int version, String flaw) {
    return new Trouble.Forged(
        "version " + version + " of the roster of officers is forged: " + flaw);
  }
}
