/**
 * Owns what passes between the console and a gateway: the signed policy bundle, the gateway's trust
 * file, its receipts, and the files by which it is taken in, in the formats of {@code
 * docs/bundle-format.md}. May use {@code policy}, {@code officer} and {@code files}. Values are
 * immutable and thread-safe; nothing here keeps state.
 */
@NullMarked
package org.postern.bundle;

import org.jspecify.annotations.NullMarked;
