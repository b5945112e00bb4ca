/**
 * Owns what a policy says: domain names, addresses, entries, and the verdict on an address with its
 * proof. May use ICU, Jackson (canonical JSON) and {@code policy.slip}, nothing else of Postern.
 * Every public type is immutable and safe for any number of threads.
 */
@NullMarked
package org.postern.policy;

import org.jspecify.annotations.NullMarked;
