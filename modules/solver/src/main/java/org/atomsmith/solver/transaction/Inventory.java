package org.atomsmith.solver.transaction;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.atomsmith.rpm.RpmPackage;
import org.atomsmith.rpm.VersionScheme;

/**
 * What is installed and what could be.
 *
 * @param repositories in the order in which packages are numbered; ids are distinct
 * @param installed id of the repository that stands for the system; none where nothing is installed
 * @param disabled packages that are there but must not be installed, as a configuration's excludes say
 * @param arch the machine in RPM's spelling; empty where packages of every architecture count
 */
public record Inventory(
        VersionScheme versions,
        List<Repository> repositories,
        Optional<String> installed,
        Set<Member> disabled,
        String arch) {

    public Inventory {
        repositories = List.copyOf(repositories);
        disabled = Set.copyOf(disabled);
        Set<String> ids = new HashSet<>();
        for (Repository one : repositories) {
            if (!ids.add(one.id())) {
                throw new IllegalArgumentException("two repositories have the id '" + one.id() + "'");
            }
        }
    }

    /**
     * The packages of one repository.
     *
     * @param priority higher wins: packages of lower priority are not looked at where a higher one offers any. dnf's
     *     {@code priority=} counts the other way round
     * @param subPriority decides between repositories of one priority when all else is equal; higher wins
     */
    public record Repository(String id, int priority, int subPriority, List<RpmPackage> packages) {
        public Repository {
            packages = List.copyOf(packages);
        }
    }
}
