package org.atomsmith.compose.resolve;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.atomsmith.rpm.Repository;
import org.atomsmith.rpm.RepositoryView;
import org.atomsmith.rpm.RpmPackage;

/** A repository without what streams of modules hide. */
public final class ModularView extends RepositoryView {
    private final ActiveModules modules;

    ModularView(Repository repository, ActiveModules modules) {
        super(repository);
        this.modules = modules;
    }

    @Override
    protected List<RpmPackage> view(Collection<RpmPackage> packages) {
        return packages.stream().filter(modules::allow).toList();
    }

    /** Streams that have a package of that name, active or not, as {@code name:stream}. */
    public Set<String> streamsWith(String name) {
        return modules.streamsWith(name);
    }
}
