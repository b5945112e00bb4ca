/**
 * Owns the screen on which one officer approves what another one proposed, and carries changes as
 * files. It may use the core packages policy, officer and store, never another screen. FX thread
 * only; everything that blocks goes through {@link org.postern.ui.Background}.
 */
@NullMarked
package org.postern.ui.approval;

import org.jspecify.annotations.NullMarked;
