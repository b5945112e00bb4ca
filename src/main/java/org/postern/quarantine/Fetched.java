package org.postern.quarantine;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One untagged FETCH answer; what it did not say, or what was not understood, is null.
 *
 * @param uid 0 if it did not say
 * @param size in bytes; -1 if it did not say
 * @param modSeq the number of its last change (RFC 7162); 0 if it did not say
 * @param body what was asked for of the message: its header, or all of it
 */
@SuppressWarnings("ArrayRecordComponent") // lives inside this package and is never compared
record Fetched(
    long uid,
    @Nullable Set<String> flags,
    @Nullable Instant received,
    long size,
    long modSeq,
    byte @Nullable [] body) {}
