package org.postern.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import org.h2.api.Trigger;

/** Somebody else's code in a database: it leaves a file behind when it runs. */
public final class Trap implements Trigger {
  /** Where the trap leaves its file; the working directory of the process that it runs in. */
  static final Path SPRUNG = Path.of("target", "trap-sprung").toAbsolutePath();

  public static int spring() {
    try {
      Files.writeString(SPRUNG, "sprung");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return 1;
  }

  @Override
  public void fire(Connection connection, Object[] oldRow, Object[] newRow) {
    spring();
  }
}
