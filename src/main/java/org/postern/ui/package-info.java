/**
 * Owns the window, its look, its keys, background work and the parts that every screen is built
 * from. May use values of {@code policy} and {@code store}, JavaFX, ControlsFX and AtlantaFX; knows
 * no screen and does nothing that can block. Everything here belongs to the FX thread, except
 * {@link org.postern.ui.Background} and {@link org.postern.ui.Errors}, which any thread may call.
 */
@NullMarked
package org.postern.ui;

import org.jspecify.annotations.NullMarked;
