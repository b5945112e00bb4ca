package org.postern.ui.quarantine;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;
import org.postern.files.AtomicFiles;
import org.postern.ui.Background;
import org.postern.ui.Overlay;

/** Puts bytes of a message into a file, after a warning. FX thread only. */
final class Saver {
  private final Overlay overlay;
  private final Background background;
  private final Function<String, Optional<Path>> choose;
  private final Consumer<Notice> tell;

  /**
   * @param choose asks for a place, given a proposed name; empty if the officer thinks better of it
   */
  Saver(
      Overlay overlay,
      Background background,
      Function<String, Optional<Path>> choose,
      Consumer<Notice> tell) {
    this.overlay = overlay;
    this.background = background;
    this.choose = choose;
    this.tell = tell;
  }

  /** Asks, then writes what {@code bytes} gives; that runs off the FX thread. */
  void save(String warning, String name, Callable<byte[]> bytes) {
    overlay.ask(
        new Overlay.Question("Save “" + name + "”?", warning, "Save…", true),
        () -> choose.apply(name).ifPresent(path -> write(path, bytes)));
  }

  /** Tells of something small that was done. */
  void tell(String text) {
    tell.accept(Notice.of(text));
  }

  private void write(Path path, Callable<byte[]> bytes) {
    background.run(
        Background.Job.each("quarantine.save"),
        () -> {
          AtomicFiles.write(path, bytes.call(), AtomicFiles.Readers.OWNER);
          return path;
        },
        done -> tell("Saved as " + done.getFileName() + ". Nothing has opened it."),
        e -> tell("Not saved: the file could not be written. Choose another folder."));
  }
}
