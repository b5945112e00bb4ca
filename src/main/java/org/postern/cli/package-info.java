/**
 * Owns the command line: one class per command, on the same core as the console. May use every core
 * package and picocli, nothing of the screens. Not thread-safe: a command object runs once.
 */
@NullMarked
package org.postern.cli;

import org.jspecify.annotations.NullMarked;
