/**
 * Owns officers' keys: making them, keeping them in PKCS#12 files, signing with them. May use
 * {@code files} and {@code policy}. Keys are immutable and thread-safe; two programs on one data
 * directory see each other's files.
 */
@NullMarked
package org.postern.officer;

import org.jspecify.annotations.NullMarked;
