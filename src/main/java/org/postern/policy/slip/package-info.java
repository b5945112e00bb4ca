/**
 * Owns the slip engine: which trusted name a typed domain resembles, by which human or hostile
 * slips, and how surely. May use the JDK and ICU only; works on plain domain text and knows no
 * list, policy or screen. Immutable values and snapshots: every type is safe for any number of
 * threads.
 */
@NullMarked
package org.postern.policy.slip;

import org.jspecify.annotations.NullMarked;
