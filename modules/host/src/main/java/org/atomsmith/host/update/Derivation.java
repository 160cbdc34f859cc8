package org.atomsmith.host.update;

import java.io.IOException;
import org.atomsmith.host.progress.Progress;
import org.atomsmith.host.system.Host;
import org.atomsmith.host.system.HostException;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.sysroot.Origin;

/** Makes the commit to deploy of the commit that an origin names: with the packages that the host adds to it. */
@FunctionalInterface
public interface Derivation {
    /** The commit itself; an origin that asks for something on top is refused. */
    Derivation NONE = (_, origin, base, _) -> {
        boolean more = origin.file().groups().containsKey("packages")
                || origin.file().groups().containsKey("overrides");
        if (more) {
            throw new HostException("this host adds packages to its image, which this program cannot");
        }
        return base;
    };

    /**
     * Makes the commit.
     *
     * @param origin what is asked for
     * @param base a commit whose objects are all in the host's repository
     * @return the commit to deploy, in the same repository
     */
    Checksum derive(Host host, Origin origin, Checksum base, Progress progress) throws IOException;
}
