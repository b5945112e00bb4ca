package org.postern.cli;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postern.files.AtomicFiles;
import org.postern.listfile.ListWriter;
import org.postern.mail.Inert;
import org.postern.policy.Listing;
import org.postern.store.Past.Moment;
import org.postern.store.Revision;
import org.postern.store.Store;
import org.postern.store.StoreException;
import org.postern.store.When;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code postern list at}: the lists as they stood. */
@Command(
    name = "at",
    mixinStandardHelpOptions = true,
    description = {
      "Says which revision was in force at a moment, who made it and why, and how long the lists",
      "were; or, with LIST, writes that list as it stood. postern check --at MOMENT judges under it."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:there is no such serial",
      "2:bad usage, or a file or the data directory cannot be used"
    },
    footer = {
      "",
      "Examples:",
      "  postern list at 2026-11-20",
      "  postern list at 12 trusted trusted-as-of-12.csv"
    })
final class ListAt extends StoreCommand {
  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "plain, csv or json. Default: what the name of FILE says, else plain.")
  ListWriter.@Nullable Format format;

  @Parameters(
      index = "0",
      paramLabel = "MOMENT",
      converter = Moments.Converter.class,
      description = When.FORMS + "; UTC.")
  @Nullable When when;

  @Parameters(index = "1", arity = "0..1", paramLabel = "LIST", description = "trusted or blocked")
  @Nullable Listing listing;

  @Parameters(
      index = "2",
      arity = "0..1",
      paramLabel = "FILE",
      description = "It is replaced if it exists. Default, and -: standard output.")
  @Nullable Path file;

  @Override
  int run(Store store, Tell tell) throws StoreException, IOException {
    Optional<Moment> moment = Moments.find(store, Objects.requireNonNull(when), tell);
    if (moment.isEmpty()) {
      return Tell.REFUSED;
    }
    long serial = moment.get().serial();
    if (listing == null) {
      say(store, serial, tell);
    } else if (file == null || file.toString().equals("-")) {
      var out = Objects.requireNonNull(spec).commandLine().getOut();
      write(store, serial, listing, out);
      out.flush();
    } else {
      Listing of = listing;
      AtomicFiles.<StoreException>write(
          file.toAbsolutePath(),
          AtomicFiles.Readers.OWNER,
          bytes -> {
            Writer out = new BufferedWriter(new OutputStreamWriter(bytes, StandardCharsets.UTF_8));
            write(store, serial, of, out);
            out.flush();
          });
    }
    return 0;
  }

  private static void say(Store store, long serial, Tell tell) throws StoreException {
    Revision revision = store.past().revision(serial).orElseThrow();
    tell.say(
        "serial %d, %s, %s: %s"
            .formatted(
                serial,
                revision.at(),
                Inert.text(revision.officer()),
                Inert.brief(revision.why(), 400)));
    for (Listing each : Listing.values()) {
      tell.say("%s: %,d entries".formatted(each.word(), store.past().count(each, serial)));
    }
    tell.say("rules: " + store.past().rules(serial).words());
  }

  private void write(Store store, long serial, Listing of, Writer out) throws StoreException {
    ListWriter.Format as =
        format != null ? format : ListWriter.Format.of(file == null ? "" : file.toString());
    ListWriter writer = new ListWriter(as, out);
    store
        .past()
        .each(of, serial, item -> writer.add(item.entry(), item.created(), item.createdBy()));
    writer.end();
  }
}
