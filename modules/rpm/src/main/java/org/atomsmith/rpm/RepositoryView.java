package org.atomsmith.rpm;

import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** A repository whose packages are those of another one, some left out or seen differently; all else is the other's. */
public abstract class RepositoryView implements Repository {
    private final Repository viewed;

    /** A view of that repository. */
    protected RepositoryView(Repository viewed) {
        this.viewed = viewed;
    }

    /** What the view shows of the repository's packages, in their order. */
    protected abstract List<RpmPackage> view(Collection<RpmPackage> packages);

    @Override
    public String id() {
        return viewed.id();
    }

    @Override
    public List<URI> bases() {
        return viewed.bases();
    }

    @Override
    public String digest() {
        return viewed.digest();
    }

    @Override
    public TransferOptions transfer() {
        return viewed.transfer();
    }

    @Override
    public OptionalLong timestamp() {
        return viewed.timestamp();
    }

    @Override
    public int priority() {
        return viewed.priority();
    }

    @Override
    public int cost() {
        return viewed.cost();
    }

    @Override
    public PackageFormat format() {
        return viewed.format();
    }

    @Override
    public VersionScheme versions() {
        return viewed.versions();
    }

    @Override
    public Set<String> names() {
        return viewed.names();
    }

    @Override
    public Collection<RpmPackage> named(String name) {
        return view(viewed.named(name));
    }

    @Override
    public Collection<RpmPackage> providing(String capability) {
        return view(viewed.providing(capability));
    }

    @Override
    public Collection<RpmPackage> essential() {
        return view(viewed.essential());
    }

    @Override
    public List<RpmPackage> reverseWeak() {
        return view(viewed.reverseWeak());
    }

    @Override
    public List<RpmPackage> packages() {
        return view(viewed.packages());
    }
}
