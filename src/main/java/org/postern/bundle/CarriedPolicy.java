package org.postern.bundle;

import org.postern.policy.Policy;

/**
 * What a gateway with the slip engine enforces. Immutable.
 *
 * @param policy with every entry of the bundle in force, also trust that has ended since it was
 *     made: {@link Policy#until} says when the first ends, {@link Policy#after} lets it lapse
 * @param data versions of the engine's tables at the console
 * @param sameData whether this engine has the same ones: then verdicts and proofs are the
 *     console's; otherwise only the outcomes of the probes were compared
 * @param knownAtConsole whether the console relieves names that were written to before; no gateway
 *     knows them, so that it holds some that the console would deliver
 */
public record CarriedPolicy(Policy policy, String data, boolean sameData, boolean knownAtConsole) {}
