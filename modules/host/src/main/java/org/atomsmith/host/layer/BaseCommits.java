package org.atomsmith.host.layer;

import java.io.IOException;
import java.util.Collection;
import java.util.Optional;
import java.util.TreeSet;
import org.atomsmith.ostree.gvariant.Variant;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.Commit;
import org.atomsmith.ostree.object.ObjectName;
import org.atomsmith.ostree.object.ObjectType;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.repo.Transaction;
import org.atomsmith.ostree.sysroot.InstalledDeployment;
import org.atomsmith.ostree.sysroot.Sysroot;

/**
 * The images below layered commits: a layered commit's parent is its image. Refs {@code rpmostree/base/N} keep those that
 * deployments were made from, so that what is layered can change without fetching the image again.
 */
final class BaseCommits {
    private static final String REFS = "rpmostree/base/";

    private BaseCommits() {}

    /**
     * Points refs at the images of all layered deployments and at one that is to be deployed, and at no others. To be
     * called before objects are pruned.
     */
    static void keep(Sysroot sysroot, Checksum next) throws IOException {
        TreeSet<String> bases = new TreeSet<>();
        bases.add(next.hex());
        for (InstalledDeployment deployment : sysroot.state().deployments()) {
            base(sysroot.repository(), deployment.deployment().commit()).ifPresent(base -> bases.add(base.hex()));
        }
        point(sysroot.repository(), bases);
    }

    /** The image of a layered commit; empty when nothing is layered in it, or the commit is gone. */
    private static Optional<Checksum> base(Repository repository, Checksum commit) throws IOException {
        if (!repository.has(new ObjectName(ObjectType.COMMIT, commit))) {
            return Optional.empty();
        }
        Commit read = repository.readCommit(commit);
        boolean layered =
                read.metadata().get("rpmostree.clientlayer") instanceof Variant.Number flag && flag.bits() != 0;
        return layered ? read.parent() : Optional.empty();
    }

    private static void point(Repository repository, Collection<String> bases) throws IOException {
        try (Transaction transaction = repository.begin()) {
            boolean changed = false;
            for (var ref : repository.refs().list().entrySet()) {
                if (ref.getKey().startsWith(REFS)
                        && !bases.contains(ref.getValue().hex())) {
                    transaction.deleteRef(ref.getKey());
                    changed = true;
                }
            }
            int number = 0;
            for (String base : bases) {
                if (repository.refs().list().entrySet().stream()
                        .noneMatch(r -> r.getKey().startsWith(REFS)
                                && r.getValue().hex().equals(base))) {
                    while (repository.refs().resolve(REFS + number).isPresent()) {
                        number++;
                    }
                    transaction.setRef(REFS + number++, Checksum.parse(base));
                    changed = true;
                }
            }
            if (changed) {
                transaction.commit();
            }
        }
    }
}
