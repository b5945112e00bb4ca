/**
 * Owns the quarantine box: held mail read over IMAP, original bytes released over SMTP, and the
 * decisions that join the two so that nothing is sent twice. It may use Jakarta Mail, {@code
 * policy} and {@code mail}, and knows no screen and no database ({@link
 * org.postern.quarantine.DecisionLog} is what a store must offer). {@link
 * org.postern.quarantine.Quarantine} and {@link org.postern.quarantine.Decisions} may be called
 * from any thread, one call at a time runs per box; records are immutable.
 */
@NullMarked
package org.postern.quarantine;

import org.jspecify.annotations.NullMarked;
