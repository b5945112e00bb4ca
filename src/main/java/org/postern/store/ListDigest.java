package org.postern.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.postern.files.Sha256;

/**
 * Binds the rows of the lists to the signed record: what a revision made and closed, as one digest.
 * A row that somebody put into the database by hand belongs to no digest.
 */
final class ListDigest {
  private static final String FIELDS =
      "v.id, v.pattern, v.listing, v.mode, v.note, v.owner, v.source, v.expires, v.from_serial";

  private ListDigest() {}

  /** Of everything in force now. */
  static String of(Handle handle) {
    MessageDigest sha256 = Sha256.digest();
    rows(
        sha256,
        handle,
        "select "
            + FIELDS
            + " from entry_version v where v.to_serial = ? order by v.listing, v.pattern",
        ListRows.OPEN);
    return Sha256.named(sha256);
  }

  /** Of what one revision made and closed. */
  static String of(Handle handle, long serial) {
    MessageDigest sha256 = Sha256.digest();
    sha256.update(Lists.rules(handle, serial).toString().getBytes(StandardCharsets.UTF_8));
    rows(
        sha256,
        handle,
        "select "
            + FIELDS
            + " from entry_version v where v.id >= (select first_id from revision where serial = ?)"
            + " and v.id <= (select last_id from revision where serial = ?) order by v.id",
        serial,
        serial);
    sha256.update((byte) '-');
    rows(
        sha256,
        handle,
        "select "
            + FIELDS
            + " from closed_version c join entry_version v on v.id = c.id where c.serial = ? order"
            + " by v.id",
        serial);
    return Sha256.named(sha256);
  }

  private static void rows(MessageDigest sha256, Handle handle, String sql, Object... args) {
    var text = new StringBuilder();
    try (var stream =
        handle
            .select(sql, args)
            .setFetchSize(5_000)
            .map(
                (rs, ctx) -> {
                  text.setLength(0);
                  for (int i = 1; i <= 9; i++) {
                    String field =
                        i == 8
                            ? time(Rows.instantOrNull(rs, "expires"))
                            : Rows.present(rs.getString(i), "field " + i);
                    text.append(field.length()).append(':').append(field);
                  }
                  return text.append('\n').toString();
                })
            .stream()) {
      stream.forEach(line -> sha256.update(line.getBytes(StandardCharsets.UTF_8)));
    }
  }

  private static String time(@Nullable Instant instant) {
    return instant == null ? "" : instant.toString();
  }
}
