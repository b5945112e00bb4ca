/**
 * Owns the start: {@code main}, the wiring of everything by constructor, paths. May use every
 * package. Not thread-safe: it runs once, on the main thread.
 */
@NullMarked
package org.postern.app;

import org.jspecify.annotations.NullMarked;
