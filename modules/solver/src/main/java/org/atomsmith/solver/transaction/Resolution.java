package org.atomsmith.solver.transaction;

import java.util.List;

/**
 * What came of a resolution.
 *
 * @param transaction what changes, without the jobs that could not be done
 * @param problems one for each contradiction; empty when every job was done
 */
public record Resolution(Transaction transaction, List<Problem> problems) {
    public Resolution {
        problems = List.copyOf(problems);
    }
}
