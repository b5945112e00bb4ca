package org.postern.ui.quarantine;

import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.postern.files.Sha256;
import org.postern.officer.Right;
import org.postern.quarantine.HeldMessage;
import org.postern.store.StoreException;
import org.postern.ui.Background;

/**
 * What officers do with other people's mail beside deciding about it, for the record: for whom they
 * searched, and what they took out.
 */
final class Trail {
  /** A search that stands so long is meant; one that is still being typed is not recorded. */
  private static final Duration MEANT = Duration.ofSeconds(2);

  private static final String JOB = "quarantine.searched";

  private final Access access;
  private final Background background;
  private final Consumer<Exception> failed;

  /**
   * @param failed told, on the FX thread, if something could not be recorded
   */
  Trail(Access access, Background background, Consumer<Exception> failed) {
    this.access = access;
    this.background = background;
    this.failed = failed;
  }

  /** The list is searched for this now. FX thread only. */
  void searching(String text) {
    if (text.isBlank()) {
      background.cancel(JOB);
      return;
    }
    String officer = access.officer().get();
    background.run(
        Background.Job.newest(JOB).after(MEANT),
        () -> {
          access.journal().note(Right.LOOK, officer, "quarantine.searched", text.strip(), Map.of());
          return true;
        },
        _ -> {},
        failed);
  }

  /** These bytes of a held message are about to be written to a file. Blocks. */
  void saving(HeldMessage copy, String name, byte[] bytes, String officer) throws StoreException {
    access
        .journal()
        .note(
            Right.READ_MAIL,
            officer,
            "message.saved",
            copy.id().hex() + " " + copy.recipient(),
            Map.of("name", name, "sha256", Sha256.hex(bytes), "size", bytes.length));
  }
}
