/**
 * Owns how the rules of a bundle are written for mail systems other than Postfix, and how each of
 * these reads what was written: the difference to what the officers signed is found by asking the
 * written form, not the rules. May use {@code bundle}, {@code policy}, {@code files} and FastCSV.
 * Keeps no state; thread-safe.
 */
@NullMarked
package org.postern.target;

import org.jspecify.annotations.NullMarked;
