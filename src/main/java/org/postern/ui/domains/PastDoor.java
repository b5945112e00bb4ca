package org.postern.ui.domains;

import org.postern.policy.EntryPattern;
import org.postern.policy.Listing;

/** Where the officer goes from here to look back; the wiring knows the way. FX thread only. */
public interface PastDoor {
  /** Who added an entry, when and why, and what became of it since. */
  void entry(Listing listing, EntryPattern pattern);

  /** The lists at any moment. */
  void lists();
}
