package org.atomsmith.compose.resolve;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.atomsmith.compose.treefile.Located;
import org.atomsmith.compose.treefile.Nearest;
import org.atomsmith.compose.treefile.Treefile;
import org.atomsmith.compose.treefile.TreefileException;
import org.atomsmith.rpm.Dependency;
import org.atomsmith.rpm.Repository;
import org.atomsmith.rpm.RpmPackage;

/**
 * Packages that a treefile wants from one repository ({@code repo-packages}).
 *
 * @param wanted what to install
 * @param repositories the repository's id by the name of each package
 */
record TiedPackages(List<Dependency> wanted, Map<String, String> repositories) {

    /**
     * Finds them.
     *
     * @throws TreefileException when a repository is not among those of {@code repos}, or lacks a package
     */
    static TiedPackages find(List<Treefile.FromRepository> asked, List<Repository> repositories) {
        List<Dependency> wanted = new ArrayList<>();
        Map<String, String> tied = new HashMap<>();
        for (Treefile.FromRepository from : asked) {
            Repository repository = repositories.stream()
                    .filter(r -> r.id().equals(from.repo().value()))
                    .findFirst()
                    .orElseThrow(() -> TreefileException.at(
                            from.repo(),
                            "the repository '" + from.repo() + "' is not among those of 'repos'",
                            Nearest.question(
                                    from.repo().value(),
                                    repositories.stream().map(Repository::id).toList())));
            for (Located<String> request : from.packages()) {
                RpmPackage p = newest(repository, request);
                wanted.add(Dependency.Simple.of(p.name(), Dependency.Comparison.EQUAL, p.evr()));
                String before = tied.put(p.name(), repository.id());
                if (before != null && !before.equals(repository.id())) {
                    throw TreefileException.at(
                            request,
                            "the package '" + p.name() + "' is wanted from '" + before + "' and from '"
                                    + repository.id() + "'",
                            "remove one of them");
                }
            }
        }
        return new TiedPackages(wanted, tied);
    }

    /** Whether a package comes from the repository that its name is tied to, if it is. */
    boolean allow(RpmPackage p) {
        return repositories
                .getOrDefault(p.name(), p.location().repository())
                .equals(p.location().repository());
    }

    private static RpmPackage newest(Repository repository, Located<String> request) {
        Optional<Dependency> dependency = WantedPackage.find(repository, request.value());
        return dependency.stream()
                .filter(Dependency.Simple.class::isInstance)
                .map(Dependency.Simple.class::cast)
                .flatMap(d -> candidates(repository, d).stream())
                .max(Comparator.comparing(RpmPackage::evr, repository.versions()))
                .orElseThrow(() -> TreefileException.at(
                        request,
                        "the repository '" + repository.id() + "' has no package '"
                                + WantedPackage.name(request.value()) + "'",
                        "check the name, and which repository has it"));
    }

    /** Those of that name; else those that provide it. */
    private static List<RpmPackage> candidates(Repository repository, Dependency.Simple wanted) {
        List<RpmPackage> all = repository.providing(wanted.name()).stream()
                .filter(p -> wanted.evr().isEmpty()
                        || p.provides().stream()
                                .anyMatch(c -> repository.versions().answers(c, wanted)))
                .toList();
        List<RpmPackage> named =
                all.stream().filter(p -> p.name().equals(wanted.name())).toList();
        return named.isEmpty() ? all : named;
    }
}
