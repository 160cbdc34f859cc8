package org.atomsmith.solver;

/**
 * A clause together with where it came from.
 *
 * @param literals as the clause was written, before the engine reorders its own copy
 * @param choices the positive literals, best first; empty when the rule only forbids
 */
record Rule(int[] literals, int[] choices, Cause cause) {}
