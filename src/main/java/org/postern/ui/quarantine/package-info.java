/**
 * Owns the screen on which officers read held mail and decide about it. It may use the core and the
 * parts of {@code ui}, and sees no other screen. Everything here lives on the FX thread; what
 * blocks goes through {@link org.postern.ui.Background}.
 */
@NullMarked
package org.postern.ui.quarantine;

import org.jspecify.annotations.NullMarked;
