package org.atomsmith.compose.resolve;

import java.util.List;
import org.atomsmith.compose.lock.Lockfile;
import org.atomsmith.rpm.Repository;
import org.atomsmith.rpm.RpmPackage;
import org.atomsmith.solver.Solution;

/**
 * The exact packages of a system.
 *
 * @param groups the packages as they are installed: first those that every system has, then what each entry of the
 *     treefile brings; none is empty
 * @param tools packages that the build makes others of its own with ({@link org.atomsmith.compose.program.ProgramTools}),
 *     and what they need; they do not enter the tree
 * @param solution why each of them is in
 * @param repositories where they come from
 * @param lockfile what fixes this result
 */
public record Resolution(
        List<List<RpmPackage>> groups,
        List<RpmPackage> tools,
        Solution solution,
        List<Repository> repositories,
        Lockfile lockfile) {
    public Resolution {
        groups = List.copyOf(groups);
        tools = List.copyOf(tools);
        repositories = List.copyOf(repositories);
    }

    /** All packages in the order of installation. */
    public List<RpmPackage> packages() {
        return groups.stream().flatMap(List::stream).toList();
    }

    /** The repository of a package. */
    public Repository repositoryOf(RpmPackage p) {
        return repositories.stream()
                .filter(r -> r.id().equals(p.location().repository()))
                .findFirst()
                .orElseThrow();
    }
}
