package org.postern.mail;

/**
 * One header field, unfolded but not decoded, at most 32 KiB of it; show it through {@link
 * Inert#text}. Immutable.
 *
 * @param name as written
 * @param value raw bytes read as UTF-8, else as windows-1252
 */
public record HeaderField(String name, String value) {}
