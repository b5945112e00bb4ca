/**
 * Owns how this program writes a file: to a temporary sibling, flushed to the disk, renamed into
 * place, so that a reader sees the old file or the whole new one; how bytes are named by their
 * digest, and how keys are written as text. May use the JDK only. Thread-safe: it keeps no state;
 * two writers of one file each win or lose whole.
 */
@NullMarked
package org.postern.files;

import org.jspecify.annotations.NullMarked;
