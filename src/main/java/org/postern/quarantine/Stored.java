package org.postern.quarantine;

import java.time.Instant;
import java.util.Set;

/** What the server told about one message in the folder. */
@SuppressWarnings("ArrayRecordComponent") // lives inside this package and is never compared
record Stored(long uid, byte[] header, Instant received, long size, Set<String> flags) {}
