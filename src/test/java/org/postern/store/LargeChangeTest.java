package org.postern.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.postern.store.Enrolled.CARTER;
import static org.postern.store.Enrolled.LOWE;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.policy.Listing;

/** Changes whose text is kept packed, in more than one part. */
@OnEveryEngine
class LargeChangeTest {
  private static final int MANY = 12_000;

  private final Engine engine;
  @TempDir private Path dir;
  private Enrolled officers;
  private Changes.Change change;

  LargeChangeTest(Engine engine) {
    this.engine = engine;
  }

  @BeforeEach
  void propose() throws Exception {
    officers = Enrolled.two(engine, dir);
    change =
        store()
            .changes()
            .propose(
                names().stream().map(n -> Enrolled.add(Listing.BLOCKED, n)).iterator(), "feed", "");
  }

  @AfterEach
  void close() throws Exception {
    officers.close();
  }

  private static List<String> names() {
    return IntStream.range(0, MANY).mapToObj(i -> "name" + i + ".example").toList();
  }

  private Store store() {
    return officers.store();
  }

  @Test
  void it_comes_out_as_it_went_in_and_is_approved_as_a_whole() throws Exception {
    List<String> patterns = new ArrayList<>();
    store()
        .changes()
        .operations(
            change.digest(),
            op -> patterns.add(op instanceof Op.Add(var e) ? e.pattern().text() : "other"));
    assertThat(patterns.equals(names())).isTrue();
    store().session().signIn(LOWE);
    store().changes().approve(change.digest(), "");
    assertThat(store().lists().count(Listing.BLOCKED)).isEqualTo(MANY);
    assertThat(officers.verify().findings()).isEmpty();
    var undo = store().changes().propose(List.<Op>of(new Op.Undo(1)).iterator(), "back", "");
    store().session().signIn(CARTER);
    store().changes().approve(undo.digest(), "");
    assertThat(store().lists().count(Listing.BLOCKED)).isZero();
    assertThat(officers.verify().findings()).isEmpty();
  }

  @Test
  void it_stands_in_more_than_one_part_and_small() throws Exception {
    officers.meddle(
        handle ->
            assertThat(
                    handle
                        .select(
                            "select packed, length(text) from change_part where digest = ?",
                            change.digest())
                        .map((rs, ctx) -> rs.getBoolean(1) && rs.getInt(2) < 200_000)
                        .list())
                .hasSizeGreaterThan(1)
                .containsOnly(true));
  }

  @Test
  void part_that_unpacks_to_gigabytes_is_refused() throws Exception {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DeflaterOutputStream(bytes, new Deflater(9, true))) {
      byte[] line = "x".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
      for (int i = 0; i < 600; i++) {
        out.write(line);
      }
    }
    String bomb = Base64.getEncoder().encodeToString(bytes.toByteArray());
    refusedWith("update change_part set text = '" + bomb + "' where part = 1 and packed");
  }

  @Test
  void part_that_is_not_packed_at_all_is_refused() throws Exception {
    refusedWith("update change_part set text = 'hello' where part = 1 and packed");
  }

  private void refusedWith(String meddling) throws Exception {
    officers.meddle(meddling);
    store().session().signIn(LOWE);
    assertThatThrownBy(() -> store().changes().approve(change.digest(), ""))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("cannot have written");
    assertThat(store().lists().count(Listing.BLOCKED)).isZero();
  }
}
