package org.atomsmith.compose.resolve;

import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.atomsmith.compose.lock.LockedPackage;
import org.atomsmith.compose.lock.Lockfile;
import org.atomsmith.rpm.PackageFormat;
import org.atomsmith.rpm.Repository;
import org.atomsmith.rpm.RpmPackage;
import org.atomsmith.rpm.TransferOptions;
import org.atomsmith.rpm.VersionScheme;

/** A repository seen through a lockfile: it has the locked versions and no others (the treefile's {@code lockfile-repos}). */
final class LockedOnly implements Repository {
    private final Repository repository;
    private final Lockfile lockfile;

    LockedOnly(Repository repository, Lockfile lockfile) {
        this.repository = repository;
        this.lockfile = lockfile;
    }

    @Override
    public String id() {
        return repository.id();
    }

    @Override
    public List<URI> bases() {
        return repository.bases();
    }

    @Override
    public String digest() {
        return repository.digest();
    }

    @Override
    public TransferOptions transfer() {
        return repository.transfer();
    }

    @Override
    public OptionalLong timestamp() {
        return repository.timestamp();
    }

    @Override
    public int priority() {
        return repository.priority();
    }

    @Override
    public int cost() {
        return repository.cost();
    }

    @Override
    public PackageFormat format() {
        return repository.format();
    }

    @Override
    public VersionScheme versions() {
        return repository.versions();
    }

    @Override
    public Set<String> names() {
        Set<String> names = new TreeSet<>(lockfile.packages().keySet());
        names.retainAll(repository.names());
        return names;
    }

    @Override
    public Collection<RpmPackage> named(String name) {
        return only(repository.named(name));
    }

    @Override
    public Collection<RpmPackage> providing(String capability) {
        return only(repository.providing(capability));
    }

    @Override
    public Collection<RpmPackage> essential() {
        return only(repository.essential());
    }

    @Override
    public List<RpmPackage> reverseWeak() {
        return only(repository.reverseWeak());
    }

    @Override
    public List<RpmPackage> packages() {
        return only(repository.packages());
    }

    private List<RpmPackage> only(Collection<RpmPackage> packages) {
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
