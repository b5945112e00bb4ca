/**
 * Owns the screen on which an officer asks what would happen to mail for an address, and why. May
 * use {@code ui}, {@code policy} and {@code policy.slip}; it changes nothing itself. FX thread
 * only.
 */
@NullMarked
package org.postern.ui.tester;

import org.jspecify.annotations.NullMarked;
