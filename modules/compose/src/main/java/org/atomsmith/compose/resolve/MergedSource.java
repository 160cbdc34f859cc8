package org.atomsmith.compose.resolve;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.atomsmith.rpm.PackageSource;
import org.atomsmith.rpm.Repository;
import org.atomsmith.rpm.RpmPackage;
import org.atomsmith.rpm.VersionScheme;

/** Several repositories as one source; packages of a repository that is named earlier come first. */
final class MergedSource implements PackageSource {
    private final List<Repository> repositories;

    /** Repositories that share one version scheme, at least one. */
    MergedSource(List<Repository> repositories) {
        this.repositories = List.copyOf(repositories);
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
        repositories.forEach(r -> result.addAll(question.apply(r)));
        return result;
    }
}
