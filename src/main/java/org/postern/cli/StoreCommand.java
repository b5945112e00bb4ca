package org.postern.cli;

import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.postern.officer.OfficerException;
import org.postern.store.Store;
import org.postern.store.StoreException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * A command over the store of a data directory. What goes wrong with a key or a file is one
 * sentence and exit code 1.
 */
abstract class StoreCommand implements Callable<Integer> {
  @Spec @Nullable CommandSpec spec;
  @Mixin @Nullable DataDirectory data;

  /** The work; what it returns is the exit code. */
  abstract int run(Store store, Tell tell) throws StoreException, OfficerException, IOException;

  @Override
  public final Integer call() {
    return Objects.requireNonNull(data)
        .use(
            store -> {
              Tell tell = new Tell(spec);
              try {
                return run(store, tell);
              } catch (OfficerException e) {
                return tell.failed(e);
              } catch (IOException e) {
                tell.warn(String.valueOf(e.getMessage()));
                return Tell.REFUSED;
              }
            });
  }

  /** What was asked for cannot be meant. */
  ParameterException bad(String sentence) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), sentence);
  }
}
