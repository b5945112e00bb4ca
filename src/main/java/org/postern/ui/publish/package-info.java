/**
 * Owns the screen on which lists become a signed bundle, the bundle goes to the gateways, and their
 * receipts say what runs. May use {@code store}, {@code bundle}, {@code officer}, {@code policy}
 * and the parts of {@code ui}. {@link org.postern.ui.publish.Press} blocks and may be called by any
 * thread; all else belongs to the FX thread.
 */
@NullMarked
package org.postern.ui.publish;

import org.jspecify.annotations.NullMarked;
