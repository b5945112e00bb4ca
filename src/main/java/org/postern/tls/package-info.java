/**
 * Owns whom a TLS connection of this program trusts: the system's authorities or given
 * certificates, pins that an officer chose, and what a refused certificate is in plain words. May
 * use {@code mail.Inert} (certificates are written by strangers), {@code files} and the JDK. A
 * {@link org.postern.tls.Pinned} is for one connection; records are immutable.
 */
@NullMarked
package org.postern.tls;

import org.jspecify.annotations.NullMarked;
