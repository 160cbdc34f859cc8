package org.atomsmith.compose.resolve;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import org.atomsmith.rpm.PackageSource;
import org.atomsmith.rpm.Repository;
import org.atomsmith.rpm.RpmPackage;
import org.atomsmith.rpm.VersionScheme;

/** Several repositories as one source; packages of a repository that is named earlier come first. Some may be hidden. */
public final class MergedSource implements PackageSource {
    private final List<Repository> repositories;
    private final Predicate<RpmPackage> visible;

    /** Repositories that share one version scheme, at least one. */
    public MergedSource(List<Repository> repositories) {
        this(repositories, p -> true);
    }

    /**
     * Repositories that share one version scheme, at least one.
     *
     * @param visible which packages are there; others are as if no repository had them
     */
    MergedSource(List<Repository> repositories, Predicate<RpmPackage> visible) {
        this.repositories = List.copyOf(repositories);
        this.visible = visible;
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
            question.apply(repository).stream().filter(visible).forEach(result::add);
        }
        return result;
    }
}
