package org.postern.mail;

/**
 * Something that a second, independent parser read differently: recipients' programs may see
 * either. Immutable, inert.
 *
 * @param what "sender", "attachment names", …
 * @param here what this reader saw
 * @param there what the other one saw
 */
public record Difference(String what, String here, String there) {}
