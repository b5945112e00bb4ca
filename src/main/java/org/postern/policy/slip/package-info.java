/**
 * Owns the lookalike engine: which trusted name a typed domain resembles, and by which slips. May
 * use ICU and its own data resources, nothing else of Postern; names are plain A-label strings.
 * Immutable snapshots, safe for any number of threads.
 */
@NullMarked
package org.postern.policy.slip;

import org.jspecify.annotations.NullMarked;
