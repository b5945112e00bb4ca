package org.postern.quarantine;

/** Hears how far a connection came. Used by one thread at a time. */
interface Steps {
  /** For whoever does not want to know. */
  Steps NONE =
      new Steps() {
        @Override
        public void at(Step step) {}

        @Override
        public void found(Step step, String what) {}
      };

  /** This step begins; the one before it went well. */
  void at(Step step);

  /** What was seen there. */
  void found(Step step, String what);
}
