package org.atomsmith.compose.resolve;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.atomsmith.compose.lock.LockedPackage;
import org.atomsmith.compose.lock.Lockfile;
import org.atomsmith.rpm.Repository;
import org.atomsmith.rpm.RepositoryView;
import org.atomsmith.rpm.RpmPackage;

/** A repository seen through a lockfile: it has the locked versions and no others (the treefile's {@code lockfile-repos}). */
final class LockedOnly extends RepositoryView {
    private final Lockfile lockfile;

    LockedOnly(Repository repository, Lockfile lockfile) {
        super(repository);
        this.lockfile = lockfile;
    }

    @Override
    public Set<String> names() {
        Set<String> names = new TreeSet<>(lockfile.packages().keySet());
        names.retainAll(super.names());
        return names;
    }

    @Override
    protected List<RpmPackage> view(Collection<RpmPackage> packages) {
        return packages.stream().filter(this::isLocked).toList();
    }

    private boolean isLocked(RpmPackage p) {
        Optional<LockedPackage> locked = Optional.ofNullable(lockfile.packages().get(p.name()));
        return locked.filter(l -> l.evr().equals(p.evr()))
                .filter(l ->
                        l.arch().isEmpty() || l.arch().get().equals(p.nevra().arch()))
                .isPresent();
    }
}
