package org.atomsmith.host.bus;

import java.io.IOException;
import java.util.Optional;
import org.atomsmith.host.update.Refspec;
import org.atomsmith.host.update.UpdateSource;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.sysroot.InstalledDeployment;
import org.atomsmith.ostree.sysroot.Origin;

/** Asks a deployment's remote, or another one, for commits; of these only the commit object is downloaded. */
final class UpdateLookup {
    private final UpdateSource source;

    UpdateLookup(HostView host) throws IOException {
        HostView.Snapshot now = host.now();
        this.source = new UpdateSource(now.repository(), now.host().environment());
    }

    /** The newest commit of a refspec, whose missing half is that of the deployment. */
    Checksum newest(InstalledDeployment deployment, String refspec) throws IOException {
        Refspec wanted = Refspec.parse(refspec, refspec(deployment));
        Checksum newest = source.newest(wanted);
        source.commit(wanted, newest);
        return newest;
    }

    /** A commit of where the deployment came from, by its checksum or its version. */
    Checksum deployable(InstalledDeployment deployment, String revision) throws IOException {
        Refspec from = Refspec.parse(refspec(deployment), "");
        Optional<Checksum> named = Checksum.tryParse(revision);
        Checksum commit = named.isPresent() ? named.get() : source.ofVersion(from, revision);
        source.commit(from, commit);
        return commit;
    }

    private static String refspec(InstalledDeployment deployment) {
        return deployment.origin().flatMap(Origin::refspec).orElse("");
    }
}
