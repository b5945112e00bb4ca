package org.postern.ui.domains;

import org.postern.policy.EntryPattern;
import org.postern.store.Found;
import org.postern.store.Item;
import org.postern.ui.WholeList;

/**
 * What a table shows of a list of millions: an entry is made when its row comes into sight. FX
 * thread only.
 */
final class Rows extends WholeList<Item> {
  /** Where an entry stands, or -1. */
  int indexOf(EntryPattern pattern) {
    return now() instanceof Found found ? found.indexOf(pattern) : -1;
  }
}
