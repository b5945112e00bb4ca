/**
 * Owns the looks back: the history of one entry, and the lists as they stood at any moment,
 * compared with another and judged by. May use {@code ui}, {@code policy} and {@code store}, the
 * latter only through {@code Background}. FX thread only.
 */
@NullMarked
package org.postern.ui.history;

import org.jspecify.annotations.NullMarked;
