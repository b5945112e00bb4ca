/**
 * Owns the practice world: lists with real names, held mail that never was sent, a mailbox and a
 * gateway in this process. May use every core package. What is loaded here is immutable; the
 * mailbox and the gateway say for themselves.
 */
@NullMarked
package org.postern.practice;

import org.jspecify.annotations.NullMarked;
