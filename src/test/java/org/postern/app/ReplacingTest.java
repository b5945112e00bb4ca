package org.postern.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplacingTest {
  @TempDir Path temp;

  private Path directory(String name, String content) throws IOException {
    Path made = Files.createDirectory(temp.resolve(name));
    Files.writeString(made.resolve("file"), content);
    return made;
  }

  @Test
  void replaced_directoryStaysBesideIt() throws Exception {
    Path current = directory("postern", "old");
    Path kept = Replacing.replace(current, directory("postern.restored-1", "new"));
    assertThat(current.resolve("file")).hasContent("new");
    assertThat(kept).isEqualTo(temp.resolve("postern.before-1"));
    assertThat(kept.resolve("file")).hasContent("old");
  }

  @Test
  void withNothingToPutThere_everythingStaysAsItWas() throws Exception {
    Path current = directory("postern", "old");
    assertThatThrownBy(() -> Replacing.replace(current, temp.resolve("postern.restored-2")))
        .isInstanceOf(IOException.class);
    assertThat(current.resolve("file")).hasContent("old");
    assertThat(temp.resolve("postern.before-2")).doesNotExist();
  }
}
