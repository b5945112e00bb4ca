/**
 * Owns everything that Postern remembers: the encrypted database file, its key, the lists with
 * their history, decisions, publications, gateways and what they said, settings and the journal of
 * acts. May use {@code org.postern.policy}, {@code org.postern.officer}, {@code org.postern.bundle}
 * (receipts, gateways' files), {@code org.postern.mail.hint} (what a marking is), JDBC (this is the
 * only package that may), Jdbi, Flyway and Jackson. Thread-safe: every call blocks, reads run side
 * by side, writes one after the other.
 */
@NullMarked
package org.postern.store;

import org.jspecify.annotations.NullMarked;
