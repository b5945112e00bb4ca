package org.postern.cli;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that only holds others: without one of them it says which there are. */
abstract class CommandGroup implements Callable<Integer> {
  private final String which;

  @Spec private @Nullable CommandSpec spec;

  /**
   * @param which its commands, as they stand in a sentence
   */
  CommandGroup(String which) {
    this.which = which;
  }

  @Override
  public final Integer call() {
    throw new ParameterException(
        Objects.requireNonNull(spec).commandLine(), "Say which: " + which + ".");
  }
}
