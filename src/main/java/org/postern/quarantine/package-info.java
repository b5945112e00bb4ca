/**
 * Owns the quarantine box: held mail read over IMAP, original bytes released over SMTP, and the
 * desk that joins the two so that nothing is sent twice. It may use Jakarta Mail, {@code policy},
 * {@code mail}, and the decision record of {@code store}, and knows no screen. {@link
 * org.postern.quarantine.Quarantine} and {@link org.postern.quarantine.DecisionDesk} may be called
 * from any thread, one call at a time runs per box; records are immutable.
 */
@NullMarked
package org.postern.quarantine;

import org.jspecify.annotations.NullMarked;
