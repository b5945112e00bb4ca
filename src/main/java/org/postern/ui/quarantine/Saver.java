package org.postern.ui.quarantine;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;
import org.postern.files.AtomicFiles;
import org.postern.quarantine.HeldMessage;
import org.postern.store.StoreException;
import org.postern.ui.Background;
import org.postern.ui.Overlay;

/** Puts bytes of a message into a file, after a warning. FX thread only. */
final class Saver {
  private final Overlay overlay;
  private final Background background;
  private final QuarantineModel model;
  private final Function<String, Optional<Path>> choose;
  private final Consumer<Notice> tell;

  /**
   * @param choose asks for a place, given a proposed name; empty if the officer thinks better of it
   */
  Saver(
      Overlay overlay,
      Background background,
      QuarantineModel model,
      Function<String, Optional<Path>> choose,
      Consumer<Notice> tell) {
    this.overlay = overlay;
    this.background = background;
    this.model = model;
    this.choose = choose;
    this.tell = tell;
  }

  /**
   * Asks, then records it and writes what {@code bytes} gives; that runs off the FX thread.
   *
   * @param from the message that it is, or is part of
   */
  void save(HeldMessage from, String warning, String name, Callable<byte[]> bytes) {
    overlay.ask(
        new Overlay.Question("Save “" + name + "”?", warning, "Save…", true),
        () -> choose.apply(name).ifPresent(path -> write(from, path, bytes)));
  }

  /** Tells of something small that was done. */
  void tell(String text) {
    tell.accept(Notice.of(text));
  }

  private void write(HeldMessage from, Path path, Callable<byte[]> bytes) {
    String officer = model.officer();
    background.run(
        Background.Job.each("quarantine.save"),
        () -> {
          byte[] content = bytes.call();
          model.trail().saving(from, path.getFileName().toString(), content, officer);
          AtomicFiles.write(path, content, AtomicFiles.Readers.OWNER);
          return path;
        },
        done -> tell("Saved as " + done.getFileName() + ". Nothing has opened it."),
        e ->
            tell(
                e instanceof StoreException
                    ? "Not saved: " + Words.failure(e)
                    : "Not saved: the file could not be written. Choose another folder."));
  }
}
