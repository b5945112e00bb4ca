package org.postern.store;

import java.time.Instant;

/**
 * One committed change of the lists.
 *
 * @param serial its number; a policy made from the lists as of this change carries it
 * @param why in the officer's words
 */
public record Revision(
    long serial, Instant at, String officer, String why, long added, long edited, long removed) {}
