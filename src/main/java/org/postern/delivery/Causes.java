package org.postern.delivery;

/** What is behind an exception. */
final class Causes {
  private static final int DEEPEST = 20;

  private Causes() {}

  static boolean include(Throwable e, Class<? extends Throwable> type) {
    int depth = 0;
    for (Throwable t = e; t != null && depth < DEEPEST; t = t.getCause(), depth++) {
      if (type.isInstance(t)) {
        return true;
      }
    }
    return false;
  }
}
