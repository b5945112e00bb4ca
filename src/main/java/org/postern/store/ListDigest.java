package org.postern.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.postern.files.Sha256;

/**
 * Binds the rows of the lists to the record: what a revision made and closed, as one digest. A row
 * that somebody put into the database by hand belongs to no digest.
 */
final class ListDigest {
  private static final String FIELDS =
      "v.id, v.pattern, v.listing, v.mode, v.note, v.owner, v.source, v.created_by, v.from_serial,"
          + " v.created, v.expires";

  private ListDigest() {}

  /**
   * The digest of a revision that only adds, taken as its rows are written, which spares reading
   * millions of them again. Not thread-safe.
   */
  static final class Adding {
    private final MessageDigest sha256 = Sha256.digest();
    private final StringBuilder line = new StringBuilder();
    private boolean whole = true;

    Adding(Rules rules) {
      sha256.update(rules.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Rows in the order of their ids. */
    void row(
        long id,
        String pattern,
        SortedEntries.Story story,
        String officer,
        long serial,
        Instant created) {
      Instant expires = story.expires();
      if (expires != null && !expires.equals(expires.truncatedTo(ChronoUnit.MICROS))) {
        whole = false; // the database rounds
      }
      line.setLength(0);
      field(line, Long.toString(id));
      field(line, pattern);
      field(line, story.listing().name());
      field(line, story.mode().name());
      field(line, Texts.storable(story.note(), ListRows.NOTE));
      field(line, Texts.storable(story.owner(), ListRows.NAME));
      field(line, Texts.storable(story.source(), ListRows.NAME));
      field(line, officer);
      field(line, Long.toString(serial));
      field(line, created.toString());
      field(line, time(expires));
      sha256.update(line.append('\n').toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Something else happened than these rows: only the database knows the digest. */
    void broken() {
      whole = false;
    }

    Optional<String> end() {
      sha256.update((byte) '-');
      return whole ? Optional.of(Sha256.named(sha256)) : Optional.empty();
    }
  }

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
                    field(text, Rows.present(rs.getString(i), "field " + i));
                  }
                  field(text, Rows.instant(rs, "created").toString());
                  field(text, time(Rows.instantOrNull(rs, "expires")));
                  return text.append('\n').toString();
                })
            .stream()) {
      stream.forEach(line -> sha256.update(line.getBytes(StandardCharsets.UTF_8)));
    }
  }

  private static void field(StringBuilder line, String field) {
    line.append(field.length()).append(':').append(field);
  }

  private static String time(@Nullable Instant instant) {
    return instant == null ? "" : instant.toString();
  }
}
