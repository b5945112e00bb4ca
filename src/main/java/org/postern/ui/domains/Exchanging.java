package org.postern.ui.domains;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.postern.files.AtomicFiles;
import org.postern.listfile.ListWriter;
import org.postern.policy.Listing;
import org.postern.store.Store;
import org.postern.store.StoreException;
import org.postern.ui.Background;
import org.postern.ui.Background.Job;

/** Lists coming in from files and going out to them. FX thread only. */
final class Exchanging {
  private final Store store;
  private final Background background;
  private final Clock clock;
  private final Supplier<String> officer;
  private final IntSupplier trustMonths;
  private final Runnable changed;

  /**
   * @param trustMonths after how many months new trust ends; 0 for never
   */
  Exchanging(
      Store store,
      Background background,
      Clock clock,
      Supplier<String> officer,
      IntSupplier trustMonths,
      Runnable changed) {
    this.store = store;
    this.background = background;
    this.clock = clock;
    this.officer = officer;
    this.trustMonths = trustMonths;
    this.changed = changed;
  }

  /** A new import, at first meant for this list. */
  ImportModel importing(Listing listing) {
    return new ImportModel(
        store, listing, background, clock, officer, trustMonths.getAsInt(), changed);
  }

  /**
   * Writes a list to a file; its name says how.
   *
   * @param done told how many entries were written
   * @param failed told why not, a sentence; the file is what it was then
   */
  void export(Listing listing, Path file, LongConsumer done, Consumer<String> failed) {
    String acting = officer.get();
    background.run(
        Job.each("domains.export"),
        () -> write(listing, file, acting),
        done::accept,
        e ->
            failed.accept(
                e instanceof IOException
                    ? "The file could not be written and is as it was. Check the folder and the"
                        + " space on the disk."
                    : Wording.sentence(e)));
  }

  private long write(Listing listing, Path file, String acting) throws IOException, StoreException {
    long[] count = new long[1];
    try {
      AtomicFiles.<StoreException>write(
          file,
          AtomicFiles.Readers.OWNER,
          bytes -> {
            var out = new BufferedWriter(new OutputStreamWriter(bytes, StandardCharsets.UTF_8));
            ListWriter writer = new ListWriter(ListWriter.Format.of(file.toString()), out);
            store
                .lists()
                .export(
                    listing,
                    acting,
                    file.getFileName().toString(),
                    item -> {
                      writer.add(item.entry(), item.created(), item.createdBy());
                      count[0]++;
                    });
            writer.end();
            out.flush();
          });
    } catch (UncheckedIOException e) {
      throw new IOException(e);
    }
    return count[0];
  }
}
