package org.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListUndoTest {
  @TempDir private Path dir;
  private final Typed typed = new Typed();

  private int postern(String... words) {
    return typed.run(dir.resolve("data"), List.of(), words);
  }

  @Test
  void newest_change_or_a_named_one_is_taken_back() {
    postern("list", "add", "trusted", "army.mil");
    postern("list", "add", "blocked", "ml", "il");
    postern("list", "add", "trusted", "navy.mil");
    assertThat(postern("list", "undo")).isZero();
    assertThat(typed.said()).isEqualTo("serial 4, invalid 0");
    assertThat(postern("list", "undo", "2", "--json")).isZero();
    assertThat(typed.said()).contains("\"serial\":5");
    postern("list", "export", "trusted");
    assertThat(typed.said()).isEqualTo("army.mil");
    postern("list", "export", "blocked");
    assertThat(typed.said()).isEmpty();
  }

  @Test
  void what_is_not_there_or_was_changed_again_stays() {
    assertThat(postern("list", "undo")).isEqualTo(2);
    assertThat(typed.err()).startsWith("There is no revision 0");
    postern("list", "add", "trusted", "army.mil");
    postern("list", "remove", "trusted", "army.mil");
    assertThat(postern("list", "undo", "1")).isNotZero();
    assertThat(typed.err()).contains("cannot be undone");
  }

  @Test
  void back_makesTheListsWhatTheyWere_asOneNewRevision() {
    postern("list", "add", "trusted", "army.mil", "navy.mil");
    postern("list", "add", "blocked", "ml");
    // Undoing one by one would stop at the entry that was removed and added again.
    postern("list", "remove", "trusted", "army.mil");
    postern("list", "add", "trusted", "army.mil", "--note", "again");
    postern("list", "add", "blocked", "evil.example");
    postern("list", "remove", "blocked", "ml");
    postern("list", "rules", "--unlisted", "hold");
    assertThat(postern("list", "back", "99")).isEqualTo(1);
    assertThat(postern("list", "back", "2")).isZero();
    assertThat(typed.said()).isEqualTo("operations 4, serial 8, invalid 0");
    assertThat(postern("list", "diff", "2", "now")).as(typed.said()).isZero();
    assertThat(postern("list", "back", "2")).isZero();
    assertThat(typed.said()).isEqualTo("operations 0, invalid 0");
    postern("list", "at", "now");
    assertThat(typed.said()).contains("back to revision 2");
  }

  @Test
  void once_officers_are_enrolled_it_is_proposed() throws Exception {
    Path secret = Files.writeString(dir.resolve("secret"), "correct horse battery\n");
    String[] as = {"--as", "Maj. A. Carter", "--as-passphrase-file", secret.toString()};
    postern("list", "add", "blocked", "ml");
    postern("key", "new", "Maj. A. Carter", "--passphrase-file", secret.toString());
    postern("officer", "enrol", "Maj. A. Carter", "--passphrase-file", secret.toString());
    assertThat(postern("list", "undo", as[0], as[1], as[2], as[3])).isZero();
    assertThat(typed.said()).startsWith("proposed 1, change sha256:");
    postern("list", "export", "blocked", as[0], as[1], as[2], as[3]);
    assertThat(typed.said()).isEqualTo("ml");
    // A key that could not be recorded is not made.
    assertThat(postern("key", "new", "Lt. B. Lowe", "--passphrase-file", secret.toString()))
        .isEqualTo(1);
    assertThat(typed.err()).contains("has to sign in");
    try (var keys = Files.list(dir.resolve("data/keys"))) {
      assertThat(keys).hasSize(1);
    }
  }
}
