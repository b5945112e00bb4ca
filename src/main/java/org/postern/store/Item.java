package org.postern.store;

import java.time.Instant;
import org.postern.policy.Entry;

/**
 * An entry of a list as it stands in the store.
 *
 * @param created when it was first added
 * @param createdBy who added it
 * @param since the serial of the revision that made it what it is now
 */
public record Item(Entry entry, Instant created, String createdBy, long since) {}
