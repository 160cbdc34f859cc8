package org.atomsmith.host.update;

import java.io.IOException;
import org.atomsmith.host.progress.Progress;
import org.atomsmith.host.system.Host;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.sysroot.Origin;

/** Makes the commit to deploy of the commit that an origin names: with the packages that the host adds to it. */
public interface Derivation {
    /**
     * Makes the commit.
     *
     * @param origin what is asked for
     * @param base a commit whose objects are all in the host's repository
     * @return the commit to deploy, in the same repository
     */
    Checksum derive(Host host, Origin origin, Checksum base, Progress progress) throws IOException;

    /**
     * Whether what is deployed would be made otherwise now, of the same base: there are newer packages to add.
     *
     * @param current what is deployed
     */
    default boolean isOutdated(Host host, CurrentTree current, Progress progress) throws IOException {
        return false;
    }
}
