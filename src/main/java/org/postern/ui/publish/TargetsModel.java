package org.postern.ui.publish;

import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.postern.bundle.Bundle;
import org.postern.target.Comparison;
import org.postern.target.Options;
import org.postern.target.Target;
import org.postern.ui.Background;

/**
 * What other mail systems would make of one bundle: for each how large its files are, and where it
 * would do something else than the officers sign. FX thread only.
 */
final class TargetsModel {
  private static final String LANE = "targets";

  /** What came of asking one mail system. */
  sealed interface Result {
    record Compared(Comparison comparison) implements Result {}

    record Failed(String why) implements Result {}
  }

  private final Bundle bundle;
  private final Background background;
  private final Consumer<String> tell;
  private final ReadOnlyObjectWrapper<Map<Target, Result>> results =
      new ReadOnlyObjectWrapper<>(Map.of());
  private final ReadOnlyStringWrapper busy = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
  private Options options = Options.USUAL;

  /**
   * @param tell says in passing that something was done
   */
  TargetsModel(Bundle bundle, Background background, Consumer<String> tell) {
    this.bundle = bundle;
    this.background = background;
    this.tell = tell;
  }

  /** Of those that were asked by now. */
  ReadOnlyObjectProperty<Map<Target, Result>> results() {
    return results.getReadOnlyProperty();
  }

  /** What is being done right now; empty while nothing is. */
  ReadOnlyStringProperty busy() {
    return busy.getReadOnlyProperty();
  }

  /** Why something was not done; empty if it was. */
  ReadOnlyStringProperty problem() {
    return problem.getReadOnlyProperty();
  }

  Options options() {
    return options;
  }

  /**
   * Asks each mail system anew.
   *
   * @param place of the quarantine box, {@code host:port}
   * @param most how many entries a tenant of Microsoft 365 takes
   */
  void compare(String place, int most) {
    var wanted = new Options(options.host(), options.port(), most).quarantine(place.strip());
    if (wanted.isEmpty()) {
      problem.set("The quarantine box is a name or an IPv4 address, and a port: 127.0.0.1:24.");
      return;
    }
    options = wanted.get();
    compare();
  }

  void compare() {
    problem.set("");
    results.set(Map.of());
    compareNext();
  }

  /** One after the other: each is held in memory while it is asked. */
  private void compareNext() {
    Optional<Target> next =
        Arrays.stream(Target.values()).filter(t -> !results.get().containsKey(t)).findFirst();
    if (next.isEmpty()) {
      busy.set("");
      return;
    }
    Target target = next.get();
    Options now = options;
    busy.set("Asking " + target.title() + "…");
    background.run(
        Background.Job.newest("targets.compare").on(LANE),
        () -> target.compare(bundle, now, List.of()),
        comparison -> then(target, new Result.Compared(comparison)),
        e -> then(target, new Result.Failed(String.valueOf(e.getMessage()))));
  }

  private void then(Target target, Result result) {
    Map<Target, Result> more = new EnumMap<>(Target.class);
    more.putAll(results.get());
    more.put(target, result);
    results.set(more);
    compareNext();
  }

  /** Asks no further. */
  void stop() {
    background.cancel("targets.compare");
    busy.set("");
  }

  /**
   * Writes the files of one mail system into a new folder.
   *
   * @param beside the folder to put it in
   */
  void write(Target target, Path beside) {
    problem.set("");
    Path folder = beside.resolve(target.word() + "-" + bundle.manifest().serial());
    Options now = options;
    background.run(
        Background.Job.each("targets.write").on(LANE),
        () -> target.render(bundle, now, folder),
        written ->
            tell.accept(
                written.files().size()
                    + " files for "
                    + target.title()
                    + " are in "
                    + folder
                    + "."),
        e ->
            problem.set(
                e instanceof FileAlreadyExistsException
                    ? folder + " is there already; nothing was written. Choose another folder."
                    : "Nothing was written: " + e.getMessage()));
  }
}
