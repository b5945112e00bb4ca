package org.postern.listfile;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.postern.policy.Listing;
import org.postern.policy.Mode;

/**
 * What the entries of a file get unless their line says otherwise.
 *
 * @param listing the list they are for; a line that speaks of the other one is refused
 * @param source where they come from, usually the name of the file
 * @param expires null: never
 */
public record Defaults(
    Listing listing,
    Mode mode,
    String note,
    String owner,
    String source,
    @Nullable Instant expires) {}
