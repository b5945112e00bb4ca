package org.postern.delivery;

/**
 * Who a server showed itself to be, when that is not (or not yet) whom we trust. Immutable; texts
 * are safe to show.
 *
 * @param facts what it showed, in sentences
 * @param fingerprint SHA-256, to be compared with the administrator's
 * @param value what {@code GatewayAccess.identity} would be, if an officer chose to trust exactly
 *     this server; empty if it may not be chosen
 * @param changed whether another one was trusted before: that is an alarm, not a question
 */
public record Identity(String facts, String fingerprint, String value, boolean changed) {}
