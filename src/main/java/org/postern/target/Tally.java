package org.postern.target;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.postern.bundle.Rule;

/** Counts what a form writes. One thread, one rendering. */
final class Tally {
  private final List<LeftOut> leftOut = new ArrayList<>();
  private int written;

  void wrote() {
    written++;
  }

  void leave(Rule rule, LeftOut.Reason reason) {
    leftOut.add(new LeftOut(rule, reason));
  }

  int written() {
    return written;
  }

  List<LeftOut> leftOut() {
    return Collections.unmodifiableList(leftOut);
  }
}
