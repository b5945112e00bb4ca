/**
 * Owns the slip engine at a gateway: a server that answers a mail relay's lookups by the policy of
 * a verified bundle, and changes to the next bundle while it answers. May use {@code policy},
 * {@code bundle} and {@code files}. {@link org.postern.gatekeeper.Gatekeeper} is thread-safe;
 * whatever goes wrong, the answer is "try later", never "nothing against it".
 */
@NullMarked
package org.postern.gatekeeper;

import org.jspecify.annotations.NullMarked;
