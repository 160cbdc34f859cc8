package org.atomsmith.compose.resolve;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.atomsmith.rpm.PackageSource;
import org.atomsmith.rpm.Repository;
import org.atomsmith.rpm.RpmPackage;
import org.atomsmith.rpm.VersionScheme;

/**
 * Several repositories as one source; packages of a repository that is named earlier come first. Some packages may be tied to
 * one repository: what others have of that name is not there.
 */
public final class MergedSource implements PackageSource {
    private final List<Repository> repositories;
    private final Map<String, String> only;

    /** Repositories that share one version scheme, at least one. */
    public MergedSource(List<Repository> repositories) {
        this(repositories, Map.of());
    }

    /**
     * Repositories that share one version scheme, at least one.
     *
     * @param only by a package's name the id of the repository that it is tied to
     */
    MergedSource(List<Repository> repositories, Map<String, String> only) {
        this.repositories = List.copyOf(repositories);
        this.only = Map.copyOf(only);
    }

    @Override
    public VersionScheme versions() {
        return repositories.getFirst().versions();
    }

    @Override
    public Set<String> names() {
        Set<String> names = new TreeSet<>();
        repositories.forEach(r -> names.addAll(r.names()));
        return names;
    }

    @Override
    public Collection<RpmPackage> named(String name) {
        return all(r -> r.named(name));
    }

    @Override
    public Collection<RpmPackage> providing(String capability) {
        return all(r -> r.providing(capability));
    }

    @Override
    public Collection<RpmPackage> essential() {
        return all(Repository::essential);
    }

    @Override
    public List<RpmPackage> reverseWeak() {
        return all(Repository::reverseWeak);
    }

    @Override
    public List<RpmPackage> packages() {
        return all(Repository::packages);
    }

    private List<RpmPackage> all(Function<Repository, Collection<RpmPackage>> question) {
        List<RpmPackage> result = new ArrayList<>();
        for (Repository repository : repositories) {
            Collection<RpmPackage> answer = question.apply(repository);
            if (only.isEmpty()) {
                result.addAll(answer);
            } else {
                answer.stream()
                        .filter(p ->
                                only.getOrDefault(p.name(), repository.id()).equals(repository.id()))
                        .forEach(result::add);
            }
        }
        return result;
    }
}
