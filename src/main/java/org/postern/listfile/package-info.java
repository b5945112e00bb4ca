/**
 * Owns files with lists in them: how they are packed, encoded and written down, what stands in each
 * line, and how a list is written out again. May use {@code policy}, Jackson, FastCSV and the xz
 * library; knows no store and no screen. Every byte read here is hostile: sizes, ratios and lines
 * are bounded, and a line that cannot be read whole is refused by number. Readers and writers are
 * for one thread; the values are immutable.
 */
@NullMarked
package org.postern.listfile;

import org.jspecify.annotations.NullMarked;
