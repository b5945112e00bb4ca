package org.postern.target;

import java.util.function.Consumer;
import org.postern.bundle.Bundle;
import org.postern.bundle.BundleException;
import org.postern.bundle.Outcome;
import org.postern.bundle.Rule;
import org.postern.policy.Unlisted;

/** The rules to write, as often as they are needed: a million need not be kept. */
record Source(Bundle bundle) {

  void each(Consumer<Rule> reader) throws BundleException {
    bundle.rules(reader);
  }

  /** What happens to names that no rule covers. */
  Outcome otherwise() {
    return bundle.manifest().unlisted() == Unlisted.HOLD ? Outcome.UNLISTED : Outcome.DELIVER;
  }

  String serial() {
    return Long.toString(bundle.manifest().serial());
  }
}
