/**
 * Owns the reading of hostile mail: raw message bytes in, inert immutable values out, nothing
 * fetched, nothing opened, nothing executed. It may use {@code policy}, Jakarta Mail (only to find
 * the parts of a multipart), Mime4j (only as a second opinion), Commons Compress (only to list
 * archives, in memory), the JDK's own picture readers (only for what {@link
 * org.postern.mail.MailReader#pictures} checked), jsoup (only to parse), ICU. Every type is
 * immutable or confined to one call; {@link org.postern.mail.MailReader} may be shared between
 * threads.
 */
@NullMarked
package org.postern.mail;

import org.jspecify.annotations.NullMarked;
