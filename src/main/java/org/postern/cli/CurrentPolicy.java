package org.postern.cli;

import org.postern.policy.Policy;
import org.postern.practice.PracticeLists;
import org.postern.store.Store;
import org.postern.store.StoreException;
import picocli.CommandLine.Model.CommandSpec;

/** The policy that a data directory stands for. */
final class CurrentPolicy {

  private CurrentPolicy() {}

  /**
   * The directory's own lists; the practice lists, with a word about it, where nothing has been set
   * up yet.
   */
  static Policy of(Store store, CommandSpec command) throws StoreException {
    return switch (store.setup().state()) {
      case UNSET -> {
        command
            .commandLine()
            .getErr()
            .println(
                "postern: no lists in "
                    + store.directory()
                    + " yet: judged by the practice lists. `postern list import` begins your own.");
        command.commandLine().getErr().flush();
        yield PracticeLists.policy(java.time.Instant.now());
      }
      case PRACTICE, OWN -> store.policy();
    };
  }
}
