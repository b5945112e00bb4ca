/**
 * Owns how a file gets to a gateway: into a folder, by SFTP, by HTTPS, whole or not at all; and the
 * courier who tries again until it is there. May use {@code store} (what is on its way, how places
 * are reached), {@code tls}, {@code files}, {@code mail.Inert}, Apache MINA SSHD and the JDK's HTTP
 * client. A file authorises nothing by arriving: the gateway verifies it. {@link
 * org.postern.delivery.Courier} is thread-safe; ways are stateless; records are immutable.
 */
@NullMarked
package org.postern.delivery;

import org.jspecify.annotations.NullMarked;
