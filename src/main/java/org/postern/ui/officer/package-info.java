/**
 * Who acts at this console: signing in and the lock, and the roster of officers. It may use the
 * core packages officer and store, never another screen. Everything here is touched by the FX
 * thread only; keys are unlocked and rosters signed in the background.
 */
@NullMarked
package org.postern.ui.officer;

import org.jspecify.annotations.NullMarked;
