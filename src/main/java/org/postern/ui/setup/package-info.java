/**
 * Owns the one question of the first start, the form for a set-up of one's own, and the Settings
 * screen with the same form. May use {@code store} for what settings are, {@code policy} for names
 * and the parts of {@code ui}; what happens with the answers is handed in. FX thread only, except
 * the seams, which say so.
 */
@NullMarked
package org.postern.ui.setup;

import org.jspecify.annotations.NullMarked;
