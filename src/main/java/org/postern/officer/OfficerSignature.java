package org.postern.officer;

/**
 * One signature of an officer.
 *
 * @param keyId {@link OfficerKey#idOf} of the key that made it
 * @param second whether that is the officer's second key: ML-DSA-65 rather than ECDSA
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record OfficerSignature(String keyId, boolean second, byte[] bytes) {}
