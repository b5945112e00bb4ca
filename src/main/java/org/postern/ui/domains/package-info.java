/**
 * Owns the screen with the trusted and the blocked list: finding, adding, editing, expiring,
 * removing. May use {@code ui}, {@code policy} and {@code store}, the latter only through {@code
 * Background}. FX thread only.
 */
@NullMarked
package org.postern.ui.domains;

import org.jspecify.annotations.NullMarked;
