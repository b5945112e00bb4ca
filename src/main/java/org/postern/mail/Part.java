package org.postern.mail;

/**
 * One node of the message's structure, containers included, in reading order. Immutable.
 *
 * @param path "1" is the whole message, "1.2" its second part
 * @param type the media type after repair, lower case; not inert
 * @param encodedSize bytes in the message, before decoding
 * @param enclosed whether it lies within an attached message
 */
public record Part(String path, String type, long encodedSize, boolean enclosed) {}
